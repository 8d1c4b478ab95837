"""What is measured is measured by the boxes that the detector gave, not by those that a filter smoothed."""

import numpy as np

from detectors.vision.track.tracker import Tracker
from detectors.vision.types import Label
from tests.vision.worlds import at, box, see


def test_each_track_carries_the_box_that_the_detector_gave_it() -> None:
    tracker, chance = Tracker(), np.random.default_rng(3)
    for frame in range(20):
        given = see([box(100 + 9 * frame + chance.normal(), 200), box(600, 300 + chance.normal())], label=Label.VEHICLE)
        tracks = tracker.update(given, at(frame / 10))
        if frame:
            assert tracks.detected is not None
            found = {tuple(each) for each in tracks.detected.tolist()}
            assert found == {tuple(each) for each in given.boxes.tolist()}
