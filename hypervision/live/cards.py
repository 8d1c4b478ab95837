"""The cards: what a browser shows of one thing, whole. The list is closed; what is not here is shown to nobody."""

from typing import Literal, NotRequired, TypedDict

AlertState = Literal["new", "escalated", "claimed", "confirmed", "refuted", "closed", "expired_unreviewed"]
CameraState = Literal["watching", "reconnecting", "not_watching", "stopped", "not_authorised"]
Severity = Literal["low", "medium", "high"]
RunVerb = Literal["done", "skipped", "undone"]
Band = Literal["low", "medium", "high"]
PlaceSource = Literal["calibration", "camera", "person", "system", "address", "district"]
CallAnswer = Literal["", "accepted", "declined", "none", "withdrawn"]
HandlingState = Literal["received", "on_the_way", "done"]
AlertSource = Literal["", "phone", "radio", "wall", "patrol", "script", "system"]


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


class HandlingCard(TypedDict):
    """What another system of the city said of a confirmed alert. reference: its own number of the matter."""

    by: str
    reference: str
    state: HandlingState
    at: str


class AlertCard(TypedDict):
    """An alert as the queue, the map and the detail show it. Times are ISO 8601 in UTC.

    step_count: what people, time and other systems did with it; of two cards of one alert the one with more is newer.
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
    facts: dict[str, float | str | list[float]]
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
    handlings: list[HandlingCard]
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
    """A person on duty. everywhere, districts, kinds: what the person looks after; no kind named is all.

    left: is on duty no more.
    """

    id: str
    account: str
    name: str
    everywhere: bool
    districts: list[str]
    kinds: list[str]
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
