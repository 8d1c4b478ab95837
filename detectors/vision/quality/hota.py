"""How right tracks are: HOTA, IDF1 and MOTA of one sequence, each as its authors define it.

HOTA: Luiten et al. 2021 (higher order tracking accuracy), the mean over 19 thresholds of overlap of the geometric mean
of how well objects are found (DetA) and how well they are kept apart (AssA). IDF1: Ristani et al. 2016. MOTA and
switches: Bernardin and Stiefelhagen 2008.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from detectors.vision.track.match import overlap

Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]

THRESHOLDS = np.arange(1, 20) * 0.05
SAME = 0.5
"""Overlap from which IDF1 and MOTA take a box for the object's."""

SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Seen:
    """Who is where in one frame. ids: int64 [n], each once. boxes: [n, 4], x1 y1 x2 y2."""

    ids: NDArray[np.int64]
    boxes: Numbers


@dataclass(frozen=True, slots=True)
class Score:
    """All are shares, 0 to 1 (mota may be negative); switches is a count."""

    hota: float
    deta: float
    assa: float
    loca: float
    idf1: float
    mota: float
    switches: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """Rows of both sides in the tables of the whole sequence, and the overlap of each with each."""

    truth: Rows
    found: Rows
    overlap: Numbers


def score(truth: Sequence[Seen], found: Sequence[Seen]) -> Score:
    """truth, found: one entry a frame, both of the same length."""
    frames = list(_frames(truth, found))
    sizes = _count([frame.truth for frame in frames]), _count([frame.found for frame in frames])
    mota, switches = _mota(frames, len(sizes[0]))
    return Score(*_hota(frames, *sizes), _idf1(frames, *sizes), mota, switches)


def _frames(truth: Sequence[Seen], found: Sequence[Seen]) -> Iterator[_Frame]:
    true_rows, found_rows = _rows([frame.ids for frame in truth]), _rows([frame.ids for frame in found])
    for true, said, true_row, found_row in zip(truth, found, true_rows, found_rows, strict=True):
        yield _Frame(true_row, found_row, overlap(np.asarray(true.boxes, float), np.asarray(said.boxes, float)))


def _rows(ids: Sequence[NDArray[np.int64]]) -> list[Rows]:
    """The ids of each frame as positions among all ids of the sequence."""
    if not ids:
        return []
    _, rows = np.unique(np.concatenate(ids), return_inverse=True)
    return np.split(rows.astype(np.intp), np.cumsum([len(frame) for frame in ids])[:-1])


def _count(rows: Sequence[Rows]) -> Numbers:
    """In how many frames each id stands."""
    return np.bincount(np.concatenate([np.zeros(0, np.intp), *rows])).astype(np.float64)


def _hota(frames: Sequence[_Frame], truth: Numbers, found: Numbers) -> tuple[float, float, float, float]:
    """HOTA, DetA, AssA, LocA. Within a frame that pairing counts which suits the identities of the whole sequence."""
    together = np.zeros((len(truth), len(found)))
    for frame in frames:
        rivals = frame.overlap.sum(axis=0) + frame.overlap.sum(axis=1)[:, None] - frame.overlap
        together[np.ix_(frame.truth, frame.found)] += frame.overlap / np.maximum(rivals, SLACK)
    alignment = together / np.maximum(truth[:, None] + found - together, SLACK)
    pairs = np.zeros((len(THRESHOLDS), len(truth), len(found)))
    placed = np.zeros(len(THRESHOLDS))
    for frame in frames:
        own, other = linear_sum_assignment(alignment[np.ix_(frame.truth, frame.found)] * frame.overlap, maximize=True)
        close = frame.overlap[own, other]
        for level, least in enumerate(THRESHOLDS):
            good = close >= least - SLACK
            pairs[level, frame.truth[own[good]], frame.found[other[good]]] += 1
            placed[level] += close[good].sum()
    hits = pairs.sum(axis=(1, 2))
    detected = hits / np.maximum(truth.sum() + found.sum() - hits, 1)
    lasting = pairs / np.maximum(truth[:, None] + found - pairs, 1)
    associated = (pairs * lasting).sum(axis=(1, 2)) / np.maximum(hits, 1)
    located = np.where(hits > 0, placed / np.maximum(hits, 1), 1.0)
    hota = np.sqrt(detected * associated)
    return float(hota.mean()), float(detected.mean()), float(associated.mean()), float(located.mean())


def _idf1(frames: Sequence[_Frame], truth: Numbers, found: Numbers) -> float:
    """Each true identity gets the one found identity that shares most frames with it, over the whole sequence."""
    together = np.zeros((len(truth), len(found)))
    for frame in frames:
        rows, columns = np.nonzero(frame.overlap >= SAME)
        together[frame.truth[rows], frame.found[columns]] += 1
    own, other = linear_sum_assignment(together, maximize=True)
    return float(2 * together[own, other].sum() / max(truth.sum() + found.sum(), 1))


def _mota(frames: Sequence[_Frame], identities: int) -> tuple[float, int]:
    """MOTA and the number of switches; a pair of the frame before stays a pair while it still overlaps."""
    last = np.full(identities, -1)
    before = last.copy()
    wrong = switches = total = 0
    for frame in frames:
        possible = frame.overlap >= SAME
        kept = (before[frame.truth][:, None] == frame.found) & possible
        own, other = linear_sum_assignment(np.where(possible, 1000.0 * kept + frame.overlap, 0), maximize=True)
        good = possible[own, other]
        objects, said = frame.truth[own[good]], frame.found[other[good]]
        switches += int(((last[objects] >= 0) & (last[objects] != said)).sum())
        wrong += len(frame.truth) + len(frame.found) - 2 * len(objects)
        total += len(frame.truth)
        last[objects] = said
        before = np.full(identities, -1)
        before[objects] = said
    return 1 - (wrong + switches) / max(total, 1), switches
