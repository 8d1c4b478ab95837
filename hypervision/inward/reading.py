"""What a system sends, read strictly and row by row: one that is wrong says why and spoils no other.

The model of an event is closed. What R-14 forbids (names, plates, faces, files) is refused by its name, so that whoever
connects a system learns it from the first answer.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from hypervision.alerts.kinds import BY_PEOPLE, BY_SYSTEMS
from hypervision.alerts.models import Alert
from hypervision.law.retention import events_due
from hypervision.lib.errors import Refusal

MOST = 10_000
KINDS = (*BY_SYSTEMS, *BY_PEOPLE)
LONGEST_ID, LONGEST_NAME, LONGEST_TEXT, LONGEST_UNIT = 200, 200, 2000, 20
MOST_METRES = 5000.0
CLOCKS_DIFFER = timedelta(minutes=5)
"""A system's clock may be ahead of ours by this much."""

FORBIDDEN_WORDS = """name names surname firstname lastname forename person people caller reporter plate plates
registration licence license face faces photo photos image images picture pictures video file files attachment
attachments email mail phone telephone mobile birth birthday birthdate age sex gender ethnicity religion nationality
passport iban"""
FORBIDDEN = frozenset(FORBIDDEN_WORDS.split())
_WORD = re.compile(r"[a-z]+")

Errors = Mapping[str, str]
"""A sentence a field."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event as a system tells it. id: the system's own.

    Exactly one of point (longitude, latitude), address and district says where. severity: empty where nobody is asked
    for a verdict. value, unit: of a reading.
    """

    id: str
    kind: str
    at: datetime
    point: tuple[float, float] | None = None
    error_m: float | None = None
    address: str = ""
    district: str = ""
    severity: str = ""
    words: str = ""
    value: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that cannot be taken in. id: as far as it could be read."""

    id: str
    errors: Errors


@dataclass(frozen=True, slots=True)
class Span:
    """What may have happened when: later than ``after``, not later than ``until``."""

    after: datetime
    until: datetime

    @classmethod
    def at(cls, now: datetime) -> "Span":
        return cls(events_due("", now), now + CLOCKS_DIFFER)


@dataclass(frozen=True, slots=True)
class Batch:
    """rows: as they came. is_whole: one that is wrong refuses all."""

    rows: Sequence[Any]
    is_whole: bool


class _FieldError(Exception):
    pass


def read(body: bytes) -> Batch:
    """Raises Refusal where it is none."""
    try:
        batch = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        sentence = _("This is no JSON: %(reason)s. Send an object with a list of events.") % {"reason": error}
        raise Refusal(sentence, code="no_json") from error
    if not isinstance(batch, dict) or not isinstance(batch.get("events"), list):
        raise Refusal(_('Send an object with a list of events: {"events": [...]}.'), code="no_batch")
    unknown = sorted(set(batch) - {"events", "all_or_nothing"})
    if unknown:
        facts = {"found": ", ".join(unknown)}
        raise Refusal(_("Beside events only all_or_nothing is known, not %(found)s.") % facts, code="unknown_field")
    is_whole = batch.get("all_or_nothing", True)
    if not isinstance(is_whole, bool):
        raise Refusal(_("all_or_nothing is true or false."), code="no_batch")
    rows: list[Any] = batch["events"]
    if len(rows) > MOST:
        sizes = {"found": len(rows), "most": MOST}
        raise Refusal(_("%(found)d events were sent; %(most)d are taken at once.") % sizes, code="too_many")
    return Batch(rows, is_whole)


def read_row(raw: Any, span: Span) -> Row | Wrong:
    if not isinstance(raw, dict):
        return Wrong("", {"": _("An event is an object.")})
    errors, values = dict[str, str](), dict[str, Any]()
    for name, value in raw.items():
        try:
            values[name] = _read_field(name, value)
        except _FieldError as error:
            errors[name] = str(error)
    for name in ("id", "kind", "at"):
        if name not in raw:
            errors[name] = _("This is needed.")
    errors |= _across(values, errors, span)
    if errors:
        return Wrong(values.get("id", ""), errors)
    point = (values.pop("lon"), values.pop("lat")) if "lon" in values else None
    return Row(point=point, **values)


def _across(values: Mapping[str, Any], errors: Errors, span: Span) -> Errors:
    """What fields say only together."""
    found = dict[str, str]()
    places = [name for name in ("lon", "address", "district") if values.get(name) not in (None, "")]
    if ("lon" in values) != ("lat" in values) and not {"lon", "lat"} & set(errors):
        found["lat" if "lon" in values else "lon"] = _("lon and lat go together.")
    elif len(places) != 1 and not {"lon", "lat", "address", "district"} & set(errors):
        found["place"] = _("Say where in one way: lon and lat, address or district.")
    if "error_m" in values and "lon" not in values:
        found["error_m"] = _("An error in metres goes with lon and lat.")
    if values.get("unit") and "value" not in values:
        found["unit"] = _("A unit goes with a value.")
    at = values.get("at")
    if at is not None and at > span.until:
        found["at"] = _("This lies in the future. Is the clock of the system right?")
    elif at is not None and at <= span.after:
        found["at"] = _("This is longer ago than events are kept.")
    return found


def _read_field(name: str, value: Any) -> Any:
    reader = _FIELDS.get(name)
    if reader is not None:
        return reader(value)
    if FORBIDDEN.intersection(_WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())):
        raise _FieldError(_("This is never taken: no names, plates, faces or files (the law forbids to link them)."))
    raise _FieldError(_("Unknown field. Known are %(known)s.") % {"known": ", ".join(_FIELDS)})


def _text(most: int, least: int = 0) -> Callable[[Any], str]:
    def reader(value: Any) -> str:
        if not isinstance(value, str):
            raise _FieldError(_("This is a text."))
        plain = value.replace("\x00", "").strip()
        if not least <= len(plain) <= most:
            raise _FieldError(_("%(least)d to %(most)d characters.") % {"least": least, "most": most})
        return plain

    return reader


def _number(least: float, most: float) -> Callable[[Any], float]:
    def reader(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise _FieldError(_("This is a number."))
        if not least <= value <= most:
            raise _FieldError(_("From %(least)g to %(most)g.") % {"least": least, "most": most})
        return float(value)

    return reader


def _one_of(*choices: str) -> Callable[[Any], str]:
    def reader(value: Any) -> str:
        if value not in choices:
            raise _FieldError(_("One of %(choices)s.") % {"choices": ", ".join(choices)})
        return str(value)

    return reader


def _moment(value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(value)
        if at.utcoffset() is None:
            raise ValueError
    except (TypeError, ValueError) as error:
        raise _FieldError(_("A moment with its offset, such as 2026-06-01T12:00:00+02:00.")) from error
    return at


_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "id": _text(LONGEST_ID, 1),
    "kind": _one_of(*KINDS),
    "at": _moment,
    "lon": _number(-180, 180),
    "lat": _number(-90, 90),
    "error_m": _number(0, MOST_METRES),
    "address": _text(LONGEST_NAME, 1),
    "district": _text(LONGEST_NAME, 1),
    "severity": _one_of(*Alert.Severity.values),
    "words": _text(LONGEST_TEXT),
    "value": _number(-1e12, 1e12),
    "unit": _text(LONGEST_UNIT),
}
