"""Who is who in a clip, as a text file in the form of the MOTChallenge.

One line a box: frame (from 1), id, left, top, width, height, whether it counts, class (1 person, 3 car), share in view.
The first line says which frames were looked at: ``# frames 1-250``; in those without a line there is nobody.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detectors.vision.quality.hota import Seen

PERSON, CAR = 1, 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """first: position of the first frame in the clip, from 0. truth: one entry for each frame from there on."""

    first: int
    truth: list[Seen]


def read(path: Path, kind: int = PERSON) -> Labelled:
    """The labels of this class. Raises OSError, and ValueError for what is no such file."""
    lines = path.read_text().splitlines()
    if not lines or not lines[0].startswith("# frames "):
        raise ValueError(f"{path} does not begin with a line like: # frames 1-250")
    first, last = (int(number) for number in lines[0].removeprefix("# frames ").split("-"))
    rows = np.loadtxt(path, delimiter=",", ndmin=2)
    rows = rows[(rows[:, 7] == kind) & (rows[:, 6] > 0)]
    boxes = np.column_stack([rows[:, 2:4], rows[:, 2:4] + rows[:, 4:6]])
    of_frame = (rows[:, 0] == frame for frame in range(first, last + 1))
    return Labelled(first - 1, [Seen(rows[chosen, 1].astype(np.int64), boxes[chosen]) for chosen in of_frame])
