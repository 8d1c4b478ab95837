"""The closed union of what is said to a browser. A message that is not here does not exist.

Each message carries the whole present state of one thing (a card), never a difference: whoever applies the messages
since a snapshot's number holds a fresh snapshot.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from hypervision.live.cards import (
    AlertCard,
    CallCard,
    CameraCard,
    DutyCard,
    ExerciseCard,
    IncidentCard,
    RunCard,
    SnoozeCard,
    StopCard,
)


@dataclass(frozen=True, slots=True)
class AlertPut:
    """An alert is new or changed."""

    kind: ClassVar[str] = "alert"
    card: AlertCard


@dataclass(frozen=True, slots=True)
class CameraPut:
    """A camera is new, moved, or its state changed."""

    kind: ClassVar[str] = "camera"
    card: CameraCard


@dataclass(frozen=True, slots=True)
class CameraGone:
    """A camera was taken away."""

    kind: ClassVar[str] = "camera_gone"
    id: str


@dataclass(frozen=True, slots=True)
class AlertGone:
    """An alert was erased at the end of its retention."""

    kind: ClassVar[str] = "alert_gone"
    id: str


@dataclass(frozen=True, slots=True)
class IncidentPut:
    """An alert belongs to an incident, or to another one than before."""

    kind: ClassVar[str] = "incident"
    card: IncidentCard


@dataclass(frozen=True, slots=True)
class IncidentGone:
    """An alert belongs to no incident any more. id: of the alert."""

    kind: ClassVar[str] = "incident_gone"
    id: str


@dataclass(frozen=True, slots=True)
class RunPut:
    """A procedure was begun for an alert, or somebody did something in it. It goes when the alert goes."""

    kind: ClassVar[str] = "run"
    card: RunCard


@dataclass(frozen=True, slots=True)
class StopPut:
    """Somebody stopped analytics, or lifted a stop."""

    kind: ClassVar[str] = "stop"
    card: StopCard


@dataclass(frozen=True, slots=True)
class DutyPut:
    """Somebody goes on duty, looks after something else, or leaves."""

    kind: ClassVar[str] = "duty"
    card: DutyCard


@dataclass(frozen=True, slots=True)
class CallPut:
    """Somebody on call was asked, or has answered."""

    kind: ClassVar[str] = "call"
    card: CallCard


@dataclass(frozen=True, slots=True)
class ExercisePut:
    """An exercise begins, or is over."""

    kind: ClassVar[str] = "exercise"
    card: ExerciseCard


@dataclass(frozen=True, slots=True)
class SnoozePut:
    """Somebody set alerts aside, or woke them."""

    kind: ClassVar[str] = "snooze"
    card: SnoozeCard


@dataclass(frozen=True, slots=True)
class MapChanged:
    """Another base map was imported: tiles of an older version are no longer true."""

    kind: ClassVar[str] = "map"
    version: str


@dataclass(frozen=True, slots=True)
class EventsLost:
    """A worker could not keep events while the database was away: how many are lost, since when."""

    kind: ClassVar[str] = "events_lost"
    camera: str
    count: int
    since: str


Message = (
    AlertPut
    | AlertGone
    | IncidentPut
    | IncidentGone
    | RunPut
    | CameraPut
    | CameraGone
    | StopPut
    | DutyPut
    | CallPut
    | ExercisePut
    | SnoozePut
    | MapChanged
    | EventsLost
)

KINDS: frozenset[str] = frozenset(message.kind for message in Message.__args__)


def payload(message: Message) -> dict[str, Any]:
    return asdict(message)
