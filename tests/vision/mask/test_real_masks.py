"""The real masks on the clip that the demo plays, where networks and clip are installed."""

import numpy as np
import pytest

from detectors.vision.detect.registry import open_detector
from detectors.vision.mask.masker import COVER
from detectors.vision.mask.registry import open_masker
from detectors.vision.track.tracker import Tracker
from detectors.vision.types import Image, Tracks
from tests.vision import real
from tests.vision.worlds import at

pytestmark = [real.needs_weights, real.needs_clip]

HEADS = [(202, 163), (250, 164), (310, 164), (324, 214), (595, 166), (632, 166)]
"""Middles of the heads in frame 300, marked by hand; each is about 8 pixels wide and 11 high."""


@pytest.fixture(scope="module")
def masked() -> Image:
    picture = real.frame(300)
    detections = open_detector(real.NETWORKS["nanodet"]).detect(picture)
    return open_masker(real.NETWORKS["centerface"], real.NETWORKS["clp_det"]).mask(picture, detections, Tracks.none())


@pytest.mark.parametrize(("x", "y"), HEADS)
def test_every_head_on_the_clip_is_covered(masked: Image, x: int, y: int) -> None:
    assert (masked[y - 6 : y + 7, x - 5 : x + 6] == COVER).all()


def test_most_of_the_scene_stays_to_be_seen(masked: Image) -> None:
    assert np.mean((masked == COVER).all(axis=2)) < 0.1


@pytest.mark.slow
def test_a_head_that_a_lamp_post_halves_is_covered_though_no_network_finds_the_person() -> None:
    detector, tracker = open_detector(real.NETWORKS["nanodet"]), Tracker()
    for number in range(198, 211):
        picture = real.frame(number)
        detections = detector.detect(picture)
        tracks = tracker.update(detections, at(number / 7))
    masker = open_masker(real.NETWORKS["centerface"], real.NETWORKS["clp_det"])
    head = (slice(153, 166), slice(430, 441))
    bare = masker.mask(picture, detections, tracks)[head]
    assert not (bare == COVER).all(axis=2).any(), "nothing else covers it"
    followed = tracks.and_also(tracker.coasting())
    assert (masker.mask(picture, detections, followed)[head] == COVER).all()
