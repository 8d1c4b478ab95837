"""Intake: a sighting becomes event, picture, alert and message together, once, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from detectors import intake
from detectors.intake import Outcome
from detectors.models import Lease, Watch
from hypervision.alerts.models import Alert
from hypervision.live.models import JournalEntry
from maps.models import Event, Picture
from tests.detectors import worlds
from tests.factories import ELSEWHERE, NOON, area

pytestmark = pytest.mark.django_db


def nothing_is_kept() -> bool:
    return not any(model.objects.exists() for model in (Event, Picture, Alert, JournalEntry))


def test_a_sighting_becomes_event_picture_alert_and_message() -> None:
    seen = worlds.sighting(worlds.square())
    assert intake.take_in(seen) is Outcome.TAKEN_IN
    event = Event.objects.get()
    assert (event.id, event.kind, event.captured_at) == (seen.id, "intrusion", NOON)
    assert (event.place.x, event.place.y, event.place_source) == (24.9401, 60.1701, "calibration")
    assert (bytes(event.picture.jpeg), event.picture.erase_at) == (b"masked", seen.erase_at)
    assert event.alert.severity == "high"
    assert JournalEntry.objects.get().payload["card"]["picture"] is True


def test_a_camera_without_calibration_lends_its_place_and_says_so() -> None:
    intake.take_in(worlds.sighting(worlds.square(), calibration_version=None))
    assert Event.objects.get().place_source == "camera"


def test_the_same_sighting_twice_changes_nothing() -> None:
    seen = worlds.sighting(worlds.square())
    intake.take_in(seen)
    assert intake.take_in(seen) is Outcome.KNOWN
    assert (Event.objects.count(), Alert.objects.count(), JournalEntry.objects.count()) == (1, 1, 1)


def test_a_tracker_that_counts_anew_does_not_make_two_people_one() -> None:
    first = worlds.sighting(worlds.square())
    later = replace(first, event=replace(first.event, first_seen=first.event.first_seen + timedelta(seconds=1)))
    assert first.id != later.id


def test_without_authorisation_nothing_comes_in() -> None:
    world = worlds.square()
    world.authorisation.delete()
    assert intake.take_in(worlds.sighting(world)) is Outcome.NOT_ALLOWED
    assert nothing_is_kept()


@pytest.mark.parametrize(
    "authorisation",
    [
        {"kinds": ["density"]},
        {"model_hash": "c" * 64},
        {"ends_at": NOON - timedelta(seconds=1)},
        {"perimeter": area(*ELSEWHERE)},
    ],
    ids=["another kind", "another network", "ended before it was captured", "another place"],
)
def test_an_authorisation_that_does_not_cover_it_lets_nothing_in(authorisation: dict[str, object]) -> None:
    assert intake.take_in(worlds.sighting(worlds.square(**authorisation))) is Outcome.NOT_ALLOWED
    assert nothing_is_kept()


@pytest.mark.parametrize("kind", ["intrusion", "line_count"])
def test_under_statistics_no_event_and_no_picture_is_left(kind: str) -> None:
    world = worlds.square(regime="FR-STATS", kinds=["intrusion", "line_count"])
    event = worlds.scene_event(world.rule.id, world.rule.zone_id, kind=kind)
    assert intake.take_in(worlds.sighting(world, event=event)) in (Outcome.SUMS_ONLY, Outcome.NOT_ALLOWED)
    assert nothing_is_kept()


def test_what_was_captured_after_the_lease_was_lost_is_refused() -> None:
    world = worlds.square()
    Lease.objects.update(ended_at=NOON)
    assert intake.take_in(worlds.sighting(world)) is Outcome.LEASE_LOST
    assert nothing_is_kept()


def test_what_was_captured_before_the_lease_was_lost_comes_in_late() -> None:
    world = worlds.square()
    Lease.objects.update(ended_at=NOON)
    worlds.hold(world.camera, NOON, token=2)
    assert intake.take_in(worlds.sighting(world, NOON - timedelta(seconds=1))) is Outcome.TAKEN_IN


def test_an_event_of_a_camera_that_was_deleted_is_refused() -> None:
    world = worlds.square()
    seen = worlds.sighting(world)
    world.camera.delete()
    assert intake.take_in(seen) is Outcome.CAMERA_GONE


def test_lost_events_are_counted_and_said() -> None:
    world = worlds.square()
    intake.tell_lost(world.camera.id, 3, NOON)
    assert Watch.objects.get().lost == 3
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.payload["count"]) == ("events_lost", 3)


@pytest.mark.django_db(transaction=True)
def test_handed_in_by_four_at_once_it_is_one_event() -> None:
    seen = worlds.sighting(worlds.square())

    def hand_in(_: int) -> Outcome:
        try:
            return intake.take_in(seen)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(hand_in, range(4)))
    assert outcomes == sorted([Outcome.TAKEN_IN, *[Outcome.KNOWN] * 3])
    assert (Event.objects.count(), Picture.objects.count(), Alert.objects.count()) == (1, 1, 1)
