"""What stands between a scene and its picture: night, rain, glare, shadows, a camera that shakes, light, compression.

Each effect belongs to one of three layers, applied in this order: the light that falls on the scene, what is between
scene and camera, and the camera itself. What glows is laid on after the light has been taken away.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
"""float32 [height, width, 3], BGR, 0 to 255."""

Random = np.random.Generator


class Layer(IntEnum):
    LIGHT = 0
    AIR = 1
    CAMERA = 2


class Effect(Protocol):
    @property
    def layer(self) -> Layer: ...

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        """random: the same numbers each time for the same frame of the same scene."""


@dataclass(frozen=True, slots=True)
class Night:
    """level: share of the light that is left; the colours go with it."""

    level: float = 0.35
    layer: Layer = Layer.LIGHT

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        grey = picture.mean(axis=2, keepdims=True)
        return np.asarray((0.5 * picture + 0.5 * grey) * self.level * (0.95, 0.85, 0.8), np.float32)


@dataclass(frozen=True, slots=True)
class LightChange:
    """The light changes to ``factor`` at ``at``, within ``takes`` seconds, and back after ``lasts``."""

    at: float
    factor: float = 0.6
    takes: float = 0.5
    lasts: float = 1e9
    layer: Layer = Layer.LIGHT

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        times = (self.at, self.at + self.takes, self.at + self.lasts, self.at + self.lasts + self.takes)
        return np.asarray(picture * np.float32(np.interp(seconds, times, (1, self.factor, self.factor, 1))))


@dataclass(frozen=True, slots=True)
class CloudShadow:
    """A dark patch with a soft border that drifts over the picture, ``speed`` widths of it a second."""

    depth: float = 0.45
    speed: float = 0.08
    layer: Layer = Layer.LIGHT

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        height, width = picture.shape[:2]
        x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
        y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
        middle = (seconds * self.speed * 1.6) % 1.6 - 0.3
        shade = 1 - self.depth * np.exp(-(((x + 0.2 * y - middle) / 0.18) ** 2))
        return np.asarray(picture * shade[:, :, None], np.float32)


@dataclass(frozen=True, slots=True)
class Glare:
    """The low sun in a corner of the picture. at: its place, fractions of the picture."""

    at: tuple[float, float] = (0.85, 0.1)
    strength: float = 150.0
    layer: Layer = Layer.AIR

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        height, width = picture.shape[:2]
        x = np.linspace(0, 1, width, dtype=np.float32)[None, :] - self.at[0]
        y = np.linspace(0, 1, height, dtype=np.float32)[:, None] - self.at[1]
        light = self.strength * (1 + 0.1 * np.sin(seconds * 2)) * np.exp(-(x**2 + y**2) / 0.08)
        veil = 25.0 + light
        return np.asarray(picture * 0.85 + veil[:, :, None] * (0.8, 0.95, 1.0), np.float32)


@dataclass(frozen=True, slots=True)
class Rain:
    """drops: streaks in each frame."""

    drops: int = 500
    length: int = 18
    layer: Layer = Layer.AIR

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        height, width = picture.shape[:2]
        streaks = np.zeros((height, width), np.float32)
        for x, y, long in random.uniform((0, 0, 0.5), (width, height, 1.5), (self.drops, 3)).tolist():
            end = (int(x - 0.2 * long * self.length), int(y + long * self.length))
            cv2.line(streaks, (int(x), int(y)), end, 60.0, 1, cv2.LINE_AA)
        grey = picture.mean(axis=(0, 1), keepdims=True)
        return np.asarray(0.8 * picture + 0.2 * grey + streaks[:, :, None], np.float32)


@dataclass(frozen=True, slots=True)
class Fog:
    """Fog that comes from ``at`` on, within ``takes`` seconds, in drifting banks; thickest: share of the light lost."""

    at: float = 5.0
    takes: float = 12.0
    thickest: float = 0.6
    layer: Layer = Layer.AIR

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        height, width = picture.shape[:2]
        thick = self.thickest * float(np.clip((seconds - self.at) / self.takes, 0, 1))
        x = np.linspace(0, 2 * np.pi, width, dtype=np.float32)[None, :]
        y = np.linspace(0, 2 * np.pi, height, dtype=np.float32)[:, None]
        banks = 1 + 0.3 * np.sin(1.5 * x + 0.3 * seconds) * np.sin(y + 0.2 * seconds)
        share = np.clip(thick * banks, 0, 0.95)[:, :, None]
        return np.asarray(picture * (1 - share) + 205 * share, np.float32)


@dataclass(frozen=True, slots=True)
class Shake:
    """The camera trembles in the wind. pixels: how far, at most about; hertz: how fast."""

    pixels: float = 3.0
    hertz: float = 1.7
    layer: Layer = Layer.CAMERA

    def offset(self, seconds: float) -> tuple[float, float]:
        """Pixels to the right and down by which everything in the picture is shifted."""
        turn = 2 * np.pi * self.hertz * seconds
        return float(self.pixels * np.sin(turn)), float(0.6 * self.pixels * np.sin(1.37 * turn + 1))

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        right, down = self.offset(seconds)
        matrix = np.array([[1, 0, right], [0, 1, down]], np.float64)
        size = picture.shape[1], picture.shape[0]
        return np.asarray(cv2.warpAffine(picture, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.float32)


@dataclass(frozen=True, slots=True)
class Noise:
    """sigma: levels, of each pixel and colour on its own."""

    sigma: float = 2.0
    layer: Layer = Layer.CAMERA

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        return np.asarray(picture + random.standard_normal(picture.shape, np.float32) * np.float32(self.sigma))


@dataclass(frozen=True, slots=True)
class Compression:
    """quality: of JPEG, 1 to 100."""

    quality: int = 25
    layer: Layer = Layer.CAMERA

    def apply(self, picture: Picture, seconds: float, random: Random) -> Picture:
        plain = np.clip(picture, 0, 255).astype(np.uint8)
        _, data = cv2.imencode(".jpg", plain, [cv2.IMWRITE_JPEG_QUALITY, self.quality])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.float32)
