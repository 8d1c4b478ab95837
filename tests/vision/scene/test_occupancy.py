"""Specification of occupancy, parking and queues: a picture every half second, sums put together."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from detectors.vision.scene.rule import Rule
from detectors.vision.scene.sums import Amount
from detectors.vision.types import Label, Measure, Observation, Sum, Tracks
from tests.vision.locate.cameras import looking_down
from tests.vision.scene.rules import INSIDE, OUTSIDE, SQUARE, make, seen
from tests.vision.worlds import HEIGHT, WIDTH, standing

GROUND = looking_down(focal=700, width=WIDTH, rows=HEIGHT)
CAR = Label.VEHICLE
World = list[tuple[float, Tracks]]


def lasting(tracks: Tracks, seconds: float, since: float = 0.0) -> World:
    return [(since + time, tracks) for time in np.arange(0, seconds, 0.5).tolist()]


def over(rule: Rule, world: Iterable[tuple[float, Tracks]]) -> dict[tuple[Measure, Label], Amount]:
    found: dict[tuple[Measure, Label], Amount] = {}
    for each in _sums(seen(rule, world)):
        found.setdefault((each.measure, each.label), Amount()).add(each)
    return found


def _sums(observations: Iterable[Observation]) -> Iterable[Sum]:
    for each in observations:
        assert isinstance(each, Sum), "a statistic says sums and never an event"
        yield each


# --- occupancy --------------------------------------------------------------------------------------------------------


def test_occupancy_is_the_mean_number_of_objects_over_time() -> None:
    world = [*lasting(standing(INSIDE, (450, 350)), 4), *lasting(standing(INSIDE, OUTSIDE), 4.5, since=4)]
    persons = over(make("occupancy"), world)[Measure.PRESENT, Label.PERSON]
    assert (persons.mean, persons.basis, persons.objects) == (1.5, 8.0, 2)


def test_each_label_has_its_own_occupancy_and_one_that_is_absent_is_nought() -> None:
    found = over(make("occupancy"), lasting(standing(INSIDE, label=CAR), 3.5))
    assert found[Measure.PRESENT, CAR].mean == 1
    assert found[Measure.PRESENT, Label.PERSON].mean == 0


def test_who_stands_near_the_border_makes_the_occupancy_less_sure() -> None:
    far, near = (over(make("occupancy"), lasting(standing(foot), 3.5)) for foot in (INSIDE, (401.0, 300.0)))
    assert far[Measure.PRESENT, Label.PERSON].error < 0.01
    assert 0.3 < near[Measure.PRESENT, Label.PERSON].error <= 0.5


def test_who_is_hidden_for_a_moment_is_still_inside() -> None:
    person = standing(INSIDE)
    world = [*lasting(person, 3), (3.0, Tracks.none()), *lasting(person, 4.5, since=3.5)]
    assert over(make("occupancy"), world)[Measure.PRESENT, Label.PERSON].mean == 1


def test_who_was_seen_to_leave_is_out_at_once_and_who_is_lost_after_a_second() -> None:
    left = [*lasting(standing(INSIDE), 4), *lasting(standing(OUTSIDE), 4.5, since=4)]
    lost = [*lasting(standing(INSIDE), 4), *lasting(Tracks.none(), 4.5, since=4)]
    assert over(make("occupancy"), left)[Measure.PRESENT, Label.PERSON].total == 4
    assert over(make("occupancy"), lost)[Measure.PRESENT, Label.PERSON].total == pytest.approx(5, abs=0.5)


# --- parking ----------------------------------------------------------------------------------------------------------


def parked(world: World, **parameters: Any) -> Amount:
    return over(make("parking", stand_seconds=5, **parameters), world)[Measure.PARKED, CAR]


def test_who_has_stood_for_a_while_takes_a_place() -> None:
    amount = parked(lasting(standing(INSIDE, (450, 350), label=CAR), 10.5))
    assert amount.total == pytest.approx(2 * 5)  # the first five seconds do not count
    assert amount.objects == 2


def test_who_drives_through_takes_none() -> None:
    world = [(time, standing((400 + 10 * time, 300), label=CAR)) for time in np.arange(0, 20, 0.5).tolist()]
    assert parked(world).total == 0


def test_a_person_takes_no_place() -> None:
    assert parked(lasting(standing(INSIDE), 10.5)).total == 0


def test_who_is_hidden_for_a_while_keeps_the_place() -> None:
    car = standing(INSIDE, label=CAR)
    world = [*lasting(car, 10), *lasting(Tracks.none(), 10, since=10), *lasting(car, 2.5, since=20)]
    assert parked(world, hidden_seconds=30).total == pytest.approx(22 - 5)


def test_who_leaves_frees_the_place_at_once() -> None:
    leaving = [(10 + time, standing((500 + 60 * time, 300), label=CAR)) for time in np.arange(0, 6, 0.5).tolist()]
    assert parked([*lasting(standing(INSIDE, label=CAR), 10), *leaving]).total < 7


def test_who_is_found_again_under_another_number_is_still_one() -> None:
    first, second = standing(INSIDE, ids=[1], label=CAR), standing((502, 301), ids=[2], label=CAR)
    world = [*lasting(first, 10), *lasting(second, 10.5, since=10)]
    assert parked(world, hidden_seconds=60).total == pytest.approx(20 - 5, abs=0.6)


def test_there_are_never_more_taken_than_there_are_places() -> None:
    cars = standing((450, 250), (450, 350), (550, 350), label=CAR)
    assert parked(lasting(cars, 10.5), places=2).total == pytest.approx(2 * 5)


# --- queues -----------------------------------------------------------------------------------------------------------

PAVEMENT = tuple(
    (float(x) / WIDTH, float(y) / HEIGHT) for x, y in GROUND.to_pixels([(-1, 9), (1, 9), (1, 30), (-1, 30)])
)


def at_metres(*places: tuple[float, float]) -> Tracks:
    return standing(*((float(x), float(y)) for x, y in GROUND.to_pixels(places)))


def queue(world: World, **parameters: Any) -> dict[tuple[Measure, Label], Amount]:
    return over(make("queue", PAVEMENT, GROUND, **parameters), world)


def test_a_queue_is_as_long_as_from_the_first_to_the_last_and_has_so_many_who_wait() -> None:
    found = queue(lasting(at_metres((0, 12), (0.3, 13), (0, 14.2), (-0.2, 15.5)), 8.5))
    waiting, length = found[Measure.WAITING, Label.PERSON], found[Measure.QUEUE_LENGTH, Label.PERSON]
    assert waiting.total / 5 == 4  # of eight seconds the first three do not count
    assert length.total / 5 == pytest.approx(3.5, abs=0.05)
    assert waiting.objects == 4
    assert 0 < length.error < 1


def test_who_stands_apart_does_not_queue() -> None:
    found = queue(lasting(at_metres((0, 12), (0, 13), (0, 20)), 8.5))
    assert found[Measure.WAITING, Label.PERSON].total / 5 == 2
    assert found[Measure.QUEUE_LENGTH, Label.PERSON].total / 5 == pytest.approx(1, abs=0.05)


def test_who_walks_along_the_queue_does_not_queue() -> None:
    world = [(time, at_metres((0, 12), (0, 13), (0.5, 10 + 1.3 * time))) for time in np.arange(0, 8.5, 0.5).tolist()]
    assert queue(world)[Measure.WAITING, Label.PERSON].total / 5 == 2


def test_a_queue_that_shuffles_forward_is_still_one() -> None:
    world = [(time, at_metres((0, 14 - 0.1 * time), (0, 15 - 0.1 * time))) for time in np.arange(0, 8.5, 0.5).tolist()]
    assert queue(world)[Measure.WAITING, Label.PERSON].total / 5 == 2


def test_without_a_calibration_those_who_stand_are_counted_and_nothing_is_measured() -> None:
    found = over(make("queue", SQUARE), lasting(standing(INSIDE, (450, 350)), 8.5))
    assert found[Measure.WAITING, Label.PERSON].total / 5 == 2
    assert (Measure.QUEUE_LENGTH, Label.PERSON) not in found


def test_who_moves_up_by_a_place_goes_on_to_queue() -> None:
    world = [
        (time, at_metres((0, 12 - (time >= 6)), (0, 13 - (time >= 6)))) for time in np.arange(0, 16.5, 0.5).tolist()
    ]
    assert queue(world)[Measure.WAITING, Label.PERSON].total / 13 == pytest.approx(2, abs=0.1)


def test_who_leaves_the_queue_waits_no_more() -> None:
    gone = [(8 + time, at_metres((0, 13), (5, 12))) for time in np.arange(0, 8.5, 0.5).tolist()]
    found = queue([*lasting(at_metres((0, 13), (0, 12)), 8), *gone])
    assert found[Measure.WAITING, Label.PERSON].total == pytest.approx(5 * 2 + 8, abs=0.6)
