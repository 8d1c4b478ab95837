"""Specification of fall: a person 60 pixels high and 20 wide in a zone over the middle of the picture."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pytest

from detectors.vision.detect.eyes import Eye
from detectors.vision.scene.rule import Rule
from detectors.vision.types import LABELS, Detections, Evidence, Label, SceneEvent, Tracks
from tests.vision.scene.rules import make
from tests.vision.worlds import NOON, at, box

Box = tuple[float, ...]
Step = tuple[float, dict[int, Box], bool]
"""Seconds, the boxes of persons by track, and whether the eye sees a long low thing at the place."""

STANDING, LYING, SITTING = box(500, 300, 20, 60), box(510, 302, 56, 22), box(500, 300, 24, 44)
CROUCHING = box(500, 300, 26, 34)
THING: Box = (482, 280, 540, 303)


def persons(boxes: dict[int, Box]) -> Tracks:
    count = len(boxes)
    return Tracks(
        np.array(list(boxes), np.int64),
        np.array(list(boxes.values()), np.float32).reshape(-1, 4),
        np.full(count, 0.75, np.float32),
        np.full(count, LABELS.index(Label.PERSON), np.int64),
        np.full(count, NOON.timestamp()),
    )


def rule(**parameters: Any) -> Rule:
    given: dict[str, Any] = {"duration_seconds": 5, "zone_cool_down_seconds": 0, **parameters}
    return make("fall", **given)


def fired(subject: Rule, world: Iterable[Step], thing: Sequence[float] = THING) -> list[SceneEvent]:
    found: list[SceneEvent] = []
    for seconds, boxes, lies in world:
        things = np.array([thing] if lies else [], np.float32).reshape(-1, 4)
        labels = np.full(len(things), LABELS.index(Label.THING), np.int64)
        subject.consider(
            Evidence(Detections(things, np.full(len(things), 0.6, np.float32), labels), frozenset({Eye.STILL}))
        )
        found += [each for each in subject.update(persons(boxes), at(seconds)) if isinstance(each, SceneEvent)]
    return found


def lasts(begin: float, end: float, boxes: dict[int, Box], thing: bool = False) -> list[Step]:
    """Four pictures a second."""
    return [(float(time), boxes, thing) for time in np.arange(begin, end, 0.25)]


STOOD = lasts(0, 3, {1: STANDING})


def test_who_stood_and_lies_on_the_ground_fires_once() -> None:
    [event] = fired(rule(), [*STOOD, *lasts(3, 40, {1: LYING})])
    assert (event.kind, event.started_at, event.at) == ("fall", at(2.75), at(7.75))
    assert event.facts == {"seconds": 5.0, "share": 0.37}
    assert event.score == pytest.approx(0.75)


def test_whom_the_network_loses_while_falling_is_found_as_a_new_low_box() -> None:
    [event] = fired(rule(), [*STOOD, *lasts(3, 4, {}), *lasts(4, 12, {2: LYING})])
    assert event.started_at == at(2.75)


def test_whom_the_network_loses_for_good_is_found_as_a_still_thing() -> None:
    [event] = fired(rule(), [*STOOD, *lasts(3, 6, {}), *lasts(6, 14, {}, thing=True)])
    assert (event.started_at, event.box) == (at(2.75), THING)


@pytest.mark.parametrize("low", [SITTING, CROUCHING])
def test_who_sits_or_crouches_has_not_fallen(low: Box) -> None:
    assert not fired(rule(), [*STOOD, *lasts(3, 60, {1: low})])


def test_who_has_lain_there_all_the_time_was_never_upright() -> None:
    assert not fired(rule(), lasts(0, 60, {1: LYING}, thing=True))


def test_who_lies_down_slowly_has_not_fallen() -> None:
    assert not fired(rule(), [*STOOD, *lasts(3, 6, {1: SITTING}), *lasts(6, 60, {1: LYING})])


def test_who_gets_up_again_needs_no_help() -> None:
    assert not fired(rule(), [*STOOD, *lasts(3, 6, {1: LYING}), *lasts(6, 60, {1: STANDING})])
    assert not fired(rule(), [*STOOD, *lasts(3, 5, {}), *lasts(5, 6, {}, thing=True), *lasts(6, 60, {2: STANDING})])


def test_who_helps_does_not_end_it() -> None:
    helped = {1: LYING, 2: box(530, 300, 20, 60)}
    assert len(fired(rule(), [*STOOD, *lasts(3, 5, {1: LYING}), *lasts(5, 40, helped)])) == 1


def test_who_walks_out_at_the_border_has_not_fallen() -> None:
    edge = ((0.4, 0.4), (0.6, 0.4), (0.6, 1.0), (0.4, 1.0))
    subject = make("fall", edge, duration_seconds=5)
    leaves: list[Step] = [(3 + step / 4, {1: (485, 440 + 8 * step, 515, 500)}, False) for step in range(7)]
    stands = lasts(0, 3, {1: (490, 435, 510, 495)})
    assert not fired(subject, [*stands, *leaves, *lasts(5, 20, {1: (485, 488, 515, 500)})])


def test_a_bag_where_somebody_was_lost_is_no_person() -> None:
    world = [*STOOD, *lasts(3, 6, {}), *lasts(6, 40, {}, thing=True)]
    assert not fired(rule(), world, thing=(490, 280, 510, 302))


def test_outside_the_zone_nobody_is_looked_for() -> None:
    away = lasts(0, 3, {1: box(200, 300, 20, 60)})
    assert not fired(rule(), [*away, *lasts(3, 40, {1: box(210, 302, 56, 22)})])


def test_nothing_is_known_of_the_time_when_the_rule_did_not_run() -> None:
    assert not fired(rule(), [*STOOD, *lasts(30, 60, {1: LYING})])


def test_who_fell_along_the_line_of_sight_is_short_and_as_broad_as_shoulders() -> None:
    world = [*STOOD, *lasts(3, 6, {}), *lasts(6, 20, {}, thing=True)]
    [event] = fired(rule(), world, thing=(487, 296, 513, 320))
    assert event.facts["share"] == 0.4


def test_such_a_thing_a_step_beside_the_feet_is_no_person() -> None:
    world = [*STOOD, *lasts(3, 6, {}), *lasts(6, 20, {}, thing=True)]
    assert not fired(rule(), world, thing=(517, 286, 543, 310))


def test_a_box_that_is_very_low_lies_whether_it_is_wide_or_not() -> None:
    lying = {1: box(500, 300, 20, 24)}
    assert len(fired(rule(), [*STOOD, *lasts(3, 12, lying)])) == 1


def test_a_thing_that_turns_out_to_be_somebody_who_sits_ends_it() -> None:
    subject = rule()
    pieces = [*STOOD, *lasts(3, 6, {}), *lasts(6, 7, {}, thing=True)]
    assert not fired(subject, pieces, thing=(488, 280, 512, 302))
    assert not fired(subject, lasts(7, 30, {}, thing=True), thing=(488, 268, 512, 302))


def test_a_companion_who_stays_beside_hides_no_fall() -> None:
    beside = box(465, 300, 20, 60)
    together, alone = {1: STANDING, 2: beside}, {2: beside}
    world = [*lasts(0, 3, together), *lasts(3, 8, alone), *lasts(8, 16, alone, thing=True)]
    assert len(fired(rule(), world)) == 1


def test_who_is_found_again_beside_a_thing_did_not_fall() -> None:
    again = {2: box(520, 300, 20, 60)}
    world = [*STOOD, *lasts(3, 5, {}), *lasts(5, 30, again, thing=True)]
    assert not fired(rule(), world)


def test_who_goes_behind_a_wall_and_shows_the_head_alone_did_not_fall() -> None:
    head: dict[int, Box] = {1: (490, 240, 510, 262)}
    assert not fired(rule(), [*STOOD, *lasts(3, 20, head)])


def test_whom_the_network_finds_again_on_the_ground_fell() -> None:
    world = [*STOOD, *lasts(3, 6, {}), *lasts(6, 14, {1: LYING})]
    assert len(fired(rule(), world)) == 1


def test_who_is_seen_all_the_time_and_lies_down_slowly_did_not_fall() -> None:
    world = [*STOOD, *lasts(3, 7, {1: CROUCHING}), *lasts(7, 20, {1: LYING})]
    assert not fired(rule(), world)


def test_who_sits_for_some_seconds_and_is_lost_then_did_not_fall() -> None:
    """Whoever lies down to rest sits first; lying, the network sees nobody, and a still thing settles there."""
    assert not fired(rule(), [*STOOD, *lasts(3, 6, {1: CROUCHING}), *lasts(6, 9, {}), *lasts(9, 30, {}, thing=True)])


def test_who_becomes_smaller_on_the_spot_sits_down_however_slowly_the_box_follows() -> None:
    """Boxes are smoothed: that of who sits shrinks for two seconds, and is taller than wide."""
    sinks = [(3 + 0.25 * n, {1: box(500, 300, 20, 60 - 2 * n)}, False) for n in range(9)]
    sits = lasts(5.25, 8, {1: box(500, 300, 22, 44)})
    assert not fired(rule(), [*STOOD, *sinks, *sits, *lasts(8, 10, {}), *lasts(10, 30, {}, thing=True)])


def test_who_walks_away_and_becomes_smaller_stands_all_the_same() -> None:
    away = [(0.25 * n, {1: box(500, 400 - 3 * n, 20 * 0.98**n, 60 * 0.98**n)}, False) for n in range(40)]
    lying: Box = box(508, 283, 26, 10)
    assert len(fired(rule(), [*away, *lasts(10, 20, {1: lying})])) == 1


def test_the_box_of_who_sits_down_may_swing_without_making_the_person_smaller() -> None:
    """It overshoots by a twelfth of the height; who sat, was lost lying, and settled as a still thing did not fall."""
    swings = (300, 298, 302, 305, 305, 303, 301, 300)
    sinks = [(3 + 0.25 * n, {1: box(500, foot, 20, 59 - 1.6 * n)}, False) for n, foot in enumerate(swings)]
    sits = lasts(5, 8, {1: box(500, 300, 22, 47)})
    assert not fired(rule(), [*STOOD, *sinks, *sits, *lasts(8, 10, {}), *lasts(10, 30, {}, thing=True)])
