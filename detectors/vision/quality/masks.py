"""How many heads, faces and number plates a masked picture still shows, by their size.

A mark counts as bare when more than a tenth of the ellipse inside of its box is not covered: corners hold no face.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from detectors.vision.types import Bools, Image

MOST_BARE = 0.1
"""Share of a mark that may be uncovered: marks are made by hand, and true to some pixels."""

RECOGNISABLE = 20
"""Pixels: of a head, below which a person cannot be told from another; of a plate's width, below which none is read."""

BANDS = ((0, 20), (20, 40), (40, 10_000))
"""Sizes in pixels: from, and below."""


class Mark(StrEnum):
    """What must not be seen."""

    HEAD = "head"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Marked:
    """box: x1 y1 x2 y2 in pixels, of what is visible of it."""

    mark: Mark
    box: tuple[float, float, float, float]

    @property
    def pixels(self) -> float:
        """How large it is: the width of a plate; of a head the side of a square of the same area."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return width if self.mark is Mark.PLATE else float(np.sqrt(max(0.0, width * height)))


@dataclass(slots=True)
class Uncovered:
    """Sums over many pictures. seen, bare: by mark and band. covered: of each picture, the share that is covered."""

    seen: dict[tuple[Mark, int], int] = field(default_factory=dict)
    bare: dict[tuple[Mark, int], int] = field(default_factory=dict)
    covered: list[float] = field(default_factory=list)

    def add(self, cover: Bools, marks: Iterable[Marked]) -> list[Marked]:
        """cover: [height, width], what is covered. Gives the marks that are bare."""
        self.covered.append(float(cover.mean()))
        found = []
        for each in marks:
            key = each.mark, band_of(each.pixels)
            self.seen[key] = self.seen.get(key, 0) + 1
            if bare_share(cover, each.box) > MOST_BARE:
                self.bare[key] = self.bare.get(key, 0) + 1
                found.append(each)
        return found

    def count(self, mark: Mark, band: int) -> tuple[int, int]:
        """How many were bare, of how many."""
        return self.bare.get((mark, band), 0), self.seen.get((mark, band), 0)


def covered_by(picture: Image, colour: Sequence[int]) -> Bools:
    """[height, width]: what has the colour of the cover."""
    result: Bools = (picture == np.array(colour, np.uint8)).all(axis=2)
    return result


def bare_share(cover: Bools, box: tuple[float, float, float, float]) -> float:
    """Of the ellipse inside of a box: how much is not covered; nought where no pixel of it lies in the picture."""
    height, width = cover.shape
    left, top, right, bottom = (round(edge) for edge in box)
    rows, columns = np.arange(max(0, top), min(height, bottom)), np.arange(max(0, left), min(width, right))
    y, x = np.meshgrid(rows, columns, indexing="ij")
    middle, half = ((left + right) / 2, (top + bottom) / 2), ((right - left) / 2, (bottom - top) / 2)
    if not x.size:
        return 0.0
    inside = ((x + 0.5 - middle[0]) / half[0]) ** 2 + ((y + 0.5 - middle[1]) / half[1]) ** 2 <= 1
    return float(1 - cover[y[inside], x[inside]].mean()) if inside.any() else 0.0


def band_of(pixels: float) -> int:
    return next(index for index, (least, below) in enumerate(BANDS) if least <= pixels < below or below == BANDS[-1][1])


def read_marks(text: str) -> tuple[float, Mapping[int, list[Marked]]]:
    """Frames a second, and the marks of each frame (from 1), from lines ``frame,mark,x1,y1,x2,y2``.

    Raises ValueError for a line that is none of these, or where ``# rate N`` is missing.
    """
    rate, marks = 0.0, dict[int, list[Marked]]()
    for line in text.splitlines():
        if line.startswith("# rate "):
            rate = float(line.removeprefix("# rate "))
        elif line and not line.startswith("#"):
            frame, mark, *box = line.split(",")
            left, top, right, bottom = map(float, box)
            if not (left < right and top < bottom):
                raise ValueError(f"“{line}” is no box.")
            marks.setdefault(int(frame), []).append(Marked(Mark(mark), (left, top, right, bottom)))
    if rate <= 0:
        raise ValueError("It lacks the line “# rate N”, the true frames a second.")
    return rate, marks
