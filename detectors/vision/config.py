"""What a pipeline is told, in plain values: made from database rows by ``detectors/build.py`` or from a file.

Shapes are fractions of the picture, 0 to 1, so that a camera that changes its resolution keeps its zones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

Span = tuple[int, int]
"""From one minute of the day to another, the end excluded; 0 to 1440."""

Points = tuple[tuple[float, float], ...]
"""Corner points as fractions of the picture's width and height, 0 to 1."""


@dataclass(frozen=True, slots=True)
class ShapeConfig:
    """A zone (at least 3 points, closed by itself) or a line (at least 2 points)."""

    id: str
    name: str
    points: Points


@dataclass(frozen=True, slots=True)
class HoursConfig:
    """When a rule watches.

    week: the spans of each day, Monday first. special: days on which these spans hold instead of the week's.
    """

    week: tuple[tuple[Span, ...], ...]
    special: tuple[tuple[date, tuple[Span, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleConfig:
    """One rule that watches one shape; ``parameters`` are checked by the rule's own dataclass.

    time_zone: of the city's clocks, for rules with hours (a name of the IANA data base). hours: None for always.
    """

    id: str
    version: int
    kind: str
    shape: ShapeConfig
    parameters: Mapping[str, Any] = field(default_factory=dict)
    time_zone: str = "UTC"
    hours: HoursConfig | None = None


@dataclass(frozen=True, slots=True)
class CalibrationConfig:
    """Image to ground.

    homography: 9 numbers, row by row; takes the pixel (x, y, 1) of a picture of ``width`` x ``height`` to metres
        east and north of the camera's anchor.
    rmse: root mean square error of its reference points in metres.
    covariance: 81 numbers, row by row: of the nine of the homography; empty where nobody knows.
    """

    version: int
    width: int
    height: int
    homography: tuple[float, ...]
    rmse: float
    covariance: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PresetConfig:
    """One of the views that a camera may have, and what holds for it alone.

    background: what the camera sees when it looks there (locate/background.py); empty where nobody has taken it yet:
        then this is the view of which nobody knows how it looks, seen whenever no other one is.
    """

    id: str
    name: str
    background: bytes = b""
    rules: tuple[RuleConfig, ...] = ()
    private_zones: tuple[ShapeConfig, ...] = ()
    calibration: CalibrationConfig | None = None


@dataclass(frozen=True, slots=True)
class PipelineConfig:
    """Everything that decides what one camera's pipeline does.

    rules, private_zones, calibration: what holds wherever the camera looks.
    presets: the views that it may have; none where nobody told, so that it is analysed wherever it looks.
    motion_gate: the network leaves frames out in which nothing has moved (detect/motion.py). Off for recordings, of
    which every frame is looked at; the watch of a camera turns it on.
    """

    rules: tuple[RuleConfig, ...] = ()
    private_zones: tuple[ShapeConfig, ...] = ()
    calibration: CalibrationConfig | None = None
    presets: tuple[PresetConfig, ...] = ()
    score_threshold: float = 0.42
    motion_gate: bool = False

    @property
    def every_rule(self) -> tuple[RuleConfig, ...]:
        """Of all presets."""
        return self.rules + tuple(rule for preset in self.presets for rule in preset.rules)

    def within(self, preset: PresetConfig | None) -> "PipelineConfig":
        """What holds while the camera looks at this preset."""
        if preset is None:
            return replace(self, presets=())
        return replace(
            self,
            rules=self.rules + preset.rules,
            private_zones=self.private_zones + preset.private_zones,
            calibration=preset.calibration or self.calibration,
            presets=(),
        )
