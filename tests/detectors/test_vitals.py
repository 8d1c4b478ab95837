"""What a watch says of itself. Seconds are given by hand."""

from dataclasses import replace

import pytest

from detectors.models import Watch
from detectors.vision.sentences import Sentence
from detectors.vision.sources.latest import Feed, FeedStatus
from detectors.vitals import BUSY, PATIENCE_S, Vitals
from hypervision.lib import clock
from tests.factories import NOON

STREAMING = FeedStatus(Feed.STREAMING, NOON)


@pytest.fixture
def seeing() -> Vitals:
    """Twenty-one frames of four a second, each analysed 100 ms after its capture."""
    vitals = Vitals(now=0)
    vitals.feed_is(STREAMING)
    for number in range(21):
        vitals.saw(clock.from_epoch(number / 4), 0.1, now=number / 4)
    return vitals


def test_who_sees_is_watching_and_says_how_often_and_how_late(seeing: Vitals) -> None:
    report = seeing.report(now=5)
    assert (report.state, report.reason) == (Watch.State.WATCHING, "")
    assert report.rate == pytest.approx(4)
    assert report.age_ms == pytest.approx(100)


def test_the_age_is_that_of_the_slow_ones(seeing: Vitals) -> None:
    for number in range(4):
        seeing.saw(clock.from_epoch(6 + number / 4), 0.9, now=6)
    assert seeing.report(now=6).age_ms == pytest.approx(900)


def test_each_frame_is_reported_once(seeing: Vitals) -> None:
    assert [seeing.report(now=5).analysed, seeing.report(now=5).analysed] == [21, 0]


def test_a_report_that_could_not_be_written_is_not_lost(seeing: Vitals) -> None:
    seeing.keep(seeing.report(now=5))
    assert seeing.report(now=5).analysed == 21


def test_dropped_frames_count_on_over_a_new_feed() -> None:
    vitals = Vitals(now=0)
    vitals.feed_is(replace(STREAMING, dropped=3))
    vitals.feed_begins()
    vitals.feed_is(replace(STREAMING, dropped=2))
    assert vitals.report(now=0).dropped == 5


def test_a_stream_of_which_nothing_is_analysed_is_not_watching() -> None:
    vitals = Vitals(now=0)
    vitals.feed_is(STREAMING)
    assert vitals.report(now=5).state == Watch.State.NOT_WATCHING


def test_a_frozen_picture_is_not_watching(seeing: Vitals) -> None:
    seeing.feed_is(FeedStatus(Feed.FROZEN, NOON))
    report = seeing.report(now=6)
    assert (report.state, report.rate, report.age_ms) == (Watch.State.NOT_WATCHING, 0.0, None)


def test_a_broken_stream_is_reconnecting_at_first_and_not_watching_later(seeing: Vitals) -> None:
    seeing.feed_is(FeedStatus(Feed.RECONNECTING, NOON, sentence=Sentence("The camera does not answer.")))
    soon, late = seeing.report(now=6), seeing.report(now=6 + PATIENCE_S)
    assert (soon.state, soon.reason) == (Watch.State.RECONNECTING, "The camera does not answer.")
    assert late.state == Watch.State.NOT_WATCHING


def test_a_failure_stays_on_screen_until_something_is_seen_again(seeing: Vitals) -> None:
    seeing.failed("Analysis failed: no network.")
    assert seeing.report(now=5).reason == "Analysis failed: no network."
    seeing.saw(clock.from_epoch(6), 0.1, now=6)
    assert seeing.report(now=6).state == Watch.State.WATCHING


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_a_clock_that_jumps_leaves_the_rate_as_it_is(seeing: Vitals, jump: int) -> None:
    for number in range(21, 24):
        seeing.saw(clock.from_epoch(number / 4 + jump), 0.1, now=number / 4)
    assert seeing.report(now=6).rate == pytest.approx(4)


def test_the_share_of_frames_that_the_network_looked_at_is_said() -> None:
    vitals = Vitals(now=0)
    vitals.feed_is(STREAMING)
    for number in range(8):
        vitals.saw(clock.from_epoch(number / 4), 0.1, now=number / 4, looked=number % 4 == 0)
    assert vitals.report(now=2).looked_share == 0.25


def reported(vitals: Vitals, second: int, dropped: int, analysed: int = 4) -> str:
    for number in range(analysed):
        vitals.saw(clock.from_epoch(second + number / 4), 0.1, now=second)
    vitals.feed_is(replace(STREAMING, dropped=dropped))
    return str(vitals.report(now=second).reason)


def test_a_worker_with_too_many_cameras_says_so_and_takes_it_back_when_there_is_time_again() -> None:
    vitals = Vitals(now=0)
    said = [reported(vitals, second, dropped=2 * second) for second in range(1, 41)]
    assert "" in said[:10], "not before it has lasted"
    assert said[-1] == str(BUSY)
    said = [reported(vitals, second, dropped=80) for second in range(41, 81)]
    assert said[0] == str(BUSY)
    assert said[-1] == ""


def test_a_picture_that_is_dropped_now_and_then_is_not_worth_a_word() -> None:
    vitals = Vitals(now=0)
    assert {reported(vitals, second, dropped=second // 4) for second in range(1, 60)} == {""}
