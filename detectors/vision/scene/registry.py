"""The kinds of rules: one file and one line here each. docs/rules.md shows how to add one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from detectors.vision.config import RuleConfig, ShapeConfig
from detectors.vision.detect.eyes import Eye
from detectors.vision.hours import Hours
from detectors.vision.locate.homography import Homography
from detectors.vision.scene import regions, steps
from detectors.vision.scene.abandoned_object import AbandonedObject, AbandonedObjectParameters
from detectors.vision.scene.crowd_movement import CrowdMovement, CrowdMovementParameters
from detectors.vision.scene.density import Density, DensityParameters
from detectors.vision.scene.dwell import Dwell, DwellParameters
from detectors.vision.scene.fall import Fall, FallParameters
from detectors.vision.scene.fire import Fire, FireParameters
from detectors.vision.scene.intrusion import Intrusion, IntrusionParameters
from detectors.vision.scene.journeys import Journeys, JourneysParameters
from detectors.vision.scene.keeping import OnlyDuring
from detectors.vision.scene.line_count import LineCounter, LineCountParameters
from detectors.vision.scene.occupancy import Occupancy, OccupancyParameters
from detectors.vision.scene.parameters import parse
from detectors.vision.scene.parking import Parking, ParkingParameters
from detectors.vision.scene.queue import Queue, QueueParameters
from detectors.vision.scene.rule import Rule
from detectors.vision.scene.shapes import Line, Zone, check_line, check_zone
from detectors.vision.scene.speed import Speed, SpeedParameters
from detectors.vision.scene.weapon import Weapon, WeaponParameters
from detectors.vision.scene.wrong_direction import WrongDirection, WrongDirectionParameters
from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import Label

P = TypeVar("P")
S = TypeVar("S", Zone, Line)


class UnknownKindError(SentenceError):
    """A kind of rule that does not exist."""


class Maturity(StrEnum):
    """How far a kind is to be trusted (R-47)."""

    PROVEN = "proven"
    BETA = "beta"
    EXPERIMENTAL = "experimental"


@dataclass(frozen=True, slots=True)
class RuleKind(Generic[P, S]):
    """title: what people call it. rule: makes one. shape: what it watches. statistics: sums only, never an event.

    maturity: one that is experimental is off until a person switches it on knowingly. eyes: what must look beside the
    network. finds: what the network must be able to find for it. of_a_thing: an event's box holds no person but a
    thing, which must be seen to be judged. least_rate: pictures a second below which it misses what it is for.
    """

    title: str
    rule: Callable[[RuleConfig, P, S], Rule]
    parameters: type[P]
    shape: type[S]
    maturity: Maturity = Maturity.EXPERIMENTAL
    eyes: tuple[Eye, ...] = ()
    finds: Label = Label.PERSON
    statistics: bool = False
    of_a_thing: bool = False
    least_rate: float = 0.0


KINDS: Mapping[str, RuleKind[Any, Any]] = {
    "intrusion": RuleKind(gettext_noop("Intrusion"), Intrusion, IntrusionParameters, Zone, Maturity.PROVEN),
    "wrong_direction": RuleKind(
        gettext_noop("Wrong direction"), WrongDirection, WrongDirectionParameters, Zone, Maturity.PROVEN
    ),
    "density": RuleKind(gettext_noop("Density"), Density, DensityParameters, Zone, Maturity.PROVEN),
    "abandoned_object": RuleKind(
        gettext_noop("Abandoned object"),
        AbandonedObject,
        AbandonedObjectParameters,
        Zone,
        Maturity.BETA,
        eyes=(Eye.STILL,),
        of_a_thing=True,
        least_rate=3,
    ),
    "fall": RuleKind(gettext_noop("Fall"), Fall, FallParameters, Zone, eyes=(Eye.STILL,)),
    "fire": RuleKind(
        gettext_noop("Start of fire"),
        Fire,
        FireParameters,
        Zone,
        eyes=(Eye.FLAMES, Eye.SMOKE),
        of_a_thing=True,
        least_rate=3,
    ),
    "crowd_movement": RuleKind(
        gettext_noop("Crowd movement"), CrowdMovement, CrowdMovementParameters, Zone, least_rate=4
    ),
    "weapon": RuleKind(gettext_noop("Weapon"), Weapon, WeaponParameters, Zone, finds=Label.WEAPON),
    "line_count": RuleKind(
        gettext_noop("Line count"), LineCounter, LineCountParameters, Line, Maturity.PROVEN, statistics=True
    ),
    "speed": RuleKind(gettext_noop("Speed"), Speed, SpeedParameters, Zone, Maturity.BETA, statistics=True),
    "occupancy": RuleKind(
        gettext_noop("Occupancy"), Occupancy, OccupancyParameters, Zone, Maturity.BETA, statistics=True
    ),
    "parking": RuleKind(gettext_noop("Parking"), Parking, ParkingParameters, Zone, Maturity.BETA, statistics=True),
    "queue": RuleKind(gettext_noop("Queue"), Queue, QueueParameters, Zone, Maturity.BETA, statistics=True),
    "dwell": RuleKind(gettext_noop("Dwell time"), Dwell, DwellParameters, Zone, Maturity.BETA, statistics=True),
    "journeys": RuleKind(
        gettext_noop("Origin and destination"), Journeys, JourneysParameters, Zone, Maturity.BETA, statistics=True
    ),
}

STATISTICS = frozenset(name for name, kind in KINDS.items() if kind.statistics)
"""Kinds that yield only sums."""

ALERTS = frozenset(KINDS) - STATISTICS
"""Kinds that yield events that somebody must look at."""


def find(kind: str) -> RuleKind[Any, Any]:
    """Raises ``UnknownKindError``."""
    if kind not in KINDS:
        raise UnknownKindError(
            gettext_noop("There is no rule of the kind “%(kind)s”. There are: %(known)s."),
            kind=kind,
            known=", ".join(KINDS),
        )
    return KINDS[kind]


def check(config: RuleConfig) -> None:
    """Raises ``UnknownKindError``, ``ParameterError`` or ``ShapeError``: sentences for the person who sets it up."""
    kind = find(config.kind)
    parse(kind.parameters, config.parameters)
    if kind.shape is Zone:
        check_zone(config.shape)
    else:
        check_line(config.shape)


def build(config: RuleConfig, width: int, height: int, ground: Homography | None = None) -> Rule:
    """The rule for pictures of this size. Raises what ``check`` raises."""
    return build_all([config], width, height, ground)[0]


def build_all(configs: Sequence[RuleConfig], width: int, height: int, ground: Homography | None = None) -> list[Rule]:
    """The rules of one camera; their shapes are asked together, once a frame. Raises what ``check`` raises."""
    for config in configs:
        check(config)
    shapes = [_shape(find(config.kind).shape, config.shape, width, height, ground) for config in configs]
    regions.join([shape for shape in shapes if isinstance(shape, Zone)], width, height)
    steps.join([shape for shape in shapes if isinstance(shape, Line)])
    return [_rule(config, shape) for config, shape in zip(configs, shapes, strict=True)]


def _rule(config: RuleConfig, shape: Zone | Line) -> Rule:
    kind = find(config.kind)
    rule = kind.rule(config, parse(kind.parameters, config.parameters), shape)
    return rule if config.hours is None else OnlyDuring(rule, Hours(config.hours, config.time_zone))


def _shape(kind: type[Any], config: ShapeConfig, width: int, height: int, ground: Homography | None) -> Zone | Line:
    if kind is Line:
        return Line.of(config, width, height)
    return Zone.of(config, width, height, ground)
