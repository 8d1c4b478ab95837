"""Which box belongs to which track: overlap of boxes that are widened by the motion to be expected, then assignment.

At 25 pictures a second a person overlaps with its own last box and plain intersection over union does. At 2 a second
a walking person has left its last box. So both boxes are widened by what the filter does not know about the position
(after C-BIoU, Yang et al. 2023, who widen by a fixed share): sure tracks are matched strictly, unsure ones generously.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Boxes = NDArray[np.float64]
Indices = NDArray[np.intp]


def overlap(first: Boxes, second: Boxes, margin: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Intersection over union of each with each.

    first: [n, 4], second: [m, 4], x1 y1 x2 y2. margin: [n, 2], pixels by which a box of ``first`` and whatever it is
    compared with are widened on each side in x and y. Returns [n, m], 0 to 1.
    """
    grow = np.zeros((len(first), 2)) if margin is None else margin
    total = np.ones((len(first), len(second)))
    own_area, other_area = np.ones_like(total), np.ones_like(total)
    for axis in (0, 1):
        widened = 2 * grow[:, axis, None]
        low = np.maximum(first[:, axis, None], second[:, axis])
        high = np.minimum(first[:, axis + 2, None], second[:, axis + 2])
        total *= np.maximum(high - low + widened, 0)
        own_area *= (first[:, axis + 2, None] - first[:, axis, None]) + widened
        other_area *= (second[:, axis + 2] - second[:, axis]) + widened
    union = own_area + other_area - total
    return np.divide(total, union, out=np.zeros_like(total), where=union > 0)


def assign(similarity: NDArray[np.float64], least: float) -> tuple[Indices, Indices]:
    """The one-to-one pairing with the largest sum of similarities; pairs under ``least`` are no pairs.

    similarity: [n, m]. Returns the rows and the columns of the pairs.
    """
    allowed = similarity >= least
    if not allowed.any():
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    if _is_unambiguous(allowed):
        rows, columns = np.nonzero(allowed)
        return rows, columns
    rows, columns = linear_sum_assignment(np.where(allowed, similarity, 0.0), maximize=True)
    good = allowed[rows, columns]
    return rows[good], columns[good]


def _is_unambiguous(allowed: NDArray[np.bool_]) -> bool:
    """Whether each row and each column has at most one candidate, so that nothing is left to optimise."""
    return bool(allowed.sum(axis=0).max() <= 1 and allowed.sum(axis=1).max() <= 1)
