"""What leaves by webhooks and MQTT, and what is read by MQTT, as one AsyncAPI 3 document made of the classes."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from django.utils.text import capfirst

from hypervision.mqtt.frigate import Told
from hypervision.mqtt.messages import DISABLED, OFFLINE, ONLINE, FrigateEvent, MqttTrial
from hypervision.outward import asyncapi
from hypervision.outward.messages import (
    AlertClosed,
    AlertConfirmed,
    AlertExpired,
    AlertRaised,
    AlertRefuted,
    CameraRemoved,
    CameraState,
    EventErased,
)

_SCHEMAS = "#/components/schemas/"
_ID = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "format": "uuid", "description": "The same at each attempt to send the same message."}
    },
}
_PARAMETERS = {
    "prefix": "Of the broker, as the administration has it.",
    "kind": "Of the alert, such as intrusion.",
    "camera": "Its id; in Frigate's layout its name in small letters, digits and underscores.",
}
_IS_THERE = {"type": "string", "enum": [ONLINE, OFFLINE]}
_IS_WATCHED = {"type": "string", "enum": [ONLINE, OFFLINE, DISABLED]}


@dataclass(frozen=True, slots=True)
class _Channel:
    """address: None of what is read, since a city names its topics. messages: by name, their payload and what it is."""

    name: str
    address: str | None
    text: str
    messages: dict[str, tuple[Any, str]]
    action: str = "send"


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    whole = deepcopy(asyncapi.document())
    ours = (FrigateEvent, MqttTrial, Told)
    refs, schemas = msgspec.json.schema_components(ours, ref_template=_SCHEMAS + "{name}")
    whole["components"]["schemas"] |= schemas
    for channel in _channels(dict(zip(ours, refs, strict=True))):
        _add(whole, channel)
    whole["info"]["description"] = (
        "Confirmed alerts, corrections, camera states and erasures, by Standard Webhooks and by MQTT; and what is read "
        "by MQTT."
    )
    return whole


def _channels(refs: dict[type, Any]) -> Sequence[_Channel]:
    trial = {"mqtt.test": (refs[MqttTrial], str(MqttTrial.__doc__))}
    event = {"frigate.event": (refs[FrigateEvent], str(FrigateEvent.__doc__))}
    return (
        _Channel(
            "alerts",
            "{prefix}/alerts/{kind}",
            "What becomes of an alert.",
            _with_id(AlertRaised, AlertExpired, AlertConfirmed, AlertClosed, AlertRefuted),
        ),
        _Channel("cameraState", "{prefix}/cameras/{camera}/state", "Retained.", _with_id(CameraState)),
        _Channel("cameraRemoved", "{prefix}/cameras/{camera}/removed", "Once.", _with_id(CameraRemoved)),
        _Channel("erased", "{prefix}/erased", "Also in Frigate's layout.", _with_id(EventErased)),
        _Channel("test", "{prefix}/test", "Also in Frigate's layout.", trial),
        _Channel(
            "status",
            "{prefix}/status",
            "Retained; the last will.",
            {"mqtt.status": (_IS_THERE, "Whether we are there.")},
        ),
        _Channel("frigateEvents", "{prefix}/events", "Alerts in Frigate's layout.", event),
        _Channel(
            "frigateAvailable",
            "{prefix}/available",
            "Retained; the last will, in Frigate's layout.",
            {"frigate.available": (_IS_THERE, "Whether we are there.")},
        ),
        _Channel(
            "frigateCamera",
            "{prefix}/{camera}/status/detect",
            "Retained, in Frigate's layout.",
            {"frigate.camera": (_IS_WATCHED, "Whether a camera is watched; disabled: not to be watched.")},
        ),
        _Channel(
            "readings",
            None,
            "Readings, at the topics that the administration names.",
            {"reading": ({"type": ["number", "boolean", "string", "object", "array"]}, _READING)},
            "receive",
        ),
        _Channel(
            "frigateTells",
            None,
            "Events of a Frigate, at the topic that the administration names, mostly frigate/events.",
            {"frigate.told": (refs[Told], str(Told.__doc__))},
            "receive",
        ),
    )


_READING = """A number, or JSON with the number at the path that the subscription names; id, time and place as well.
Nothing else is read."""


def _with_id(*classes: Any) -> dict[str, tuple[Any, str]]:
    """Messages of ``outward.messages`` bear their id inside, since MQTT 3.1.1 has no headers."""
    return {
        f"mqtt.{one.kind}": ({"allOf": [{"$ref": _SCHEMAS + one.__name__}, _ID]}, str(one.__doc__)) for one in classes
    }


def _add(whole: dict[str, Any], channel: _Channel) -> None:
    here = f"#/channels/{channel.name}"
    for name, (payload, text) in channel.messages.items():
        whole["components"]["messages"][name] = {
            "name": name,
            "title": capfirst(name.replace(".", " ")),
            "summary": text,
            "contentType": "application/json" if "$ref" in payload or "allOf" in payload else "text/plain",
            "payload": payload,
        }
    whole["channels"][channel.name] = {
        "address": channel.address,
        "description": channel.text,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in channel.messages},
        **_parameters(channel.address or ""),
    }
    whole["operations"][f"{channel.action}-{channel.name}"] = {
        "action": channel.action,
        "channel": {"$ref": here},
        "messages": [{"$ref": f"{here}/messages/{name}"} for name in channel.messages],
    }


def _parameters(address: str) -> dict[str, Any]:
    used: Iterable[str] = [name for name in _PARAMETERS if f"{{{name}}}" in address]
    return {"parameters": {name: {"description": _PARAMETERS[name]} for name in used}} if used else {}
