"""What the description of the API says of every address alike: how it says no."""

from collections.abc import Mapping
from typing import Any

PROBLEMS: Mapping[str, str] = {
    "400": "A parameter or a field is wrong; `errors` has a sentence for each.",
    "401": "Nobody is logged in, or the token is none.",
    "403": "The role or the token does not include this.",
    "404": "There is no such thing among those that the account sees.",
    "405": "The address does not know this method.",
    "406": "The answer does not come in this form.",
    "409": "Somebody else was first, or the state does not allow it.",
    "410": "What happened since then is not known any more.",
    "413": "The body is too large.",
    "415": "The body is of another type.",
    "422": "It was understood and refused; `code` says why for machines.",
    "429": "The token has asked too often; `Retry-After` says when it may again.",
    "503": "A part of the house is away.",
}
SCHEMA = {
    "type": "object",
    "description": "RFC 9457.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "code": {"type": "string", "description": "For machines."},
        "errors": {"description": "Sentences by field."},
    },
    "required": ["type", "title", "status", "detail", "code"],
}
_BODY = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A hook of drf-spectacular."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = SCHEMA
    for operations in result["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                for status, words in PROBLEMS.items():
                    operation["responses"].setdefault(status, {"description": words, "content": _BODY})
    return result
