"""A camera of known geometry, so that what a homography says can be checked against the truth."""

from detectors.vision.locate.homography import Homography
from detectors.vision.locate.pinhole import Pinhole


def looking_down(
    height: float = 6.0,
    tilt: float = 25.0,
    heading: float = 0.0,
    focal: float = 900.0,
    width: int = 1280,
    rows: int = 720,
) -> Homography:
    """height: metres. tilt: degrees below the horizon. heading: degrees clockwise from north. focal: pixels."""
    return Pinhole(height, tilt, heading, focal, width, rows).ground()
