"""Specification of dwell times: a picture every half second; the zone goes from 400 to 600 pixels."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from detectors.vision.types import Label, Measure, Sum, Tracks
from tests.vision.scene.rules import INSIDE, OUTSIDE, make, sums
from tests.vision.worlds import standing

World = list[tuple[float, Tracks]]
BEYOND = (700.0, 300.0)


def path(*parts: tuple[tuple[float, float] | None, float], track: int = 1) -> World:
    """parts: where, for how many seconds; None: unseen."""
    world: World = []
    for foot, seconds in parts:
        tracks = Tracks.none() if foot is None else standing(foot, ids=[track])
        world += [(len(world) / 2 + step / 2, tracks) for step in range(round(seconds * 2))]
    return world


def stays(world: Iterable[tuple[float, Tracks]], **parameters: Any) -> list[Sum]:
    return sums(make("dwell", **parameters), world)


def test_a_stay_lasts_from_coming_in_to_going_out() -> None:
    [stay] = stays(path((OUTSIDE, 2), (INSIDE, 10), (BEYOND, 6)))
    assert (stay.kind, stay.measure, stay.label, stay.way) == ("dwell", Measure.STAY, Label.PERSON, "whole")
    assert stay.total == pytest.approx(10)
    assert np.sqrt(stay.variances) == pytest.approx(0.5 / np.sqrt(6))  # two ends, each anywhere within half a second


@pytest.mark.parametrize(
    "world",
    [
        # found inside
        path((INSIDE, 10), (BEYOND, 6)),
        # lost inside
        path((OUTSIDE, 2), (INSIDE, 10), (None, 6)),
    ],
)
def test_a_stay_of_which_an_end_was_not_seen_is_a_part_of_one(world: World) -> None:
    [stay] = stays(world)
    assert stay.way == "part"


def test_who_comes_in_or_goes_out_at_the_border_of_the_picture_was_seen_doing_so() -> None:
    whole_picture = ((0, 0.2), (1, 0.2), (1, 1), (0, 1))
    world = [(time / 2, standing((12 + 49 * time, 300), ids=[1])) for time in range(21)]
    gone = [(11 + time / 2, Tracks.none()) for time in range(10)]
    [stay] = sums(make("dwell", whole_picture), [*world, *gone])
    assert stay.way == "whole"


def test_who_is_hidden_or_jitters_over_the_border_for_a_moment_stays() -> None:
    world = path((OUTSIDE, 1), (INSIDE, 4), (None, 1), (INSIDE, 4), (BEYOND, 1), (INSIDE, 4), (BEYOND, 6))
    [stay] = stays(world)
    assert stay.total == pytest.approx(14)
    assert stay.way == "whole"


def test_who_comes_back_later_stays_twice() -> None:
    assert len(stays(path((OUTSIDE, 1), (INSIDE, 4), (BEYOND, 5), (INSIDE, 4), (BEYOND, 5)))) == 2


def test_who_only_passes_by_does_not_count() -> None:
    assert not stays(path((OUTSIDE, 1), (INSIDE, 2), (BEYOND, 6)), least_seconds=5)


def test_nothing_is_said_of_a_stay_that_goes_on() -> None:
    assert not stays(path((OUTSIDE, 1), (INSIDE, 60)))
