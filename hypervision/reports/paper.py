"""A report as HTML for paper, in one language: sentences, tables, and charts drawn of the same figures."""

import base64
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from detectors.said import kind_name
from hypervision.alerts.reasons import INFORMED, OUTCOMES
from hypervision.board import charts, sentences, working
from hypervision.board.figures import Column
from hypervision.board.intervals import interval
from hypervision.board.names import label_name, measure_name, way_name
from hypervision.lib.tokens import colours
from hypervision.reports import city_map, drawing, printing, words
from hypervision.reports.drawing import Col, Row
from hypervision.reports.gathering import Plain
from hypervision.reports.shown import Shown, names_of, read, weeks
from hypervision.reports.spans import Span

TEMPLATE = "reports/report.html"
MOST_ROWS = 40
"""Of a table of lines or zones; the dashboard has all of them."""


def pdf(plain: Plain, language: str, edition: int = 1) -> bytes:
    """Raises ``printing.NotPrinted``."""
    return printing.to_pdf(html(plain, language, edition))


def html(plain: Plain, language: str, edition: int = 1) -> str:
    """plain: as ``gathering.gather`` made it."""
    with override(language):
        return render_to_string(TEMPLATE, context(plain, edition) | {"language": language})


def context(plain: Plain, edition: int) -> dict[str, Any]:
    shown = read(plain)
    figures = shown.figures
    return {
        "title": words.title(shown.stretch),
        "days": words.days(shown.stretch),
        "plain": plain,
        "shown": shown,
        "edition": edition,
        "is_quarter": shown.stretch.span == Span.QUARTER,
        "letters": printing.letters(),
        "colours": colours(),
        "quiet": colours()["ink-3"],
        "summary": words.summary(shown),
        "heads": _heads(shown),
        "trend": _trend(shown),
        "rates": _rates(shown),
        "trend_said": sentences.trend(figures),
        "rate_said": sentences.rate(figures),
        "marks_said": sentences.marks(figures),
        "steps": _weeks(shown) if shown.stretch.span == Span.QUARTER else _days(shown),
        "map": _map(plain, shown),
        "districts": [(bar.name or _("Outside all districts"), words.count(bar.count)) for bar in figures.districts],
        "districts_said": sentences.districts(figures),
        "kinds_said": sentences.kinds(figures),
        "kinds": _picture(drawing.rows([_bar(row.kind, row.count) for row in figures.kinds], colours())),
        "has_kinds": bool(figures.kinds),
        **_detectors(shown),
        **_watching(plain, shown),
        **_sums(shown),
        "unknown": words.unknown(shown, plain),
    }


def _picture(svg: str) -> str:
    """Where an image's address stands."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode() if svg else ""


def _bar(kind: str, count: int) -> Row:
    return Row(kind_name(kind), count, words.count(count))


def _heads(shown: Shown) -> list[tuple[str, str]]:
    figures = shown.figures
    confirmed, available = figures.confirmed, figures.watching_hours.availability
    is_known = figures.events or (figures.watching_hours.total and not figures.erased.events)
    return [
        (_("Events"), words.count(figures.events) if is_known else "–"),
        (_("Confirmed by a person"), f"{sentences.percent(confirmed.share)} %" if confirmed.share is not None else "–"),
        (_("Without a verdict"), words.count(confirmed.unreviewed) if is_known else "–"),
        (_("Time watched"), f"{sentences.percent(available)} %" if available is not None else "–"),
    ]


def _trend(shown: Shown) -> str:
    marked = {mark.at for mark in shown.figures.marks}
    cols = [
        Col(_axis(column), None if gap else column.count, words.count(column.count), is_marked=column.at in marked)
        for column in shown.figures.trend
        for gap in [charts.gap(column)]
    ]
    return _picture(drawing.columns(cols, colours(), _number))


def _rates(shown: Shown) -> str:
    """Per hundred watched camera-hours, with whiskers, by the week where there are many days; empty where nothing can
    be said.
    """
    steps = weeks(shown) if shown.stretch.span == Span.QUARTER else [[column] for column in shown.figures.trend]
    found = [None if any(map(charts.gap, step)) else charts.rate(_whole(step), shown.figures.unit) for step in steps]
    if not any(found):
        return ""
    cols = [
        Col(_axis(step[0]), rate[0], low=rate[1], high=rate[2]) if rate else Col(_axis(step[0]), None)
        for step, rate in zip(steps, found, strict=True)
    ]
    return _picture(drawing.columns(cols, colours(), _number, height=130))


def _whole(columns: Sequence[Column]) -> Column:
    """Several days as one."""
    events, hours = sum(column.count for column in columns), sum(column.hours for column in columns)
    return Column(columns[0].at, events, 0, hours > 0, 0, hours)


def _axis(column: Column) -> str:
    return charts.label(column, by_hour=False)


def _number(value: float) -> str:
    return number_format(round(value, 2) if value % 1 else int(value))


def _days(shown: Shown) -> list[dict[str, Any]]:
    return [
        _step(f"{date_format(day, 'D')} {_short(day)}", [column], shown)
        for day, column in zip(shown.stretch.days, shown.figures.trend, strict=True)
    ]


def _weeks(shown: Shown) -> list[dict[str, Any]]:
    rows, at = [], 0
    for columns in weeks(shown):
        first, last = shown.stretch.days[at], shown.stretch.days[at + len(columns) - 1]
        rows.append(_step(f"{_short(first)} – {_short(last)}", columns, shown))
        at += len(columns)
    return rows


def _short(day: date) -> str:
    return date_format(day, pgettext("format of a day on an axis", "j M"))


def _step(name: str, columns: list[Column], shown: Shown) -> dict[str, Any]:
    """A row of the table of days or weeks. Of a week with a gap the number is told with its gap."""
    whole = _whole(columns)
    rate = charts.rate(whole, shown.figures.unit)
    gaps = [gap for column in columns if (gap := charts.gap(column))]
    return {
        "name": name,
        "events": "–" if len(gaps) == len(columns) else words.count(whole.count),
        "hours": number_format(round(whole.hours)),
        "rate": interval(rate[0], rate[1], rate[2], digits=1) if rate and not gaps else "–",
        "gap": gaps[0] if len(columns) == 1 and gaps else _gaps(len(gaps)),
    }


def _gaps(count: int) -> str:
    return ngettext("%(count)s day with a gap", "%(count)s days with a gap", count) % {"count": count} if count else ""


def _map(plain: Plain, shown: Shown) -> str:
    counts = {bar.name: bar.count for bar in shown.figures.districts if bar.name}
    texts = {"none": "< 5", "camera": _("camera"), "metres": "m", "kilometres": "km"}
    return _picture(city_map.draw(plain["map"], counts, texts, colours()))


def _detectors(shown: Shown) -> dict[str, Any]:
    judged = [row for row in shown.work.detectors if row.confirmed.share is not None and row.confirmed.interval]
    bars = [
        Row(
            kind_name(row.kind), row.confirmed.share or 0.0, f"{sentences.percent(row.confirmed.share or 0.0)} %", *ends
        )
        for row in judged
        for ends in [row.confirmed.interval or (0.0, 1.0)]
    ]
    return {
        "right": _picture(drawing.rows(bars, colours(), most=1.0)) if bars else "",
        "right_said": working.detectors(shown.work),
        "times_said": working.times(shown.work.times),
        "detectors": [
            {
                "name": kind_name(row.kind),
                "confirmed": sentences.confirmed(row.confirmed),
                "unreviewed": sentences.percent(row.unreviewed_share) if row.unreviewed_share is not None else "–",
                "false_alarms": interval(wrong.value, wrong.low, wrong.high, digits=2) if wrong else "–",
                "reasons": working.reasons(row),
            }
            for row in shown.work.detectors
            for wrong in [row.false_alarms]
        ],
        "outcomes": [
            (kind_name(kind), OUTCOMES.get(outcome, outcome), words.count(count))
            for kind, outcome, count in shown.work.outcomes
        ],
        "informed_said": words.informed(
            (str(INFORMED.get(code, code)), words.count(count)) for code, count in shown.informed
        ),
    }


def _watching(plain: Plain, shown: Shown) -> dict[str, Any]:
    verdicts: dict[str, list[str]] = {}
    for key, kind, confirmed in shown.work.authorisations:
        said = _("%(name)s: %(text)s") % {"name": kind_name(kind), "text": sentences.confirmed(confirmed)}
        verdicts.setdefault(key, []).append(said)
    return {
        "availability_said": sentences.availability(shown.figures),
        "stops_said": words.stops(plain),
        "validations_said": words.validations(plain),
        "authorisations_said": words.authorisations(plain),
        "authorisations": [
            {
                **one,
                "kinds": ", ".join(kind_name(kind) for kind in one["kinds"]),
                "starts": words.day(date.fromisoformat(one["starts"])),
                "ends": words.day(date.fromisoformat(one["ends"])),
                "verdicts": verdicts.get(key, []),
            }
            for key, one in names_of(plain).items()
        ],
    }


def _sums(shown: Shown) -> dict[str, Any]:
    figures = shown.figures
    return {
        "crossings_said": sentences.crossings(figures),
        "lines": [
            (
                row.line,
                label_name(row.label),
                *("< 5" if way is None else words.count(way) for way in (row.forward, row.backward)),
            )
            for row in figures.lines[:MOST_ROWS]
        ],
        "splits": [(split.line, sentences.shares(split)) for split in figures.splits[:MOST_ROWS]],
        "measured": [
            (
                row.zone,
                f"{measure_name(row.measure)} ({way})"
                if (way := way_name(row.measure, row.way))
                else measure_name(row.measure),
                label_name(row.label),
                sentences.value(row) or "–",
            )
            for row in figures.measured[:MOST_ROWS]
        ],
        "more_rows": max(len(figures.lines), len(figures.measured)) > MOST_ROWS,
    }
