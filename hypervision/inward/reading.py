"""What a system sends, read strictly and row by row: one that is wrong says why and spoils no other.

The model of an event is closed. What R-14 forbids (names, plates, faces, files) is refused by its name, so that whoever
connects a system learns it from the first answer. A batch in which all is right, as nearly all are, is read at once by
the shape of ``Row``; both ways give the same.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from hypervision.alerts.kinds import BY_PEOPLE, BY_SYSTEMS
from hypervision.alerts.models import Alert
from hypervision.law.retention import events_due
from hypervision.lib.errors import Refusal
from hypervision.lib.said import gettext as _

MOST = 10_000
KINDS = (*BY_SYSTEMS, *BY_PEOPLE)
SEVERITIES = ("", *Alert.Severity.values)
LONGEST_ID, LONGEST_NAME, LONGEST_TEXT, LONGEST_UNIT = 200, 200, 2000, 20
MOST_METRES, MOST_VALUE = 5000.0, 1e12
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


Degrees = Annotated[float, Meta(ge=-180, le=180)]
Name = Annotated[str, Meta(max_length=LONGEST_NAME)]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One event as a system tells it. id: the system's own.

    Exactly one of lon and lat, address, and district says where. severity: empty where nobody is asked for a verdict.
    value, unit: of a reading.
    """

    id: Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
    kind: str
    at: Annotated[datetime, Meta(tz=True)]
    lon: Degrees | None = None
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    error_m: Annotated[float, Meta(ge=0, le=MOST_METRES)] | None = None
    address: Name = ""
    district: Name = ""
    severity: str = ""
    words: Annotated[str, Meta(max_length=LONGEST_TEXT)] = ""
    value: Annotated[float, Meta(ge=-MOST_VALUE, le=MOST_VALUE)] | None = None
    unit: Annotated[str, Meta(max_length=LONGEST_UNIT)] = ""

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)


class _Whole(msgspec.Struct, forbid_unknown_fields=True):
    """A batch in which nothing is wrong."""

    events: Annotated[list[Row], Meta(max_length=MOST)]
    all_or_nothing: bool = True


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
    """is_whole: one that is wrong refuses all."""

    rows: Sequence[Row | Wrong]
    is_whole: bool


class _FieldError(Exception):
    pass


def read(body: bytes, span: Span) -> Batch:
    """Raises Refusal where it is none."""
    try:
        whole = msgspec.json.decode(body, type=_Whole)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return read_slowly(body, span)
    if all(_fits(row, span) for row in whole.events):
        return Batch(whole.events, whole.all_or_nothing)
    return read_slowly(body, span)


def _fits(row: Row, span: Span) -> bool:
    """Whether ``read_row`` would say the same of what has the right shape."""
    places = (row.lon is not None) + (row.address != "") + (row.district != "")
    texts = row.id + row.words + row.address + row.district + row.unit
    return (
        row.kind in KINDS
        and row.severity in SEVERITIES
        and span.after < row.at <= span.until
        and places == 1
        and (row.lon is None) == (row.lat is None)
        and (row.error_m is None or row.lon is not None)
        and (row.unit == "" or row.value is not None)
        and "\x00" not in texts
        and all(text == text.strip() for text in (row.id, row.words, row.address, row.district, row.unit))
    )


def read_slowly(body: bytes, span: Span) -> Batch:
    """Row by row and field by field, with a sentence for each that is wrong."""
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
    return Batch([read_row(raw, span) for raw in rows], is_whole)


def read_row(raw: Any, span: Span) -> Row | Wrong:
    if not isinstance(raw, dict):
        return Wrong("", {"": _("An event is an object.")})
    errors, values = dict[str, str](), dict[str, Any]()
    for name, value in raw.items():
        if value is None and name in FIELDS:
            continue  # as good as not said
        try:
            values[name] = _read_field(name, value)
        except _FieldError as error:
            errors[name] = error.args[0]
    for name in ("id", "kind", "at"):
        if raw.get(name) is None:
            errors[name] = _("This is needed.")
    errors |= _across(values, errors, span)
    if errors:
        return Wrong(values.get("id", ""), errors)
    return Row(**values)


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
    reader = FIELDS.get(name)
    if reader is not None:
        return reader(value)
    if forbidden(name):
        raise _FieldError(_("This is never taken: no names, plates, faces or files (the law forbids to link them)."))
    raise _FieldError(_("Unknown field. Known are %(known)s.") % {"known": ", ".join(FIELDS)})


def forbidden(name: str) -> frozenset[str]:
    """The words of a field's name that say it holds what is never taken (R-14)."""
    return FORBIDDEN.intersection(_WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))


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
            raise _FieldError(_("One of %(choices)s.") % {"choices": ", ".join(filter(None, choices))})
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


FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "id": _text(LONGEST_ID, 1),
    "kind": _one_of(*KINDS),
    "at": _moment,
    "lon": _number(-180, 180),
    "lat": _number(-90, 90),
    "error_m": _number(0, MOST_METRES),
    "address": _text(LONGEST_NAME),
    "district": _text(LONGEST_NAME),
    "severity": _one_of(*SEVERITIES),
    "words": _text(LONGEST_TEXT),
    "value": _number(-MOST_VALUE, MOST_VALUE),
    "unit": _text(LONGEST_UNIT),
}
