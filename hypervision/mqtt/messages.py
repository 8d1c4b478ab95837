"""What is said by MQTT beside the messages of ``outward.messages``: the test, and events as Frigate tells them.

Of Frigate's fields only those are filled that are true of an alert. There is no box, no score, no picture and no count
of objects: nothing of the kind leaves the house.
"""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from hypervision.outward.messages import Degrees, Id, Moment

Seconds = Annotated[float, Meta(description="Seconds since 1970.")]
ONLINE, OFFLINE, DISABLED = "online", "offline", "disabled"


class TrialBy(Struct, frozen=True, kw_only=True):
    """That somebody pressed the button."""

    broker: Annotated[str, Meta(description="Its name in the administration.")]


class MqttTrial(Struct, frozen=True, kw_only=True, tag_field="type", tag="mqtt.test"):
    """Nothing happened: the way here is being tried."""

    kind: ClassVar[str] = "mqtt.test"
    timestamp: Moment
    data: TrialBy


class FrigateObject(Struct, frozen=True, kw_only=True):
    """An alert in the words of Frigate. What Frigate has and we do not tell is null, or false where it has no null."""

    id: Id
    camera: Annotated[str, Meta(description="The camera's name in small letters, digits and underscores.")]
    frame_time: Seconds
    label: Annotated[str, Meta(description="The kind of the alert, such as intrusion.")]
    sub_label: None = None
    score: None = None
    top_score: None = None
    false_positive: Annotated[bool, Meta(description="A person refuted it.")]
    start_time: Seconds
    end_time: Seconds | None
    box: None = None
    snapshot: None = None
    thumbnail: None = None
    current_zones: tuple[str, ...] = ()
    entered_zones: tuple[str, ...] = ()
    has_snapshot: Literal[False] = False
    has_clip: Literal[False] = False
    lon: Degrees
    lat: Degrees
    error_m: Annotated[float, Meta(ge=0, description="Expected error of the place, in metres.")]


class FrigateEvent(Struct, frozen=True, kw_only=True):
    """``frigate/events``: new when a person confirmed an alert (or it was raised, to whom the authorisation names), end
    when it was closed or refuted or nobody judged it in time.
    """

    kind: ClassVar[str] = "frigate.event"
    type: Literal["new", "end"]
    before: FrigateObject
    after: FrigateObject
