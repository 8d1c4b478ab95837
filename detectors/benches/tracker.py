"""The tracker against those of supervision and trackers: what a frame costs, and how right the tracks are.

Each side gets the same boxes. A peer runs with its own settings at several thresholds, and the best of them counts,
for HOTA and for IDF1 apart; ours runs as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import thread_time
from typing import Any

import numpy as np

from detectors.benches.clips import WEIGHTS, recording
from detectors.benches.peers import SUPERVISION, TRACKERS, Worker
from detectors.vision.detect import nanodet
from detectors.vision.detect.registry import open_detector
from detectors.vision.detect.session import NetworkFile
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.vtest import VTEST
from detectors.vision.quality import crowds, labelled
from detectors.vision.quality.camera import Camera
from detectors.vision.quality.crowds import Crowd
from detectors.vision.quality.hota import Score, Seen, score
from detectors.vision.quality.seer import SHARP, WEAK
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from detectors.vision.track.tracker import Tracker
from detectors.vision.types import LABELS, Detections, Label
from detectors.weights.recipes import RECIPES
from hypervision.env import VAR, folder
from hypervision.lib.bench import Figure, Say, at_least_of, at_most_of, interleaved

START = datetime(2026, 1, 1, tzinfo=UTC)
LABELLED = Path(__file__).parents[2] / "tests" / "vision" / "labels"
CLIPS = folder("CLIPS_DIR", VAR / "clips")
"""Where the recordings are that are measured if they are there."""

FRAMES, WARM_UP = 250, 50
COSTS = {10: (1.0, 1.0), 50: (1 / 8, 1 / 4), 200: (1 / 8, 1 / 4)}
"""Boxes a frame: the most that ours may cost against supervision's ByteTrack and against that of trackers."""

STREET, LOW, HIGH = Camera(820, 5.2, 13.5, 768, 576), Camera(1000, 4.5, 15, 1920, 1080), Camera(1100, 10, 30)
NEAR = Camera(700, 4, 18)

CROWDS = (
    Crowd("street, 10 a second", STREET, 10, 9, 20, (9, 32), seed=11),
    Crowd("square, 5 a second", HIGH, 5, 30, 16, (8, 35), seed=14),
    Crowd("street, 2 a second", Camera(), 2, 10, 50, (9, 35), seed=16),
)
MORE = (
    Crowd("street, sharp eye, 10 a second", STREET, 10, 12, 40, (9, 32), SHARP, seed=12),
    Crowd("street, 25 a second", Camera(), 25, 14, 20, (9, 35), seed=13),
    Crowd("dense square, sharp eye, 10 a second", HIGH, 10, 45, 20, (8, 35), SHARP, 0, seed=17),
    Crowd("street, 14 people, 10 a second", STREET, 10, 14, 20, (9, 32), seed=21),
    Crowd("near, sharp eye, 10 a second", NEAR, 10, 8, 30, (5, 20), SHARP, seed=22),
    Crowd("near, 5 a second", NEAR, 5, 10, 30, (5, 20), seed=23),
    Crowd("held out: street, 10 a second", STREET, 10, 8, 40, (9, 32), seed=111),
    Crowd("held out: street, sharp eye, 25 a second", STREET, 25, 12, 16, (9, 32), SHARP, seed=112),
    Crowd("held out: low camera, 10 a second", LOW, 10, 14, 30, (8, 35), WEAK, 2, seed=113),
    Crowd("held out: low camera, sharp eye, 5 a second", LOW, 5, 25, 40, (8, 35), SHARP, seed=114),
    Crowd("held out: low camera, sharp eye, 2 a second", LOW, 2, 10, 90, (8, 35), SHARP, 2, seed=116),
    Crowd("held out: dense square, 10 a second", HIGH, 10, 60, 15, (8, 35), WEAK, 0, seed=117),
)
"""Held out: looked at only when everything was set."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A labelled one. every: every which frame alone is measured, too."""

    name: str
    label: Label
    rate: float
    size: tuple[int, int]
    ground: Homography | None = None
    every: tuple[int, ...] = ()


RECORDINGS = (
    Recording("vtest", Label.PERSON, 10, (768, 576), Homography.of(VTEST, 768, 576), (2, 5)),
    Recording("one-by-one-person-detection", Label.PERSON, 10, (768, 432), None, (2,)),
    Recording("car-detection", Label.VEHICLE, 12.5, (768, 432)),
)

NAMES = ("sort", "bytetrack", "ocsort", "botsort", "cbiou")
SOME = ("bytetrack", "cbiou")
"""Those that are best somewhere; --full asks all, and supervision's."""


@dataclass(frozen=True, slots=True)
class _Set:
    """Boxes, times and truth of one sequence, one entry a frame."""

    name: str
    times: Sequence[float]
    detections: Sequence[Detections]
    truth: Sequence[Seen]
    ground: Homography | None
    size: tuple[int, int]


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    """1. What a frame costs. 2. How right the tracks are, without a calibration and with one."""
    with (
        TemporaryDirectory() as folder,
        Worker(TRACKERS, "tracker_worker.py", say) as trackers,
        Worker(SUPERVISION, "tracker_worker.py", say) as supervision,
    ):
        yield from _costs(Path(folder), supervision, trackers, repeats=5 if full else 3)
        peers = dict.fromkeys(NAMES if full else SOME, trackers)
        if full:
            peers["supervision"] = supervision
        for each in _sets(say, full):
            yield from _quality(each, Path(folder), peers, full)


def _costs(folder: Path, supervision: Worker, trackers: Worker, repeats: int) -> Iterator[Figure]:
    for count, (first_goal, second_goal) in COSTS.items():
        frames = _swarm(count)
        given = _write(folder, frames)
        for peer, tracker, goal in ((supervision, "supervision", first_goal), (trackers, "bytetrack", second_goal)):

            def theirs(peer: Worker = peer, tracker: str = tracker, given: str = given) -> float:
                return float(peer.ask(detections=given, tracker=tracker, skip=WARM_UP)["milliseconds"])

            def ours(frames: Sequence[Detections] = frames) -> float:
                return _cost(frames)

            mine, other = interleaved(ours, theirs, repeats)
            owner = "supervision" if tracker == "supervision" else "trackers"
            yield at_most_of(f"tracker, {count} boxes, against ByteTrack of {owner}", mine, other, "ms", goal)


def _cost(frames: Sequence[Detections]) -> float:
    """Milliseconds of CPU of a frame, the median."""
    tracker, taken = Tracker(), []
    for number, seen in enumerate(frames):
        at = START + timedelta(seconds=number / 25)
        before = thread_time()
        tracker.update(seen, at)
        taken.append(thread_time() - before)
    return 1000 * median(taken[WARM_UP:])


def _swarm(count: int) -> list[Detections]:
    """Boxes that fly straight and bounce at the border, as in shared tests of trackers: shaken, missed, made up."""
    random = np.random.default_rng(0)
    limit = np.array([1280.0, 720.0])
    size = random.uniform((20, 40), (70, 140), (count, 2))
    place, speed = random.uniform((0, 0), limit, (count, 2)), random.normal(0, 4, (count, 2))
    frames = []
    for _ in range(FRAMES):
        place = place + speed
        speed = np.where((place < 0) | (place > limit), -speed, speed)
        place = np.clip(place, 0, limit)
        kept = random.random(count) > 0.05
        false = random.binomial(count, 0.02)
        middle = np.concatenate(
            [place[kept] + random.normal(0, 1.5, (kept.sum(), 2)), random.uniform((0, 0), limit, (false, 2))]
        )
        extent = np.concatenate(
            [size[kept] * random.normal(1, 0.02, (kept.sum(), 2)), random.uniform((20, 40), (70, 140), (false, 2))]
        )
        scores = np.where(
            random.random(len(middle)) < 0.1,
            random.uniform(0.2, 0.45, len(middle)),
            random.uniform(0.55, 0.95, len(middle)),
        )
        boxes = np.concatenate([middle - extent / 2, middle + extent / 2], axis=1)
        frames.append(_called(Label.PERSON, boxes, scores))
    return frames


def _called(label: Label, boxes: Any, scores: Any) -> Detections:
    labels = np.full(len(boxes), LABELS.index(label), np.int64)
    return Detections(boxes.astype(np.float32), scores.astype(np.float32), labels)


def _sets(say: Say, full: bool) -> Iterator[_Set]:
    for crowd in CROWDS + (MORE if full else ()):
        scene = crowds.make(crowd)
        camera = crowd.camera
        yield _Set(
            crowd.name,
            scene.times.tolist(),
            scene.detections,
            scene.truth,
            camera.ground,
            (camera.width, camera.height),
        )
    for clip in RECORDINGS if full else RECORDINGS[:1]:
        each = _recorded(clip, say)
        if each is not None:
            yield each
            for every in clip.every if full else ():
                yield replace(
                    each,
                    name=f"{each.name}, every {every}. frame",
                    times=each.times[::every],
                    detections=each.detections[::every],
                    truth=each.truth[::every],
                )


def _recorded(clip: Recording, say: Say) -> _Set | None:
    """The labelled part of a recording as our network sees it; looked at once and kept."""
    recipe = next(recipe for recipe in RECIPES if recipe.family == "nanodet")
    network = NetworkFile(recipe.family, WEIGHTS / recipe.file, recipe.sha256, recipe.classes)
    labels, path = LABELLED / f"{clip.name}.txt", recording(say) if clip.ground else CLIPS / f"{clip.name}.mp4"
    missing = [str(each) for each in (labels, network.path, path) if not each.is_file()]
    if missing:
        say(f"{clip.name} is not measured without {', '.join(missing)}.")
        return None
    known = labelled.read(labels, labelled.CAR if clip.label == Label.VEHICLE else labelled.PERSON)
    part = f"{recipe.sha256[:12]}-{nanodet.FAMILY.overlap}-{known.first}-{len(known.truth)}"
    kept = VAR / "bench" / f"{clip.name}-{part}.npz"
    if not kept.is_file():
        say(f"Looking at {len(known.truth)} frames of {path.name}; this is done once.")
        detector = open_detector(network)
        images = (frame.image for frame in in_order(FileSource(path, paced=False)))
        seen = [
            detector.detect(image) for number, image in zip(range(known.first + len(known.truth)), images, strict=False)
        ]
        seen = [each.chosen(each.labels == LABELS.index(clip.label)) for each in seen[known.first :]]
        kept.parent.mkdir(parents=True, exist_ok=True)
        _save(kept, seen)
    times = [number / clip.rate for number in range(len(known.truth))]
    return _Set(f"{clip.name}, labelled part", times, _load(kept, clip.label), known.truth, clip.ground, clip.size)


def _quality(each: _Set, folder: Path, peers: dict[str, Worker], full: bool) -> Iterator[Figure]:
    results = [("", _ours(each, None))]
    if each.ground is not None:
        results.append((", calibrated", _ours(each, each.ground)))
    given = _write(folder, each.detections)
    said = [
        _theirs(each, given, folder, peer, name, case) for name, peer in peers.items() for case in _cases(name, full)
    ]
    best_hota, best_idf1 = (
        max(said, key=lambda result: result.hota).hota,
        max(said, key=lambda result: result.idf1).idf1,
    )
    for kind, result in results:
        yield at_least_of(f"HOTA, {each.name}{kind}", result.hota, best_hota, "", 1)
        yield at_least_of(f"IDF1, {each.name}{kind}", result.idf1, best_idf1, "", 1)


def _ours(each: _Set, ground: Homography | None) -> Score:
    tracker, found = Tracker(), []
    for seen, time in zip(each.detections, each.times, strict=True):
        tracks = tracker.update(seen, START + timedelta(seconds=time), ground, each.size)
        found.append(Seen(tracks.ids, tracks.boxes.astype(np.float64)))
    return score(each.truth, found)


def _theirs(each: _Set, given: str, folder: Path, peer: Worker, name: str, case: dict[str, Any]) -> Score:
    out = folder / "said.npz"
    peer.ask(detections=given, tracker=name, out=str(out), **case)
    with np.load(out) as said:
        ends = np.cumsum(said["counts"])[:-1]
        ids, boxes = np.split(said["ids"].astype(np.int64), ends), np.split(said["boxes"].astype(np.float64), ends)
    return score(each.truth, [Seen(*frame) for frame in zip(ids, boxes, strict=True)])


def _cases(name: str, full: bool) -> list[dict[str, Any]]:
    """Thresholds to try: boxes under ``least`` are withheld, or the peer's own thresholds are moved."""
    own = {
        "supervision": ("track_activation_threshold",),
        "sort": ("track_activation_threshold",),
        "ocsort": ("high_conf_det_threshold",),
    }.get(name, ("high_conf_det_threshold", "track_activation_threshold"))
    withheld, levels = ((0.0, 0.4, 0.6), (0.4, 0.5, 0.6)) if full else ((0.4,), (0.4, 0.6))
    return [{"least": least} for least in withheld] + [{"settings": dict.fromkeys(own, level)} for level in levels]


def _write(folder: Path, frames: Sequence[Detections]) -> str:
    path = folder / "given.npz"
    _save(path, frames)
    return str(path)


def _save(path: Path, frames: Sequence[Detections]) -> None:
    np.savez(
        path,
        boxes=np.concatenate([each.boxes for each in frames]),
        scores=np.concatenate([each.scores for each in frames]),
        counts=[len(each) for each in frames],
    )


def _load(path: Path, label: Label) -> list[Detections]:
    with np.load(path) as kept:
        ends = np.cumsum(kept["counts"])[:-1]
        frames = zip(np.split(kept["boxes"], ends), np.split(kept["scores"], ends), strict=True)
        return [_called(label, boxes, scores) for boxes, scores in frames]
