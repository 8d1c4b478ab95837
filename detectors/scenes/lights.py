"""What glows, drifts and darkens: drawn like the things (``drawings.py``), and different in every moment."""

from collections.abc import Callable

import cv2
import numpy as np

from detectors.scenes.drawings import Colour, Painted


def shadow(_: float) -> Painted:
    """A hard shadow, for ``OnGround``."""
    alpha = np.full((60, 60), 0.5, np.float32)
    return np.zeros((60, 60, 3), np.uint8), np.asarray(
        cv2.GaussianBlur(cv2.copyMakeBorder(alpha, 10, 10, 10, 10, cv2.BORDER_CONSTANT, value=0), (7, 7), 0)[
            10:-10, 10:-10
        ],
        np.float32,
    )


def flame(begins: float, grows: float = 8.0) -> Callable[[float], Painted]:
    """A fire that begins small and has its full size ``grows`` seconds later; it flickers and never repeats.

    Draw it with ``glows``. The picture is as large as the full fire.
    """

    def paint(seconds: float) -> Painted:
        age = max(0.0, seconds - begins)
        size = min(1.0, 0.25 + 0.75 * age / grows)
        random = np.random.default_rng(int(seconds * 1000))
        picture = np.zeros((160, 120, 3), np.float32)
        for _ in range(int(10 + 22 * size)):
            up = random.uniform(0, 1) ** 1.4
            x = 60 + random.normal(0, 14 * size * (1.1 - up)) + 6 * np.sin(9 * seconds + 4 * up)
            y = 156 - up * 130 * size * random.uniform(0.7, 1.1)
            radius = max(2, int((1 - 0.75 * up) * 16 * size))
            colour = (30 + 60 * (1 - up), 120 + 110 * (1 - up), 255)
            cv2.circle(picture, (int(x), int(y)), radius, colour, -1, cv2.LINE_AA)
        soft = cv2.GaussianBlur(picture, (9, 9), 0)
        return np.clip(soft, 0, 255).astype(np.uint8), np.asarray((soft.max(axis=2) / 255) ** 0.7, np.float32)

    return paint


def smoke(begins: float, grows: float = 10.0) -> Callable[[float], Painted]:
    """Grey smoke that rises, spreads and drifts to the right."""

    def paint(seconds: float) -> Painted:
        age = max(0.0, seconds - begins)
        alpha = np.zeros((240, 200), np.float32)
        shades = np.zeros((240, 200), np.float32)
        for puff in range(40):
            born = puff * 0.35 % 6
            life = (age - born) % 6 if age > born else -1
            if life < 0:
                continue
            random = np.random.default_rng(puff)
            rise = life / 6
            x = 70 + 70 * rise + random.normal(0, 6 + 26 * rise)
            y = 232 - 210 * rise
            layer = np.zeros_like(alpha)
            thick = 0.5 * (1 - rise) * min(1.0, 0.3 + age / grows)
            cv2.circle(layer, (int(x), int(y)), int(8 + 34 * rise), (thick,), -1)
            alpha = alpha + (1 - alpha) * layer
            shades = np.maximum(shades, (layer > 0) * random.uniform(150, 215))
        grey = cv2.GaussianBlur(shades, (21, 21), 0)
        return np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8), np.asarray(cv2.GaussianBlur(alpha, (17, 17), 0))

    return paint


def steam() -> Callable[[float], Painted]:
    """White steam out of a vent: as large as it ever is at once, and gone a metre higher."""

    def paint(seconds: float) -> Painted:
        alpha = np.zeros((200, 160), np.float32)
        for puff in range(14):
            life = (seconds / 1.4 + puff / 14) % 1
            random = np.random.default_rng(puff + 100 * int(seconds / 1.4 + puff / 14))
            layer = np.zeros_like(alpha)
            middle = (int(80 + random.normal(0, 5 + 14 * life)), int(192 - 150 * life))
            cv2.circle(layer, middle, int(9 + 22 * life), (0.55 * (1 - life),), -1)
            alpha = alpha + (1 - alpha) * layer
        return np.full((200, 160, 3), 232, np.uint8), np.asarray(cv2.GaussianBlur(alpha, (17, 17), 0))

    return paint


def dust(begins: float, lasts: float = 5.0) -> Callable[[float], Painted]:
    """Brown dust that something whirls up: it spreads along the ground and settles."""

    def paint(seconds: float) -> Painted:
        age = min(1.0, max(0.0, (seconds - begins) / lasts))
        random = np.random.default_rng(3)
        alpha = np.zeros((120, 320), np.float32)
        for x, y, size in random.uniform((20, 40, 14), (300, 110, 34), (26, 3)).tolist():
            layer = np.zeros_like(alpha)
            cv2.circle(layer, (int(x), int(y - 25 * age)), int(size * (0.4 + age)), (0.5 * (1 - age),), -1)
            alpha = alpha + (1 - alpha) * layer
        picture = np.full((120, 320, 3), (105, 145, 180), np.uint8)
        return picture, np.asarray(cv2.GaussianBlur(alpha, (15, 15), 0))

    return paint


def _light(colour: Colour, level: float, size: int = 80) -> Painted:
    y, x = np.mgrid[0:size, 0:size] - (size - 1) / 2
    fall = np.exp(-(x**2 + y**2) / (0.08 * size**2)).astype(np.float32)
    return np.full((size, size, 3), colour, np.uint8), np.asarray(fall * level, np.float32)


def beacon(colour: Colour = (20, 140, 255), hertz: float = 1.5) -> Callable[[float], Painted]:
    """The turning light of a works vehicle; draw it with ``glows``."""
    return lambda seconds: _light(colour, float(max(0.0, np.sin(2 * np.pi * hertz * seconds)) ** 4))


def headlight(_: float) -> Painted:
    return _light((235, 250, 255), 1.0)


def neon(text: str = "BAR", colour: Colour = (40, 60, 255), fails: bool = True) -> Callable[[float], Painted]:
    """A sign of neon tubes that sometimes fails; draw it with ``glows``."""

    def paint(seconds: float) -> Painted:
        random = np.random.default_rng(int(seconds * 7))
        level = 0.25 if fails and random.random() < 0.15 else 1.0
        canvas = np.zeros((90, 220), np.uint8)
        cv2.putText(canvas, text, (14, 68), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (255,), 6, cv2.LINE_AA)
        mask = canvas.astype(np.float32) / 255
        return np.full((90, 220, 3), colour, np.uint8), np.asarray((mask + cv2.GaussianBlur(mask, (21, 21), 0)) * level)

    return paint


def sunset_window(_: float) -> Painted:
    """A pane that mirrors the low sun: orange, bright, still."""
    return _light((60, 150, 255), 0.9)
