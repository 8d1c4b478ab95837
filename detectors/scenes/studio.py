"""The studio: the empty square and the people cut out of vtest.avi, made in memory each time and never written.

Who is cut out stands in ``cast.txt`` as numbers (name, frame from 0, left, top, width, height in pixels): people who
walk or stand alone, picked by hand among the boxes of a run of ``analyse``. The square is the median of the clip. The
matte of a person is what differs from it inside the box.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.scenes.grounds import DRAWN
from detectors.scenes.stage import Stage, square_projection
from detectors.vision.locate.homography import Homography
from detectors.vision.types import Image

Alpha = NDArray[np.float32]
"""float32 [height, width], 0 to 1."""

CAST = Path(__file__).with_name("cast.txt")
MEDIAN_STEP = 13
"""Each how manieth frame goes into the median."""
MARGIN = 0.10
"""Share of a box by which the matte may reach beyond it."""
DIFFERENT = 22
"""Levels by which a person differs from the empty square, at least."""


class StudioError(Exception):
    """The clip that the scenes are made of is missing or another one; a sentence."""


@dataclass(frozen=True, eq=False, slots=True)
class CutOut:
    """One person in one frame. colour: uint8 [h, w, 3]; alpha: [h, w]; foot: x, y in this cut-out.

    metre: pixels to an upright metre where it was filmed. head: x1 y1 x2 y2 in this cut-out.
    """

    colour: Image
    alpha: Alpha
    foot: tuple[float, float]
    metre: float
    head: tuple[float, float, float, float]

    @property
    def tall(self) -> float:
        """Metres from top to foot."""
        return self.foot[1] / self.metre


@dataclass(frozen=True, eq=False, slots=True)
class Member:
    """A person of the cast, frame after frame at ``Studio.RATE``. rightwards: whether the person walks to the right."""

    name: str
    frames: tuple[CutOut, ...]
    rightwards: bool


class Studio:
    """Everything that scenes are made of. clip: vtest.avi. Raises StudioError where it cannot be read."""

    RATE = 7.0
    """True frames a second of the clip."""

    def __init__(self, clip: Path) -> None:
        self._frames = _read(clip)
        self.square = Stage("square", _median(self._frames), square_projection())

    @cached_property
    def cast(self) -> Mapping[str, Member]:
        ground = Homography(self.square.homography)
        return {name: self._member(name, rows, ground) for name, rows in _rows().items()}

    def stage(self, name: str) -> Stage:
        """Raises KeyError for a stage that does not exist."""
        return self.square if name == "square" else DRAWN[name]()

    def _member(self, name: str, rows: Sequence[tuple[int, ...]], ground: Homography) -> Member:
        cuts = []
        for number, *box in rows:
            left, top, width, height = box
            place = ground.to_ground([(left + width / 2, top + height)])[0]
            metre = self.square.metre((float(place[0]), float(place[1])))
            cuts.append(_cut(self._frames[number], self.square.picture, (left, top, width, height), metre))
        return Member(name, tuple(cuts), rows[-1][1] + rows[-1][3] / 2 > rows[0][1] + rows[0][3] / 2)


@lru_cache(maxsize=1)
def open_studio(clip: Path) -> Studio:
    """One for the process: reading the clip takes seconds."""
    return Studio(clip)


def _rows() -> dict[str, list[tuple[int, ...]]]:
    """By name: frame, left, top, width, height."""
    rows: dict[str, list[tuple[int, ...]]] = {}
    for line in CAST.read_text().splitlines():
        name, *numbers = line.split()
        rows.setdefault(name, []).append(tuple(map(int, numbers)))
    return rows


def _read(clip: Path) -> list[Image]:
    try:
        with av.open(str(clip)) as container:
            return [np.asarray(frame.to_ndarray(format="bgr24"), np.uint8) for frame in container.decode(video=0)]
    except (av.FFmpegError, OSError) as error:
        raise StudioError(
            f"The scenes are made of the clip {clip}, which cannot be read ({error.strerror}). Run manage.py "
            "setup_demo, which fetches it, or put vtest.avi of Debian's package opencv-doc there."
        ) from error


def _median(frames: Sequence[Image]) -> Image:
    picture: Image = np.median(np.stack(frames[::MEDIAN_STEP]), axis=0).astype(np.uint8)
    return picture


def _cut(frame: Image, empty: Image, box: tuple[int, int, int, int], metre: float) -> CutOut:
    left, top, width, height = box
    reach_x, reach_y = round(MARGIN * height), round(MARGIN / 2 * height)
    x1, y1 = max(0, left - reach_x), max(0, top - reach_y)
    x2, y2 = min(frame.shape[1], left + width + reach_x), min(frame.shape[0], top + height + reach_y)
    colour, ground = frame[y1:y2, x1:x2], empty[y1:y2, x1:x2]
    alpha = _matte(colour, ground)
    rows, columns = np.flatnonzero(alpha.max(axis=1) > 0.5), np.flatnonzero(alpha.max(axis=0) > 0.5)
    if not len(rows):
        raise StudioError(f"Nobody stands out at {box} of the clip: it is not the one that the cast was picked from.")
    alpha, colour = alpha[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], colour[rows[0] :, columns[0] :]
    tall, wide = alpha.shape
    return CutOut(
        np.ascontiguousarray(colour[:tall, :wide]),
        alpha,
        (left + width / 2 - x1 - columns[0], tall),
        metre,
        _head(alpha),
    )


def _matte(colour: Image, ground: Image) -> Alpha:
    """What differs, without specks and holes, with a soft border."""
    different = np.abs(colour.astype(np.int16) - ground).max(axis=2).astype(np.uint8)
    solid = (cv2.GaussianBlur(different, (5, 5), 0) > DIFFERENT).astype(np.uint8)
    solid = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 9)))
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    outlines, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(solid)
    if outlines:
        cv2.drawContours(filled, [max(outlines, key=cv2.contourArea)], -1, 1, thickness=-1)
    return np.asarray(cv2.GaussianBlur(filled.astype(np.float32), (3, 3), 0), np.float32)


def _head(alpha: Alpha) -> tuple[float, float, float, float]:
    """The upper seventh of the silhouette: that is how tall people are in heads."""
    down = max(2, round(len(alpha) / 7))
    columns = np.flatnonzero(alpha[:down].max(axis=0) > 0.5)
    return float(columns[0]), 0.0, float(columns[-1] + 1), float(down)
