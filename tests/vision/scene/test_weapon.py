"""Specification of weapon: a network of the city's own saw one beside a person, in a zone of 200 x 200 pixels."""

from typing import Any

import numpy as np
import pytest

from detectors.vision.scene.registry import KINDS
from detectors.vision.scene.rule import Rule
from detectors.vision.types import Evidence, Label, Tracks
from tests.vision.scene.evidence import Step, fired, things
from tests.vision.scene.rules import INSIDE, OUTSIDE, make
from tests.vision.worlds import at, standing

IN_HAND, ELSEWHERE = (508.0, 270.0, 518.0, 276.0), (560.0, 380.0, 570.0, 386.0)


def rule(**parameters: Any) -> Rule:
    given: dict[str, Any] = {"duration_seconds": 1, **parameters}
    return make("weapon", **given)


def world(evidence: Evidence, who: Tracks | None = None, seconds: float = 5) -> list[Step]:
    tracks = standing(INSIDE) if who is None else who
    return [(time, tracks, evidence) for time in np.arange(0, seconds, 0.25).tolist()]


def test_a_weapon_that_a_person_holds_fires_once() -> None:
    [event] = fired(rule(), world(things(Label.WEAPON, IN_HAND)))
    assert (event.kind, event.started_at, event.at) == ("weapon", at(0), at(1))
    assert event.facts == {"seconds": 1.0, "persons": 1}
    assert event.box == IN_HAND


def test_what_nobody_holds_is_none() -> None:
    assert not fired(rule(), world(things(Label.WEAPON, ELSEWHERE)))
    assert not fired(rule(), world(things(Label.WEAPON, IN_HAND), Tracks.none()))


def test_outside_the_zone_nobody_is_looked_for() -> None:
    assert not fired(rule(), world(things(Label.WEAPON, (308, 270, 318, 276)), standing(OUTSIDE)))


def test_a_doubtful_box_or_a_single_one_is_none() -> None:
    assert not fired(rule(least_score=0.8), world(things(Label.WEAPON, IN_HAND, score=0.7)))
    once = world(things(Label.WEAPON, IN_HAND), seconds=0.25) + [
        (time, standing(INSIDE), Evidence.none()) for time in np.arange(0.25, 5, 0.25).tolist()
    ]
    assert not fired(rule(), once)


def test_the_rule_needs_a_network_that_knows_weapons() -> None:
    assert KINDS["weapon"].finds is Label.WEAPON


def test_other_things_are_no_weapons() -> None:
    assert not fired(rule(), world(things(Label.BAG, IN_HAND)))


def named(share: float, seed: int, who: Tracks | None = None, seconds: float = 60) -> list[Step]:
    """Seven pictures a second; the network names something in a hand in this share of them."""
    random, tracks = np.random.default_rng(seed), standing(INSIDE) if who is None else who
    in_hand, nothing = things(Label.WEAPON, IN_HAND), Evidence.none()
    times = np.arange(0, seconds, 1 / 7).tolist()
    return [(time, tracks, in_hand if random.random() < share else nothing) for time in times]


@pytest.mark.parametrize("seed", range(10))
def test_what_a_network_errs_about_now_and_then_is_none(seed: int) -> None:
    """In one picture of seven, for a minute."""
    assert not fired(rule(), named(0.15, seed))


@pytest.mark.parametrize("seed", range(10))
def test_what_it_names_in_four_pictures_of_five_fires_soon(seed: int) -> None:
    [event] = fired(rule(), named(0.8, seed, seconds=20))
    assert event.at <= at(4)


def test_who_walks_past_a_weapon_on_a_poster_holds_none() -> None:
    """The network names it in every picture; somebody passes it at 1.3 metres a second, 30 pixels a metre."""
    poster = things(Label.WEAPON, (495, 270, 510, 280))
    walk = [(time, standing((420 + 39 * time, 300)), poster) for time in np.arange(0, 4, 1 / 7).tolist()]
    assert not fired(rule(), walk)


def test_a_weapon_that_is_carried_along_fires() -> None:
    walk = []
    for time in np.arange(0, 4, 1 / 7).tolist():
        x = 420 + 39 * time
        walk.append((time, standing((x, 300)), things(Label.WEAPON, (x + 8, 270, x + 18, 276))))
    assert len(fired(rule(), walk)) == 1


def test_a_passer_before_somebody_armed_changes_nothing() -> None:
    for speed in (30, 60):
        both = [
            (time, standing(INSIDE, (430 + speed * time, 302)), things(Label.WEAPON, IN_HAND))
            for time in np.arange(0, 40, 1 / 7).tolist()
        ]
        assert len(fired(rule(zone_cool_down_seconds=0), both)) == 1


def test_whoever_has_it_when_the_tracker_gives_a_new_number_has_it_still() -> None:
    world = [
        (time, standing(INSIDE, ids=[1 if time < 0.5 else 2]), things(Label.WEAPON, IN_HAND))
        for time in np.arange(0, 5, 1 / 7).tolist()
    ]
    [event] = fired(rule(), world)
    assert event.started_at == at(0)


def test_an_arm_reaches_beyond_the_box_by_less_than_a_third_of_its_width() -> None:
    """The box ends at 510 and is 20 pixels wide."""
    assert fired(rule(), world(things(Label.WEAPON, (512, 270, 516, 276))))
    assert not fired(rule(), world(things(Label.WEAPON, (517, 270, 521, 276))))


def test_a_thing_that_is_swung_stays_the_same() -> None:
    """By 15 pixels, of somebody of 50."""
    swung = [
        (time, standing(INSIDE), things(Label.WEAPON, (508 - aside, 270, 518 - aside, 276)))
        for time, aside in zip(np.arange(0, 5, 0.25).tolist(), [0, 15] * 10, strict=True)
    ]
    [event] = fired(rule(), swung)
    assert (event.started_at, event.at) == (at(0), at(1))


@pytest.mark.parametrize("boxes", [1, 2])
def test_a_hundred_to_one_takes_five_pictures_however_many_boxes_it_is_given_in_one(boxes: int) -> None:
    """A picture in which it is named speaks for it by 8 to 3, and (8/3)^4 = 51 < 100 < 135 = (8/3)^5."""
    [event] = fired(rule(duration_seconds=0.2), world(things(Label.WEAPON, *[IN_HAND] * boxes)))
    assert event.at == at(1)


def test_of_two_who_could_hold_it_the_nearer_one_does() -> None:
    """Both reach it; the farther one goes a step aside."""
    thing = things(Label.WEAPON, (504, 270, 514, 276))
    walk = [
        (time, standing(INSIDE, (522, 300) if time < 1 else (570, 300)), thing)
        for time in np.arange(0, 5, 0.25).tolist()
    ]
    [event] = fired(rule(duration_seconds=2), walk)
    assert (event.started_at, event.at) == (at(0), at(2))


def test_who_takes_it_into_the_other_hand_raises_no_second_alert() -> None:
    left = things(Label.WEAPON, (482, 257, 492, 263))
    both = [*world(things(Label.WEAPON, IN_HAND), seconds=3), *((time + 3, who, left) for time, who, _ in world(left))]
    assert len(fired(rule(zone_cool_down_seconds=0), both)) == 1


def test_what_was_not_seen_for_longer_than_two_seconds_begins_anew() -> None:
    thing, nothing = things(Label.WEAPON, IN_HAND), Evidence.none()
    times = np.arange(0, 10, 0.25).tolist()
    [event] = fired(rule(), [(time, standing(INSIDE), nothing if 0.5 <= time < 3.5 else thing) for time in times])
    assert (event.started_at, event.at) == (at(3.5), at(4.5))


def test_who_has_hidden_it_by_then_raises_nothing() -> None:
    thing, nothing = things(Label.WEAPON, IN_HAND), Evidence.none()
    times = np.arange(0, 10, 0.25).tolist()
    assert not fired(
        rule(duration_seconds=3), [(time, standing(INSIDE), thing if time < 2.5 else nothing) for time in times]
    )


def test_a_second_one_raises_nothing_until_the_zone_has_cooled_down() -> None:
    one, both = things(Label.WEAPON, IN_HAND), things(Label.WEAPON, IN_HAND, (568, 270, 578, 276))
    walk = [(time, standing(INSIDE, (560, 300)), one if time < 5 else both) for time in np.arange(0, 40, 0.25).tolist()]
    assert [event.at for event in fired(rule(zone_cool_down_seconds=30), walk)] == [at(1), at(31)]


def test_a_vehicle_holds_none() -> None:
    assert not fired(rule(), world(things(Label.WEAPON, IN_HAND), standing(INSIDE, label=Label.VEHICLE)))
