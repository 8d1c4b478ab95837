"""Specification of the scores: sequences small enough to be worked out by hand."""

from math import sqrt

import numpy as np
import pytest

from detectors.vision.quality.hota import Seen, score

HERE, THERE = (0.0, 0.0, 10.0, 10.0), (100.0, 0.0, 110.0, 10.0)


def frame(**who: tuple[float, ...]) -> Seen:
    """frame(a=box, b=box): who is where; a letter is a number."""
    ids = np.array([ord(name) for name in who], np.int64)
    return Seen(ids, np.array(list(who.values()), float).reshape(-1, 4))


def test_the_truth_itself_is_perfect() -> None:
    truth = [frame(a=HERE, b=THERE)] * 3
    said = score(truth, truth)
    assert (said.hota, said.deta, said.assa, said.loca, said.idf1, said.mota, said.switches) == (1, 1, 1, 1, 1, 1, 0)


def test_numbers_mean_nothing_but_who_is_the_same() -> None:
    assert score([frame(a=HERE, b=THERE)] * 3, [frame(x=THERE, y=HERE)] * 3).hota == 1


def test_a_track_that_breaks_in_the_middle_is_half_associated() -> None:
    # Each of four boxes shares its number with 2 of 4 frames: A = 2 / (2 + 2 + 0) = .5, all found: D = 1.
    said = score([frame(a=HERE)] * 4, [frame(x=HERE)] * 2 + [frame(y=HERE)] * 2)
    assert said.hota == pytest.approx(sqrt(0.5))
    assert said.assa == pytest.approx(0.5)
    assert said.idf1 == pytest.approx(0.5)
    assert said.switches == 1
    assert said.mota == pytest.approx(1 - 1 / 4)


def test_what_is_missed_and_what_is_made_up_count_alike_in_detection() -> None:
    # Two of four found, one made up: D = 2 / (2 + 2 + 1); its number is right in 2 of 4 + 1 frames: A = 2 / 5.
    said = score([frame(a=HERE)] * 4, [frame(x=HERE), frame(x=HERE), frame(x=THERE), frame()])
    assert said.deta == pytest.approx(2 / 5)
    assert said.assa == pytest.approx(2 / 5)
    assert said.hota == pytest.approx(2 / 5)
    assert said.idf1 == pytest.approx(2 * 2 / (4 + 3))
    assert said.mota == pytest.approx(1 - (2 + 1) / 4)


def test_a_box_that_is_off_counts_up_to_the_threshold_that_it_reaches() -> None:
    # Shifted by a tenth of its width: overlap 9 / 11 = .818, so 16 of the 19 thresholds (.05 to .80) are reached.
    said = score([frame(a=HERE)], [frame(x=(1.0, 0.0, 11.0, 10.0))])
    assert said.hota == pytest.approx(16 / 19)
    assert said.loca == pytest.approx((16 * 9 / 11 + 3) / 19)


def test_two_who_exchange_their_numbers_half_way() -> None:
    # Each true one meets each number in 2 of its 4 frames: A = 2 / (4 + 4 - 2) = 1 / 3.
    truth = [frame(a=HERE, b=THERE)] * 4
    said = score(truth, [frame(x=HERE, y=THERE)] * 2 + [frame(x=THERE, y=HERE)] * 2)
    assert said.assa == pytest.approx(1 / 3)
    assert said.idf1 == pytest.approx(0.5)
    assert said.switches == 2


def test_within_a_frame_the_pairing_suits_the_identities_of_the_sequence() -> None:
    near = (2.0, 0.0, 12.0, 10.0)
    # In the last frame both numbers overlap with a; x has been a all along, though y lies closer. x overlaps by 8 / 12,
    # so that it counts in 5 of 5 frames at 13 thresholds, and in 4 of 5 + 5 - 4 at the other 6.
    truth = [frame(a=HERE)] * 5
    found = [frame(x=HERE)] * 4 + [frame(x=near, y=HERE)]
    assert score(truth, found).assa == pytest.approx((13 + 6 * 4 / 6) / 19)


@pytest.mark.parametrize("found", [[frame()] * 2, [frame(x=THERE)] * 2])
def test_nothing_right_is_nought(found: list[Seen]) -> None:
    said = score([frame(a=HERE)] * 2, found)
    assert (said.hota, said.idf1) == (0, 0)


def test_an_empty_sequence_is_no_error() -> None:
    assert score([frame()] * 2, [frame()] * 2).hota == 0
    assert score([], []).hota == 0


def test_sequences_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        score([frame()], [frame(), frame()])
