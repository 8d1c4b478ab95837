"""A network is tried on pictures before anybody relies on it: what shapes cannot tell, its answers do.

A file of another family may have the very same shapes; read wrongly it then gives scores beyond 1, boxes outside of the
picture, or objects everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from detectors.vision.detect.registry import FAMILIES, open_detector
from detectors.vision.detect.session import Network, NetworkError, NetworkFile
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Detections, Image

MOST_OBJECTS = 250
"""In one picture: more than any street shows, and than a network of the right family ever says of it."""

OUTSIDE = 0.25
"""Share of a picture's size by which the middle of a box may lie beyond its edge: objects are cut, not elsewhere."""

MOST_OUTSIDE = 0.1
"""Share of boxes that may nevertheless."""


def probe(file: NetworkFile, pictures: Sequence[Image]) -> list[Detections]:
    """What the network sees in each of these pictures and, before them, in a grey one and in noise.

    Raises NetworkError for a wrong family, or for answers that cannot be those of its family, with what was found.
    """
    try:
        detector = open_detector(file)
    except NetworkError as error:
        raise _with_hint(file, error) from error
    seen = []
    for picture in (*_made(), *pictures):
        _check(file, detector.candidates(picture), picture)
        seen.append(detector.detect(picture))
        if len(seen[-1]) > MOST_OBJECTS:
            raise NetworkError(
                gettext_noop(
                    "The network %(file)s is not of the family %(family)s, or is wrong: it saw %(count)s objects in "
                    "one picture."
                ),
                file=file.path.name,
                family=file.family,
                count=len(seen[-1]),
            )
    return seen[-len(pictures) :] if pictures else []


def fitting(file: NetworkFile) -> Iterator[str]:
    """The families whose form the file has."""
    for family in FAMILIES:
        try:
            FAMILIES[family].reader(Network(replace(file, family=family)))
        except NetworkError:
            continue
        yield family


def _check(file: NetworkFile, seen: Detections, picture: Image) -> None:
    if len(seen) and seen.scores.max() > 1.001:
        raise NetworkError(
            gettext_noop(
                "The network %(file)s is not of the family %(family)s: its scores have to lie between 0 and 1, one is "
                "%(score)s."
            ),
            file=file.path.name,
            family=file.family,
            score=float(seen.scores.max()),
        )
    middle = (seen.boxes[:, :2] + seen.boxes[:, 2:]) / 2
    size = np.array([picture.shape[1], picture.shape[0]], np.float32)
    outside = (middle < -OUTSIDE * size) | (middle > (1 + OUTSIDE) * size)
    upside_down = (seen.boxes[:, 2:] < seen.boxes[:, :2]).any(axis=1)
    wrong = outside.any(axis=1) | upside_down
    if len(seen) and wrong.mean() > MOST_OUTSIDE:
        raise NetworkError(
            gettext_noop(
                "The network %(file)s is not of the family %(family)s: %(wrong)s of its %(all)s boxes lie outside of "
                "the picture, or end before they begin."
            ),
            file=file.path.name,
            family=file.family,
            wrong=int(wrong.sum()),
            all=len(seen),
        )


def _with_hint(file: NetworkFile, error: NetworkError) -> NetworkError:
    """The error, and the families that the file would fit."""
    known = [family for family in fitting(file) if family != file.family]
    if not known:
        return error
    return NetworkError(
        gettext_noop("%(error)s Its form is that of: %(families)s."), error=str(error), families=", ".join(known)
    )


def _made() -> tuple[Image, Image]:
    """A grey picture and noise: there is nothing to see in them."""
    noise = np.random.default_rng(7).integers(0, 256, (360, 640, 3), np.uint8)
    return np.full((360, 640, 3), 128, np.uint8), noise
