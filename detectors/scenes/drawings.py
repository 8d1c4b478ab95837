"""Things that no clip gives: drawn with a few strokes, large, and shrunk to their place in the frame.

Each is a function of the second in the scene and returns the drawing with its transparency.
"""

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.scenes.sprite import Alpha
from detectors.vision.types import Image

Painted = tuple[Image, Alpha]
Colour = tuple[int, int, int]
Canvas = NDArray[np.uint8]


def _blank(width: int, height: int) -> tuple[Canvas, Canvas]:
    return np.zeros((height, width, 3), np.uint8), np.zeros((height, width), np.uint8)


def _done(picture: Canvas, mask: Canvas, texture: float = 6.0) -> Painted:
    """Shaded from the left, with some grain, so that no surface is plain."""
    random = np.random.default_rng(7)
    shade = np.linspace(1.15, 0.8, picture.shape[1])[None, :, None]
    rough = cv2.GaussianBlur(random.normal(0, texture, picture.shape).astype(np.float32), (3, 3), 0)
    lit = np.clip(picture * shade + rough, 0, 255).astype(np.uint8)
    return lit, (mask / 255).astype(np.float32)


def _polygon(picture: Canvas, mask: Canvas, points: list[tuple[int, int]], colour: Colour) -> None:
    outline = [np.array(points, np.int32)]
    cv2.fillPoly(picture, outline, colour, cv2.LINE_AA)
    cv2.fillPoly(mask, outline, (255,), cv2.LINE_AA)


def _box(picture: Canvas, mask: Canvas, corners: tuple[int, int, int, int], colour: Colour) -> None:
    x1, y1, x2, y2 = corners
    cv2.rectangle(picture, (x1, y1), (x2, y2), colour, -1)
    cv2.rectangle(mask, (x1, y1), (x2, y2), (255,), -1)


def _oval(picture: Canvas, mask: Canvas, middle: tuple[int, int], axes: tuple[int, int], colour: Colour) -> None:
    cv2.ellipse(picture, middle, axes, 0, 0, 360, colour, -1, cv2.LINE_AA)
    cv2.ellipse(mask, middle, axes, 0, 0, 360, (255,), -1, cv2.LINE_AA)


@cache
def _suitcase(colour: Colour) -> Painted:
    picture, mask = _blank(80, 120)
    cv2.rectangle(picture, (28, 2), (52, 30), (60, 60, 60), 4)
    cv2.rectangle(mask, (28, 2), (52, 30), (255,), 4)
    _box(picture, mask, (6, 26, 74, 112), colour)
    for x in (20, 34, 48, 62):
        cv2.line(picture, (x, 30), (x, 108), tuple(int(0.75 * c) for c in colour), 2)
    for x in (16, 64):
        _oval(picture, mask, (x, 114), (6, 6), (25, 25, 25))
    return _done(picture, mask)


@cache
def _backpack(colour: Colour) -> Painted:
    picture, mask = _blank(90, 110)
    _oval(picture, mask, (45, 60), (38, 48), colour)
    _oval(picture, mask, (45, 80), (26, 22), tuple(int(0.7 * c) for c in colour))  # type: ignore[arg-type]
    cv2.line(picture, (20, 60), (70, 60), (30, 30, 30), 2)
    cv2.ellipse(picture, (45, 14), (10, 8), 0, 180, 360, (30, 30, 30), 3)
    cv2.ellipse(mask, (45, 14), (10, 8), 0, 180, 360, (255,), 3)
    return _done(picture, mask)


@cache
def _carton() -> Painted:
    picture, mask = _blank(120, 90)
    _box(picture, mask, (4, 10, 116, 86), (96, 138, 176))
    cv2.line(picture, (60, 10), (60, 86), (130, 170, 200), 6)
    return _done(picture, mask)


@cache
def _bench() -> Painted:
    picture, mask = _blank(240, 120)
    for x in (24, 208):
        _box(picture, mask, (x, 40, x + 10, 118), (50, 50, 52))
    for y in (8, 26, 62):
        _box(picture, mask, (4, y, 236, y + 12), (58, 88, 128))
    return _done(picture, mask)


@cache
def _puddle() -> Painted:
    picture, mask = _blank(200, 140)
    _oval(picture, mask, (100, 70), (92, 56), (150, 150, 146))
    _oval(picture, mask, (130, 62), (40, 20), (196, 196, 190))
    lit, alpha = _done(picture, mask, texture=3)
    return lit, np.asarray(cv2.GaussianBlur(alpha, (15, 15), 0) * 0.75, np.float32)


@cache
def _lamp() -> Painted:
    picture, mask = _blank(60, 480)
    _box(picture, mask, (26, 40, 34, 478), (110, 110, 112))
    _oval(picture, mask, (30, 26), (24, 20), (170, 180, 184))
    return _done(picture, mask)


@cache
def _board() -> Painted:
    picture, mask = _blank(140, 200)
    for x in (30, 110):
        cv2.line(picture, (x, 100), (x, 198), (60, 60, 60), 6)
        cv2.line(mask, (x, 100), (x, 198), (255,), 6)
    _box(picture, mask, (4, 4, 136, 130), (60, 140, 60))
    cv2.putText(picture, "INFO", (16, 80), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (240, 240, 240), 4, cv2.LINE_AA)
    return _done(picture, mask)


@cache
def _dog(step: int) -> Painted:
    picture, mask = _blank(160, 110)
    coat = (52, 84, 122)
    swing = 8 if step % 2 else -8
    for x in (44, 58, 108, 120):
        foot = x + (swing if x in (44, 120) else -swing)
        cv2.line(picture, (x, 66), (foot, 106), coat, 9, cv2.LINE_AA)
        cv2.line(mask, (x, 66), (foot, 106), (255,), 9, cv2.LINE_AA)
    _oval(picture, mask, (82, 56), (48, 20), coat)
    _oval(picture, mask, (134, 36), (18, 14), coat)
    _polygon(picture, mask, [(146, 34), (159, 40), (146, 46)], (40, 60, 90))
    _polygon(picture, mask, [(122, 26), (128, 8), (136, 24)], (36, 56, 84))
    cv2.line(picture, (36, 50), (14, 28), coat, 6, cv2.LINE_AA)
    cv2.line(mask, (36, 50), (14, 28), (255,), 6, cv2.LINE_AA)
    return _done(picture, mask)


@cache
def _pushchair() -> Painted:
    picture, mask = _blank(140, 150)
    _polygon(picture, mask, [(30, 30), (96, 20), (110, 92), (40, 96)], (110, 50, 40))
    cv2.line(picture, (110, 80), (136, 12), (50, 50, 50), 5, cv2.LINE_AA)
    cv2.line(mask, (110, 80), (136, 12), (255,), 5, cv2.LINE_AA)
    for x in (40, 104):
        cv2.line(picture, (70, 94), (x, 128), (60, 60, 60), 5, cv2.LINE_AA)
        cv2.line(mask, (70, 94), (x, 128), (255,), 5, cv2.LINE_AA)
        _oval(picture, mask, (x, 130), (18, 18), (30, 30, 30))
        cv2.circle(picture, (x, 130), 11, (120, 120, 120), -1, cv2.LINE_AA)
    return _done(picture, mask)


@cache
def _blanket() -> Painted:
    picture, mask = _blank(240, 80)
    points = [(6, 76), (14, 40), (60, 22), (140, 16), (200, 30), (234, 52), (236, 76)]
    _polygon(picture, mask, points, (80, 74, 92))
    for x in range(40, 220, 36):
        cv2.line(picture, (x, 30), (x + 14, 74), (62, 58, 74), 3, cv2.LINE_AA)
    return _done(picture, mask)


@cache
def _knife() -> Painted:
    picture, mask = _blank(60, 120)
    _box(picture, mask, (22, 70, 38, 118), (30, 30, 34))
    _polygon(picture, mask, [(22, 70), (38, 70), (34, 6), (26, 20)], (200, 200, 204))
    return _done(picture, mask)


@cache
def _pistol() -> Painted:
    picture, mask = _blank(120, 90)
    _box(picture, mask, (6, 12, 112, 34), (40, 40, 42))
    _polygon(picture, mask, [(70, 34), (104, 34), (112, 86), (84, 86)], (46, 46, 50))
    return _done(picture, mask)


@cache
def _rifle() -> Painted:
    picture, mask = _blank(300, 70)
    _box(picture, mask, (4, 22, 190, 32), (44, 44, 46))
    _polygon(picture, mask, [(150, 18), (214, 18), (296, 40), (296, 66), (206, 38), (150, 38)], (50, 62, 84))
    return _done(picture, mask)


@cache
def _phone() -> Painted:
    picture, mask = _blank(50, 90)
    _box(picture, mask, (4, 4, 46, 86), (26, 26, 28))
    cv2.rectangle(picture, (9, 12), (41, 74), (150, 130, 110), -1)
    return _done(picture, mask)


@cache
def _umbrella(colour: Colour) -> Painted:
    picture, mask = _blank(240, 200)
    for canvas, shade in ((picture, colour), (mask, (255,))):
        cv2.ellipse(canvas, (120, 90), (112, 80), 0, 180, 360, shade, -1, cv2.LINE_AA)
        cv2.line(canvas, (120, 90), (120, 190), (60, 60, 60) if canvas is picture else (255,), 6, cv2.LINE_AA)
    return _done(picture, mask)


@cache
def _van(colour: Colour) -> Painted:
    picture, mask = _blank(300, 150)
    _polygon(picture, mask, [(8, 126), (8, 16), (206, 10), (262, 60), (292, 74), (292, 126)], colour)
    _polygon(picture, mask, [(196, 24), (208, 20), (250, 60), (196, 62)], (70, 62, 50))
    _box(picture, mask, (262, 84, 291, 96), (190, 220, 230))
    for x in (62, 234):
        _oval(picture, mask, (x, 126), (24, 24), (26, 26, 26))
        cv2.circle(picture, (x, 126), 12, (150, 150, 150), -1, cv2.LINE_AA)
    return _done(picture, mask)


@cache
def _cyclist_cycle(step: int) -> Painted:
    """The bicycle alone; who rides it is one of the cast, seated."""
    picture, mask = _blank(180, 110)
    for x in (36, 144):
        for canvas, colour in ((picture, (30, 30, 30)), (mask, (255,))):
            cv2.circle(canvas, (x, 74), 32, colour, 5, cv2.LINE_AA)
            turn = step * 0.7
            end = (int(x + 30 * np.cos(turn)), int(74 + 30 * np.sin(turn)))
            cv2.line(canvas, (x, 74), end, colour, 2, cv2.LINE_AA)
    frame = [(36, 74), (70, 34), (120, 34), (144, 74), (86, 78), (70, 34), (66, 22)]
    for canvas, colour in ((picture, (160, 60, 40)), (mask, (255,))):
        cv2.polylines(
            canvas, [np.array(frame, np.int32)], isClosed=False, color=colour, thickness=6, lineType=cv2.LINE_AA
        )
        cv2.line(canvas, (120, 34), (126, 12), colour, 5, cv2.LINE_AA)
    return _done(picture, mask)


def suitcase(colour: Colour = (140, 60, 30)) -> Callable[[float], Painted]:
    return lambda _: _suitcase(colour)


def backpack(colour: Colour = (50, 50, 170)) -> Callable[[float], Painted]:
    return lambda _: _backpack(colour)


def van(colour: Colour = (200, 200, 205)) -> Callable[[float], Painted]:
    return lambda _: _van(colour)


def umbrella(colour: Colour = (60, 50, 120)) -> Callable[[float], Painted]:
    return lambda _: _umbrella(colour)


def knife(_: float) -> Painted:
    return _knife()


def pistol(_: float) -> Painted:
    return _pistol()


def rifle(_: float) -> Painted:
    return _rifle()


def phone(_: float) -> Painted:
    return _phone()


def carton(_: float) -> Painted:
    return _carton()


def bench(_: float) -> Painted:
    return _bench()


def puddle(_: float) -> Painted:
    return _puddle()


def lamp(_: float) -> Painted:
    return _lamp()


def board(_: float) -> Painted:
    return _board()


def pushchair(_: float) -> Painted:
    return _pushchair()


def blanket(_: float) -> Painted:
    return _blanket()


def dog(seconds: float) -> Painted:
    return _dog(int(seconds * 6))


def bicycle(seconds: float) -> Painted:
    return _cyclist_cycle(int(seconds * 7) % 9)


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
