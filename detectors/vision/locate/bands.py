"""How many pixels a metre has, and where in the picture: what decides whether anything can be seen there at all.

The measure of EN 62676-4: pixels across one metre of width at the place itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detectors.vision.locate.homography import Coordinates, Homography

BANDS = (20.0, 40.0, 80.0, 125.0, 250.0)
"""Pixels per metre at the border of each band."""

ENOUGH = 20.0
"""Pixels per metre: with fewer a person is lower than 35 pixels, and the networks miss too many."""

COLUMNS, ROWS = 33, 241
"""How finely the picture is sampled for the borders."""


@dataclass(frozen=True, eq=False, slots=True)
class Band:
    """lines: the border as polylines of pixels, float64 [k, 2] each; none where the whole picture has more or fewer."""

    pixels_per_metre: float
    lines: tuple[Coordinates, ...]


def pixels_per_metre(ground: Homography, pixels: ArrayLike) -> NDArray[np.float64]:
    """pixels: [n, 2]. Returns [n], nought at and beyond the horizon."""
    per_pixel = np.linalg.norm(ground.jacobian(pixels)[:, :, 0], axis=1)
    return np.asarray(np.nan_to_num(1 / per_pixel, nan=0.0), np.float64)


def bands(ground: Homography, width: int, height: int) -> list[Band]:
    """The borders of ``BANDS`` in a picture of this size."""
    columns, rows = np.linspace(0, width, COLUMNS), np.linspace(0, height, ROWS)
    density = _density(ground, columns, rows)
    return [Band(border, tuple(_border(density - border, columns, rows))) for border in BANDS]


def reaches(ground: Homography, width: int, height: int) -> list[Coordinates]:
    """For each of ``BANDS`` the part of the picture [k, 2] from whose every place downwards a metre has so many pixels.

    Whatever stands nearer has more pixels, so it is the picture below one border; empty where nothing has so many.
    """
    columns, rows = np.linspace(0, width, COLUMNS), np.linspace(0, height, ROWS)
    density = _density(ground, columns, rows)
    found = []
    for border in BANDS:
        enough = np.logical_and.accumulate((density >= border)[::-1], axis=0).sum(axis=0)  # rows, from the bottom
        holding = np.flatnonzero(enough)
        if len(holding) < 2:
            found.append(np.zeros((0, 2)))
            continue
        upper = np.column_stack([columns[holding], rows[ROWS - enough[holding]]])
        found.append(np.vstack([upper, [columns[holding[-1]], height], [columns[holding[0]], height]]))
    return found


def _density(ground: Homography, columns: Coordinates, rows: Coordinates) -> NDArray[np.float64]:
    """Pixels per metre at each place of a grid, [rows, columns]."""
    x, y = np.meshgrid(columns, rows)
    return pixels_per_metre(ground, np.column_stack([x.ravel(), y.ravel()])).reshape(len(rows), len(columns))


def _border(above: NDArray[np.float64], columns: Coordinates, rows: Coordinates) -> list[Coordinates]:
    """In each column the lowest row where ``above`` changes its sign; neighbours are joined to lines."""
    lines: list[list[tuple[float, float]]] = [[]]
    for column, x in enumerate(columns):
        values = above[:, column]
        changes = np.flatnonzero((values[:-1] < 0) & (values[1:] >= 0))
        if not len(changes):
            lines.append([])
            continue
        row = int(changes[-1])
        part = values[row] / (values[row] - values[row + 1])
        lines[-1].append((float(x), float(rows[row] + part * (rows[row + 1] - rows[row]))))
    return [np.array(line) for line in lines if len(line) > 1]


def least(ground: Homography, corners: ArrayLike) -> float:
    """Pixels per metre at the worst corner of a zone [k, 2] of pixels."""
    return float(pixels_per_metre(ground, corners).min())
