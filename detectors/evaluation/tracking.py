"""How right the tracks of one sequence are, as measures."""

from collections.abc import Iterable, Iterator

import numpy as np

from detectors.evaluation.measure import Measure
from detectors.vision.quality.hota import Seen, score
from detectors.vision.types import LABELS, Label, Tracks


def seen(tracks: Tracks, label: Label) -> Seen:
    """The tracks with this label, as the metrics want them."""
    rows = tracks.labels == LABELS.index(label)
    return Seen(tracks.ids[rows], tracks.boxes[rows].astype(np.float64))


def measures(suite: str, name: str, truth: Iterable[Seen], found: Iterable[Seen]) -> Iterator[Measure]:
    """HOTA, IDF1 and MOTA, of as many frames; a sequence is one sample, so that there is no interval."""
    true, said = list(truth), list(found)
    result = score(true, said)
    identities = len({int(each) for frame in true for each in frame.ids})
    of = f"frames, {identities} objects"
    for title, value in (("HOTA", result.hota), ("IDF1", result.idf1), ("MOTA", result.mota)):
        yield Measure(suite, name, title, value, count=len(true), of=of)
    yield Measure(suite, name, "identity switches", float(result.switches), count=len(true), of=of)
