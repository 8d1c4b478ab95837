"""Specification of weapon: a network of the city's own saw one beside a person, in a zone of 200 x 200 pixels."""

from typing import Any

import numpy as np

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
