"""Tracks of persons in the format of MOTChallenge, which every evaluation of trackers reads.

One row a box: frame, id, left, top, width, height, score, -1, -1, -1. Frames count from 1, so that a row's frame is
the position of the picture in the file + 1; lengths are pixels of the full frame.
"""

from pathlib import Path

from detectors.analysis.run import Seen, Stages
from detectors.analysis.whole import WholeFile
from detectors.vision.types import LABELS, Label

PERSON = LABELS.index(Label.PERSON)


class TracksFile:
    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._out = WholeFile(path)

    def add(self, seen: Seen, stages: Stages) -> None:
        with stages.timed("write"):
            self._out.file.write(rows(seen).encode())

    def finish(self) -> None:
        self._out.keep()

    def abandon(self) -> None:
        self._out.abandon()


def rows(seen: Seen) -> str:
    tracks = seen.analysis.tracks
    people = tracks.labels == PERSON
    found = zip(tracks.ids[people].tolist(), tracks.boxes[people].tolist(), tracks.scores[people].tolist(), strict=True)
    return "".join(
        f"{seen.index + 1},{track},{x1:.2f},{y1:.2f},{x2 - x1:.2f},{y2 - y1:.2f},{score:.4f},-1,-1,-1\n"
        for track, (x1, y1, x2, y2), score in found
    )
