"""What a scene is: a stage, who does what when, what disturbs, and what must be seen."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detectors.scenes.actors import Actor
from detectors.scenes.effects import Effect, Noise
from detectors.scenes.sprite import Box
from detectors.scenes.stage import Place, Stage
from detectors.vision.config import PipelineConfig, RuleConfig
from detectors.vision.types import Frame, Label


@dataclass(frozen=True, slots=True)
class Watch:
    """A rule of the scene: it watches a zone whose corners are places on the ground (a line: two places)."""

    kind: str
    zone: str
    corners: tuple[Place, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def config(self, stage: Stage) -> RuleConfig:
        return RuleConfig(
            f"{self.kind}-{self.zone}", 1, self.kind, stage.zone(self.zone, *self.corners), self.parameters
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """An event that must fire, once. begins: seconds at which its condition begins. due: when a perfect rule would
    fire, from which its delay counts. until: firing later is no alert any more.

    place: metres right and ahead where it happens, None for a whole zone. owner: who left it, for an object.
    """

    kind: str
    zone: str
    begins: float
    due: float
    until: float
    place: Place | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """kind: what the scene is about. story: one sentence. hostile: made to mislead (R-46).

    stage: a name that ``Studio.stage`` knows. seconds: how long it lasts. rate: frames a second.
    watches: the rules that run. expects: the events that must fire; any other event of these rules is a false alarm.
    made_up: a made-up network looks on that names weapons, as the product has none that does.
    """

    name: str
    kind: str
    story: str
    watches: tuple[Watch, ...]
    actors: tuple[Actor, ...] = ()
    expects: tuple[Expected, ...] = ()
    effects: tuple[Effect, ...] = (Noise(),)
    stage: str = "square"
    seconds: float = 20.0
    rate: float = 7.0
    hostile: bool = False
    calibrated: bool = True
    made_up: bool = False

    @property
    def seed(self) -> int:
        return zlib.crc32(self.name.encode())

    def config(self, stage: Stage) -> PipelineConfig:
        return PipelineConfig(
            rules=tuple(watch.config(stage) for watch in self.watches),
            calibration=stage.calibration if self.calibrated else None,
        )


@dataclass(frozen=True, slots=True)
class Present:
    """An actor in one frame. id: its position among the scene's actors. box: its whole outline, also where hidden.

    visible: share of the outline that nothing covers and that lies in the picture. head: of a person.
    """

    id: int
    name: str
    label: Label | None
    box: Box
    place: Place
    visible: float
    head: Box | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Composed:
    """One frame of a scene and the truth about it. seconds: from the beginning of the scene."""

    frame: Frame
    seconds: float
    truth: Sequence[Present]
