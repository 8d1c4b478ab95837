"""All that a report is made of, as plain values: gathered once, kept with the report, the same in each language.

From here on nothing asks the database; so the same figures give the same paper, byte by byte, as often as it is made.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from detectors.models import Network, Rule
from detectors.vision.scene.registry import ALERTS
from hypervision.board import counted
from hypervision.board.marks import marks
from hypervision.board.query import ALL
from hypervision.board.telling import IN_FIVES
from hypervision.board.watched import watching
from hypervision.law import validations
from hypervision.law.models import Authorisation, Stop
from hypervision.reports import counting, picture
from hypervision.reports.counting import CITY
from hypervision.reports.models import Day
from hypervision.reports.spans import Stretch
from maps.models import Camera, City

Plain = dict[str, Any]
VERSION = 1
"""Of the shape of what is kept; papers of an older one are not made anew."""


def gather(stretch: Stretch) -> Plain:
    """What a day's row lacks is told as far as the dashboard still knows it."""
    city = City.objects.first()
    before = stretch.before
    return {
        "version": VERSION,
        "city": {
            "name": city.name if city else "",
            "attribution": city.attribution if city else "",
            "districts_are_approximate": bool(city and city.districts_are_approximate),
        },
        "span": stretch.span,
        "first": f"{stretch.first}",
        "last": f"{stretch.last}",
        **_part(stretch),
        "before": {"first": f"{before.first}", "last": f"{before.last}", **_part(before)},
        "marks": [
            [f"{timezone.localtime(mark.at).date()}", mark.cameras, mark.rules, mark.networks]
            for mark in marks(CITY, stretch.period, ALL)
        ],
        **_counted(stretch),
        "authorisations": list(_authorisations(stretch)),
        "stops": _stops(stretch),
        "cameras": _cameras(),
        "validations": _validations(),
        "networks": [
            {"name": one.name, "purpose": one.purpose, "sha256": one.sha256, "licence": one.licence}
            for one in Network.objects.filter(active=True).order_by("purpose", "name")
        ],
        "map": picture.shapes(),
    }


def digest(figures: Plain) -> str:
    """SHA-256 of what it says, in one and the same writing."""
    return hashlib.sha256(json.dumps(figures, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _part(stretch: Stretch) -> Plain:
    """``days``: each with what is told of it and for how many hours cameras were watched. ``possible``: hours."""
    period = stretch.period
    kept = dict(Day.objects.filter(day__gte=stretch.first, day__lte=stretch.last).values_list("day", "told"))
    told = kept if len(kept) == len(stretch.days) else counting.count(period) | kept
    seen = watching(CITY, period, ALL)
    return {
        "days": [
            {
                "day": f"{day}",
                "hours": round(hours, 4),
                "told": told[day],
            }
            for day, hours in zip(stretch.days, seen.hours, strict=True)
        ],
        "possible": round(seen.possible, 4),
    }


def _counted(stretch: Stretch) -> Plain:
    period = stretch.period
    return {
        "lines": [_plain(row) for row in counted.lines(CITY, period, ALL, IN_FIVES)],
        "splits": [_plain(row) for row in counted.splits(CITY, period, ALL, IN_FIVES)],
        "measured": [_plain(row) for row in counted.measured(CITY, period, ALL, IN_FIVES)],
    }


def _plain(row: Any) -> Any:
    return _rounded(asdict(row))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return round(value, 6) if isinstance(value, float) else value


def _authorisations(stretch: Stretch) -> Iterable[Plain]:
    """Those that were in force at any time of it."""
    period = stretch.period
    for one in Authorisation.objects.filter(starts_at__lt=period.end, ends_at__gt=period.start).order_by(
        "starts_at", "order_reference", "pk"
    ):
        ended = one.revoked_at is not None and one.revoked_at < period.end
        if one.revoked_at is None or one.revoked_at > period.start:
            yield {
                "id": f"{one.pk}",
                "reference": one.order_reference,
                "regime": one.regime,
                "controller": one.controller,
                "kinds": sorted(one.kinds),
                "starts": _day(one.starts_at),
                "ends": _day(one.revoked_at if ended and one.revoked_at else one.ends_at),
                "is_revoked": ended,
            }


def _day(at: Any) -> str:
    return f"{timezone.localtime(at).date()}"


def _stops(stretch: Stretch) -> Plain:
    """How often a person stopped what, and how often the product did by itself (R-45). No reason: it is free text."""
    found = {"everything": 0, "kind": 0, "camera": 0, "by_itself": 0}
    began = Stop.objects.filter(at__gte=stretch.period.start, at__lt=stretch.period.end)
    for camera, kind, by in began.values_list("camera_id", "kind", "by"):
        what = "by_itself" if by is None else "camera" if camera else "kind" if kind else "everything"
        found[what] += 1
    return found


def _cameras() -> Plain:
    """Those with a stream, when it is gathered; of them those that show recorded or simulated scenes."""
    streams = Camera.objects.exclude(address="")
    return {"streams": streams.count(), "simulated": streams.filter(is_simulated=True).count()}


def _validations() -> Plain:
    """Of the kinds that are looked for on a camera, how many somebody has signed for (R-43), when it is gathered."""
    pairs = set(Rule.objects.filter(enabled=True, kind__in=ALERTS).order_by().values_list("camera", "kind"))
    return {"all": len(pairs), "signed": len(pairs & set(validations.all_standing()))}
