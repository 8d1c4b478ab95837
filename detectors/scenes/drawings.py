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
