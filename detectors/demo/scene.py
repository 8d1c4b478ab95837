"""The demonstration as plain data: four squares of Helsinki, and one recorded clip that is played at each of them; two
more, at which composed scenes are played (``staged``): they are named as simulated, and the picture says so, too.

The clip shows a square in Reading with its own ground coordinates (see ``vision.locate.vtest``). It is moved and turned
so that its camera stands at the edge of a square and looks across it: the places are real, the people are a recording.
Shapes are fractions of the picture; they were drawn on frames of the clip, and the cool-downs chosen so that about one
alert comes up every ten seconds over all four cameras.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detectors.demo import staged
from detectors.scenes.scene import Scene
from detectors.scenes.stage import on_the_square

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class DemoZone:
    """purpose: a value of ``Zone.Purpose``."""

    name: str
    purpose: str
    points: Points


@dataclass(frozen=True, slots=True)
class DemoRule:
    kind: str
    zone: DemoZone
    severity: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoCamera:
    """lon, lat: the middle of what it looks at. bearing: where it looks, degrees clockwise from north.

    rate: analysed pictures a second. starts_at_s: seconds into the clip, so that the cameras are not in step.
    scene: what is played there in place of the recording.
    """

    path: str
    square: str
    lon: float
    lat: float
    bearing: float
    rate: float
    starts_at_s: float
    rules: tuple[DemoRule, ...]
    scene: Scene | None = None

    @property
    def name(self) -> str:
        return f"{self.square} ({'demo, simulated scene' if self.scene else 'demo recording'})"


FACADE = DemoZone("Façade", "private", ((0.40, 0.0), (0.86, 0.0), (0.86, 0.17), (0.41, 0.19)))
LAWN = DemoZone(
    "Lawn", "watch", ((0, 0.44), (0.17, 0.47), (0.45, 0.60), (0.62, 0.67), (1.0, 0.90), (1.0, 1.0), (0.0, 1.0))
)
WORKS = DemoZone(
    "Building site", "watch", ((0.02, 0.31), (0.36, 0.23), (0.60, 0.22), (0.58, 0.32), (0.50, 0.345), (0.02, 0.345))
)
CROSSING = DemoZone("Crossing", "watch", ((0.42, 0.38), (0.72, 0.38), (0.80, 0.50), (0.72, 0.62), (0.50, 0.58)))
ROAD = DemoZone("Access road", "watch", ((0.74, 0.17), (0.98, 0.25), (0.96, 0.48), (0.72, 0.40)))
PATH = DemoZone("Path", "watch", ((0, 0.32), (0.50, 0.32), (0.50, 0.50), (0.45, 0.55), (0.17, 0.47), (0, 0.43)))
SQUARE = DemoZone(
    "Square",
    "watch",
    ((0, 0.32), (0.50, 0.30), (0.78, 0.20), (0.98, 0.30), (1.0, 0.80), (0.60, 0.66), (0.45, 0.58), (0, 0.43)),
)
PATH_LINE = DemoZone("Path, counted", "line", ((0.30, 0.28), (0.30, 0.52)))
ROAD_LINE = DemoZone("Access road, counted", "line", ((0.70, 0.36), (0.95, 0.52)))

LANE = DemoZone("Lane", "watch", on_the_square(*staged.LANE))
FORECOURT = DemoZone("Forecourt", "watch", on_the_square(*staged.FORECOURT))

UP_RIGHT = 30.0
TO_THE_RIGHT = 90.0
TO_THE_LEFT = 270.0

CAMERAS = (
    DemoCamera(
        *("square-1", "Rautatientori", 24.94410, 60.17133),
        bearing=30,
        rate=7,
        starts_at_s=0,
        rules=(
            DemoRule("intrusion", CROSSING, "medium", {"dwell_seconds": 1.0, "zone_cool_down_seconds": 40}),
            DemoRule(
                "density",
                SQUARE,
                "low",
                {"threshold_density": 0.022, "duration_seconds": 3, "cool_down_seconds": 90},
            ),
            DemoRule("line_count", PATH_LINE, "low"),
        ),
    ),
    DemoCamera(
        *("square-2", "Senaatintori", 24.95235, 60.16950),
        bearing=60,
        rate=2,
        starts_at_s=30,
        rules=(
            DemoRule("wrong_direction", ROAD, "medium", {"allowed_degrees": UP_RIGHT, "zone_cool_down_seconds": 40}),
            DemoRule("intrusion", WORKS, "high", {"dwell_seconds": 1.0, "zone_cool_down_seconds": 30}),
        ),
    ),
    DemoCamera(
        *("square-3", "Kasarmitori", 24.94903, 60.16522),
        bearing=350,
        rate=2,
        starts_at_s=55,
        rules=(
            DemoRule("intrusion", ROAD, "medium", {"dwell_seconds": 1.0, "zone_cool_down_seconds": 40}),
            DemoRule("line_count", ROAD_LINE, "low"),
        ),
    ),
    DemoCamera(
        *("square-4", "Kansalaistori", 24.93693, 60.17318),
        bearing=20,
        rate=2,
        starts_at_s=80,
        rules=(
            DemoRule("intrusion", LAWN, "high", {"dwell_seconds": 1.0, "zone_cool_down_seconds": 30}),
            DemoRule("wrong_direction", PATH, "medium", {"allowed_degrees": TO_THE_LEFT, "zone_cool_down_seconds": 60}),
        ),
    ),
    DemoCamera(
        *("scene-1", "Esplanadi", 24.94760, 60.16760),
        bearing=80,
        rate=2,
        starts_at_s=0,
        rules=(
            DemoRule(
                "wrong_direction", LANE, "medium", {"allowed_degrees": TO_THE_RIGHT, "zone_cool_down_seconds": 30}
            ),
        ),
        scene=staged.WRONG_WAY,
    ),
    DemoCamera(
        *("scene-2", "Asema-aukio", 24.94050, 60.17110),
        bearing=10,
        rate=4,
        starts_at_s=0,
        rules=(DemoRule("abandoned_object", FORECOURT, "high", {"alone_seconds": 15}),),
        scene=staged.LEFT_BEHIND,
    ),
)
