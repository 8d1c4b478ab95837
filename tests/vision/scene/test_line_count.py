"""Specification of line counts: a line at x = 500 from the lower border upwards, so that rightwards is forward.

A person is 50 pixels high, so that a margin of 0.1 is 5 pixels.
"""

from collections.abc import Sequence

import pytest

from detectors.vision.types import Label, Tracks
from tests.vision.scene.rules import counts, make
from tests.vision.worlds import at, standing

UPWARDS = ((0.5, 1.0), (0.5, 0.2))


def path(*xs: float, y: float = 300, track: int = 1) -> list[tuple[float, Tracks]]:
    return [(time / 2, standing((x, y), ids=[track])) for time, x in enumerate(xs)]


@pytest.mark.parametrize(
    ("xs", "forward"),
    [
        ((450, 480, 520, 550), [True]),
        ((550, 520, 480, 450), [False]),
        # there and back
        ((450, 550, 450), [True, False]),
        # a foot that jitters on the line, and goes on
        ((450, 498, 502, 497, 503, 550), [True]),
        # a foot that jitters on the line, and goes back
        ((450, 498, 502, 497, 503, 450), []),
        # exactly onto the line, and on or back
        ((450, 500, 550), [True]),
        ((450, 500, 450), []),
        # not yet clearly across
        ((450, 504), []),
        # who appears on the line and jitters over it before he leaves
        ((499, 501, 550), [True]),
        ((501, 550), []),
    ],
)
def test_an_object_counts_when_it_has_gone_clearly_to_the_other_side(xs: Sequence[float], forward: list[bool]) -> None:
    assert [count.forward for count in counts(make("line_count", UPWARDS), path(*xs))] == forward


def test_a_person_who_crosses_the_line_backwards_is_counted_backward() -> None:
    [count] = counts(make("line_count", UPWARDS), path(550, 450))
    assert (count.rule_id, count.zone_id, count.at, count.label) == ("r1", "z1", at(0.5), Label.PERSON)
    assert not count.forward


def test_who_passes_beyond_the_end_of_the_line_does_not_count() -> None:
    assert not counts(make("line_count", UPWARDS), path(450, 550, y=50))


def test_who_walks_round_the_end_of_the_line_does_not_count() -> None:
    around = [(450, 150), (450, 60), (550, 60), (550, 150)]
    assert not counts(make("line_count", UPWARDS), [(time / 2, standing(foot)) for time, foot in enumerate(around)])


def test_who_was_hidden_while_crossing_counts() -> None:
    world = [(0, standing((450, 300))), (0.5, Tracks.none()), (1, Tracks.none()), (1.5, standing((550, 300)))]
    assert len(counts(make("line_count", UPWARDS), world)) == 1


def test_many_cross_in_one_frame() -> None:
    world = [(0, standing((450, 300), (550, 350))), (1, standing((550, 300), (450, 350)))]
    assert [count.forward for count in counts(make("line_count", UPWARDS), world)] == [True, False]


def test_only_what_the_rule_names_is_counted() -> None:
    assert not counts(make("line_count", UPWARDS, labels=["vehicle"]), path(450, 550))
