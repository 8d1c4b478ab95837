"""Does the camera still look where it looked? Told by the edges of what stands still, coarsely, whatever the light.

The picture is reduced to the direction of its edges on a coarse grid: no brightness, no colour, nothing from which a
picture could be made again. Two such maps are laid over each other at all shifts at once (orientation correlation,
Fitch et al. 2002, with doubled angles, so that an edge counts whether its bright side changes sides or not), and each
cell of the picture votes for itself: a crowd or a lorry silences some cells, a turned camera all of them.
"""

import zlib
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import fft

from detectors.vision.types import Bools, Image

WIDTH, HEIGHT = 192, 144
CELLS = (6, 8)
"""Rows and columns of the cells that vote."""
WEAK = 6.0
"""Change of brightness a pixel (0 to 255) below which a slope is noise; a dark picture's own noise raises it."""
SHAKE = 3
"""Pixels of the map by which a camera in the wind may be off: 1.6 % of the picture's width."""
FEWEST_EDGES = 0.02
"""Share of pixels with an edge below which nothing can be told: night without a lamp, fog, a covered lens."""
CELL_NEEDS = 12
"""Edges in a cell of the reference below which it has no vote."""
AGREES = 0.22
"""Agreement from which a cell says "still here": 0 for chance, 1 for the very same picture."""
CLEARLY = 0.6
"""Mean agreement from which nothing else is asked."""
SHIFTED = 0.4
"""Mean agreement from which another shift of the whole picture explains it, if it does so much better."""
MOVED = 0.5
"""Agreement from which a cell says "I see my piece, elsewhere"."""
BETTER = 1.3
REACH = 16
"""Pixels of the map around a cell in which its piece is looked for: a turn by ten degrees, a zoom by a quarter."""
MOST_SILENT = 0.85
"""Share of cells that may see nothing of their piece while the camera still looks where it looked: so much may a crowd
cover. Another scene silences nine of ten and more."""
FEWEST_CELLS = 6
SCALE = 127.0


class View(StrEnum):
    """What a look at the background told."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False, slots=True)
class Background:
    """edges: complex64 [HEIGHT, WIDTH]: exp(2i direction) where there is an edge, else 0."""

    edges: NDArray[np.complex64]

    @classmethod
    def of(cls, image: Image, covered: Bools | None = None) -> "Background":
        """image: masked, or about to be forgotten. covered: [height, width], what is no background, such as masks."""
        grey = cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
        grey = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.0)
        right = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8)
        down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8)
        strength = np.hypot(right, down)
        weak = max(WEAK / 4, float(np.percentile(strength, 70)))
        edges = np.where(strength > weak, (right + 1j * down) ** 2 / np.maximum(strength, 1e-6) ** 2, 0)
        if covered is not None:
            small = cv2.resize(covered.astype(np.uint8), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
            edges[cv2.dilate(small, np.ones((3, 3), np.uint8)) > 0] = 0
        return cls(edges.astype(np.complex64))

    def without(self, hidden: Bools) -> "Background":
        """hidden: [HEIGHT, WIDTH], where nothing counts."""
        return Background(np.where(hidden, 0, self.edges).astype(np.complex64))

    def dump(self) -> bytes:
        """Two bytes a pixel, packed: some 10 kB."""
        whole = np.stack([self.edges.real, self.edges.imag], axis=-1)
        return zlib.compress(np.rint(whole * SCALE).astype(np.int8).tobytes(), 9)

    @classmethod
    def load(cls, data: bytes) -> "Background":
        """Raises ``ValueError`` for what ``dump`` did not write."""
        try:
            flat = np.frombuffer(zlib.decompress(data), np.int8)
        except zlib.error as error:
            raise ValueError("This is no background of a camera.") from error
        if flat.size != 2 * WIDTH * HEIGHT:
            raise ValueError("This is no background of a camera.")
        whole = flat.reshape(HEIGHT, WIDTH, 2).astype(np.float32) / SCALE
        return cls((whole[..., 0] + 1j * whole[..., 1]).astype(np.complex64))

    def compare(self, now: "Background") -> View:
        """Whether ``now`` shows what this reference shows, from the same place.

        1. Too few edges: unknown. 2. Agreement where it should be. 3. Another shift of the whole picture explains it
        better. 4. More cells see their piece elsewhere than where it was: turned or zoomed. 5. Nearly all see nothing.
        """
        voters = _by_cell(np.abs(self.edges)) >= CELL_NEEDS
        if min(self._share(), now._share()) < FEWEST_EDGES or voters.sum() < FEWEST_CELLS:
            return View.UNKNOWN
        near, far = self._shifts(now)
        here = self._agreement(now, near)[voters]
        if here.mean() >= CLEARLY:
            return View.HERE
        there = self._agreement(now, far)[voters]
        if float(there.mean()) >= max(SHIFTED, BETTER * float(here.mean())):
            return View.ELSEWHERE
        moved = self._moved(now, near)[voters] > np.maximum(MOVED, BETTER * here)
        stays = ~moved & (here >= AGREES)
        is_turned = int(moved.sum()) >= max(FEWEST_CELLS, int(stays.sum()))
        is_another = stays.mean() < 1 - MOST_SILENT
        return View.ELSEWHERE if is_turned or is_another else View.HERE

    def likeness(self, now: "Background") -> float:
        """How well ``now`` agrees with this reference: 0 for chance, 1 for the very same picture."""
        voters = _by_cell(np.abs(self.edges)) >= CELL_NEEDS
        near, _far = self._shifts(now)
        return float(self._agreement(now, near)[voters].mean()) if voters.any() else 0.0

    def _share(self) -> float:
        return float((self.edges != 0).mean())

    def _shifts(self, now: "Background") -> tuple[tuple[int, int], tuple[int, int]]:
        """The shifts (down, right) of ``now`` that suit the whole picture best: within ``SHAKE``, and beyond."""
        agreed = fft.fftshift(fft.ifft2(fft.fft2(self.edges) * fft.fft2(now.edges).conj()).real)
        middle = (HEIGHT // 2, WIDTH // 2)
        close = np.zeros_like(agreed, bool)
        close[middle[0] - SHAKE : middle[0] + SHAKE + 1, middle[1] - SHAKE : middle[1] + SHAKE + 1] = True
        return _peak(agreed, close, middle), _peak(agreed, ~close, middle)

    def _agreement(self, now: "Background", shift: tuple[int, int]) -> NDArray[np.float64]:
        """Of each cell, under this shift of ``now``."""
        agreed = (self.edges * np.roll(now.edges, shift, (0, 1)).conj()).real
        return _by_cell(agreed) / np.maximum(_by_cell(np.abs(self.edges)), 1)

    def _moved(self, now: "Background", near: tuple[int, int]) -> NDArray[np.float64]:
        """Of each cell, how well its piece is found around it, but farther off than the camera shakes."""
        rows, columns = CELLS
        tall, wide = HEIGHT // rows, WIDTH // columns
        mine, theirs = _planes(self.edges), _planes(np.roll(now.edges, near, (0, 1)))
        around = cv2.copyMakeBorder(theirs, REACH, REACH, REACH, REACH, cv2.BORDER_CONSTANT)
        found = np.zeros(CELLS)
        for row in range(rows):
            for column in range(columns):
                top, left = row * tall, column * wide
                piece = mine[top : top + tall, left : left + wide]
                window = around[top : top + tall + 2 * REACH, left : left + wide + 2 * REACH]
                agreed = cv2.matchTemplate(window, piece, cv2.TM_CCORR)
                agreed[REACH - SHAKE : REACH + SHAKE + 1, REACH - SHAKE : REACH + SHAKE + 1] = 0
                found[row, column] = agreed.max() / max(
                    float(np.abs(self.edges[top : top + tall, left : left + wide]).sum()), 1
                )
        return found


def _peak(values: NDArray[np.float64], among: Bools, middle: tuple[int, int]) -> tuple[int, int]:
    row, column = np.unravel_index(np.where(among, values, -np.inf).argmax(), values.shape)
    return int(row) - middle[0], int(column) - middle[1]


def _planes(edges: NDArray[np.complex64]) -> NDArray[np.float32]:
    return np.stack([edges.real, edges.imag], axis=-1)


def _by_cell(values: NDArray[np.floating]) -> NDArray[np.float64]:
    rows, columns = CELLS
    parts = values.reshape(rows, HEIGHT // rows, columns, WIDTH // columns)
    return np.asarray(parts.sum(axis=(1, 3)), np.float64)
