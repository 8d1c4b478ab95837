"""A camera whose rule fires for who stays a second, and recordings in which somebody stands in its zone."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from detectors import build
from detectors.models import Rule
from detectors.recorded import asking
from detectors.tryout.passing import Pair
from detectors.vision.types import Detections, Image
from hypervision.accounts.models import User
from hypervision.lib.errors import Refusal
from maps.models import Camera
from tests.vision.sources.cameras import write_video


class Standing:
    """Sees one person in the lower right quarter of every picture."""

    def __init__(self) -> None:
        self.pictures = 0

    def detect(self, image: Image) -> Detections:
        self.pictures += 1
        height, width = image.shape[:2]
        box = np.array([[0.62 * width, 0.42 * height, 0.78 * width, 0.96 * height]], np.float32)
        return Detections(box, np.array([0.9], np.float32), np.array([0], np.int64))


def recording(folder: Path, seconds: float = 6, name: str = "clip.mp4", rate: int = 10, **values: Any) -> bytes:
    return write_video(folder / name, rate=rate, frames=int(seconds * rate), **values).read_bytes()


def drafted(rule: Rule, **values: Any) -> Pair:
    """values: what the draft has otherwise."""
    present = build.rule_config(rule)
    for name, value in values.items():
        setattr(rule, name, value)
    return Pair(build.rule_config(rule), present, None)


def handed_in(
    person: User, camera: Camera, pairs: Sequence[Pair], bytes_: bytes, recorded_at: datetime | None = None
) -> UUID:
    """It lies there, whole, and nobody has begun with it."""
    number = asking.begin(person, camera, pairs, len(bytes_), recorded_at)
    for at in range(0, len(bytes_), 1000):
        asking.take_part(person, number, at, bytes_[at : at + 1000])
    return number


def tried(
    person: User, camera: Camera, pairs: Sequence[Pair], bytes_: bytes, recorded_at: datetime | None = None
) -> asking.Answer:
    number = handed_in(person, camera, pairs, bytes_, recorded_at)
    asking.start(person, number)
    return asking.answer(person, number)


def refusal(person: User, camera: Camera, pairs: Sequence[Pair], size: int = 1000) -> str:
    with pytest.raises(Refusal) as caught:
        asking.begin(person, camera, pairs, size)
    return caught.value.sentence
