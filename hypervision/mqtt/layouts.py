"""Under which topics a message goes, and what is written there: our own, or as Frigate has them.

Frigate's topics: https://docs.frigate.video/integrations/mqtt/
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import msgspec

from hypervision.mqtt import topics
from hypervision.mqtt.messages import DISABLED, OFFLINE, ONLINE, FrigateEvent, FrigateObject, MqttTrial
from hypervision.mqtt.models import Broker
from hypervision.outward.messages import (
    AlertConfirmed,
    AlertData,
    AlertMessage,
    AlertRaised,
    AlertRefuted,
    CameraData,
    CameraRemoved,
    CameraState,
    EventErased,
    Message,
    RaisedData,
)

_IDS = UUID("b5a7d7a1-0a4e-5e64-9a5c-5d0f6a4c8e21")
_STATUS = {"watching": ONLINE, "stopped": DISABLED, "not_authorised": DISABLED}
"""As Frigate says how a camera is; any other state is offline."""


@dataclass(frozen=True, slots=True)
class Post:
    """body: JSON or a word; empty takes a retained message away. retained: the broker keeps it for who comes later."""

    topic: str
    body: str
    retained: bool = False


def status_topic(broker: Broker) -> str:
    """Online and offline are kept there; the broker itself says offline when the connection breaks (last will)."""
    return f"{broker.prefix}/{'available' if broker.layout == Broker.Layout.FRIGATE else 'status'}"


def message_id(broker: UUID, source: str) -> str:
    """The same at each attempt to send what has this source: the number of an entry, or an alert that was erased."""
    return str(uuid5(_IDS, f"{broker} {source}"))


def posts(broker: Broker, message: Message | MqttTrial, source: str) -> Iterator[Post]:
    """source: see ``message_id``."""
    if broker.layout == Broker.Layout.FRIGATE:
        yield from _as_frigate(broker, message, source)
    else:
        yield _own(broker, message, source)


def camera_topic(broker: Broker, camera: CameraData) -> str:
    """Where the state of a camera is retained."""
    if broker.layout == Broker.Layout.FRIGATE:
        return f"{broker.prefix}/{topics.name(camera.name)}/status/detect"
    return f"{broker.prefix}/cameras/{camera.id}/state"


def _own(broker: Broker, message: Message | MqttTrial, source: str) -> Post:
    body = _with_id(message, message_id(broker.pk, source))
    if isinstance(message, AlertMessage):
        return Post(f"{broker.prefix}/alerts/{message.data.kind}", body)
    if isinstance(message, CameraState):
        return Post(camera_topic(broker, message.data), body, retained=True)
    if isinstance(message, CameraRemoved):
        return Post(f"{broker.prefix}/cameras/{message.data.id}/removed", body)
    if isinstance(message, EventErased):
        return Post(f"{broker.prefix}/erased", body)
    return Post(f"{broker.prefix}/test", body)


def _as_frigate(broker: Broker, message: Message | MqttTrial, source: str) -> Iterator[Post]:
    """Frigate has no word for an erasure or a test: these go under its prefix as we say them."""
    if isinstance(message, AlertMessage):
        body = msgspec.json.encode(_frigate_event(message)).decode()
        yield Post(f"{broker.prefix}/events", body)
    elif isinstance(message, CameraState):
        yield Post(camera_topic(broker, message.data), _STATUS.get(message.data.state, OFFLINE), retained=True)
    elif not isinstance(message, CameraRemoved):  # of one that was taken away the retained state goes, and that is all
        yield _own(broker, message, source)


def _frigate_event(message: AlertMessage) -> FrigateEvent:
    before = _frigate_object(message.data, None, refuted=False)
    if isinstance(message, AlertRaised | AlertConfirmed):
        return FrigateEvent(type="new", before=before, after=before)
    after = _frigate_object(message.data, message.timestamp, refuted=isinstance(message, AlertRefuted))
    return FrigateEvent(type="end", before=before, after=after)


def _frigate_object(data: AlertData | RaisedData, ended: str | None, *, refuted: bool) -> FrigateObject:
    """ended: ISO 8601."""
    return FrigateObject(
        id=data.event,
        camera=topics.name(data.camera_name),
        frame_time=_seconds(data.captured_at),
        label=data.kind,
        false_positive=refuted,
        start_time=_seconds(data.started_at),
        end_time=_seconds(ended) if ended else None,
        lon=data.lon,
        lat=data.lat,
        error_m=data.error_m,
    )


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def _with_id(message: Message | MqttTrial, key: str) -> str:
    """The message of ``outward.messages`` with its id in front: MQTT 3.1.1 has no headers."""
    return f'{{"id":"{key}",{msgspec.json.encode(message).decode()[1:]}'
