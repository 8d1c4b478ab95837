"""What the webhooks send as an AsyncAPI 3 document, made of the classes that are sent."""

from functools import lru_cache
from typing import Any

import msgspec
from django.utils.text import capfirst

from hypervision.outward.messages import MESSAGES

_SCHEMAS = "#/components/schemas/"
_HEADERS = {
    "webhook-id": "The same at each attempt to send the same message.",
    "webhook-timestamp": "Seconds since 1970 of this attempt.",
    "webhook-signature": "One or more of v1,BASE64 with spaces between: HMAC-SHA256 over ID.TIMESTAMP.BODY.",
}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    refs, schemas = msgspec.json.schema_components(MESSAGES, ref_template=_SCHEMAS + "{name}")
    messages = {one.kind: _message(one, ref) for one, ref in zip(MESSAGES, refs, strict=True)}
    named = {kind: {"$ref": f"#/components/messages/{kind}"} for kind in messages}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Hypervision",
            "version": "1",
            "description": "Confirmed alerts, corrections, camera states and erasures, by Standard Webhooks.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "webhook": {
                "address": None,
                "description": "POST to the address that the administration names for a system.",
                "messages": named,
            }
        },
        "operations": {
            "send": {
                "action": "send",
                "channel": {"$ref": "#/channels/webhook"},
                "messages": [{"$ref": f"#/channels/webhook/messages/{kind}"} for kind in messages],
            }
        },
        "components": {"messages": messages, "schemas": schemas},
    }


def _message(one: Any, ref: dict[str, Any]) -> dict[str, Any]:
    headers = {name: {"type": "string", "description": text} for name, text in _HEADERS.items()}
    return {
        "name": one.kind,
        "title": capfirst(one.kind.replace(".", " ")),
        "summary": str(one.__doc__),
        "contentType": "application/json",
        "headers": {"type": "object", "required": list(headers), "properties": headers},
        "payload": ref,
    }
