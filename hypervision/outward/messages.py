"""The closed union of what is said to other systems. A message that is not here leaves the house by no way.

No name of a person, no words of one, no picture, no track. Each carries the whole present state of one thing; its JSON
Schema is made of these very classes (``asyncapi``).
"""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

Degrees = Annotated[float, Meta(description="In degrees, WGS 84, no finer than the place is known.")]
Moment = Annotated[str, Meta(description="ISO 8601 with its offset.", extra_json_schema={"format": "date-time"})]
Id = Annotated[str, Meta(extra_json_schema={"format": "uuid"})]
OfDemo = Annotated[bool, Meta(description="Of a recorded or composed scene: nothing happened in a street.")]


class _AlertFacts(Struct, frozen=True, kw_only=True):
    """What is told of any alert, judged or not."""

    id: Id
    event: Id
    kind: Annotated[str, Meta(description="A code, such as intrusion or fire_alarm.")]
    severity: Literal["low", "medium", "high"]
    state: str
    camera: Annotated[Id | None, Meta(description="None where no camera saw it.")]
    camera_name: str
    lon: Degrees
    lat: Degrees
    error_m: Annotated[float, Meta(ge=0, description="Expected error of the place, in metres.")]
    place_source: Annotated[str, Meta(description="How the place is known: calibration, camera, person, …")]
    street: str
    district: str
    started_at: Moment
    captured_at: Moment


class AlertData(_AlertFacts, frozen=True, kw_only=True):
    """An alert that a person confirmed, or had confirmed before."""

    state: Literal["confirmed", "closed", "refuted"]
    decided_at: Annotated[Moment, Meta(description="When a person brought it into this state.")]
    reason: Annotated[str, Meta(description="A code: of the outcome once closed, of the refutation once refuted.")]
    demo: OfDemo


class RaisedData(_AlertFacts, frozen=True, kw_only=True):
    """An alert that no person has confirmed: a machine says so, and nobody knows whether it is true."""

    state: Literal["new", "expired_unreviewed"]
    demo: OfDemo


class CameraData(Struct, frozen=True, kw_only=True):
    """Whether a camera is watched."""

    id: Id
    name: str
    lon: Degrees
    lat: Degrees
    state: Literal["watching", "reconnecting", "not_watching", "stopped", "not_authorised"]
    since: Annotated[Moment | None, Meta(description="None where nobody ever watched it.")]
    demo: bool


class RemovedData(Struct, frozen=True, kw_only=True):
    """A camera that the city took away."""

    id: Id


class ErasedData(Struct, frozen=True, kw_only=True):
    """What the city had to erase, and whoever was told of it erases, too."""

    alert: Id
    event: Id


class TrialData(Struct, frozen=True, kw_only=True):
    """That somebody pressed the button."""

    webhook: Annotated[str, Meta(description="Its name in the administration.")]


class AlertRaised(Struct, frozen=True, kw_only=True, tag_field="type", tag="alert.raised"):
    """An alert that nobody has confirmed yet. Goes to those alone whom the camera's authorisation names (R-16)."""

    kind: ClassVar[str] = "alert.raised"
    timestamp: Moment
    data: RaisedData


class AlertExpired(Struct, frozen=True, kw_only=True, tag_field="type", tag="alert.expired"):
    """Nobody judged the alert in time, and it counts as unreviewed. Goes to whoever was told that it was raised."""

    kind: ClassVar[str] = "alert.expired"
    timestamp: Moment
    data: RaisedData


class AlertConfirmed(Struct, frozen=True, kw_only=True, tag_field="type", tag="alert.confirmed"):
    """A person confirmed an alert, for the first time or again after a refutation."""

    kind: ClassVar[str] = "alert.confirmed"
    timestamp: Moment
    data: AlertData


class AlertClosed(Struct, frozen=True, kw_only=True, tag_field="type", tag="alert.closed"):
    """A person said how a confirmed alert ended."""

    kind: ClassVar[str] = "alert.closed"
    timestamp: Moment
    data: AlertData


class AlertRefuted(Struct, frozen=True, kw_only=True, tag_field="type", tag="alert.refuted"):
    """What was sent as raised or confirmed was not so, says a person. Goes to whoever was told of the alert."""

    kind: ClassVar[str] = "alert.refuted"
    timestamp: Moment
    data: AlertData


class CameraState(Struct, frozen=True, kw_only=True, tag_field="type", tag="camera.state"):
    """A camera is watched again, or is watched no more."""

    kind: ClassVar[str] = "camera.state"
    timestamp: Moment
    data: CameraData


class CameraRemoved(Struct, frozen=True, kw_only=True, tag_field="type", tag="camera.removed"):
    """A camera was taken away. Goes to whoever was told of its state."""

    kind: ClassVar[str] = "camera.removed"
    timestamp: Moment
    data: RemovedData


class EventErased(Struct, frozen=True, kw_only=True, tag_field="type", tag="event.erased"):
    """An event was erased at the end of its retention (R-30). Goes to whoever was told of its alert: erase it, too."""

    kind: ClassVar[str] = "event.erased"
    timestamp: Moment
    data: ErasedData


class Trial(Struct, frozen=True, kw_only=True, tag_field="type", tag="webhook.test"):
    """Nothing happened: the way here is being tried."""

    kind: ClassVar[str] = "webhook.test"
    timestamp: Moment
    data: TrialData


JudgedMessage = AlertConfirmed | AlertClosed | AlertRefuted
AlertMessage = AlertRaised | AlertExpired | JudgedMessage
Message = AlertMessage | CameraState | CameraRemoved | EventErased | Trial
MESSAGES: tuple[type[Message], ...] = (
    AlertRaised,
    AlertExpired,
    AlertConfirmed,
    AlertClosed,
    AlertRefuted,
    CameraState,
    CameraRemoved,
    EventErased,
    Trial,
)

CHOSEN = (AlertRaised.kind, AlertConfirmed.kind, AlertClosed.kind, CameraState.kind)
"""What a webhook may be set to hear. Refutations, removals and erasures go by themselves to whoever was told before:
nobody chooses to go on believing what was wrong, or to keep what is erased."""
