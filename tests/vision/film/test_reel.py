"""Specification of the reel: what an event's footage holds, and what is never kept."""

from datetime import timedelta

import numpy as np
import pytest

from detectors.vision.film import reel as module
from detectors.vision.film.reel import CLOSELY_S, EVERY_S, MOST_JPEG, MOST_OPEN
from detectors.vision.mask.jpeg import EncodeError
from detectors.vision.types import Tracks
from tests.vision.film.reels import HEIGHT, HER, HIM, KEPT, SIZE, WIDTH, Filmed, at, grey, order, tracks


def test_footage_is_the_ten_seconds_before_an_event_and_the_ten_after() -> None:
    film = Filmed()
    film.shoot(0, 29)
    film.fire(30)
    film.shoot(30, 39)
    assert not film.footage, "not all of it is there"
    film.shoot(40, 45)
    assert film.seconds() == list(range(20, 41))
    assert (film.only.starts_at, film.only.ends_at) == (at(20), at(40))


def test_a_picture_that_still_held_when_the_ten_seconds_began_is_the_first() -> None:
    film = Filmed()
    film.shoot(0, 3)
    film.reel.holds(at(29))
    film.fire(30)
    film.shoot(30, 41)
    assert film.seconds() == [3, *range(30, 41)]
    assert film.only.starts_at == at(20)


def test_where_nothing_moves_after_an_event_its_last_picture_lasts() -> None:
    film = Filmed()
    film.shoot(0, 5)
    film.fire(6)
    film.shoot(6, 6)
    film.reel.holds(at(15))
    film.reel.holds(at(16.5))
    assert film.seconds()[-1] == 6
    assert film.only.ends_at == at(16)


def test_a_picture_of_after_the_ten_seconds_ends_it_and_is_not_in_it() -> None:
    film = Filmed()
    film.fire(0)
    film.shoot(0, 9)
    film.shoot(10.5, 10.5)
    assert film.seconds() == list(range(10))
    assert film.only.ends_at == at(10)


def test_a_watch_that_has_just_begun_gives_what_it_has() -> None:
    film = Filmed()
    film.shoot(28, 29)
    film.fire(30)
    film.shoot(30, 40)
    assert film.only.starts_at == at(28)


@pytest.mark.parametrize("how", ["stop", "silence"])
def test_a_camera_that_stops_in_the_middle_gives_a_shorter_one(how: str) -> None:
    film = Filmed()
    film.shoot(0, 9)
    film.fire(10)
    film.shoot(10, 14)
    if how == "stop":
        film.reel.forget()
    else:
        film.reel.close_due(at(22.9))
        assert not film.footage, "it may come back"
        film.reel.close_due(at(23))
    assert (film.only.starts_at, film.only.ends_at) == (at(0), at(14))


def test_after_a_stop_nothing_of_before_is_there() -> None:
    film = Filmed()
    film.shoot(0, 9)
    film.reel.forget()
    film.fire(10)
    film.shoot(10, 20)
    assert film.seconds() == list(range(10, 21))


def test_what_another_view_showed_is_never_in_it() -> None:
    film = Filmed()
    for view, first in (("Yard", 0), ("Gate", 5)):
        film.reel.looks_at(view)
        film.shoot(first, first + 4)
        film.reel.looks_at(view)
    film.fire(10)
    film.shoot(10, 20)
    assert film.seconds() == list(range(5, 21))


def test_an_event_of_a_view_that_the_camera_leaves_ends_there() -> None:
    film = Filmed()
    film.reel.looks_at("Yard")
    film.fire(0)
    film.shoot(0, 4)
    film.reel.looks_at("Gate")
    assert film.seconds() == [0, 1, 2, 3, 4]


def test_an_event_without_a_picture_has_no_footage() -> None:
    film = Filmed()
    film.fire(0)
    film.reel.forget()
    assert not film.footage


def test_a_clock_that_goes_back_starts_anew() -> None:
    film = Filmed()
    film.shoot(20, 25)
    film.shoot(3, 4)
    film.fire(5)
    film.shoot(5, 15)
    assert film.seconds() == list(range(3, 16))


def test_overlapping_events_share_their_pictures() -> None:
    film = Filmed()
    film.shoot(0, 9)
    film.fire(10)
    film.shoot(10, 12)
    film.fire(13)
    film.shoot(13, 23)
    first, second = film.footage
    common = {id(shot) for shot in first.shots} & {id(shot) for shot in second.shots}
    assert len(common) == 18, "of the seconds 3 to 20"


def test_more_events_at_once_than_are_filmed_go_without() -> None:
    film = Filmed()
    for number in range(MOST_OPEN + 1):
        film.fire(number / 10)
    film.shoot(1, 20)
    assert len(film.footage) == MOST_OPEN


def test_a_picture_of_the_hardest_kind_is_held_small(monkeypatch: pytest.MonkeyPatch) -> None:
    film = Filmed()
    noise = np.random.default_rng(0).integers(0, 256, (540, 960, 3), np.uint8)
    film.fire(0)
    film.reel.add(noise, at(0), Tracks.none(), now=0)
    film.reel.forget()
    assert len(film.only.shots[0].jpeg) <= MOST_JPEG


def test_it_counts_its_retention_from_the_first_that_it_shows() -> None:
    film = Filmed()
    film.shoot(0, 9)
    film.fire(10)
    film.shoot(10, 20)
    assert film.only.order.erase_at == at(0) + KEPT


class TestWhatItCosts:
    def test_two_pictures_a_second_are_wanted_while_nothing_happens_and_five_after_an_event(self) -> None:
        film = Filmed()
        film.shoot(0, 0)
        assert not film.reel.is_due(EVERY_S - 0.01)
        assert film.reel.is_due(EVERY_S)
        film.fire(0.1)
        assert film.reel.is_due(0.1), "the one that fired"
        film.reel.add(grey(), at(0.1), tracks(her=HER), now=0.1)
        assert not film.reel.is_due(0.1 + CLOSELY_S - 0.01)
        assert film.reel.is_due(0.1 + CLOSELY_S)

    def test_masking_takes_a_quarter_of_a_cameras_time_at_most(self) -> None:
        film = Filmed()
        film.reel.add(grey(), at(0), tracks(her=HER), now=10, seconds=0.4)
        assert not film.reel.is_due(11.1)
        assert film.reel.is_due(11.3)

    def test_where_no_film_can_be_made_nothing_is_wanted(self) -> None:
        film = Filmed(runs=False)
        film.fire(0)
        assert not film.reel.is_due(100)

    def test_the_ring_holds_ten_seconds_and_no_more(self) -> None:
        film = Filmed()
        film.shoot(0, 60)
        assert [shot.at for shot in film.reel._ring] == [at(second) for second in range(50, 61)]


class TestBoxes:
    def test_who_fired_is_followed_through_all_of_it(self) -> None:
        film = Filmed()
        film.shoot(8, 8, her=(0, 40, 20, 90), him=HIM)
        film.shoot(9, 9, him=HIM)
        film.fire(10, box=(21, 41, 39, 90))
        film.shoot(10, 10, her=HER, him=HIM)
        film.shoot(11, 20, her=(40, 40, 60, 90), him=HIM)
        boxes = film.only.boxes
        assert boxes[:4] == ((0.0, 0.4, 0.1, 0.9), None, (0.1, 0.4, 0.2, 0.9), (0.2, 0.4, 0.3, 0.9))
        assert len(boxes) == len(film.only.shots)

    def test_a_thing_stands_where_it_was_from_its_beginning_until_the_rule_fired(self) -> None:
        film = Filmed()
        film.shoot(6, 9)
        film.fire(10, box=(150.0, 60.0, 160.0, 80.0))
        film.shoot(10, 20)
        thing = (0.75, 0.6, 0.8, 0.8)
        assert film.only.boxes[:6] == (None, None, thing, thing, thing, None)

    def test_an_event_of_a_whole_zone_has_none(self) -> None:
        film = Filmed()
        film.fire(0, box=None)
        film.shoot(0, 10)
        assert set(film.only.boxes) == {None}

    def test_no_box_leaves_the_picture(self) -> None:
        film = Filmed()
        wide = (-20.0, 40.0, WIDTH + 9.0, HEIGHT + 9.0)
        film.reel.begin(order(0, box=wide), tracks(her=wide), SIZE)
        film.shoot(0, 10, her=wide)
        assert film.only.boxes[0] == (0.0, 0.4, 1.0, 1.0)


def test_the_mask_is_told_of_the_things_that_are_filmed() -> None:
    film = Filmed()
    film.fire(0)
    assert film.reel.things is None, "who is filmed is covered as everywhere"
    film.fire(1, kind="abandoned_object", box=(150.0, 60.0, 160.0, 80.0))
    film.fire(2, kind="fire", box=(10.0, 60.0, 30.0, 80.0))
    things = film.reel.things
    assert things is not None
    assert things.boxes[:, 0].tolist() == [150, 10]
    film.reel.forget()
    assert film.reel.things is None


def test_a_picture_that_cannot_be_encoded_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> bytes:
        raise EncodeError("no picture")

    film = Filmed()
    film.fire(0)
    film.shoot(0, 1)
    monkeypatch.setattr(module, "encode_once", fail)
    film.shoot(2, 3)
    film.reel.forget()
    assert film.seconds() == [0, 1]
    assert film.only.ends_at - film.only.starts_at == timedelta(seconds=1)
