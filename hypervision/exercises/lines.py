"""One alert of a script as somebody wrote it: judged field by field, each mistake a sentence that says what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.permissions import Sight, can_see
from hypervision.alerts.models import Alert
from hypervision.hand.actions import KINDS, LONGEST
from maps.models import City
from maps.selectors import search

LONGEST_S = 4 * 3600
FIELDS = ("second", "kind", "severity", "place", "text")
USUAL = "medium"


@dataclass(frozen=True, slots=True)
class Line:
    """An alert that can be played. second: after the start."""

    second: int
    kind: str
    severity: str
    place: Point
    text: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """field: which is to be mended; empty: the whole row."""

    field: str
    sentence: str


@dataclass(slots=True)
class Judged:
    """A row as it was written, by field; what of it can be read; and what is wrong."""

    written: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def place(self) -> Point | None:
        return self.values.get("place")

    def line(self) -> Line:
        """Of a row without mistakes."""
        return Line(**self.values)


@dataclass(slots=True)
class Around:
    """What the rows of a script are held against: whose places and kinds they must be, and the city. named: what was
    found already, since many rows lie at the same place.
    """

    by: User
    sight: Sight = field(init=False)
    city: City | None = field(init=False)
    named: dict[str, Point | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sight, self.city = can_see(self.by), City.objects.first()

    def find(self, name: str) -> Point | None:
        if name not in self.named:
            hits = [hit for hit in search(name, self.by) if hit.name.casefold() == name.strip().casefold()]
            self.named[name] = Point(hits[0].lon, hits[0].lat, srid=4326) if hits else None
        return self.named[name]


class _WrongError(Exception):
    """With the sentence."""


def judge(row: Any, around: Around) -> Judged:
    if not isinstance(row, dict):
        sentence = _("write second, kind, severity, place and text, each with its value.")
        return Judged({}, mistakes=[Mistake("", sentence)])
    judged = Judged({name: row[name] for name in FIELDS if name in row})
    for name in sorted(set(map(str, row)) - set(FIELDS)):
        sentence = _("“%(name)s” is not known; there are second, kind, severity, place and text.")
        judged.mistakes.append(Mistake("", sentence % {"name": name}))
    for name, read in _READERS.items():
        try:
            judged.values[name] = read(row.get(name), around)
        except _WrongError as wrong:
            judged.mistakes.append(Mistake(name, str(wrong)))
    return judged


def _second(written: Any, _around: Around) -> int:
    if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= LONGEST_S:
        return written
    raise _WrongError(_("the second is a whole number from 0 to %(most)d.") % {"most": LONGEST_S})


def _kind(written: Any, around: Around) -> str:
    if written not in KINDS:
        facts = {"kind": written, "known": ", ".join(KINDS)}
        raise _WrongError(_("there is no kind “%(kind)s”; there are %(known)s.") % facts)
    if not around.sight.knows(str(written)):
        raise _WrongError(_("you are not given the kind “%(kind)s”.") % {"kind": written})
    return str(written)


def _severity(written: Any, _around: Around) -> str:
    severity = USUAL if written is None else written
    if severity not in Alert.Severity.values:
        raise _WrongError(_("the severity is low, medium or high."))
    return str(severity)


def _text(written: Any, _around: Around) -> str:
    text = str(written or "").strip()
    if len(text) > LONGEST:
        raise _WrongError(_("the text is too long."))
    return text


def _place(written: Any, around: Around) -> Point:
    place = _named(written, around) if isinstance(written, str) else _given(written)
    if around.city is not None and not around.city.extent.covers(place):
        raise _WrongError(_("the place lies outside the city."))
    if not around.sight.covers(place.x, place.y):
        raise _WrongError(_("the place lies outside your perimeter."))
    return place


def _given(written: Any) -> Point:
    numbers = list(_numbers(written))
    if len(numbers) != 2 or not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
        raise _WrongError(_("the place is [longitude, latitude], or the name of a street, a district or a camera."))
    return Point(numbers[0], numbers[1], srid=4326)


def _numbers(written: Any) -> Iterator[float]:
    for one in written if isinstance(written, list) else []:
        if isinstance(one, int | float) and not isinstance(one, bool):
            yield float(one)


def _named(name: str, around: Around) -> Point:
    place = around.find(name)
    if place is None:
        raise _WrongError(_("nothing in your perimeter is called “%(name)s”.") % {"name": name})
    return place


_READERS: dict[str, Callable[[Any, Around], Any]] = {
    "second": _second,
    "kind": _kind,
    "severity": _severity,
    "text": _text,
    "place": _place,
}
