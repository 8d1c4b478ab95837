"""Specification of the pipeline: from a frame to what happened, and where."""

import logging

import numpy as np
import pytest

from detectors.vision.config import RuleConfig, ShapeConfig
from detectors.vision.scene.parameters import ParameterError
from detectors.vision.scene.shapes import ShapeError
from detectors.vision.types import Frame, Label, LineCount, SceneEvent
from tests.vision.pipelines import FROM_ABOVE, GREY, INTRUSION, LEFT_HALF, LINE_COUNT, camera, intruded
from tests.vision.worlds import HEIGHT, WIDTH, at, box, see


def test_a_person_in_a_zone_becomes_an_event() -> None:
    analysis, event = intruded(camera())
    assert (event.kind, event.started_at, event.at) == ("intrusion", at(0.5), at(1.5))
    assert len(analysis.detections) == len(analysis.tracks) == 1
    assert set(analysis.seconds) == {"view", "blank", "gate", "detect", "track", "ground", "eyes", "rules"}


def test_events_and_counts_come_from_the_same_frames() -> None:
    subject = camera(INTRUSION, LINE_COUNT)
    seen = [each for step in range(12) for each in subject.frame(step / 4, (390 + 20 * step, 300)).observations]
    assert [type(each) for each in seen] == [SceneEvent, LineCount]


def test_tracks_stand_on_the_ground_of_a_calibrated_camera() -> None:
    subject = camera(calibration=FROM_ABOVE)
    subject.frame(0, (500, 300))
    tracks = subject.frame(0.5, (500, 300)).tracks
    assert tracks.ground is not None
    np.testing.assert_allclose(tracks.ground, [(0, 10)], atol=0.01)


def test_an_event_has_a_place_with_its_error() -> None:
    subject = camera(calibration=FROM_ABOVE)
    place = subject.pipeline.place(intruded(subject)[1])
    assert place is not None
    assert (place.east, place.north) == pytest.approx((-15, 10), abs=0.01)
    # 2.5 pixels of 5 centimetres in both directions, and 30 centimetres of the calibration.
    assert place.error == pytest.approx((2 * 0.125**2 + 0.3**2) ** 0.5)


def test_without_calibration_an_event_has_no_place_of_its_own() -> None:
    subject = camera()
    assert subject.pipeline.place(intruded(subject)[1]) is None


def test_a_camera_that_changes_its_resolution_keeps_its_zones_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    subject = camera()
    for seconds in (0, 0.5):
        subject.frame(seconds, (200, 300))
    with caplog.at_level(logging.WARNING):
        notes = subject.frame(1, (400, 600), size=(2 * WIDTH, 2 * HEIGHT)).notes
    assert notes == ("The picture changed from 1000 × 500 to 2000 × 1000: zones and tracks are started anew.",)
    assert notes[0] in caplog.text
    later = [subject.frame(seconds, (900, 600), size=(2 * WIDTH, 2 * HEIGHT)) for seconds in (1.5, 2, 2.5, 3)]
    [event] = [each for analysis in later for each in analysis.observations]
    assert isinstance(event, SceneEvent)
    assert event.started_at == at(2), "900 of 2000 is inside; and nothing is known from before the change"


def test_a_clock_that_goes_back_starts_anew_and_says_so() -> None:
    subject = camera()
    intruded(subject)
    analysis = subject.frame(-60, (200, 300))
    assert analysis.notes == ("The camera's clock went back by 61.500 s: rules and tracks are started anew.",)
    again = [subject.frame(seconds, (200, 300)) for seconds in (-59.5, -59, -58.5)]
    assert [each.at for analysis in again for each in analysis.observations] == [at(-58.5)]


@pytest.mark.parametrize("size", [(1, 1), (16, 3000)])
def test_a_picture_of_odd_size_is_taken(size: tuple[int, int]) -> None:
    analysis = camera(INTRUSION, LINE_COUNT, calibration=FROM_ABOVE).frame(0, size=size)
    assert analysis.analysed


def test_a_rule_that_cannot_be_watched_is_refused_at_once() -> None:
    wrong = RuleConfig("r1", 1, "intrusion", INTRUSION.shape, {"dwell_seconds": "long"})
    with pytest.raises(ParameterError):
        camera(wrong)


def test_a_private_zone_that_hides_nothing_is_refused_at_once() -> None:
    with pytest.raises(ShapeError):
        camera(private=(ShapeConfig("p1", "Windows", LEFT_HALF[:2]),))


def test_things_are_no_tracks() -> None:
    subject = camera()
    subject.eyes.sees = see([box(200, 300)], label=Label.BAG)
    picture = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    for seconds in (0, 0.5, 1):
        analysis = subject.pipeline.analyse(Frame(picture, at(seconds)), lambda *_: True)
    assert len(analysis.detections) == 1
    assert not len(analysis.tracks)
