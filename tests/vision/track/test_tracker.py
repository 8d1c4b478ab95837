"""Specification of the tracker: who is who from frame to frame, at 25 pictures a second and at 2."""

import logging

import numpy as np
import pytest

from detectors.vision.track.tracker import Tracker
from detectors.vision.types import LABELS, Detections, Label
from tests.vision.track.walks import Walk, follow, ids_of, straight
from tests.vision.worlds import NOON, at, box, see


def test_a_person_is_confirmed_by_the_second_box_and_keeps_the_time_of_the_first() -> None:
    said = follow(Tracker(), [straight(100, 300, 0)], [0, 0.5])
    assert ids_of(said) == [[], [1]]
    assert said[1].first_seen.tolist() == [NOON.timestamp()]


def test_a_single_box_that_nothing_confirms_is_never_a_track() -> None:
    tracker = Tracker()
    tracker.update(see([box(100, 300)]), at(0))
    tracker.update(Detections.none(), at(0.5))
    assert len(tracker.update(see([box(100, 300)]), at(1))) == 0


@pytest.mark.parametrize("rate", [2, 4, 7, 12.5, 25])
@pytest.mark.parametrize(
    "walks",
    [
        # one person, brisk, to the right: at 2 pictures a second the boxes do not overlap any more
        [straight(100, 300, 45)],
        # towards the camera
        [straight(300, 150, 0, 40)],
        # two who pass each other on parallel paths, one body height apart
        [straight(100, 300, 40), straight(340, 360, -40)],
        # four in a row, all the same way, a body height between them
        [straight(100 + 50 * number, 300, 40) for number in range(4)],
        # one walks past one who stands
        [straight(200, 300, 0), straight(100, 335, 45)],
    ],
)
def test_people_keep_their_numbers_at_every_frame_rate(rate: float, walks: list[Walk]) -> None:
    times = np.arange(0, 6, 1 / rate)
    said = follow(Tracker(), walks, times)
    for tracks, time in zip(said[1:], times[1:], strict=True):
        assert tracks.ids.tolist() == list(range(1, len(walks) + 1))
        np.testing.assert_allclose(tracks.feet, [walk(time) for walk in walks], atol=12)


@pytest.mark.parametrize("rate", [2, 25])
def test_who_is_hidden_for_a_second_comes_back_with_the_same_number(rate: float) -> None:
    tracker, walk = Tracker(), straight(100, 300, 40)
    times = np.arange(0, 6, 1 / rate)
    hidden = [see([]) if 3 <= time < 4 else see([box(*walk(time))]) for time in times]
    said = [tracker.update(seen, at(time)) for seen, time in zip(hidden, times, strict=True)]
    assert ids_of(said)[-1] == [1]


def test_who_is_hidden_coasts_along_where_he_is_to_be_expected() -> None:
    tracker, walk = Tracker(), straight(100, 300, 40)
    follow(tracker, [walk], np.arange(0, 3, 0.2))
    assert len(tracker.coasting()) == 0, "who is seen does not coast"
    assert ids_of(follow(tracker, [], [3.2, 3.6, 4.0])) == [[], [], []]
    coasting = tracker.coasting()
    assert coasting.ids.tolist() == [1]
    np.testing.assert_allclose(coasting.feet, [walk(4.0)], atol=5)


def test_the_longer_somebody_is_hidden_the_less_is_known_about_where_he_is() -> None:
    tracker, margins = Tracker(), []
    said = follow(tracker, [straight(100, 300, 40)], np.arange(0, 2, 0.2))
    for time in (2.0, 2.5, 3.0):
        follow(tracker, [], [time])
        margins.append(tracker.coasting().margin)
    assert said[-1].margin is None, "what is seen is where it is seen"
    first, second, third = (margin[0] for margin in margins if margin is not None)
    assert (first < second).all()
    assert (second < third).all()


def test_nobody_coasts_for_longer_than_a_lost_track_lives() -> None:
    tracker = Tracker()
    follow(tracker, [straight(100, 300, 0)], [0, 0.5, 1])
    follow(tracker, [], [2.9])
    assert len(tracker.coasting()) == 1
    follow(tracker, [], [3.1])
    assert len(tracker.coasting()) == 0


def test_a_box_that_nothing_confirmed_does_not_coast() -> None:
    tracker = Tracker()
    follow(tracker, [straight(100, 300, 0)], [0])
    follow(tracker, [], [0.2])
    assert len(tracker.coasting()) == 0


def test_a_number_that_was_lost_for_too_long_never_comes_back() -> None:
    tracker, walk = Tracker(), straight(100, 300, 0)
    follow(tracker, [walk], [0, 0.5, 1])
    follow(tracker, [], np.arange(1.5, 4.5, 0.5))
    assert ids_of(follow(tracker, [walk], [4.5, 5])) == [[], [2]]


def test_who_walks_behind_a_sign_and_shows_only_his_legs_keeps_his_number() -> None:
    tracker, walk = Tracker(), straight(100, 300, 40)
    follow(tracker, [walk], np.arange(0, 2, 0.1))
    for time in np.arange(2, 3, 0.1):
        left, top, right, foot = box(*walk(time))
        said = tracker.update(see([(left, top + 25, right, foot)]), at(time))
        assert said.ids.tolist() == [1]
    assert said.boxes[0, 3] - said.boxes[0, 1] > 40, "he has not become half as tall"
    assert ids_of(follow(tracker, [walk], [3.0])) == [[1]]


def test_two_who_cross_keep_their_numbers_though_one_hides_the_other() -> None:
    tracker = Tracker()
    walks, times = [straight(100, 300, 40), straight(300, 306, -40)], np.arange(0, 5, 0.1)
    for time in times:
        first, second = (walk(time) for walk in walks)
        hidden = abs(first[0] - second[0]) < 12
        said = tracker.update(see([box(*second)] if hidden else [box(*first), box(*second)]), at(time))
    assert dict(zip(said.ids.tolist(), said.feet[:, 0].round(-1).tolist(), strict=True)) == {1: 300, 2: 100}


@pytest.mark.parametrize(
    ("leaving", "entered"),
    [
        # over the right border
        (straight(900, 300, 60), (990, 300)),
        # over the lower one
        (straight(500, 425, 0, 60), (500, 515)),
    ],
)
def test_who_has_left_the_picture_is_gone_and_the_next_who_enters_there_is_somebody_else(
    leaving: Walk, entered: tuple[float, float]
) -> None:
    tracker, size = Tracker(), (1000, 500)
    for time in np.arange(0, 1.6, 0.1):
        tracker.update(see([box(*leaving(time))]), at(time), size=size)
    for time in np.arange(1.6, 2.4, 0.1):
        tracker.update(see([]), at(time), size=size)
    assert len(tracker.coasting()) == 0
    for time in (2.4, 2.5):
        said = tracker.update(see([box(*entered)]), at(time), size=size)
    assert said.ids.tolist() == [2]


def test_a_long_silence_ends_all_tracks_whatever_the_frames_were() -> None:
    tracker, walk = Tracker(), straight(100, 300, 0)
    follow(tracker, [walk], [0, 0.5, 1])
    assert ids_of(follow(tracker, [walk], [60, 60.5])) == [[], [2]]


def test_a_doubtful_box_keeps_a_track_but_begins_none() -> None:
    tracker = Tracker()
    follow(tracker, [straight(100, 300, 0)], [0, 0.2])
    doubtful = see([box(100, 300), box(600, 300)], score=0.3)
    assert ids_of(tracker.update(doubtful, at(time)) for time in (0.4, 0.6)) == [[1], [1]]


def test_a_person_does_not_become_the_car_that_hides_him() -> None:
    tracker = Tracker()
    follow(tracker, [straight(100, 300, 0)], [0, 0.2])
    car = see([box(100, 300)], label=Label.VEHICLE)
    tracker.update(car, at(0.4))
    assert tracker.update(car, at(0.6)).ids.tolist() == [2]


def test_a_cycle_that_is_taken_for_a_motorcycle_once_keeps_number_and_name() -> None:
    tracker = Tracker()
    for time, label in enumerate((Label.BICYCLE, Label.BICYCLE, Label.MOTORCYCLE)):
        said = tracker.update(see([box(100, 300)], label=label), at(time / 5))
    assert said.ids.tolist() == [1]
    assert [LABELS[label] for label in said.labels] == [Label.BICYCLE]


def test_a_clock_that_goes_back_starts_all_tracks_anew_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    tracker, walk = Tracker(), straight(100, 300, 0)
    follow(tracker, [walk], [10, 10.5])
    with caplog.at_level(logging.WARNING):
        said = follow(tracker, [walk], [3, 3.5])
    assert ids_of(said) == [[], [2]]
    assert "went back by 7.500 s" in caplog.text


def test_two_frames_of_the_same_moment_are_both_taken() -> None:
    tracker, walk = Tracker(), straight(100, 300, 0)
    follow(tracker, [walk], [0, 1])
    assert ids_of(follow(tracker, [walk], [1])) == [[1]]
    assert ids_of(follow(tracker, [], [1])) == [[]]


def test_boxes_that_are_no_boxes_are_dropped() -> None:
    tracker = Tracker()
    broken = [(np.nan, 0, 10, 10), (0, 0, np.inf, 10), (10, 10, 10, 40), (50, 50, 20, 20), box(100, 300)]
    tracker.update(see(broken), at(0))
    assert tracker.update(see(broken), at(0.2)).boxes.round().tolist() == [list(box(100, 300))]


def test_a_thousand_boxes_are_followed() -> None:
    tracker = Tracker()
    crowd = see(box(30 * column, 60 * row + 60) for column in range(40) for row in range(25))
    tracker.update(crowd, at(0))
    assert len(tracker.update(crowd, at(0.5))) == 1000


def test_the_same_frames_give_the_same_tracks() -> None:
    walks = [straight(100 + 40 * number, 300, 30 - 15 * number) for number in range(5)]
    first, second = (follow(Tracker(), walks, np.arange(0, 4, 0.5)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one.boxes, other.boxes)
        np.testing.assert_array_equal(one.ids, other.ids)
