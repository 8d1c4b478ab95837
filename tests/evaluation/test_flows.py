"""The scenes against which statistics are held: their truth is what really happens in them."""

from pathlib import Path

import numpy as np
import pytest

from detectors.evaluation import flows
from detectors.evaluation.measure import Asked, EvaluationError
from detectors.evaluation.passages import WALKER, cameras
from detectors.evaluation.suite_statistics import statistics
from detectors.evaluation.walks import Walk, fractions, summed
from detectors.vision.types import Measure

pytestmark = pytest.mark.slow

CAMERA = cameras()[1]


def chance() -> np.random.Generator:
    return np.random.default_rng(5)


def test_a_walk_is_inside_from_its_coming_to_its_going() -> None:
    walk = Walk(WALKER, ((0, 0, 10), (10, 0, 20), (20, 0, 20), (25, 0, 25)))
    [(came, went)] = walk.inside((-1, 15), (1, 22))
    assert (came, went) == pytest.approx((5, 22), abs=0.05)


def test_who_stands_alone_in_a_yard_is_one_person_in_it() -> None:
    walk = Walk(WALKER, ((0, 0, 18), (30, 0, 18)))
    sums = summed("occupancy", CAMERA, fractions(CAMERA, *flows.corners(*flows.YARD)), [walk], 5, chance())
    persons = [each for each in sums if each.label is WALKER.label and 5 <= each.at.timestamp() % 60 < 25]
    assert sum(each.total for each in persons) / sum(each.basis for each in persons) == pytest.approx(1, abs=0.1)


def test_a_queue_is_as_long_as_its_first_and_last_are_apart() -> None:
    found = flows.queue(CAMERA, 4, False, chance())
    assert 3 < found[Measure.WAITING].true <= 4
    assert 2 < found[Measure.QUEUE_LENGTH].true < 4


def test_stays_and_journeys_are_told_as_they_were() -> None:
    trials, stays = flows.dwell(CAMERA, chance())
    assert (stays, len(trials) > 6) == (8, True)
    assert float(np.median([abs(each.true - each.said) for each in trials])) < 1
    counted = flows.journeys(CAMERA, chance())
    assert sum(counted.true.values()) == 40
    assert counted.right >= 35


def test_each_crossing_has_its_way_and_its_label() -> None:
    counted = flows.crossings(CAMERA, chance())
    assert {name.split()[0] for name in counted.true} == {"person", "bicycle", "vehicle"}
    assert counted.right > 55


def test_a_car_takes_its_place_after_it_has_stood_for_a_while() -> None:
    trial = flows.parking(CAMERA, chance())
    assert trial.said == pytest.approx(trial.true, abs=0.3)


def test_figures_of_a_part_are_not_written() -> None:
    asked = Asked(weights=Path("none"), clip=Path("none"), only=frozenset({"queue"}), write=True)
    with pytest.raises(EvaluationError, match="part of the statistics"):
        next(iter(statistics(asked, lambda _: None)))
