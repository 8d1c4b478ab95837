"""The figures and the work of a report, as the dashboard's sentences read them: sums of the days that were kept."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from detectors.readings import Reading, Share
from hypervision.board.counted import LineFigures, Measured, Split
from hypervision.board.detectors import ENOUGH, Detector, FalseAlarms, Times, Work
from hypervision.board.erased import Erased
from hypervision.board.events import Verdict
from hypervision.board.figures import Bar, Before, Column, Confirmed, Figures, KindFigures
from hypervision.board.marks import Mark
from hypervision.board.telling import IN_FIVES
from hypervision.board.watched import Watching
from hypervision.lib.statistics import poisson
from hypervision.reports import spans
from hypervision.reports.gathering import Plain
from hypervision.reports.spans import Stretch

UNIT = IN_FIVES.unit
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """informed: who was called, for how many alerts, the most frequent first."""

    stretch: Stretch
    figures: Figures
    work: Work
    informed: Sequence[tuple[str, int]]


def read(plain: Plain) -> Shown:
    """plain: as ``gathering.gather`` made it."""
    stretch, days = _stretch(plain), plain["days"]
    verdicts, misses = _sum(days, "verdicts"), _sum(days, "misses")
    kinds = [
        KindFigures(kind, count, _confirmed(verdicts, kind, misses[kind,]))
        for (kind,), count in _ranked(_sum(days, "kinds"))
    ]
    figures = Figures(
        period=stretch.period,
        events=_total(days, "events"),
        erased=Erased(_total(days, "erased")),
        before=_before(plain["before"], stretch.span),
        watching_hours=_watching(plain),
        same_cameras=None,
        confirmed=_together([row.confirmed for row in kinds]),
        watching=0,
        cameras=plain["cameras"]["streams"],
        crossings=sum((row["forward"] or 0) + (row["backward"] or 0) for row in plain["lines"]),
        kinds=kinds,
        districts=_districts(days),
        trend=_trend(days),
        heat={},
        marks=[Mark(spans.midnight(date.fromisoformat(day)), *counts) for day, *counts in plain["marks"]],
        lines=[LineFigures(**row) for row in plain["lines"]],
        splits=[Split(row["line"], [Share(**share) for share in row["shares"]]) for row in plain["splits"]],
        measured=[
            Measured(**{**row, "reading": Reading(**row["reading"]) if row["reading"] else None})
            for row in plain["measured"]
        ],
        unit=UNIT,
    )
    informed = [(code, count) for (code,), count in _ranked(_sum(days, "informed"))]
    return Shown(stretch, figures, _work(plain, figures), informed)


def _stretch(part: Plain, span: str = "") -> Stretch:
    return Stretch(span or part["span"], date.fromisoformat(part["first"]), date.fromisoformat(part["last"]))


def _before(part: Plain, span: str) -> Before:
    days = part["days"]
    return Before(_stretch(part, span).period, _total(days, "events"), Erased(_total(days, "erased")), _watching(part))


def _watching(part: Plain) -> Watching:
    return Watching([day["hours"] for day in part["days"]], frozenset(), part["possible"])


def _total(days: Iterable[Plain], name: str) -> int:
    return sum(day["told"][name] for day in days)


def _sum(days: Iterable[Plain], name: str) -> Counter[Key]:
    found = Counter[Key]()
    for day in days:
        for *values, count in day["told"].get(name, []):
            found[tuple(values)] += count
    return found


def _ranked(counts: Counter[Key]) -> list[tuple[Key, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _confirmed(verdicts: Counter[Key], kind: str, missed: int = 0, before: Key = ()) -> Confirmed:
    """before: what stands before the kind in the keys of the verdicts."""
    yes, no, waits = (
        verdicts[(*before, kind, verdict)] for verdict in (Verdict.CONFIRMED, Verdict.REFUTED, Verdict.UNREVIEWED)
    )
    return Confirmed(yes, yes + no, waits, missed, UNIT)


def _together(parts: Sequence[Confirmed]) -> Confirmed:
    return Confirmed(
        sum(part.confirmed for part in parts),
        sum(part.judged for part in parts),
        sum(part.unreviewed for part in parts),
        sum(part.missed for part in parts),
        UNIT,
    )


def _districts(days: Sequence[Plain]) -> list[Bar]:
    ranked = _ranked(_sum(days, "districts"))
    most = max((count for _, count in ranked), default=1)
    return [Bar(name, count, count / most) for (name,), count in ranked]


def _trend(days: Sequence[Plain]) -> list[Column]:
    most = max((day["told"]["events"] for day in days), default=0) or 1
    return [
        Column(
            spans.midnight(date.fromisoformat(day["day"])),
            day["told"]["events"],
            day["told"]["events"] / most,
            day["hours"] > 0,
            day["told"]["erased"],
            day["hours"],
        )
        for day in days
    ]


def _work(plain: Plain, figures: Figures) -> Work:
    days = plain["days"]
    reasons = _ranked(_sum(days, "reasons"))
    watched_days = figures.watching_hours.total / 24
    detectors = [
        Detector(
            row.kind,
            row.confirmed,
            [(reason, count) for (kind, reason), count in reasons if kind == row.kind],
            _false_alarms(row.confirmed, watched_days),
        )
        for row in figures.kinds
        if row.is_detected
    ]
    outcomes = [(kind, outcome, count) for (kind, outcome), count in _ranked(_sum(days, "outcomes"))]
    return Work(detectors, _times(days), sorted(outcomes, key=lambda row: row[0]), _authorised(plain))


def _false_alarms(confirmed: Confirmed, days: float) -> FalseAlarms | None:
    if not days:
        return None
    wrong = confirmed.judged - confirmed.confirmed
    low, high = poisson(wrong // UNIT)
    return FalseAlarms(*(value / days for value in (wrong, UNIT * low, UNIT * high)))


def _authorised(plain: Plain) -> list[tuple[str, str, Confirmed]]:
    """Each authorisation that was in force, by kind, by its id: an order may stand behind several."""
    verdicts = _sum(plain["days"], "authorisations")
    pairs = sorted({(key, kind) for key, kind, _verdict in verdicts if key})
    return [(key, kind, _confirmed(verdicts, kind, before=(key,))) for key, kind in pairs]


def _times(days: Sequence[Plain]) -> Times | None:
    """Up to which step of the ladder half, and 19 of 20, of the first verdicts took."""
    steps = sorted((int(minutes), count) for (minutes,), count in _sum(days, "took").items())
    whole = sum(count for _minutes, count in steps)
    if whole < ENOUGH:
        return None
    return Times(_reached(steps, 0.5 * whole), _reached(steps, 0.95 * whole), is_coarse=True)


def _reached(steps: Sequence[tuple[int, int]], wanted: float) -> timedelta:
    together = 0
    for minutes, count in steps:
        together += count
        if together >= wanted:
            return timedelta(minutes=minutes)
    raise ValueError(f"{wanted} is more than there is.")


def weeks(shown: Shown) -> list[list[Column]]:
    """The days by the week in which they lie; the first and the last may be shorter."""
    found: dict[date, list[Column]] = {}
    for day, column in zip(shown.stretch.days, shown.figures.trend, strict=True):
        found.setdefault(spans.first_day(spans.Span.WEEK, day), []).append(column)
    return list(found.values())


def names_of(plain: Plain) -> dict[str, Any]:
    """The authorisations that were in force, by id."""
    return {one["id"]: one for one in plain["authorisations"]}
