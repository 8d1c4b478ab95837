"""What a pipeline is told, in plain values: made from database rows by ``detectors/build.py`` or from a file.

Shapes are fractions of the picture, 0 to 1, so that a camera that changes its resolution keeps its zones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Points = tuple[tuple[float, float], ...]
"""Corner points as fractions of the picture's width and height, 0 to 1."""


@dataclass(frozen=True, slots=True)
class ShapeConfig:
    """A zone (at least 3 points, closed by itself) or a line (at least 2 points)."""

    id: str
    name: str
    points: Points


@dataclass(frozen=True, slots=True)
class RuleConfig:
    """One rule that watches one shape; ``parameters`` are checked by the rule's own dataclass.

    time_zone: of the city's clocks, for rules with hours (a name of the IANA data base).
    """

    id: str
    version: int
    kind: str
    shape: ShapeConfig
    parameters: Mapping[str, Any] = field(default_factory=dict)
    time_zone: str = "UTC"


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
class PipelineConfig:
    """Everything that decides what one camera's pipeline does.

    background: what the camera sees when it looks where zones and calibration were made for (locate/background.py);
        empty where nobody has taken it.
    motion_gate: the network leaves frames out in which nothing has moved (detect/motion.py). Off for recordings, of
    which every frame is looked at; the watch of a camera turns it on.
    """

    rules: tuple[RuleConfig, ...] = ()
    private_zones: tuple[ShapeConfig, ...] = ()
    calibration: CalibrationConfig | None = None
    background: bytes = b""
    score_threshold: float = 0.42
    motion_gate: bool = False
