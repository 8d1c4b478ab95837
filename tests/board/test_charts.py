"""What is drawn of a step: a count, or why there is none; and for how long cameras were watched."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from detectors.models import Lease, Watch
from hypervision.accounts.permissions import Sight
from hypervision.board import charts, sentences
from hypervision.board.figures import Column, figures
from hypervision.board.period import Period
from hypervision.board.query import ALL
from hypervision.board.watched import watching
from maps.models import Camera
from tests.factories import NOON, make_event, make_report

EVERYWHERE = Sight(everywhere=True, area=None)
HOUR = timedelta(hours=1)
THREE = Period(NOON - HOUR, NOON + 2 * HOUR, HOUR)


def column(count: int = 0, *, watched: bool = True, erased: int = 0, hours: float = 1.0) -> Column:
    return Column(NOON, count, 0.0, watched, erased, hours)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (column(), ""),
        (column(3), ""),
        (column(watched=False), "not watching"),
        (column(1, watched=False), ""),  # a report of a person needs no camera
        (column(3, erased=2), "2 events erased"),
    ],
)
def test_a_step_of_which_nothing_is_known_says_why(one: Column, why: str) -> None:
    assert charts.gap(one) == why


def test_a_step_that_only_others_tell_of_is_no_gap_and_says_so(camera: Camera) -> None:
    """Sensors and people need no camera."""
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=NOON, ended_at=NOON + HOUR)
    make_event(camera)
    make_report(captured_at=NOON + HOUR)
    said = sentences.trend(figures(EVERYWHERE, THREE))
    assert "In 1 step no camera was watched: that is a gap, not a zero." in said
    assert "In 1 step no camera was watched: what is shown there others reported." in said


def test_in_fives_nought_may_be_a_few() -> None:
    assert [charts.told(count, unit) for count, unit in ((0, 1), (0, 5), (5, 5))] == ["0", "< 5", "5"]


def test_a_rate_is_of_a_hundred_hours_and_of_fives_wider() -> None:
    assert charts.rate(column(5, hours=50.0), 1) == pytest.approx([10, 3.247, 23.337], abs=0.001)  # Garwood
    assert charts.rate(column(5, hours=50.0), 5) == pytest.approx([10, 0.253, 55.716], abs=0.001)
    assert charts.rate(column(5, hours=0.0), 1) is None
    assert charts.rate(column(5, hours=0.9), 1) is None, "of minutes nobody says what a hundred hours would bring"


def test_what_is_drawn_has_a_gap_where_no_camera_was_watched(camera: Camera) -> None:
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=NOON, ended_at=NOON + HOUR)
    make_event(camera)
    drawn = charts.trend(figures(EVERYWHERE, THREE))
    assert drawn["counts"] == [None, 1, None]
    assert drawn["gaps"] == ["not watching", "", "not watching"]
    assert [bool(rate) for rate in drawn["rates"]] == [False, True, False]


def test_a_lease_that_nobody_ended_counts_until_its_watch_last_vouched_for_it(camera: Camera) -> None:
    Lease.objects.create(camera=camera, token=7, worker="w", taken_at=NOON - HOUR)
    watch = Watch.objects.create(camera=camera, since=NOON, token=7, expires_at=NOON + HOUR / 2)
    assert watching(EVERYWHERE, THREE, ALL).hours == [1, 0.5, 0]
    Watch.objects.filter(pk=watch.pk).update(token=8)
    assert watching(EVERYWHERE, THREE, ALL).hours == [1, 1, 1]


def test_cameras_are_available_for_the_time_since_each_was_first_watched(camera: Camera) -> None:
    camera.address = "rtsp://127.0.0.1:1/a"
    camera.save()
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=NOON, ended_at=NOON + HOUR / 2)
    assert watching(EVERYWHERE, THREE, ALL).availability == 0.25


@pytest.mark.parametrize(("language", "said"), [("en", "1 Jun"), ("fr", "01/06")])
def test_a_day_is_written_as_its_language_writes_it(language: str, said: str) -> None:
    with override(language):
        assert charts.label(column(1), by_hour=False) == said
