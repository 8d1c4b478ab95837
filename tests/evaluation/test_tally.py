"""Sums and figures against numbers worked out by hand."""

import pytest

from detectors.evaluation.judging import Fired, Verdict
from detectors.evaluation.tally import Tally, measures
from detectors.scenes.scene import Expected, Scene, Watch

EVENT = Expected("intrusion", "court", 5, 6, 12)


def scene(seconds: float, hostile: bool = False) -> Scene:
    watch = Watch("intrusion", "court", ((0, 0), (1, 0), (1, 1)))
    return Scene("one", "intrusion", "One.", (watch,), seconds=seconds, hostile=hostile)


@pytest.fixture
def tally() -> Tally:
    """Two scenes of half an hour: three events found, one missed, one false alarm."""
    tally = Tally()
    tally.add(scene(1800), Verdict((0.1, 0.4, 0.2), (), ()))
    tally.add(scene(1800, hostile=True), Verdict((), (EVENT,), (Fired("intrusion", "court", 3.0),)))
    return tally


def test_it_counts_scenes_events_and_hours(tally: Tally) -> None:
    assert (tally.scenes, tally.hostile, tally.events, tally.found, tally.false, tally.hours) == (2, 1, 4, 3, 1, 1.0)


def test_recall_is_what_was_found_of_what_was_there(tally: Tally) -> None:
    assert tally.recall == 0.75
    assert tally.recall_interval == pytest.approx((0.3006, 0.9544), abs=1e-4)


def test_false_alarms_are_told_for_an_hour(tally: Tally) -> None:
    assert tally.false_an_hour == 1.0
    assert tally.false_interval == pytest.approx((0.0253, 5.5716), abs=1e-4)


def test_a_proven_kind_has_the_stricter_goals_and_misses_are_said(tally: Tally) -> None:
    recall, rate, delay = measures("intrusion", "tuned", tally)
    assert (recall.goal, recall.met, rate.goal, rate.met) == (">= 0.95", False, "<= 0", False)
    assert (delay.value, delay.low, delay.high, delay.goal) == (0.2, 0.1, 0.4, "")


def test_scenes_without_events_give_a_rate_and_no_recall() -> None:
    quiet = Tally()
    quiet.add(scene(3600), Verdict((), (), ()))
    (rate,) = measures("intrusion", "tuned", quiet)
    assert (rate.measure, rate.value, rate.low) == ("false alarms an hour", 0.0, 0.0)
    assert rate.high == pytest.approx(3.6889, abs=1e-4)
    assert rate.met is True


def test_two_parts_add_up(tally: Tally) -> None:
    both = tally.together(tally)
    assert (both.scenes, both.events, both.found, both.false, both.seconds) == (4, 8, 6, 2, 7200)
    assert sorted(both.delays) == [0.1, 0.1, 0.2, 0.2, 0.4, 0.4]
