"""Short clips with somebody who walks through them, and the parts of a run over them; no network is needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from detectors.analysis.config_file import FileConfig
from detectors.analysis.request import Outputs, Request, prepare
from detectors.analysis.run import Parts
from detectors.vision.config import PipelineConfig, Points, RuleConfig, ShapeConfig
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.types import Detections, Image, Tracks
from tests.vision.sources.cameras import write_video

SIZE = (320, 240)
FRAMES = 30
RATE = 10
COVER = (0, 0, 255)

EVERYWHERE: Points = ((0, 0), (1, 0), (1, 1), (0, 1))
INTRUSION = RuleConfig("r1", 3, "intrusion", ShapeConfig("z1", "Depot gate", EVERYWHERE), {"dwell_seconds": 0.5})
LINE = RuleConfig("r2", 1, "line_count", ShapeConfig("l1", "Kerb", ((0.5, 1), (0.5, 0))))


def clip(folder: Path, *, frames: int = FRAMES, size: tuple[int, int] = SIZE, name: str = "clip.mp4") -> Path:
    return write_video(folder / name, rate=RATE, frames=frames, size=size)


def walk(frames: int = FRAMES) -> dict[str, Any]:
    """One person who walks to the right, 5 pixels a frame, as somebody else's program would write it down."""
    left = 40 + 5 * np.arange(frames, dtype=np.float64)
    boxes = np.stack([left, np.full(frames, 100.0), left + 30, np.full(frames, 180.0)], axis=1)
    return {"frame": np.arange(frames), "boxes": boxes, "scores": np.full(frames, 0.9)}


def walked(folder: Path, **more: Any) -> Path:
    path = folder / "walk.npz"
    np.savez(path, **{**walk(), **more})
    return path


def request(source: object, recorded: Path, outputs: Outputs | None = None, *rules: RuleConfig, **more: Any) -> Request:
    return Request(
        str(source),
        networks=lambda purposes: {},
        config=FileConfig(PipelineConfig(rules)),
        recorded=recorded,
        outputs=outputs or Outputs(),
        **more,
    )


def parts(source: object, recorded: Path, outputs: Outputs | None = None, *rules: RuleConfig, **more: Any) -> Parts:
    return prepare(request(source, recorded, outputs, *rules, **more))


@dataclass
class RedMask:
    """Covers the whole picture, so that whatever is not red was drawn afterwards."""

    works: bool = True
    masked: int = 0

    def mask(self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty | None = None) -> Image:
        if not self.works:
            raise AssertionError("no mask")
        self.masked += 1
        return np.full_like(image, COVER)


@dataclass
class Eyes:
    """Remembers how bright each picture was: in a clip of ``write_video`` that is its number."""

    brightness: list[int] = field(default_factory=list)

    def detect(self, image: Image) -> Detections:
        self.brightness.append(round((float(image.mean()) - 1) / 10))
        return Detections.none()


def left_in(folder: Path, *known: Path) -> Sequence[str]:
    """What lies in the folder beside what the test put there."""
    return sorted(path.name for path in folder.iterdir() if path not in known)
