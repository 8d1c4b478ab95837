"""Who and what appears in a scene: people of the cast, and things that are drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.scenes.sprite import Alpha, Box, Sprite, flat, glowing, put, upright
from detectors.scenes.stage import Place, Stage
from detectors.scenes.studio import CutOut, Studio
from detectors.vision.types import Image, Label

Painted = tuple[Image, Alpha]
"""A drawing and its transparency."""

Waypoint = tuple[float, float, float]
"""Seconds, metres to the right, metres ahead."""


@dataclass(frozen=True, slots=True)
class Path:
    """Where somebody is and when: at each waypoint at its second, in between on the straight way, else not there."""

    points: tuple[Waypoint, ...]

    @classmethod
    def of(cls, *points: Waypoint) -> "Path":
        return cls(points)

    @property
    def begins(self) -> float:
        return self.points[0][0]

    @property
    def ends(self) -> float:
        return self.points[-1][0]

    def place(self, seconds: float) -> Place | None:
        if not self.begins <= seconds <= self.ends:
            return None
        times, right, ahead = np.array(self.points).T
        return float(np.interp(seconds, times, right)), float(np.interp(seconds, times, ahead))

    def moves(self, seconds: float) -> bool:
        return self.place(seconds) != self.place(min(seconds + 0.3, self.ends))

    def goes_right(self, seconds: float) -> bool | None:
        """Whether the way leads to the right at this moment; None while nobody moves sideways."""
        here, there = self.place(seconds), self.place(min(seconds + 0.5, self.ends))
        if here is None or there is None or abs(there[0] - here[0]) < 0.05:
            return None
        return there[0] > here[0]


def stays(begins: float, ends: float, right: float, ahead: float) -> Path:
    """In one place from one second to another."""
    return Path(((begins, right, ahead), (ends, right, ahead)))


class Actor(Protocol):
    """label: what a network should call it, None for what it has no word for. path: its feet."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> Label | None: ...

    @property
    def path(self) -> Path: ...

    def sprites(self, seconds: float, stage: Stage, studio: Studio) -> Sequence[Sprite]:
        """What it adds to the frame at this second, the body first; nothing while it is not there."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast. looks: the name in ``cast.txt``. tall: metres, None: as filmed. pace: of the steps.

    lean: degrees by which the body is turned sideways at this second, 90 lying. tips: those by which it is turned
    towards the camera, -90 lying away from it. sits: the legs are bent.
    """

    name: str
    looks: str
    path: Path
    tall: float | None = None
    pace: float = 1.0
    lean: Callable[[float], float] | None = None
    tips: Callable[[float], float] | None = None
    sits: bool = False
    label: Label | None = Label.PERSON

    def sprites(self, seconds: float, stage: Stage, studio: Studio) -> Sequence[Sprite]:
        place = self.path.place(seconds)
        if place is None:
            return ()
        member = studio.cast[self.looks]
        cut = member.frames[self._step(seconds, studio.RATE) % len(member.frames)]
        way = self.path.goes_right(seconds)
        mirrored = way is not None and way != member.rightwards
        if self.tips and self.tips(seconds):
            return (_tipped(cut, stage, place, (self.tall or cut.tall) / cut.tall / cut.metre, self.tips(seconds)),)
        return (_standing(cut, stage, place, self._scale(cut, stage, place), mirrored, self._lean(seconds), self.sits),)

    def _step(self, seconds: float, rate: float) -> int:
        """Which frame of the cast: who stands does not walk on the spot, unless filmed while standing."""
        if not self.path.moves(seconds) and not self.looks.startswith("stand"):
            return 0
        return int((seconds - self.path.begins) * rate * self.pace)

    def _scale(self, cut: CutOut, stage: Stage, place: Place) -> float:
        """Pixels of the frame to a pixel of the cut-out."""
        return stage.metre(place) / cut.metre * ((self.tall or cut.tall) / cut.tall)

    def _lean(self, seconds: float) -> float:
        return self.lean(seconds) if self.lean else 0.0


def _standing(cut: CutOut, stage: Stage, place: Place, scale: float, mirrored: bool, lean: float, sits: bool) -> Sprite:
    colour, alpha, head = cut.colour, cut.alpha, cut.head
    foot_x = cut.foot[0]
    if mirrored:
        width = alpha.shape[1]
        colour, alpha, foot_x = colour[:, ::-1], alpha[:, ::-1], width - foot_x
        head = (width - head[2], head[1], width - head[0], head[3])
    if sits:
        colour = np.asarray(_seated(colour), np.uint8)
        alpha = np.asarray(_seated(alpha), np.float32)
    tall = alpha.shape[0]
    foot = stage.to_pixels([place])[0]
    angle = np.radians(lean)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    if abs(lean) > 45:  # the side of who lies is on the ground, not the middle of the body
        foot = foot - (0, 0.25 * alpha.shape[1] * scale * abs(np.sin(angle)))
    linear = scale * turn
    matrix = np.column_stack([linear, foot - linear @ (foot_x, tall)])
    return put(np.ascontiguousarray(colour), np.ascontiguousarray(alpha), matrix, place[1], head)


def _tipped(cut: CutOut, stage: Stage, place: Place, metres: float, tips: float) -> Sprite:
    """The body as a board that turns about the line on which its feet stand. metres: to a pixel of the cut-out."""
    tall, wide = cut.alpha.shape
    angle, (right, ahead) = np.radians(tips), place
    sides = right - cut.foot[0] * metres, right + (wide - cut.foot[0]) * metres
    feet = stage.to_pixels([(side, ahead) for side in sides])
    over = ahead - tall * metres * np.sin(angle)
    head = stage.to_pixels([(side, over) for side in sides], up=tall * metres * np.cos(angle))
    source = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.stack([*head, *feet[::-1]]).astype(np.float32))
    return put(cut.colour, cut.alpha, np.asarray(matrix, np.float64), ahead, cut.head)


def _seated(picture: NDArray[np.generic]) -> NDArray[np.generic]:
    """The lower half pressed together: thighs towards the camera."""
    height, width = picture.shape[:2]
    upper, lower = picture[: height // 2], picture[height // 2 :]
    pressed = cv2.resize(np.ascontiguousarray(lower), (width, max(1, int(len(lower) * 0.45))))
    return np.concatenate([upper, pressed])


def falls(at: float, takes: float = 0.7, to: float = 90.0) -> Callable[[float], float]:
    """Upright until ``at``, on the ground ``takes`` seconds later; for ``Person.lean`` and ``Person.tips``."""

    def lean(seconds: float) -> float:
        return float(to * np.clip((seconds - at) / takes, 0, 1) ** 2)

    return lean


def lies(_: float) -> float:
    """For ``Person.lean`` of who lies from the beginning to the end."""
    return 90.0


@dataclass(frozen=True, slots=True)
class Thing:
    """Something drawn that stands upright. paint: the drawing at this second. width, height: metres. up: metres."""

    name: str
    paint: Callable[[float], Painted]
    path: Path
    width: float
    height: float
    label: Label | None = None
    up: float = 0.0
    glows: bool = False

    def sprites(self, seconds: float, stage: Stage, studio: Studio) -> Sequence[Sprite]:
        place = self.path.place(seconds)
        if place is None:
            return ()
        colour, alpha = self.paint(seconds)
        sprite = upright(colour, alpha, stage, place, self.width, self.height)
        if self.up:
            foot, raised = stage.to_pixels([place])[0], stage.to_pixels([place], up=self.up)[0]
            right, down = np.rint(raised - foot).astype(int).tolist()
            sprite = replace(sprite, left=sprite.left + right, top=sprite.top + down)
        return (glowing(sprite) if self.glows else sprite,)


@dataclass(frozen=True, slots=True)
class OnGround:
    """Something drawn that lies flat on the ground. width: metres across; depth: metres ahead."""

    name: str
    paint: Callable[[float], Painted]
    path: Path
    width: float
    depth: float
    label: Label | None = None

    def sprites(self, seconds: float, stage: Stage, studio: Studio) -> Sequence[Sprite]:
        place = self.path.place(seconds)
        if place is None:
            return ()
        colour, alpha = self.paint(seconds)
        return (flat(colour, alpha, stage, place, self.width, self.depth),)


__all__ = ["Actor", "Box", "OnGround", "Painted", "Path", "Person", "Thing", "falls", "lies", "stays"]
