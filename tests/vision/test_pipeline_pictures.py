"""Specification of the pictures that the pipeline lets out: only what was analysed, and only masked."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from detectors.vision.pipeline import NotAnalysedError
from detectors.vision.types import LABELS, Image, Label
from tests.vision.pipelines import COVER, RedMask, camera, intruded


def decoded(data: bytes) -> Image:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def test_a_picture_is_masked() -> None:
    subject = camera()
    picture = decoded(subject.pipeline.picture(intruded(subject)[0]))
    np.testing.assert_allclose(picture.reshape(-1, 3).mean(axis=0), COVER, atol=3)


def test_who_is_hidden_for_a_moment_is_masked_where_he_is_to_be_expected() -> None:
    mask = RedMask()
    subject = camera(masker=mask)
    for seconds in (0, 0.5, 1):
        subject.frame(seconds, (200, 300), (700, 300))
    analysis = subject.frame(1.5, (700, 300))
    assert analysis.tracks.ids.tolist() == [2]
    assert analysis.coasting.ids.tolist() == [1]
    subject.pipeline.picture(analysis)
    assert mask.given.ids.tolist() == [2, 1]
    np.testing.assert_allclose(mask.given.feet, [(700, 300), (200, 300)], atol=1)
    assert mask.given.margin is not None
    assert mask.given.margin.any(axis=1).tolist() == [False, True]


def test_a_picture_of_an_event_shows_its_zone_and_its_box_over_the_mask() -> None:
    subject = camera()
    analysis, event = intruded(subject)
    picture = decoded(subject.pipeline.picture(analysis, event)).astype(int)
    drawn = np.abs(picture - COVER).sum(axis=2) > 100
    assert drawn[250, 495:505].any(), "the zone's right side"
    assert drawn[275, 185:195].any(), "the box's left side"
    assert not drawn[:, 520:].any()


@pytest.mark.parametrize(("kind", "is_shown"), [("abandoned_object", True), ("fire", True), ("intrusion", False)])
def test_the_mask_is_told_of_the_thing_that_an_event_is_about(kind: str, is_shown: bool) -> None:
    mask = RedMask()
    subject = camera(masker=mask)
    analysis, event = intruded(subject)
    subject.pipeline.picture(analysis, replace(event, kind=kind))
    things = mask.detected.labels == LABELS.index(Label.THING)
    assert mask.detected.boxes[things].tolist() == ([list(event.box or ())] if is_shown else [])


def test_a_picture_that_cannot_be_masked_does_not_leave() -> None:
    subject = camera(masker=RedMask(works=False))
    analysis, event = intruded(subject)
    with pytest.raises(RuntimeError, match="no mask"):
        subject.pipeline.picture(analysis, event)


def test_a_frame_that_nobody_looked_at_is_not_shown() -> None:
    subject = camera()
    with pytest.raises(NotAnalysedError):
        subject.pipeline.picture(subject.frame(0, allowed=()))
