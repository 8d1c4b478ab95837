"""The script of an exercise, as people write it in YAML. Each mistake is a sentence that says where and what to do.

title: Fire at the market
alerts:
  - second: 0
    kind: fire
    severity: high
    place: [24.9402, 60.1703]   # longitude, latitude; or the name of a street, a district or a camera
    text: Smoke behind the stalls.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.alerts.models import Alert
from hypervision.hand.actions import KINDS, LONGEST
from hypervision.lib.errors import Refusal
from maps.models import City
from maps.selectors import search

MOST = 200
"""Alerts of one script."""
LONGEST_S = 4 * 3600
LARGEST = 100_000
_FIELDS = {"second", "kind", "severity", "place", "text"}


@dataclass(frozen=True, slots=True)
class Line:
    second: int
    kind: str
    severity: str
    place: Point
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    title: str
    lines: tuple[Line, ...]


def read(text: str, by: User) -> Script:
    """Raises Refusal, one sentence a line, for all that is wrong at once. by: whose places it must be."""
    written = _loaded(text)
    title = str(written.get("title") or "").strip()
    rows = written.get("alerts")
    if not title or len(title) > 200:
        raise _wrong(_("Give the script a title of at most 200 characters."))
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
        raise _wrong(_("Write between 1 and %(most)d alerts under “alerts:”.") % {"most": MOST})
    lines, mistakes = [], []
    for number, row in enumerate(rows, 1):
        try:
            lines.append(_line(row, by))
        except Refusal as refusal:
            facts = {"number": number, "what": refusal.sentence}
            mistakes.append(_("Alert %(number)d: %(what)s") % facts)
    if mistakes:
        raise _wrong("\n".join(mistakes))
    return Script(title, tuple(sorted(lines, key=lambda line: line.second)))


def _loaded(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise _wrong(_("The script is too long."))
    try:
        written = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = mark.line + 1 if mark else 1
        raise _wrong(
            _("Line %(line)d is no YAML. Indent with spaces, and write “name: value”.") % {"line": where}
        ) from error
    if not isinstance(written, dict) or set(written) - {"title", "alerts"}:
        raise _wrong(_("A script has a “title:” and “alerts:”, and nothing else."))
    return written


def _line(row: Any, by: User) -> Line:
    if not isinstance(row, dict):
        raise _wrong(_("write second, kind, severity, place and text, each with its value."))
    for name in set(map(str, row)) - _FIELDS:
        raise _wrong(_("“%(name)s” is not known; there are second, kind, severity, place and text.") % {"name": name})
    second, kind = row.get("second"), row.get("kind")
    severity, text = row.get("severity", "medium"), str(row.get("text") or "").strip()
    if isinstance(second, bool) or not isinstance(second, int) or not 0 <= second <= LONGEST_S:
        raise _wrong(_("the second is a whole number from 0 to %(most)d.") % {"most": LONGEST_S})
    if kind not in KINDS:
        raise _wrong(_("there is no kind “%(kind)s”; there are %(known)s.") % {"kind": kind, "known": ", ".join(KINDS)})
    if not can_see(by).knows(kind):
        raise _wrong(_("you are not given the kind “%(kind)s”.") % {"kind": kind})
    if severity not in Alert.Severity.values:
        raise _wrong(_("the severity is low, medium or high."))
    if len(text) > LONGEST:
        raise _wrong(_("the text is too long."))
    return Line(second, kind, severity, _place(row.get("place"), by), text)


def _place(written: Any, by: User) -> Point:
    place = _named(written, by) if isinstance(written, str) else _given(written)
    city = City.objects.first()
    if city is not None and not city.extent.covers(place):
        raise _wrong(_("the place lies outside the city."))
    if not can_see(by).covers(place.x, place.y):
        raise _wrong(_("the place lies outside your perimeter."))
    return place


def _given(written: Any) -> Point:
    numbers = list(_numbers(written))
    if len(numbers) != 2 or not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
        raise _wrong(_("the place is [longitude, latitude], or the name of a street, a district or a camera."))
    return Point(numbers[0], numbers[1], srid=4326)


def _numbers(written: Any) -> Iterator[float]:
    for one in written if isinstance(written, list) else []:
        if isinstance(one, int | float) and not isinstance(one, bool):
            yield float(one)


def _named(name: str, by: User) -> Point:
    hits = [hit for hit in search(name, by) if hit.name.casefold() == name.strip().casefold()]
    if not hits:
        raise _wrong(_("nothing in your perimeter is called “%(name)s”.") % {"name": name})
    return Point(hits[0].lon, hits[0].lat, srid=4326)


def _wrong(sentence: str) -> Refusal:
    return Refusal(sentence, code="bad_script")
