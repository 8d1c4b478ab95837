"""Specification of what is remembered of a camera: enough to try a rule on it, no more than an hour, no picture."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detectors.vision.config import CalibrationConfig, HoursConfig
from detectors.vision.detect.eyes import Eye
from detectors.vision.recall import Moment, Recall, replay
from detectors.vision.scene.parameters import ParameterError
from detectors.vision.types import Detections, Evidence, Label, SceneEvent
from tests.vision.pipelines import FROM_ABOVE, INTRUSION
from tests.vision.scene.evidence import things
from tests.vision.scene.rules import people
from tests.vision.worlds import HEIGHT, WIDTH, at, box

SIZE = (WIDTH, HEIGHT)
INSIDE, OUTSIDE = box(200, 300), box(800, 300)


def moment(seconds: float, *boxes: tuple[float, ...], view: str = "", **values: Any) -> Moment:
    return Moment(at(seconds), view, SIZE, people(*boxes), Evidence.none(), **values)


def stay(begin: float, end: float, *boxes: tuple[float, ...], view: str = "") -> list[Moment]:
    """Four moments a second."""
    return [moment(float(second), *boxes, view=view) for second in np.arange(begin, end, 0.25)]


def events(moments: list[Moment], calibration: CalibrationConfig | None = None, **parameters: Any) -> list[SceneEvent]:
    draft = replace(INTRUSION, parameters=parameters)
    return [event for told in replay(moments, draft, lambda _: calibration) for event in told]


def test_a_draft_says_of_what_is_remembered_what_it_would_have_said_then() -> None:
    moments = [*stay(0, 3, OUTSIDE), *stay(3, 6, INSIDE)]
    [event] = events(moments, dwell_seconds=2)
    assert (event.started_at, event.at) == (at(3), at(5))
    assert not events(moments, dwell_seconds=20)


def test_each_view_of_a_camera_has_a_rule_of_its_own() -> None:
    """Who is seen for a second in one view, and for a second in another, stays nowhere for two."""
    moments = [*stay(0, 1, INSIDE, view="a"), *stay(1, 2, INSIDE, view="b")]
    assert not events(moments, dwell_seconds=1.5)
    assert len(events(stay(0, 2, INSIDE, view="a"), dwell_seconds=1.5)) == 1


def test_each_size_of_the_picture_has_a_rule_of_its_own() -> None:
    """What stands in the right half of a smaller picture would stand in the left half of a larger one."""
    smaller = [replace(one, size=(WIDTH // 2, HEIGHT // 2)) for one in stay(1, 4, box(400, 150))]
    assert not events([*stay(0, 1, OUTSIDE), *smaller], dwell_seconds=1)


@pytest.mark.parametrize("hours", [None, HoursConfig((((0, 24 * 60),),) * 7)])
def test_a_draft_is_given_what_the_eyes_saw_too(hours: HoursConfig | None) -> None:
    draft = replace(INTRUSION, kind="fire", parameters={"duration_seconds": 5}, hours=hours)
    burning = things(Label.FIRE, (195.0, 280.0, 205.0, 300.0), looked=[Eye.FLAMES, Eye.SMOKE])
    moments = [replace(one, evidence=burning) for one in stay(0, 8)]
    [event] = [event for told in replay(moments, draft, lambda _: None) for event in told]
    assert event.kind == "fire"


def test_a_draft_that_cannot_be_watched_is_refused() -> None:
    with pytest.raises(ParameterError):
        events([moment(0)], dwell_seconds=-1)


def test_a_draft_measures_by_the_calibration_of_the_view() -> None:
    asked: list[str] = []

    def calibration_of(view: str) -> CalibrationConfig:
        asked.append(view)
        return FROM_ABOVE

    list(replay(stay(0, 1, INSIDE, view="a"), INTRUSION, calibration_of))
    assert asked == ["a"]


def test_nothing_is_remembered_for_longer_than_it_may() -> None:
    recall = Recall(seconds=10)
    for second in range(0, 15, 5):
        recall.remember(moment(second))
    recall.remember(moment(11))
    assert [one.at for one in recall.moments()] == [at(5), at(10), at(11)]


def test_while_no_picture_comes_what_is_old_goes_all_the_same() -> None:
    recall = Recall(seconds=10)
    recall.remember(moment(0))
    recall.remember(moment(9))
    recall.let_go(at(15))
    assert [one.at for one in recall.moments()] == [at(9)]
    recall.let_go(at(30))
    assert not recall.moments()


def test_a_crowd_makes_the_memory_shorter_and_not_larger() -> None:
    crowd = [box(20 * number, 300) for number in range(40)]
    recall = Recall(most_bytes=10 * moment(0, *crowd).bytes)
    for second in range(30):
        recall.remember(moment(second, *crowd))
    assert [one.at for one in recall.moments()] == [at(second) for second in range(20, 30)]


def test_the_bytes_of_what_went_are_free_again() -> None:
    recall = Recall(seconds=5, most_bytes=10 * moment(0).bytes)
    for second in range(100):
        recall.remember(moment(second))
    assert len(recall.moments()) == 6


def test_the_bytes_of_what_was_forgotten_are_free_again() -> None:
    recall = Recall(most_bytes=10 * moment(0).bytes)
    for begins in (0, 100):
        recall.forget()
        for second in range(10):
            recall.remember(moment(begins + second))
    assert len(recall.moments()) == 10


def test_a_clock_that_went_back_begins_anew() -> None:
    recall = Recall()
    recall.remember(moment(100))
    recall.remember(moment(50))
    assert [one.at for one in recall.moments()] == [at(50)]


def test_one_view_can_be_asked_for_alone() -> None:
    recall = Recall()
    recall.remember(moment(0, view="a"))
    recall.remember(moment(1, view="b"))
    assert [one.at for one in recall.moments("b")] == [at(1)]
    assert len(recall.moments()) == 2


def test_what_is_forgotten_is_gone() -> None:
    recall = Recall()
    recall.remember(moment(0))
    recall.forget()
    assert not recall.moments()


def test_what_an_eye_saw_is_remembered_too() -> None:
    things = Detections(np.array([[1, 2, 3, 4]], np.float32), np.ones(1, np.float32), np.zeros(1, np.int64))
    plain = moment(0)
    seen = Moment(at(0), "", SIZE, plain.tracks, Evidence(things, frozenset({Eye.STILL})))
    assert seen.bytes == plain.bytes + 4 * 4 + 4 + 8
