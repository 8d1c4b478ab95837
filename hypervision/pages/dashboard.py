"""The dashboard of elected officials: one page, three periods, nothing but aggregates."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from detectors.said import kind_name
from detectors.vision.scene.sums import FEWEST
from hypervision.accounts.permissions import Sight
from hypervision.board import figures, sentences
from hypervision.board.figures import Column, Figures
from hypervision.board.names import label_name, measure_name, way_name
from hypervision.board.period import Period
from hypervision.lib import clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PERIODS: dict[str, tuple[str | Promise, timedelta, timedelta]] = {
    "day": (_("24 hours"), DAY, HOUR),
    "week": (_("7 days"), 7 * DAY, DAY),
    "month": (_("30 days"), 30 * DAY, DAY),
}
DEFAULT = "day"

# The trend is drawn in a box of these units; a chart scales with its page.
TREND_WIDTH, TREND_HEIGHT = 960, 160
BAR_WIDTH = 1000


def period(name: str) -> Period:
    """The period that ends with the present hour or day."""
    _title, length, step = PERIODS.get(name, PERIODS[DEFAULT])
    end = _end_of_step(clock.now(), step)
    return Period(end - length, end, step)


def _end_of_step(at: datetime, step: timedelta) -> datetime:
    start = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    if step == DAY:
        start = start.replace(hour=0)
    return start + step


def context(shown: Figures, name: str) -> dict[str, Any]:
    """All that the template draws: numbers, sentences, and whole units for its charts."""
    chosen = name if name in PERIODS else DEFAULT
    return {
        "shown": shown,
        "periods": [(key, title, key == chosen) for key, (title, _length, _step) in PERIODS.items()],
        "sentences": {
            "change": sentences.change(shown),
            "erased": sentences.erased(shown),
            "confirmed": sentences.verdicts(shown),
            "kinds": sentences.kinds(shown),
            "districts": sentences.districts(shown),
            "trend": sentences.trend(shown),
            "crossings": sentences.crossings(shown),
        },
        "share": sentences.percent(shown.confirmed.share) if shown.confirmed.share is not None else None,
        "trend": _columns(shown.trend),
        "by_hour": PERIODS[chosen][2] == HOUR,
        "most": max((column.count for column in shown.trend), default=0),
        "kinds": [
            {
                "name": kind_name(row.kind),
                "count": row.count,
                "width": round(BAR_WIDTH * row.count / shown.kinds[0].count),
                "confirmed": sentences.confirmed(row.confirmed),
                "unreviewed": row.confirmed.unreviewed,
            }
            for row in shown.kinds
        ],
        "districts": [
            {"name": bar.name, "count": bar.count, "width": round(BAR_WIDTH * bar.share)} for bar in shown.districts
        ],
        "fewest": FEWEST,
        "splits": [{"line": split.line, "shares": sentences.shares(split)} for split in shown.splits],
        "measured": [
            {
                "zone": row.zone,
                "measure": measure_name(row.measure),
                "label": label_name(row.label),
                "way": way_name(row.measure, row.way),
                "value": sentences.value(row),
                "objects": row.reading.objects if row.reading else None,
            }
            for row in shown.measured
        ],
        "lines": [
            {"line": row.line, "label": label_name(row.label), "forward": row.forward, "backward": row.backward}
            for row in shown.lines
        ],
    }


def _columns(trend: Sequence[Column]) -> list[dict[str, Any]]:
    width = TREND_WIDTH // max(1, len(trend))
    return [_column(column, place * width, width) for place, column in enumerate(trend)]


def _column(column: Column, x: int, width: int) -> dict[str, Any]:
    height = round(TREND_HEIGHT * column.share)
    return {
        "at": column.at,
        "count": column.count,
        "watched": column.watched,
        "erased": column.erased,
        "x": x,
        "width": max(2, width - 4),
        "middle": x + width // 2,
        "y": TREND_HEIGHT - height,
        "height": height,
    }


def build(sight: Sight, name: str) -> dict[str, Any]:
    return context(figures.figures(sight, period(name)), name)
