"""What the description of the API says of every address alike: how it says no, and how cards and lists look."""

from collections.abc import Mapping
from typing import Any

import msgspec
from drf_spectacular.types import OpenApiTypes

PROBLEMS: Mapping[str, str] = {
    "400": "A parameter or a field is wrong; `errors` has a sentence for each.",
    "401": "Nobody is logged in, or the token is none.",
    "403": "The role or the token does not include this.",
    "404": "There is no such thing among those that the account sees.",
    "405": "The address does not know this method.",
    "406": "The answer does not come in this form.",
    "409": "Somebody else was first, or the state does not allow it.",
    "410": "What happened since then is not known any more.",
    "412": "It was changed after it was read: `If-Match` names something else.",
    "413": "The body is too large.",
    "415": "The body is of another type.",
    "422": "It was understood and refused; `code` says why for machines.",
    "428": "The write does not say what was read: `If-Match` is missing.",
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
_REF = "#/components/schemas/"
_FEATURES = {
    "type": "object",
    "required": ["type", "next", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "next": {"type": ["string", "null"], "description": "Address of the page behind."},
        "features": {"type": "array", "items": {"type": "object", "required": ["type", "geometry", "properties"]}},
    },
}
_cards: dict[str, Any] = {}
"""Schemas of the cards that are named so far."""
_BODY = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def card(one: type, status: int = 200) -> dict[int, Any]:
    """A card as an answer, for ``extend_schema``. Its schema is made of its class, so it cannot say anything else."""
    (ref,), schemas = msgspec.json.schema_components([one], ref_template=_REF + "{name}", schema_hook=_anything)
    _cards.update(schemas)
    return {status: ref}


def _anything(other: type) -> dict[str, Any]:
    if other is object:
        return {"description": "Anything."}
    raise NotImplementedError


def rows(one: type, *, placed: bool = False, **more: Any) -> dict[Any, Any]:
    """A list of cards in each of its forms. placed: as features, too. more: schemas of what stands beside ``results``.

    Of a row only the id is sure, if it has one: who asks for some of the fields gets these.
    """
    card(one)
    row = {**_cards[one.__name__], "required": ["id"] if "id" in one.__annotations__ else []}
    page = {
        "type": "object",
        "required": ["next", "results", *more],
        "properties": {
            "next": {"type": ["string", "null"], "description": "Address of the page behind."},
            "results": {"type": "array", "items": row},
            **more,
        },
    }
    features = {(200, "application/geo+json"): _FEATURES} if placed else {}
    return {(200, "application/json"): page, (200, "text/csv"): OpenApiTypes.STR, **features}


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A hook of drf-spectacular."""
    result.setdefault("components", {}).setdefault("schemas", {}).update({**_cards, "Problem": SCHEMA})
    for operations in result["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                for status, words in PROBLEMS.items():
                    operation["responses"].setdefault(status, {"description": words, "content": _BODY})
    return result
