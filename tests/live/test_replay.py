"""The past, as it was told: the state at a moment and the messages after it are the state that came of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils.timezone import localtime

from hypervision.accounts.models import User
from hypervision.alerts import actions, snoozes
from hypervision.alerts.models import Alert
from hypervision.alerts.services import erase_alerts, raise_alert
from hypervision.law import stops
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.live.models import JournalEntry
from hypervision.pages.replay import replay_of
from hypervision.pages.snapshot import snapshot
from hypervision.procedures import actions as procedures
from hypervision.procedures.actions import Deed
from maps.models import Camera
from tests.factories import NOON, make_camera, make_event
from tests.live.worlds import World, apply, world_of
from tests.procedures.worlds import FIRE, make_version

MINUTE = timedelta(minutes=1)
Till = Callable[[datetime], None]


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> Till:
    """Lets it be a moment."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOON)
    return move


def alert_at(camera: Camera, moment: datetime) -> UUID:
    return raise_alert(make_event(camera, captured_at=moment), "high").pk


def replayed(person: User, begins: datetime) -> World:
    """What a browser holds that took the replay and applied all of its messages."""
    past = replay_of(person, begins)
    world = world_of(past["snapshot"])
    for frame in past["frames"]:
        apply(world, frame)
    return world


def test_a_run_is_replayed_as_far_as_it_had_come(camera: Camera, operator: User, till: Till) -> None:
    make_version(FIRE, kind="intrusion")
    followed, erased = alert_at(camera, NOON), alert_at(camera, NOON)
    for alert in (followed, erased):
        procedures.begin(alert, operator)
    till(NOON + 20 * MINUTE)
    procedures.act(followed, operator, Deed("look", "done"))
    erase_alerts(Alert.objects.filter(pk=erased))
    till(NOON + 30 * MINUTE)
    began = replay_of(operator, NOON + 10 * MINUTE)["snapshot"]["runs"]
    assert [(card["id"], card["rows"]) for card in began] == [(str(followed), [])]
    assert replayed(operator, NOON + 10 * MINUTE) == world_of(snapshot(operator))


def test_an_hour_is_replayed_to_what_it_came_to(camera: Camera, operator: User, till: Till) -> None:
    first = alert_at(camera, NOON)
    till(NOON + 10 * MINUTE)
    then = world_of(snapshot(operator))
    till(NOON + 20 * MINUTE)
    actions.claim(first, operator)
    alert_at(camera, NOON + 20 * MINUTE)
    stops.stop(operator, reason="Lens is dirty", camera_id=camera.pk, place=camera.location)
    snoozes.snooze(camera.pk, "intrusion", operator, span=60 * MINUTE, reason="Road works")
    till(NOON + 30 * MINUTE)
    past = replay_of(operator, NOON + 10 * MINUTE)
    assert world_of(past["snapshot"])["alerts"] == then["alerts"]
    assert [frame["kind"] for frame in past["frames"]] == ["alert", "alert", "stop", "snooze"]
    assert replayed(operator, NOON + 10 * MINUTE) == world_of(snapshot(operator))


def test_a_verdict_that_came_later_is_not_known_yet(camera: Camera, operator: User, till: Till) -> None:
    alert = alert_at(camera, NOON)
    till(NOON + 5 * MINUTE)
    actions.confirm(alert, operator)
    till(NOON + 30 * MINUTE)
    [card] = replay_of(operator, NOON + MINUTE)["snapshot"]["alerts"]
    assert (card["state"], card["verdict"]) == ("new", None)


def test_a_stop_that_was_lifted_since_stands_again(camera: Camera, operator: User, till: Till) -> None:
    one = stops.stop(operator, reason="Lens is dirty", camera_id=camera.pk, place=camera.location)
    till(NOON + 10 * MINUTE)
    stops.lift(one.pk, operator)
    till(NOON + 20 * MINUTE)
    assert [card["id"] for card in replay_of(operator, NOON + MINUTE)["snapshot"]["stops"]] == [str(one.pk)]
    assert replay_of(operator, NOON + 15 * MINUTE)["snapshot"]["stops"] == []


def test_of_a_camera_that_was_not_told_of_nobody_says_that_it_watched(
    camera: Camera, operator: User, till: Till
) -> None:
    alert_at(make_camera(), NOON)
    till(NOON + 10 * MINUTE)
    cards = replay_of(operator, NOON + MINUTE)["snapshot"]["cameras"]
    assert {card["state"] for card in cards} == {"not_watching"}


def test_an_alert_that_was_a_day_old_then_is_left_out(camera: Camera, operator: User, till: Till) -> None:
    alert_at(camera, NOON - timedelta(hours=23, minutes=55))
    till(NOON + 30 * MINUTE)
    assert len(replay_of(operator, NOON + MINUTE)["snapshot"]["alerts"]) == 1
    assert replay_of(operator, NOON + 10 * MINUTE)["snapshot"]["alerts"] == []


def test_the_outsider_sees_no_more_of_the_past_than_of_the_present(
    camera: Camera, operator: User, outsider: User, till: Till
) -> None:
    alert = alert_at(camera, NOON)
    till(NOON + 5 * MINUTE)
    actions.claim(alert, operator)
    till(NOON + 10 * MINUTE)
    past = replay_of(outsider, NOON + MINUTE)
    assert (past["snapshot"]["alerts"], past["snapshot"]["cameras"], past["frames"]) == ([], [], [])


def test_an_alert_that_was_erased_is_not_in_the_past_either(camera: Camera, operator: User, till: Till) -> None:
    alert_at(camera, NOON)
    till(NOON + 10 * MINUTE)
    erase_alerts(Alert.objects.all())
    till(NOON + 20 * MINUTE)
    JournalEntry.objects.filter(kind="alert_gone").update(at=NOON - MINUTE)  # the journal goes back to before
    past = replay_of(operator, NOON + MINUTE)
    assert past["snapshot"]["alerts"] == []


def test_one_answer_holds_an_hour_or_what_has_passed_of_it(camera: Camera, operator: User, till: Till) -> None:
    alert_at(camera, NOON)
    till(NOON + 150 * MINUTE)
    assert replay_of(operator, NOON + MINUTE)["until"] == (NOON + 61 * MINUTE).isoformat()
    assert replay_of(operator, NOON + 100 * MINUTE)["until"] == (NOON + 150 * MINUTE).isoformat()


@pytest.mark.parametrize(("begins", "words"), [(NOON - MINUTE, "no longer kept"), (NOON + 60 * MINUTE, "not come yet")])
def test_what_is_not_kept_and_what_is_not_yet_are_refused_with_a_sentence(
    camera: Camera, operator: User, till: Till, begins: datetime, words: str
) -> None:
    alert_at(camera, NOON)
    till(NOON + 10 * MINUTE)
    with pytest.raises(Refusal, match=words):
        replay_of(operator, begins)


def test_it_is_read_with_a_date_and_a_time_of_the_city_and_logged(
    client: Client, operator: User, camera: Camera, till: Till
) -> None:
    alert_at(camera, NOON)
    till(NOON + 10 * MINUTE)
    client.force_login(operator)
    answer = client.get("/live/replay/", {"from": f"{localtime(NOON + MINUTE):%Y-%m-%dT%H:%M}"})
    assert datetime.fromisoformat(answer.json()["begins"]) == NOON + MINUTE
    assert LogEntry.objects.get(action="replay.read").actor == "operator"


@pytest.mark.parametrize("wrong", ["", "yesterday", "2026-06-31T14:00"])
def test_what_is_no_moment_is_refused(client: Client, operator: User, wrong: str) -> None:
    client.force_login(operator)
    answer = client.get("/live/replay/", {"from": wrong})
    assert (answer.status_code, "from when" in answer.json()["detail"]) == (400, True)


def test_nobody_and_the_official_read_no_past(client: Client, official: User) -> None:
    assert client.get("/live/replay/").status_code == 401
    client.force_login(official)
    assert client.get("/live/replay/").status_code == 403
