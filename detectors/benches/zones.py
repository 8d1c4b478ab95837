"""Zones and lines: 50 of them and 50 objects, against supervision's; and whether the answers are exact."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import thread_time
from typing import Any

import numpy as np
import shapely

from detectors.benches.peers import SUPERVISION, Worker
from detectors.vision.scene import regions, steps
from detectors.vision.scene.shapes import STEPS, Coordinates, Line, Zone
from detectors.vision.types import Tracks
from hypervision.lib.bench import Figure, Say, at_least, at_most_of, interleaved

WIDTH, HEIGHT = 1280, 720
SHAPES, OBJECTS = 50, 50
FRAMES = 400
ZONES_GOAL, LINES_GOAL = 1 / 50, 1 / 40
START = datetime(2026, 1, 1, tzinfo=UTC)


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    """1. Zones against the peer. 2. Are they exact, on their borders, too? 3. Lines against the peer."""
    chance = np.random.default_rng(7)
    zones, lines = _zones(chance), _lines(chance)
    walk = _walk(chance)
    frames = [tracks.boxes.tolist() for tracks in walk]
    repeats = 9 if full else 3
    say(f"{SHAPES} zones and lines, {OBJECTS} objects, {FRAMES} frames, {repeats} times on each side.")
    with Worker(SUPERVISION, "supervision_worker.py", say) as peer:

        def theirs(ask: str, shapes: list[Any]) -> float:
            return float(peer.ask(ask=ask, shapes=shapes, frames=frames)["milliseconds"])

        corners = [zone.corners.astype(int).tolist() for zone in zones]
        ends = [line.points.astype(int).tolist() for line in lines]
        ours, other = interleaved(lambda: _zone_cost(zones, walk), lambda: theirs("zones", corners), repeats)
        yield at_most_of(f"zones, {SHAPES} x {OBJECTS}", ours, other, "ms", ZONES_GOAL)
        yield at_least("zones, answers as shapely's, borders included", _exactness(zones, chance), "%", 100)
        ours, other = interleaved(lambda: _line_cost(lines, walk), lambda: theirs("lines", ends), repeats)
        yield at_most_of(f"lines, {SHAPES} x {OBJECTS}", ours, other, "ms", LINES_GOAL)


def _zone_cost(zones: list[Zone], walk: list[Tracks]) -> float:
    """Milliseconds of a frame in which each zone is asked once, as rules do."""
    regions.join(zones, WIDTH, HEIGHT)
    taken = []
    for tracks in walk:
        before = thread_time()
        for zone in zones:
            zone.holds(tracks)
        taken.append(thread_time() - before)
    return 1000 * median(taken)


def _line_cost(lines: list[Line], walk: list[Tracks]) -> float:
    steps.join(lines)
    taken = []
    for number, tracks in enumerate(walk):
        at = START + timedelta(seconds=number / 5)
        before = thread_time()
        for line in lines:
            line.crossed(tracks, at)
        taken.append(thread_time() - before)
    return 1000 * median(taken)


def _exactness(zones: list[Zone], chance: np.random.Generator) -> float:
    """Percent of answers that agree with shapely's, a border being inside: anywhere, on borders, a hair beside them."""
    anywhere = chance.uniform((0, 0), (WIDTH, HEIGHT), (2000, 2))
    borders = np.concatenate([_on_border(zone, chance) for zone in zones])
    hairs = borders + chance.integers(-1, 2, borders.shape) / STEPS
    points = np.rint(np.concatenate([anywhere, borders, hairs]) * STEPS) / STEPS
    ours = regions.Regions(zones, WIDTH, HEIGHT).holding(points)
    polygons = np.array([shapely.Polygon(zone.corners) for zone in zones])
    theirs = shapely.intersects_xy(polygons, points[:, None, 0], points[:, None, 1])
    return 100 * float((ours == theirs).mean())


def _on_border(zone: Zone, chance: np.random.Generator) -> Coordinates:
    """Corners, and points of sides: halves and quarters of whole pixels lie on them exactly."""
    ends = np.roll(zone.corners, -1, axis=0)
    shares = [zone.corners + (ends - zone.corners) * share for share in (0.25, 0.5, 0.75, chance.uniform())]
    return np.concatenate([zone.corners, *shares])


def _zones(chance: np.random.Generator) -> list[Zone]:
    """Polygons of eight corners, 60 to 150 pixels from their middles, as somebody draws them."""
    zones = []
    for _ in range(SHAPES):
        middle = chance.uniform((160, 160), (WIDTH - 160, HEIGHT - 160))
        angles, reach = np.sort(chance.uniform(0, 2 * np.pi, 8)), chance.uniform(60, 150, 8)
        corners = middle + np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=1)
        zones.append(Zone(np.rint(corners), (WIDTH, HEIGHT)))
    return zones


def _lines(chance: np.random.Generator) -> list[Line]:
    return [Line(np.rint(chance.uniform((50, 50), (WIDTH - 50, HEIGHT - 50), (2, 2)))) for _ in range(SHAPES)]


def _walk(chance: np.random.Generator) -> list[Tracks]:
    """Objects that walk about: the tracks of each frame."""
    feet = chance.uniform((60, 100), (WIDTH - 60, HEIGHT - 10), (OBJECTS, 2))
    way = chance.uniform(-6, 6, (OBJECTS, 2))
    size = chance.uniform((20, 40), (70, 100), (OBJECTS, 2))
    walk = []
    for _ in range(FRAMES):
        feet = feet + way
        way = np.where((feet < (60, 100)) | (feet > (WIDTH - 60, HEIGHT - 10)), -way, way)
        boxes = np.concatenate([feet - size * (0.5, 1), feet + size * (0.5, 0)], axis=1).astype(np.float32)
        walk.append(_tracks(boxes))
    return walk


def _tracks(boxes: np.ndarray[Any, np.dtype[np.float32]]) -> Tracks:
    count = len(boxes)
    return Tracks(
        ids=np.arange(1, count + 1),
        boxes=boxes,
        scores=np.ones(count, np.float32),
        labels=np.zeros(count, np.int64),
        first_seen=np.full(count, START.timestamp()),
    )
