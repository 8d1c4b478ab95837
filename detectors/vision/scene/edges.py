"""The borders of the picture, where objects come into view, go out of it, and are cut."""

from detectors.vision.scene.shapes import Zone
from detectors.vision.types import Bools, Tracks

RIM = 0.01
"""Share of the picture's width: a box that comes so near to the border may go on behind it."""


def at_the_rim(tracks: Tracks, zone: Zone) -> Bools:
    """[n]: whose box reaches the left, right or lower border of the picture. Where it is cut its foot is elsewhere."""
    boxes = tracks.boxes if tracks.detected is None else tracks.detected
    width, height = zone.picture
    left, _, right, bottom = boxes.T
    rim = RIM * width
    reaches: Bools = (left <= rim) | (right >= width - rim) | (bottom >= height - rim)
    return reaches
