"""From a scene to its frames: the same frames each time, in memory, and the truth about each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from detectors.scenes.effects import Effect, Layer, Picture, Shake
from detectors.scenes.scene import Composed, Present, Scene
from detectors.scenes.sprite import Box, Sprite, far_to_near, paste
from detectors.scenes.stage import Stage
from detectors.scenes.studio import Studio
from detectors.vision.types import Frame

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""Capture time of the first frame of every scene, a Monday morning."""


def compose(scene: Scene, studio: Studio) -> Iterator[Composed]:
    """Every frame of the scene, in order of capture."""
    stage = studio.stage(scene.stage)
    for index in range(round(scene.seconds * scene.rate)):
        seconds = index / scene.rate
        yield _frame(scene, stage, studio, index, seconds)


def _frame(scene: Scene, stage: Stage, studio: Studio, index: int, seconds: float) -> Composed:
    """1. Lay the actors on the stage, far ones first. 2. Take light away. 3. Add what glows. 4. Air, then camera."""
    cast = [(number, actor.sprites(seconds, stage, studio)) for number, actor in enumerate(scene.actors)]
    owned = [(number, sprite) for number, sprites in cast for sprite in sprites]
    lit = [(number, sprite) for number, sprite in owned if not sprite.glows]
    picture: Picture = stage.picture.astype(np.float32)
    owner = np.full(picture.shape[:2], -1, np.int32)
    for position in far_to_near([sprite for _, sprite in lit]):
        number, sprite = lit[position]
        covered = paste(picture, sprite)
        if covered is not None:
            rows, columns, alpha = covered
            owner[rows, columns][alpha > 0.5] = number
    picture = _applied(scene, Layer.LIGHT, picture, seconds, index)
    for _, sprite in owned:
        if sprite.glows:
            paste(picture, sprite)
    picture = _applied(scene, Layer.AIR, np.clip(picture, 0, 255), seconds, index)
    picture = _applied(scene, Layer.CAMERA, picture, seconds, index)
    frame = Frame(np.clip(picture, 0, 255).astype(np.uint8), START + timedelta(seconds=seconds))
    present = [_present(scene, number, sprites, owner, seconds) for number, sprites in cast if sprites]
    return Composed(frame, seconds, [_shaken(each, scene.effects, seconds) for each in present])


def _applied(scene: Scene, layer: Layer, picture: Picture, seconds: float, index: int) -> Picture:
    for number, effect in enumerate(scene.effects):
        if effect.layer is layer:
            picture = effect.apply(picture, seconds, np.random.default_rng((scene.seed, number, index)))
    return picture


def _present(scene: Scene, number: int, sprites: Sequence[Sprite], owner: NDArray[np.int32], seconds: float) -> Present:
    actor, body = scene.actors[number], sprites[0]
    place = actor.path.place(seconds)
    assert place is not None  # noqa: S101 - it has a sprite, so it is somewhere
    whole = int((body.alpha > 0.5).sum())
    visible = int((owner == number).sum()) / whole if whole and not body.glows else 1.0
    return Present(number, actor.name, actor.label, body.box, place, min(1.0, visible), body.head)


def _shaken(present: Present, effects: Sequence[Effect], seconds: float) -> Present:
    """The boxes go with the picture when the camera trembles."""
    for effect in effects:
        if isinstance(effect, Shake):
            right, down = effect.offset(seconds)
            head = _moved(present.head, right, down) if present.head else None
            present = replace(present, box=_moved(present.box, right, down), head=head)
    return present


def _moved(box: Box, right: float, down: float) -> Box:
    return box[0] + right, box[1] + down, box[2] + right, box[3] + down
