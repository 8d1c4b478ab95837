"""The closed union of what is said to a browser. A message that is not here does not exist.

Each message carries the whole present state of one thing (a card), never a difference: whoever applies the messages
since a snapshot's number holds a fresh snapshot.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, NotRequired, TypedDict

AlertState = Literal["new", "escalated", "claimed", "confirmed", "refuted", "closed", "expired_unreviewed"]
CameraState = Literal["watching", "reconnecting", "not_watching", "stopped", "not_authorised"]
Severity = Literal["low", "medium", "high"]
RunVerb = Literal["done", "skipped", "undone"]
Band = Literal["low", "medium", "high"]
PlaceSource = Literal["calibration", "camera", "person"]
CallAnswer = Literal["", "accepted", "declined", "none", "withdrawn"]
AlertSource = Literal["", "phone", "radio", "wall", "patrol", "script"]


class VerdictCard(TypedDict):
    """The verdict that holds. informed: codes of who was called. corrected: it took the place of another one."""

    by: str
    at: str
    reason: str
    note: str
    informed: list[str]
    corrected: bool


class OutcomeCard(TypedDict):
    """How a confirmed alert ended. reason: a code of the outcomes."""

    by: str
    at: str
    reason: str
    note: str


class NoteCard(TypedDict):
    by: str
    at: str
    text: str


class AlertCard(TypedDict):
    """An alert as the queue, the map and the detail show it. Times are ISO 8601 in UTC.

    step_count: what people and time did with it so far; of two cards of one alert the one with more is the newer.
    source, raised_by, words: of an alert that a person raised; empty for the machine's. Where no camera saw it, camera,
    score and band are None. exercise: it is none of the real ones.
    """

    id: str
    event: str
    kind: str
    severity: Severity
    state: AlertState
    camera: str | None
    camera_name: str
    lon: float
    lat: float
    error_m: float
    place_source: PlaceSource
    street: str
    district: str
    started_at: str
    captured_at: str
    score: float | None
    band: Band | None
    facts: dict[str, float | str]
    zone: str
    picture: bool
    clip: NotRequired[bool]
    demo: bool
    source: AlertSource
    raised_by: str
    words: str
    exercise: bool
    claimed_by: str
    verdict: VerdictCard | None
    outcome: OutcomeCard | None
    notes: list[NoteCard]
    step_count: int


class CameraCard(TypedDict):
    """A camera as the map shows it. view: the ground polygon that it sees, ring of lon/lat, when it is calibrated.

    reason: by language ("en"), since one message is read by many people; empty while it is watched.
    stream: it has an address to watch; without one it is a mark on the map that nobody expects to watch.
    """

    id: str
    name: str
    lon: float
    lat: float
    bearing: float | None
    field_angle: float | None
    state: CameraState
    reason: dict[str, str]
    since: str
    view: list[list[float]] | None
    demo: bool
    stream: NotRequired[bool]
    rate: NotRequired[float]
    wanted_rate: NotRequired[float]
    video_link: NotRequired[bool]


class StopCard(TypedDict):
    id: str
    camera: str | None
    kind: str
    reason: str
    at: str
    by: str
    lifted: bool


class SnoozeCard(TypedDict):
    """Alerts of a camera and kind are set aside until a time, or were until somebody ended it."""

    id: str
    camera: str
    kind: str
    reason: str
    until: str
    by: str
    ended: bool


class IncidentCard(TypedDict):
    """That an alert belongs to an incident. id: of the alert; one card for each, since not everybody sees them all."""

    id: str
    incident: str


class DutyCard(TypedDict):
    """A person on duty. everywhere, districts: what the person looks after. left: is on duty no more."""

    id: str
    account: str
    name: str
    everywhere: bool
    districts: list[str]
    since: str
    left: bool


class RunRow(TypedDict):
    """What somebody did with one step of a run. answer: its number, of a question. reason: why it was skipped."""

    id: int
    key: str
    verb: RunVerb
    answer: int | None
    reason: str
    by: str
    at: str


class RunCard(TypedDict):
    """That a procedure is followed for an alert. id: of the alert. rows: all that was done, in order."""

    id: str
    version: str
    by: str
    at: str
    rows: list[RunRow]


class ExerciseCard(TypedDict):
    """An exercise is under way, or over: its alerts are none."""

    id: str
    title: str
    by: str
    at: str
    ended: bool


class CallCard(TypedDict):
    """Somebody on call was asked for an alert. answer: empty while it is awaited."""

    id: str
    alert: str
    account: str
    name: str
    asked_at: str
    answer: CallAnswer
    answered_at: str | None


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
