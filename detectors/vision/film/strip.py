"""Footage as a film, and what is drawn over it: the times of its pictures and the boxes that caused the event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from detectors.vision.film.mp4 import Film, film
from detectors.vision.film.reel import Footage


@dataclass(frozen=True, slots=True)
class Strip:
    """track: {"times": [ms, …], "boxes": [[x1, y1, x2, y2] or None, …], "zone": [[x, y], …]}; a time and a box for each
    picture, in milliseconds since the first moment and in fractions of the picture. It names nobody and numbers nobody.
    """

    film: Film
    track: dict[str, Any]


def developed(footage: Footage) -> Strip:
    """Raises FilmError."""

    def since(at: datetime) -> int:
        return max(0, round((at - footage.starts_at).total_seconds() * 1000))

    # Two pictures of one millisecond would be one to a player.
    times: list[int] = []
    for shot in footage.shots:
        times.append(max(since(shot.at), times[-1] + 1) if times else 0)
    made = film([shot.jpeg for shot in footage.shots], times, max(since(footage.ends_at), times[-1] + 1))
    boxes = [list(box) if box else None for box in footage.boxes]
    return Strip(made, {"times": times, "boxes": boxes, "zone": [list(point) for point in footage.order.zone]})
