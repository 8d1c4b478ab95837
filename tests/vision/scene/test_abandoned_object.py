"""Specification of abandoned object, in a zone of 200 x 200 pixels; a person is 50 pixels high, so 29 are a metre."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from detectors.vision.detect.eyes import Eye
from detectors.vision.locate.homography import Homography
from detectors.vision.scene.rule import Rule
from detectors.vision.types import LABELS, Detections, Evidence, Label, SceneEvent, Tracks
from tests.vision.scene.rules import make
from tests.vision.worlds import at, standing

Step = tuple[float, Tracks, bool]
"""Seconds, who is there, and whether the eye sees the bag."""

BAG = (490.0, 280.0, 510.0, 300.0)
BY_IT, FAR = (520.0, 300.0), (650.0, 300.0)


def things(*boxes: Sequence[float]) -> Evidence:
    found = np.array(boxes, np.float32).reshape(-1, 4)
    labels = np.full(len(found), LABELS.index(Label.THING), np.int64)
    return Evidence(Detections(found, np.full(len(found), 0.7, np.float32), labels), frozenset({Eye.STILL}))


def rule(**parameters: Any) -> Rule:
    given: dict[str, Any] = {"alone_seconds": 10, "zone_cool_down_seconds": 0, **parameters}
    return make("abandoned_object", **given)


def fired(subject: Rule, world: Iterable[Step], box: Sequence[float] = BAG) -> list[SceneEvent]:
    found: list[SceneEvent] = []
    for seconds, tracks, is_there in world:
        subject.consider(things(box) if is_there else things())
        found += [each for each in subject.update(tracks, at(seconds)) if isinstance(each, SceneEvent)]
    return found


def stays(seconds: Iterable[float], *feet: tuple[float, float], bag: bool = True, first: int = 1) -> list[Step]:
    ids = range(first, first + len(feet))
    return [(float(time), standing(*feet, ids=list(ids)) if feet else Tracks.none(), bag) for time in seconds]


COMES = stays(range(3), BY_IT, bag=False)


def test_a_thing_whose_owner_went_away_fires_once() -> None:
    [event] = fired(rule(), [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 60), FAR)])
    assert (event.kind, event.started_at, event.at, event.first_seen) == ("abandoned_object", at(6), at(16), at(3))
    assert (event.box, event.foot) == (BAG, (500, 300))
    assert event.facts == {"seconds": 10.0, "metres": 5.1, "width": 0.7, "height": 0.7, "label": "thing"}
    assert round(event.score, 3) == 0.7


def test_what_the_network_calls_a_bag_is_told_as_one() -> None:
    subject, found = rule(), list[SceneEvent]()
    for seconds, tracks, is_there in [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 20), FAR)]:
        seen = things(BAG) if is_there else things()
        bag = Detections(np.array([BAG], np.float32), np.ones(1, np.float32), np.array([LABELS.index(Label.BAG)]))
        subject.consider(Evidence(seen.things.and_also(bag), seen.looked) if seconds % 2 else seen)
        found += [each for each in subject.update(tracks, at(seconds)) if isinstance(each, SceneEvent)]
    assert [event.facts["label"] for event in found] == ["bag"]


def test_an_owner_who_left_the_picture_has_gone_away() -> None:
    world = [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 9), FAR), *stays(range(9, 30))]
    assert len(fired(rule(), world)) == 1


def test_an_owner_who_stays_by_it_has_not_abandoned_it() -> None:
    assert not fired(rule(), [*COMES, *stays(range(3, 90), BY_IT)])


def test_an_owner_who_comes_back_looks_after_it_again() -> None:
    world = [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 14), FAR), *stays(range(14, 60), BY_IT)]
    assert not fired(rule(), world)


def test_what_nobody_stood_by_has_no_owner() -> None:
    """A puddle, a bench, a lamp."""
    assert not fired(rule(), [*stays(range(3), FAR, bag=False), *stays(range(3, 90), FAR)])


def test_who_walks_past_at_the_moment_puts_nothing_down() -> None:
    """A puddle comes up beside somebody who walks on, a metre and a half in each second."""
    walks = [(float(t), standing((300 + 45 * t, 310)), t >= 6) for t in np.arange(0, 15, 0.5).tolist()]
    assert not fired(rule(), [*walks, *stays(range(15, 60))])


def test_who_disappeared_beside_it_is_still_there() -> None:
    """A person who lies down is a thing to the eye and no person to the network any more."""
    assert not fired(rule(), [*COMES, *stays(range(3, 5), BY_IT), *stays(range(5, 90))])


def test_a_track_that_begins_where_the_owners_ended_is_the_owner() -> None:
    lost = stays([5])
    again = [
        (6.0, standing((530, 300), ids=[9]), True),
        *((float(t), standing(FAR, ids=[9]), True) for t in range(7, 30)),
    ]
    assert len(fired(rule(), [*COMES, *stays(range(3, 5), BY_IT), *lost, *again])) == 1


def test_somebody_else_who_stays_by_it_looks_after_it() -> None:
    world = [(float(t), standing(FAR, (480, 300), ids=[1, 2]), True) for t in range(8, 60)]
    assert not fired(rule(), [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 8), FAR), *world])


def test_who_only_passes_by_does_not_look_after_it() -> None:
    passes = [(float(t), standing(FAR, (400 + 60 * (t - 8), 310), ids=[1, 2]), True) for t in range(8, 12)]
    world = [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 8), FAR), *passes, *stays(range(12, 30), FAR)]
    assert [event.started_at for event in fired(rule(), world)] == [at(6)]


def test_a_thing_that_is_hidden_for_a_while_is_the_same() -> None:
    world = [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 9), FAR), *stays(range(9, 15), FAR, bag=False)]
    assert [event.at for event in fired(rule(), [*world, *stays(range(15, 30), FAR)])] == [at(16)]


def test_a_thing_that_is_taken_away_is_abandoned_no_more() -> None:
    world = [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 9), FAR), *stays(range(9, 60), FAR, bag=False)]
    assert not fired(rule(alone_seconds=30), world)


def test_what_is_too_large_or_too_small_or_outside_is_none() -> None:
    world = [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 60), FAR)]
    assert not fired(rule(), world, box=(440, 200, 560, 300))
    assert not fired(rule(), world, box=(498, 297, 501, 300))
    assert not fired(rule(), world, box=(590, 400, 610, 420))


def test_nothing_is_known_of_the_time_when_the_rule_did_not_run() -> None:
    world = [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 9), FAR), *stays(range(60, 120), FAR)]
    assert not fired(rule(), world)


def test_an_eye_that_did_not_look_says_nothing() -> None:
    subject = rule()
    found = fired(subject, [*COMES, *stays(range(3, 6), BY_IT), *stays(range(6, 12), FAR)])
    for seconds in range(12, 18):
        subject.consider(Evidence.none())
        found += [each for each in subject.update(standing(FAR), at(seconds)) if isinstance(each, SceneEvent)]
    assert [event.at for event in found] == [at(16)]


def test_on_calibrated_ground_near_and_away_are_metres() -> None:
    """Ten centimetres to the pixel: who stands 100 pixels off is ten metres away, 20 pixels are two."""

    def world(foot: tuple[float, float]) -> list[Step]:
        ground = [(foot[0] / 10, -foot[1] / 10)]
        return [(float(t), standing(foot, ground=ground), t >= 3) for t in range(6)] + [
            (float(t), standing(FAR, ground=[(65, -30)]), True) for t in range(6, 30)
        ]

    ground = Homography(np.diag([0.1, -0.1, 1.0]))
    for foot, count in (((510.0, 300.0), 1), ((520.0, 300.0), 0)):
        subject = make("abandoned_object", ground=ground, alone_seconds=10)
        assert len(fired(subject, world(foot))) == count
