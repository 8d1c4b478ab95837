"""Clips over the API: by the right to pictures and the perimeter, in parts as players ask, each look in the log."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from redis import Redis

from detectors.clips import looking
from detectors.clips.ranges import OutsideError, Part, part_of
from detectors.liveview import places
from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts.models import Alert
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from maps.models import Camera
from tests import factories
from tests.api.conftest import ClientOf
from tests.clips.worlds import FILM, TRACK, row
from tests.factories import NOON


@pytest.fixture(autouse=True)
def fresh_broker(db: None) -> None:
    """Nobody has looked at anything yet."""
    with Redis.from_url(django_settings.REDIS_URL) as broker:
        for pattern in ("hypervision:clip:look:*", "hypervision:view:person:*"):
            for key in broker.scan_iter(pattern):
                broker.delete(key)


@pytest.fixture
def alert(camera: Camera) -> Alert:
    one = factories.make_alert(camera)
    row(one.event)
    return one


def path(alert: Alert, more: str = "") -> str:
    return f"/api/v1/alerts/{alert.pk}/clip/{more}"


def looks() -> list[tuple[str, str, str]]:
    return list(LogEntry.objects.order_by("number").values_list("actor", "action", "subject"))


def test_a_clip_is_played_and_kept_nowhere(client_of: ClientOf, operator: User, alert: Alert) -> None:
    answer = client_of(operator).get(path(alert))
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, FILM, "video/mp4")
    assert (answer["Cache-Control"], answer["Accept-Ranges"]) == ("private, no-store", "bytes")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, 1023), ("bytes=100-199", 100, 199), ("bytes=1000-9999", 1000, 1023), ("bytes=-24", 1000, 1023)],
)
def test_a_player_gets_the_part_that_it_asks_for(
    client_of: ClientOf, operator: User, alert: Alert, asked: str, first: int, last: int
) -> None:
    answer = client_of(operator).get(path(alert), headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, FILM[first : last + 1])
    assert answer["Content-Range"] == f"bytes {first}-{last}/1024"


def test_what_lies_behind_its_end_is_refused(client_of: ClientOf, operator: User, alert: Alert) -> None:
    answer = client_of(operator).get(path(alert), headers={"Range": "bytes=1024-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */1024")
    assert not looks()


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b"])
def test_what_is_no_range_is_no_part(asked: str) -> None:
    assert part_of(asked, 10) is None


def test_ends_of_ranges() -> None:
    assert part_of("bytes=-99", 10) == Part(0, 9)
    with pytest.raises(OutsideError):
        part_of("bytes=-0", 10)


def test_one_look_is_one_entry_however_many_parts_it_takes(
    client_of: ClientOf, operator: User, supervisor: User, alert: Alert
) -> None:
    client = client_of(operator)
    for asked in ("bytes=0-", "bytes=500-", "bytes=900-"):
        client.get(path(alert), headers={"Range": asked})
    client_of(supervisor).get(path(alert), headers={"Range": "bytes=500-"})
    subject = f"event {alert.event_id}"
    assert looks() == [("operator", "clip.view", subject), ("supervisor", "clip.view", subject)]


def test_whoever_leaves_the_first_byte_out_is_logged_all_the_same(
    client_of: ClientOf, operator: User, alert: Alert
) -> None:
    client_of(operator).get(path(alert), headers={"Range": "bytes=1-"})
    assert len(looks()) == 1


def test_without_a_broker_a_clip_is_seen_and_logged(
    client_of: ClientOf, operator: User, alert: Alert, settings: Any
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert client_of(operator).get(path(alert)).status_code == 200
    assert len(looks()) == 1


def test_a_clip_takes_one_of_the_sixteen_places_of_a_person(
    client_of: ClientOf, operator: User, alert: Alert, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.make_alert(factories.make_camera())
    row(other.event)
    same = factories.make_alert(camera)
    row(same.event)
    monkeypatch.setattr(places, "MOST", 1)
    client = client_of(operator)
    assert client.get(path(alert)).status_code == 200
    refused = client.get(path(other))
    assert (refused.status_code, refused.json()["code"]) == (429, "no_room")
    assert client.get(path(same)).status_code == 200, "the same camera counts once"
    assert len(looks()) == 2, "what was refused was not seen"


def test_the_track_names_times_and_boxes_and_nobody(client_of: ClientOf, operator: User, alert: Alert) -> None:
    answer = client_of(operator).get(path(alert, "track/"))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.json() == {
        "state": "there",
        "words": "",
        "starts_at": (NOON - timedelta(seconds=10)).isoformat(),
        "captured_at": NOON.isoformat(),
        "ends_at": (NOON + timedelta(seconds=10)).isoformat(),
        "width": 960,
        "height": 540,
        **TRACK,
    }


@pytest.mark.parametrize("more", ["", "track/"])
def test_the_outsider_sees_no_clip_and_no_token_does(
    client_of: ClientOf, outsider: User, operator: User, official: User, alert: Alert, more: str
) -> None:
    answer = client_of(outsider).get(path(alert, more))
    assert (answer.status_code, answer.json()["code"]) == (404, "no_alert")
    assert client_of(official).get(path(alert, more)).status_code == 403
    assert client_of(operator, *Scope).get(path(alert, more)).status_code == 403
    assert not looks()


class TestWithoutAClip:
    """Whoever asks reads why there is none."""

    def refusal(self, client_of: ClientOf, person: User, alert: Alert) -> tuple[int, str, str]:
        film, track = (client_of(person).get(path(alert, more)) for more in ("", "track/"))
        assert track.status_code == 200
        assert track.json() == {"state": film.json()["code"], "words": film.json()["detail"]}
        return film.status_code, film.json()["code"], film.json()["detail"]

    def alert(self, camera: Camera, ago: timedelta, **values: Any) -> Alert:
        event = factories.make_event(camera, captured_at=clock.now() - ago, **values)
        return factories.make_alert(camera, event=event)

    def test_some_seconds_after_its_event_it_is_not_there_yet(
        self, client_of: ClientOf, operator: User, camera: Camera
    ) -> None:
        alert = self.alert(camera, timedelta(seconds=5))
        status, code, words = self.refusal(client_of, operator, alert)
        assert (status, code) == (404, "coming")
        assert "not there yet" in words

    def test_later_none_was_kept(self, client_of: ClientOf, operator: User, camera: Camera) -> None:
        alert = self.alert(camera, timedelta(seconds=looking.COMING_S + 1))
        assert self.refusal(client_of, operator, alert)[:2] == (404, "no_clip")

    def test_after_its_retention_it_was_erased(self, client_of: ClientOf, operator: User, camera: Camera) -> None:
        alert = self.alert(camera, timedelta(days=28))
        assert self.refusal(client_of, operator, alert) == (
            *(410, "erased", "The clip was erased at the end of its retention."),
        )

    def test_one_that_is_due_is_not_shown_although_nobody_has_erased_it_yet(
        self, client_of: ClientOf, operator: User, camera: Camera
    ) -> None:
        alert = self.alert(camera, timedelta(days=1))
        row(alert.event, erase_at=clock.now())
        assert self.refusal(client_of, operator, alert)[:2] == (410, "erased")

    def test_what_a_person_raised_has_none(self, client_of: ClientOf, operator: User) -> None:
        alert = factories.make_alert(None, event=factories.make_report(captured_at=clock.now()))
        assert self.refusal(client_of, operator, alert)[:2] == (404, "no_clip")
