"""Specification of another draft on the same recording: on what was seen of it, for a while, for who handed it in."""

import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.test import Client

from detectors.recorded import asking, keeping
from detectors.tryout.passing import ANSWER_S, Pair
from detectors.vision.recall import Moment
from detectors.vision.types import Detections, Evidence, Tracks
from hypervision.accounts.models import User
from hypervision.law import stops
from hypervision.law.models import Authorisation, LogEntry
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from maps.models import Camera, Zone
from tests.admin.conftest import desk as desk
from tests.factories import make_zone
from tests.recorded.test_doors import filled
from tests.recorded.worlds import Standing, drafted, handed_in, recording

START = datetime(2026, 6, 1, 22, 10, tzinfo=UTC)


def draft(camera: Camera, seconds: float) -> Pair:
    return drafted(camera.rules.get(), parameters={"dwell_seconds": seconds})


@pytest.fixture
def seen(administrator: User, camera: Camera, at_once: Standing, tmp_path: Path) -> UUID:
    """A recording of six seconds that was looked at."""
    number = handed_in(administrator, camera, [draft(camera, 30)], recording(tmp_path), START)
    asking.start(administrator, number)
    assert asking.answer(administrator, number)["state"] == "done"
    return number


@pytest.mark.django_db
def test_another_draft_is_tried_without_another_look(
    administrator: User, camera: Camera, at_once: Standing, seen: UUID
) -> None:
    looked = at_once.pictures
    asking.again(administrator, camera, [draft(camera, 3)], seen)
    [outcome] = asking.answer(administrator, seen)["outcomes"]
    assert (
        outcome["words"] == "Alerts until 0:05 of the recording (60 pictures): 1 by this draft, 1 by what stands now."
    )
    assert at_once.pictures == looked
    _first, second = LogEntry.objects.filter(action="tryout.recording").order_by("number")
    assert second.facts == {"kinds": ["intrusion"], "again": True}


@pytest.mark.django_db
def test_what_was_seen_runs_out_with_its_answer(administrator: User, seen: UUID) -> None:
    with open_broker(1) as broker:
        keys = [keeping._seen_key(administrator.pk, seen), keeping._moments_key(administrator.pk, seen)]
        assert all(0 < broker.ttl(key) <= ANSWER_S for key in keys)


def moved_mark(camera: Camera) -> None:
    Camera.objects.update(wanted_rate=7)


def private_zone(camera: Camera) -> None:
    make_zone(camera, purpose=Zone.Purpose.PRIVATE)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [moved_mark, private_zone])
def test_where_it_would_be_seen_otherwise_now_it_is_to_be_handed_in_again(
    administrator: User, camera: Camera, seen: UUID, change: Callable[[Camera], None]
) -> None:
    change(camera)
    with pytest.raises(Refusal, match="forgotten by now") as caught:
        asking.again(administrator, camera, [draft(camera, 3)], seen)
    assert caught.value.code == "gone"


@pytest.mark.django_db
def test_a_kind_whose_eyes_did_not_look_is_to_be_seen_anew(administrator: User, camera: Camera, seen: UUID) -> None:
    Authorisation.objects.update(kinds=["intrusion", "fire"])
    with pytest.raises(Refusal, match="forgotten by now"):
        asking.again(administrator, camera, [drafted(camera.rules.get(), kind="fire", parameters={})], seen)


@pytest.mark.django_db
def test_nobody_else_tries_on_it_nor_on_another_camera(
    administrator: User, supervisor: User, camera: Camera, seen: UUID
) -> None:
    for person, number in ((supervisor, seen), (administrator, uuid4())):
        with pytest.raises(Refusal, match="forgotten by now"):
            asking.again(person, camera, [draft(camera, 3)], number)


@pytest.mark.django_db
def test_while_the_kind_is_stopped_nothing_is_tried_on_what_was_seen(
    administrator: User, camera: Camera, seen: UUID
) -> None:
    stops.stop(administrator, reason="Repairs.", kind="intrusion")
    with pytest.raises(Refusal, match="Stopped by a person"):
        asking.again(administrator, camera, [draft(camera, 3)], seen)


@pytest.mark.django_db
def test_who_leaves_the_page_lets_it_be_forgotten(administrator: User, camera: Camera, seen: UUID) -> None:
    asking.cancel(administrator, seen)
    with pytest.raises(Refusal, match="forgotten by now"):
        asking.again(administrator, camera, [draft(camera, 3)], seen)
    with open_broker(1) as broker:
        assert not broker.exists(keeping._moments_key(administrator.pk, seen))


@pytest.mark.django_db
def test_the_door_stands_beside_the_form(desk: Client, camera: Camera, seen: UUID) -> None:
    rule = camera.rules.get()
    answer = desk.post(f"/admin/detectors/rule/{rule.pk}/recording/{seen}/again/", filled(rule))
    assert (answer.status_code, answer.json()["question"]) == (202, str(seen))
    answer = desk.post(f"/admin/detectors/rule/recording/{uuid4()}/again/", filled(rule))
    assert (answer.status_code, answer.json()["code"]) == (409, "gone")


def test_what_is_kept_comes_back_as_it_was() -> None:
    def tracks(count: int, **more: Any) -> Tracks:
        boxes = np.arange(4 * count, dtype=np.float32).reshape(-1, 4)
        seconds = np.linspace(1, 2, count)
        return Tracks(np.arange(count), boxes, np.ones(count, np.float32), np.zeros(count, np.int64), seconds, **more)

    ground = np.array([[1, 2], [np.nan, 4]], np.float32)
    thing = Detections(np.ones((1, 4), np.float32), np.ones(1, np.float32), np.full(1, 4))
    moments = [
        Moment(START, "", (64, 48), Tracks.none(), Evidence.none()),
        Moment(START + timedelta(seconds=0.2), "north", (64, 48), tracks(2, ground=ground), Evidence(thing)),
        Moment(
            START + timedelta(seconds=0.4),
            "north",
            (32, 24),
            tracks(3, detected=np.ones((3, 4), np.float32)),
            Evidence(Detections.none(), frozenset({"flames", "smoke"})),
        ),
    ]
    back = keeping.load(keeping.dump(moments, START), START)
    for one, other in zip(moments, back, strict=True):
        assert (one.at, one.view, one.size, one.evidence.looked) == (
            other.at,
            other.view,
            other.size,
            other.evidence.looked,
        )
        pairs: list[tuple[Any, Any, str]] = [
            (one.tracks, other.tracks, name) for name in (*keeping.TRACKS, *keeping.MAYBE)
        ]
        pairs += [(one.evidence.things, other.evidence.things, name) for name in keeping.THINGS]
        for before, after, name in pairs:
            mine, found = getattr(before, name), getattr(after, name)
            assert (mine is None) == (found is None), name
            assert mine is None or np.array_equal(mine, found, equal_nan=True), name


def test_nothing_at_all_is_kept_as_nothing() -> None:
    assert keeping.load(keeping.dump([], START), START) == []


def test_what_is_nothing_that_was_kept_is_not_read() -> None:
    """Least of all a pickle."""
    for data in (pickle.dumps([1]), b"x"):
        with pytest.raises(ValueError, match=r"nothing that was kept|pickle"):
            keeping.load(data, START)
