"""Specification of speeds: a camera six metres high looks north along a street, and objects drive away from it.

The picture is that of hand-built worlds, 1000 x 500 pixels; the zone is the street from 8 to 30 metres.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from detectors.vision.locate.homography import Homography
from detectors.vision.scene.rule import Rule
from detectors.vision.types import Label, Measure, Sum, Tracks
from tests.vision.locate.cameras import looking_down
from tests.vision.scene.rules import make, seen, sums
from tests.vision.worlds import HEIGHT, WIDTH, standing

GROUND = looking_down(focal=700, width=WIDTH, rows=HEIGHT)
STREET = tuple(
    (float(x) / WIDTH, float(y) / HEIGHT) for x, y in GROUND.to_pixels([(-4, 10), (4, 10), (4, 30), (-4, 30)])
)

World = list[tuple[float, Tracks]]


def at_places(
    places: Iterable[tuple[float, float, float]], *, label: Label = Label.VEHICLE, noise: float = 0.0
) -> World:
    """places: second, metres east and north. noise: pixels, 1 sigma."""
    chance = np.random.default_rng(7)
    world = []
    for time, east, north in places:
        x, y = (GROUND.to_pixels([(east, north)])[0] + chance.normal(0, noise, 2)).tolist()
        world.append((time, standing((x, y), ids=[1], label=label)))
    return world


def driving(kmh: float, *, fps: float = 10, first: float = 8.0, last: float = 34.0, **given: float) -> World:
    speed = kmh / 3.6
    times = np.arange(0, (last - first) / speed, 1 / fps).tolist()
    return at_places(((time, 0.0, first + speed * time) for time in times), noise=given.get("noise", 0.0))


def gone(world: World) -> World:
    """Pictures of an empty street behind the world, so that everyone has left."""
    end = world[-1][0]
    return [*world, *((end + second, Tracks.none()) for second in (1.0, 2.0, 3.0))]


def rule(ground: Homography | None = GROUND, **parameters: Any) -> Rule:
    return make("speed", STREET, ground, **parameters)


@pytest.mark.parametrize("kmh", [5, 20, 30, 50, 60])
@pytest.mark.parametrize("fps", [5, 10, 25])
def test_the_speed_is_that_of_the_way_on_the_ground(kmh: float, fps: float) -> None:
    [one] = sums(rule(), gone(driving(kmh, fps=fps)))
    assert (one.kind, one.measure, one.label, one.way) == ("speed", Measure.SPEED, Label.VEHICLE, "")
    assert (one.objects, one.basis) == (1, 1)
    assert one.total == pytest.approx(kmh, abs=0.1)


def test_true_times_count_and_not_the_number_of_pictures() -> None:
    times = [0, 0.1, 0.2, 0.7, 0.75, 1.3, 1.4, 1.8]
    [one] = sums(rule(), gone(at_places((time, 0, 10 + 10 * time) for time in times)))
    assert one.total == pytest.approx(36, abs=0.1)


@pytest.mark.parametrize("kmh", [10, 30, 50])
def test_the_error_that_is_foretold_is_not_smaller_than_the_true_one(kmh: float) -> None:
    chance, off = np.random.default_rng(11), list[float]()
    speed = kmh / 3.6
    for _ in range(60):
        world = [
            (time, standing(tuple((GROUND.to_pixels([(0, 8 + speed * time)])[0] + chance.normal(0, 2.5, 2)).tolist())))
            for time in np.arange(0, 26 / speed, 0.2).tolist()
        ]
        [one] = sums(rule(most_error=50), gone(world))
        off.append((one.total - kmh) / np.sqrt(one.variances))
    assert 0.2 < float(np.std(off)) < 1.5


def test_nothing_is_said_before_the_object_has_left() -> None:
    assert not sums(rule(), driving(30, last=25))


def test_one_passage_is_one_speed_also_when_the_object_was_hidden_in_between() -> None:
    world = [(time, tracks if not 0.8 < time < 1.2 else Tracks.none()) for time, tracks in driving(30)]
    [one] = sums(rule(), gone(world))
    assert one.total == pytest.approx(30, abs=0.2)


def test_who_was_seen_too_short_a_time_has_no_speed() -> None:
    assert not sums(rule(least_seconds=2.0), gone(driving(60)))


def test_who_turns_in_the_zone_has_no_speed() -> None:
    there = [(time / 10, 0.0, 12 + time) for time in range(11)]
    back = [(1.1 + time / 10, 0.0, 22 - time) for time in range(11)]
    assert not sums(rule(), gone(at_places([*there, *back])))


def test_a_speed_that_is_not_sure_enough_does_not_count() -> None:
    assert not sums(rule(most_error=0.1), gone(driving(30, noise=2.5)))


def test_a_box_that_the_border_of_the_picture_cuts_says_nothing_of_a_place() -> None:
    whole_picture = ((0, 0.2), (1, 0.2), (1, 1), (0, 1))
    entering = [(time, standing((500, HEIGHT - 1), ids=[1])) for time in np.arange(-1, 0, 0.1).tolist()]
    [one] = sums(make("speed", whole_picture, GROUND), gone([*entering, *driving(30)]))
    assert one.total == pytest.approx(30, abs=0.2)


def test_a_camera_without_calibration_measures_no_speed() -> None:
    assert not sums(rule(None), gone(driving(30)))


def test_only_what_the_rule_names_is_measured() -> None:
    assert not sums(rule(labels=["person"]), gone(driving(30)))


def test_measuring_raises_no_event() -> None:
    assert all(isinstance(each, Sum) for each in seen(rule(), gone(driving(30))))


def test_the_calibrations_share_of_the_error_is_in_it() -> None:
    """A tenth of a metre at each end of a way of two seconds."""
    unsure = Homography(GROUND.matrix, rmse=0.2)
    [sure], [one] = sums(rule(), gone(driving(36))), sums(rule(unsure), gone(driving(36)))
    assert one.variances - sure.variances == pytest.approx((3.6 * 0.2 / 2) ** 2, rel=0.2)
