"""The numbers of a homography out of marked points: the most likely one, and how uncertain it is.

The normalised direct linear transform (Hartley and Zisserman 2004, algorithm 4.2) gives a start; Levenberg and
Marquardt then minimise the distances in the picture, each weighed by how well its point was marked. The covariance is
the inverse of the normal matrix (ibid., section 5.2), scaled by how far the points really miss.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from detectors.vision.locate.homography import Coordinates, Matrix, by_numbers

FREEDOMS = 8
"""Of a homography: nine numbers whose common factor means nothing."""

TRUST = 4
"""As many misses as ``Marking`` is worth when the points themselves say how well they were marked: with four points it
is all that is known, with many it counts for little."""

ROUNDS = 3
"""Weights depend on the homography and it on them; after three rounds they stand."""


@dataclass(frozen=True, slots=True)
class Marking:
    """How well points are marked, 1 sigma. picture: pixels. ground: metres; nought for points that were surveyed."""

    picture: float = 1.0
    ground: float = 0.0


@dataclass(frozen=True, eq=False, slots=True)
class Solution:
    """matrix: [3, 3], pixels to metres, norm 1, sign open. covariance: [9, 9] of its numbers, row by row.

    scale: by which factor the points were marked worse than ``Marking`` says. freedom: with how many of them said so.
    """

    matrix: Matrix
    covariance: Matrix
    scale: float
    freedom: int


def strength(image: Coordinates, ground: Coordinates) -> float:
    """How firmly the points hold a homography, 0 to 1: nought when too many of them lie on one line."""
    equations = _equations(_apply(_normaliser(image), image), _apply(_normaliser(ground), ground))
    values = np.linalg.svd(equations, compute_uv=False)
    return float(values[FREEDOMS - 1] / values[0])


def solve(image: Coordinates, ground: Coordinates, marking: Marking) -> Solution:
    """image: [n, 2] pixels; ground: [n, 2] metres; n at least 4, in general position (see ``strength``)."""
    to_image, to_ground = _normaliser(image), _normaliser(ground)
    marked, places = _apply(to_image, image), _apply(to_ground, ground)
    pixel, metre = marking.picture * to_image[0, 0], marking.ground * to_ground[0, 0]
    # Of four points the ninth direction, which is wanted, comes only with all of them.
    _, _, directions = np.linalg.svd(_equations(marked, places), full_matrices=len(image) == FREEDOMS // 2)
    to_picture = np.linalg.inv(directions[-1].reshape(3, 3))
    for _ in range(ROUNDS if metre else 1):
        to_picture, normal, misses = _refined(to_picture, marked, places, _whitening(to_picture, places, pixel, metre))
    freedom = 2 * len(image) - FREEDOMS
    scale_squared = (TRUST + misses @ misses) / (TRUST + freedom)
    back = np.linalg.inv(to_picture)
    whole: Matrix = np.linalg.inv(to_ground) @ back @ to_image
    # vec(A X B) = (A ⊗ Bᵀ) vec(X) row by row, and d(X⁻¹) = -X⁻¹ dX X⁻¹: the covariance follows the matrix.
    lead = np.kron(np.linalg.inv(to_ground) @ back, (back @ to_image).T) / np.linalg.norm(whole)
    covariance = scale_squared * lead @ normal @ lead.T
    return Solution(whole / np.linalg.norm(whole), covariance, float(np.sqrt(scale_squared)), freedom)


def _equations(marked: Coordinates, places: Coordinates) -> Matrix:
    """The direct linear transform, [2n, 9]: what the homography, row by row, is orthogonal to."""
    (x, y), (east, north) = marked.T, places.T
    zero, one = np.zeros_like(x), np.ones_like(x)
    return np.concatenate(
        [
            np.stack([x, y, one, zero, zero, zero, -east * x, -east * y, -east], axis=1),
            np.stack([zero, zero, zero, x, y, one, -north * x, -north * y, -north], axis=1),
        ]
    )


def _normaliser(points: Coordinates) -> Matrix:
    """Moves the middle of the points to 0 and their mean distance from it to the square root of 2."""
    middle = points.mean(axis=0)
    scale = np.sqrt(2) / np.linalg.norm(points - middle, axis=1).mean()
    return np.array([[scale, 0, -scale * middle[0]], [0, scale, -scale * middle[1]], [0, 0, 1]])


def _whitening(to_picture: Matrix, places: Coordinates, pixel: float, metre: float) -> NDArray[np.float64]:
    """[n, 2, 2]: what makes of each miss one that counts in sigmas. A metre of doubt is many pixels near the camera."""
    slope = _slope(to_picture, places)
    spread = pixel**2 * np.eye(2) + metre**2 * slope @ slope.transpose(0, 2, 1)
    return np.asarray(np.linalg.inv(np.linalg.cholesky(spread)), np.float64)


def _refined(
    start: Matrix, marked: Coordinates, places: Coordinates, whitening: NDArray[np.float64]
) -> tuple[Matrix, Matrix, NDArray[np.float64]]:
    """The matrix, the covariance of its numbers [9, 9] for misses of one sigma, and the misses in sigmas [2n]."""
    largest = int(np.abs(start).argmax())
    free = np.arange(9) != largest
    homogeneous = np.column_stack([places, np.ones(len(places))])

    def build(values: NDArray[np.float64]) -> Matrix:
        whole = np.ones(9)
        whole[free] = values
        return whole.reshape(3, 3)

    def misses(values: NDArray[np.float64]) -> NDArray[np.float64]:
        missed = _apply(build(values), places) - marked
        return np.asarray(np.einsum("nij,nj->ni", whitening, missed).ravel(), np.float64)

    def slope(values: NDArray[np.float64]) -> Matrix:
        per_number = by_numbers(build(values), homogeneous)
        whitened = np.einsum("nij,njk->nik", whitening, per_number)
        return np.asarray(whitened[:, :, free].reshape(-1, FREEDOMS), np.float64)

    found = least_squares(misses, (start / start.flat[largest]).ravel()[free], slope, method="lm")
    covariance = np.zeros((9, 9))
    covariance[np.ix_(free, free)] = np.linalg.pinv(found.jac.T @ found.jac, hermitian=True)
    return build(found.x), covariance, np.asarray(found.fun, np.float64)


def _slope(matrix: Matrix, points: Coordinates) -> NDArray[np.float64]:
    """[n, 2, 2]: how the image of each point moves with the point."""
    mapped = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    place = mapped[:, :2] / mapped[:, 2:]
    slope: NDArray[np.float64] = (matrix[:2, :2] - place[:, :, None] * matrix[2, :2]) / mapped[:, 2, None, None]
    return slope


def _apply(matrix: Matrix, points: Coordinates) -> Coordinates:
    mapped = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ matrix.T
    place: Coordinates = mapped[:, :2] / mapped[:, 2:]
    return place
