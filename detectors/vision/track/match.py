"""Which box belongs to which track: overlap, and the pairing with the largest sum."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Boxes = NDArray[np.float64]
Indices = NDArray[np.intp]


def overlap(first: Boxes, second: Boxes) -> NDArray[np.float64]:
    """Intersection over union of each with each.

    first: [n, 4], second: [m, 4], x1 y1 x2 y2. Returns [n, m], 0 to 1.
    """
    low = np.maximum(first[:, None, :2], second[:, :2])
    high = np.minimum(first[:, None, 2:], second[:, 2:])
    common = np.maximum(high - low, 0).prod(axis=2)
    union = _areas(first)[:, None] + _areas(second) - common
    shares: NDArray[np.float64] = np.divide(common, union, out=np.zeros(common.shape), where=union > 0)
    return shares


def assign(rows: Indices, columns: Indices, values: NDArray[np.float64]) -> tuple[Indices, Indices]:
    """The one-to-one pairing with the largest sum, out of a list of possible pairs.

    rows, columns, values: [k], values above nought. Returns the rows and the columns of the pairs. Only pairs that
    compete with another one go through the assignment, because its cost grows with the cube of their number.
    """
    alone = (np.bincount(rows)[rows] == 1) & (np.bincount(columns)[columns] == 1) if len(rows) else np.ones(0, bool)
    if alone.all():
        return rows, columns
    rivals = ~alone
    some_rows, row = _ranked(rows[rivals])
    some_columns, column = _ranked(columns[rivals])
    table = np.zeros((len(some_rows), len(some_columns)))
    table[row, column] = values[rivals]
    row, column = linear_sum_assignment(table, maximize=True)
    real = table[row, column] > 0
    return (
        np.concatenate([rows[alone], some_rows[row[real]]]),
        np.concatenate([columns[alone], some_columns[column[real]]]),
    )


def _ranked(numbers: Indices) -> tuple[Indices, Indices]:
    """The different numbers in order, and which of them each is: numpy.unique, but quick for few small numbers."""
    used = np.bincount(numbers) > 0
    return np.flatnonzero(used), (np.cumsum(used) - 1)[numbers]


def _areas(boxes: Boxes) -> NDArray[np.float64]:
    areas: NDArray[np.float64] = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return areas
