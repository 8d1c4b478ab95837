"""What the browser draws: numbers and words, ready to be written as JSON. A gap is null, and never nought."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from detectors.said import kind_name
from hypervision.board import sentences
from hypervision.board.figures import Column, Figures
from hypervision.board.query import OUTSIDE, WEEKDAYS, Chosen
from hypervision.board.watched import FEWEST_HOURS
from hypervision.lib.statistics import poisson

PER_HOURS = 100
"""Rates are told per so many watched camera-hours."""
DAYS, HOURS = 7, 24


def charts(shown: Figures, chosen: Chosen, districts: dict[str, str]) -> dict[str, Any]:
    """districts: names by key."""
    keys = {name: key for key, name in districts.items()}
    return {
        "trend": trend(shown),
        "heat": {
            "days": [str(day) for day in WEEKDAYS],
            "counts": [[hour, weekday, count] for (weekday, hour), count in shown.heat.items()],
            "texts": [told(count, shown.unit) for count in shown.heat.values()],
            "gaps": [
                [hour, weekday] for weekday in range(DAYS) for hour in range(HOURS) if (weekday, hour) not in shown.heat
            ],
        },
        "kinds": [
            {
                "name": kind_name(row.kind),
                "count": row.count,
                "text": told(row.count, shown.unit),
                "address": "?" + chosen.address(kind=row.kind),
            }
            for row in shown.kinds
        ],
        "districts": [
            {
                "name": bar.name or _("Outside all districts"),
                "count": bar.count,
                "text": told(bar.count, shown.unit),
                "address": "?" + chosen.address(district=keys.get(bar.name, OUTSIDE)),
            }
            for bar in shown.districts
        ],
        "right": [
            {"name": kind_name(row.kind), "share": row.confirmed.share, "low": low, "high": high}
            for row in shown.kinds
            for low, high in [row.confirmed.interval or (0.0, 0.0)]
            if row.confirmed.share is not None
        ],
        "words": {"right": _("Confirmed"), "events": _("Events"), "rate": rate_name()},
    }


def rate_name() -> str:
    return _("Events per %(hours)s watched camera-hours") % {"hours": PER_HOURS}


def trend(shown: Figures) -> dict[str, Any]:
    by_hour = shown.period.by_hour
    columns = [(column, gap(column)) for column in shown.trend]
    return {
        "labels": [label(column, by_hour) for column, _gap in columns],
        "counts": [None if why else column.count for column, why in columns],
        "texts": [why or told(column.count, shown.unit) for column, why in columns],
        "gaps": [why for _column, why in columns],
        "rates": [None if why else rate(column, shown.unit) for column, why in columns],
        "marks": [
            {"place": place, "text": sentences.changed(mark.cameras, mark.rules, mark.networks)}
            for place, column in enumerate(shown.trend)
            for mark in shown.marks
            if mark.at == column.at
        ],
    }


def gap(column: Column) -> str:
    """Why nothing is drawn; empty where something is. A step that lost events is not whole, whatever is left."""
    if column.erased:
        text = ngettext("%(count)s event erased", "%(count)s events erased", column.erased)
        return text % {"count": number_format(column.erased)}
    return _("not watching") if column.is_unknown else ""


def rate(column: Column, unit: int) -> list[float] | None:
    """Per PER_HOURS watched camera-hours: value, and the ends of its 95 % interval."""
    if column.hours < FEWEST_HOURS:
        return None
    low, high = poisson(column.count // unit)
    return [round(PER_HOURS * value / column.hours, 3) for value in (column.count, low * unit, high * unit)]


def label(column: Column, by_hour: bool) -> str:
    at = timezone.localtime(column.at)
    return date_format(at, "H:i") if by_hour else date_format(at, pgettext("format of a day on an axis", "j M"))


def told(count: int, unit: int) -> str:
    """In fives nought may be a few, and is no nought."""
    if unit > 1 and count == 0:
        return f"< {unit}"
    return number_format(count)
