"""The logbook: lines of all sources, newest first, searched by words, time, person and kind."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.lib.errors import Refusal
from hypervision.shifts.models import Note
from hypervision.shifts.sources import SOURCES, Source

ORDER = {kind: number for number, kind in enumerate(SOURCES)}


@dataclass(frozen=True, slots=True)
class Search:
    """Each word must be found in a line. until: the end itself is not included. cursor: of the page before."""

    words: str = ""
    person: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is read. note: of a note, with what it corrects and whether it was corrected since."""

    kind: str
    key: Any
    at: datetime
    title: str
    who: str
    text: str
    note: Note | None = field(default=None, compare=False)

    @property
    def place_in_order(self) -> tuple[datetime, int, Any]:
        return self.at, -ORDER[self.kind], self.key


def read(reader: User, search: Search, limit: int) -> tuple[list[Line], str]:
    """At most ``limit`` lines and the cursor of the page behind them, empty on the last. Lines never share a place."""
    if not reader.may(Right.READ_LOGBOOK):
        return [], ""
    lines = sorted(_found(reader, search, limit + 1), key=lambda line: line.place_in_order, reverse=True)
    return lines[:limit], _cursor(lines[limit - 1]) if len(lines) > limit else ""


def _found(reader: User, search: Search, most: int) -> Iterator[Line]:
    last = _last(search.cursor) if search.cursor else None
    for kind, source in SOURCES.items():
        if search.kind not in ("", kind) or (search.person and not source.by):
            continue
        rows = source.rows(reader).filter(_matching(source, search), _behind(kind, source, last))
        for row in rows.order_by(f"-{source.at}", "-pk")[:most]:
            yield _line(kind, source, row)


def _line(kind: str, source: Source, row: Any) -> Line:
    by = getattr(row, source.by) if source.by else None
    note = row if isinstance(row, Note) else None
    return Line(kind, row.pk, getattr(row, source.at), str(source.title), str(by or ""), source.text(row), note)


def _matching(source: Source, search: Search) -> Q:
    found = Q()
    for word in search.words.replace("\x00", "").split():
        found &= _any(source.words, word)
    for word in search.person.replace("\x00", "").split():
        found &= _any([f"{source.by}__{name}" for name in ("username", "first_name", "last_name")], word)
    if search.since:
        found &= Q(**{f"{source.at}__gte": search.since})
    if search.until:
        found &= Q(**{f"{source.at}__lt": search.until})
    return found


def _any(fields: tuple[str, ...] | list[str], word: str) -> Q:
    found = Q(pk__in=[])
    for name in fields:
        found |= Q(**{f"{name}__unaccent__icontains": word})
    return found


Place = tuple[datetime, str, str]
"""Where a page ended: time, kind and key of its last line."""


def _cursor(line: Line) -> str:
    text = json.dumps([line.at.isoformat(), line.kind, str(line.key)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _last(cursor: str) -> Place:
    """Raises Refusal for anything that ``_cursor`` did not make."""
    try:
        at, kind, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at)
        SOURCES[kind].key(key)
        if moment.tzinfo is None:
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error) as error:
        sentence = _("This cursor was not made here. Take it from the `next` of the page before.")
        raise Refusal(sentence, code="unknown_cursor") from error
    return moment, kind, key


def _behind(kind: str, source: Source, last: Place | None) -> Q:
    """Of lines of one moment those of the sources further down come later, and of one source those with lesser keys."""
    if last is None:
        return Q()
    at, last_kind, key = last
    before = Q(**{f"{source.at}__lt": at})
    if ORDER[kind] < ORDER[last_kind]:
        return before
    same = Q(**{source.at: at})
    return before | (same & Q(pk__lt=key) if kind == last_kind else same)
