"""The studio: the empty square and the people cut out of vtest.avi, made in memory each time and never written.

Who is cut out stands in ``cast.txt`` as numbers (name, frame from 0, left, top, width, height in pixels): people who
walk or stand alone, picked by hand among the boxes of a run of ``analyse``. The square is the median of the clip. The
matte of a person is what differs from it inside the box.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.scenes.grounds import DRAWN
from detectors.scenes.stage import Stage, square_projection
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.vtest import VTEST
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


@dataclass(frozen=True, slots=True)
class _Row:
    """One person in one frame: a line of ``cast.txt``. box: left, top, width, height in pixels."""

    name: str
    frame: int
    box: tuple[int, int, int, int]

    @property
    def middle(self) -> float:
        return self.box[0] + self.box[2] / 2

    @property
    def reach(self) -> tuple[slice, slice]:
        """Rows and columns in which the matte is looked for."""
        left, top, width, height = self.box
        x, y = round(MARGIN * height), round(MARGIN / 2 * height)
        return slice(max(0, top - y), top + height + y), slice(max(0, left - x), left + width + x)


class Studio:
    """Everything that scenes are made of. clip: vtest.avi. Raises StudioError where it cannot be read.

    Of the clip only the empty square and the people who are cut out of it are kept.
    """

    RATE = 7.0
    """True frames a second of the clip."""

    def __init__(self, clip: Path) -> None:
        rows = _rows()
        samples, people = _read(clip, rows)
        self.square = Stage("square", np.median(np.stack(samples), axis=0).astype(np.uint8), square_projection())
        self._ground = Homography(self.square.homography)
        self.cast: Mapping[str, Member] = {
            name: self._member(name, [row for row in rows if row.name == name], people)
            for name in dict.fromkeys(row.name for row in rows)
        }

    def stage(self, name: str) -> Stage:
        """Raises KeyError for a stage that does not exist."""
        return self.square if name == "square" else DRAWN[name]()

    def _member(self, name: str, rows: Sequence[_Row], people: Mapping[_Row, Image]) -> Member:
        cuts = tuple(self._cut(row, people[row]) for row in rows)
        return Member(name, cuts, rightwards=rows[-1].middle > rows[0].middle)

    def _cut(self, row: _Row, colour: Image) -> CutOut:
        right, ahead = self._ground.to_ground([(row.middle, row.box[1] + row.box[3])])[0].tolist()
        alpha = _matte(colour, self.square.picture[row.reach])
        lines, columns = np.flatnonzero(alpha.max(axis=1) > 0.5), np.flatnonzero(alpha.max(axis=0) > 0.5)
        if not len(lines):
            raise StudioError(
                f"Nobody stands out in frame {row.frame} of the clip: the cast was picked from another one."
            )
        whole = slice(lines[0], lines[-1] + 1), slice(columns[0], columns[-1] + 1)
        alpha = alpha[whole]
        foot = row.middle - row.reach[1].start - float(columns[0]), float(len(alpha))
        metre = self.square.metre((right, ahead))
        return CutOut(np.ascontiguousarray(colour[whole]), np.ascontiguousarray(alpha), foot, metre, _head(alpha))


@lru_cache(maxsize=1)
def open_studio(clip: Path) -> Studio:
    """One for the process: reading the clip takes seconds."""
    return Studio(clip)


def _rows() -> list[_Row]:
    rows = []
    for line in CAST.read_text().splitlines():
        name, *numbers = line.split()
        frame, left, top, width, height = map(int, numbers)
        rows.append(_Row(name, frame, (left, top, width, height)))
    return rows


def _read(clip: Path, rows: Sequence[_Row]) -> tuple[list[Image], dict[_Row, Image]]:
    """Frames for the median, and what lies around each person; the clip as a whole would fill a gigabyte."""
    wanted: dict[int, list[_Row]] = {}
    for row in rows:
        wanted.setdefault(row.frame, []).append(row)
    samples: list[Image] = []
    people: dict[_Row, Image] = {}
    try:
        with av.open(str(clip)) as container:
            for number, frame in enumerate(container.decode(video=0)):
                if number % MEDIAN_STEP and number not in wanted:
                    continue
                image = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
                if number % MEDIAN_STEP == 0:
                    samples.append(image)
                people |= {row: image[row.reach].copy() for row in wanted.get(number, ())}
    except (av.FFmpegError, OSError) as error:
        raise StudioError(
            f"The scenes are made of the clip {clip}, which cannot be read ({error.strerror}). Run manage.py "
            "demo_cameras once, which fetches it, or put vtest.avi of Debian's package opencv-doc there."
        ) from error
    if len(people) < len(rows) or samples[0].shape != (VTEST.height, VTEST.width, 3):
        raise StudioError(f"{clip} is not the clip that the cast was picked from: put vtest.avi of opencv-doc there.")
    return samples, people


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
