"""A camera counts as watched while its pictures are analysed, not while somebody merely holds its lease."""

from datetime import datetime, timedelta

import pytest

from detectors.models import Lease
from hypervision.accounts.permissions import Sight
from hypervision.board.period import Period
from hypervision.board.query import ALL
from hypervision.board.watched import Watching, watching
from hypervision.lib import clock
from hypervision.shifts.models import Silence
from maps.models import Camera
from tests.factories import NOON, make_camera

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = Period(NOON - 23 * HOUR, NOON + HOUR, HOUR)


@pytest.fixture(autouse=True)
def at_the_end_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DAY.end)


@pytest.fixture
def held() -> Camera:
    """Its lease was held for the whole day."""
    camera = make_camera(address="rtsp://127.0.0.1:1/a")
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=DAY.start)
    return camera


def silent(camera: Camera, began: datetime, ended: datetime | None) -> None:
    Silence.objects.create(
        camera_id=camera.pk, camera_name=camera.name, place=camera.location, began_at=began, ended_at=ended
    )


def watched() -> Watching:
    return watching(Sight(everywhere=True, area=None), DAY, ALL)


def test_a_camera_that_reconnects_for_an_hour_is_not_watched_in_it(held: Camera) -> None:
    silent(held, NOON - 3 * HOUR, NOON - 2 * HOUR)
    found = watched()
    assert found.total == pytest.approx(23)
    assert found.hours[20] == 0
    assert found.availability == pytest.approx(23 / 24)


def test_a_camera_that_changed_hands_is_one_to_be_watched_since_its_first_lease(held: Camera) -> None:
    Lease.objects.update(ended_at=NOON - 12 * HOUR)
    Lease.objects.create(camera=held, token=2, worker="w", taken_at=NOON)
    assert watched().possible == pytest.approx(24)


def test_a_silence_that_goes_on_counts_until_now(held: Camera) -> None:
    silent(held, NOON, None)
    assert watched().total == pytest.approx(23)


def test_several_silences_are_each_taken_out_once(held: Camera) -> None:
    silent(held, NOON - 40 * HOUR, NOON - 22 * HOUR)  # it began before the lease
    silent(held, NOON - 5 * HOUR, NOON - 4 * HOUR)
    silent(held, NOON - 4.5 * HOUR, NOON - 3.5 * HOUR)  # written twice for half an hour
    assert watched().total == pytest.approx(24 - 1 - 1.5)


def test_a_silence_while_nobody_held_the_lease_takes_nothing_away() -> None:
    camera = make_camera(address="rtsp://127.0.0.1:1/a")
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=DAY.start, ended_at=NOON - 12 * HOUR)
    silent(camera, NOON - 12 * HOUR, NOON)
    assert watched().total == pytest.approx(11)


def test_a_camera_that_was_silent_all_the_time_was_not_watched(held: Camera) -> None:
    silent(held, DAY.start, None)
    found = watched()
    assert (found.total, found.cameras, found.availability) == (0, frozenset(), 0)


def test_the_silence_of_one_camera_is_not_that_of_another(held: Camera) -> None:
    silent(make_camera(), DAY.start, None)
    assert watched().total == pytest.approx(24)


def test_in_an_hour_of_silence_no_hour_of_the_week_was_watched(held: Camera) -> None:
    silent(held, NOON - 2 * HOUR, NOON)
    assert len(watched().of_week) == 22
