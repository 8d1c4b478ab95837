"""Plain values of a rule or a zone as its form wants them, and what the form makes of them, saved: for whoever changes
one without filling in the form, by taking back a version or over REST.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from detectors import configuration
from detectors.models import Rule


def keep(obj: Any, by: str, *, created: bool, reason: str) -> None:
    save = configuration.save_rule if isinstance(obj, Rule) else configuration.save_zone
    save(obj, by, created=created, reason=reason)


def as_form(obj: Any, values: Mapping[str, Any]) -> dict[str, str]:
    """What a person would have filled in to make these values."""
    given = {name: as_text(value) for name, value in values.items()}
    if isinstance(obj, Rule):
        given["knowingly"] = "on"  # it ran like this before
        given["enabled"] = "on" if values["enabled"] else ""
    return given


def as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def query(given: Mapping[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in given.items():
        if value != "" or name != "enabled":
            query[name] = value
    return query
