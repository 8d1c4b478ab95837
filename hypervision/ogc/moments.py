"""Moments as the standards write them (RFC 3339): always with an offset, or a day of UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

OPEN = ("", "..")
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """From and to, both of them inside."""

    begin: datetime
    end: datetime


def moment(text: str) -> datetime:
    """Raises ValueError with a sentence."""
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(_("A moment is written with its offset, such as 2026-06-01T12:00:00Z."))


def day(text: str) -> Span:
    """The whole day, UTC. Raises ValueError with a sentence."""
    try:
        if _DAY.fullmatch(text):
            read = date.fromisoformat(text)
            return Span(datetime.combine(read, time.min, UTC), datetime.combine(read, time.max, UTC))
    except ValueError:
        pass
    raise ValueError(_("A day is written as 2026-06-01."))


def span(text: str) -> Span:
    """A moment, a day, or two of them with a slash between; `..` leaves an end open. Raises ValueError."""
    begin, slash, end = text.partition("/")
    if not slash:
        return _one(text)
    read = Span(
        EARLIEST if begin in OPEN else _one(begin).begin,
        LATEST if end in OPEN else _one(end).end,
    )
    if read.begin > read.end:
        raise ValueError(_("The time ends before it begins."))
    return read


def _one(text: str) -> Span:
    if _DAY.fullmatch(text):
        return day(text)
    at = moment(text)
    return Span(at, at)
