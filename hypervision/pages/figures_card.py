"""The figures of the dashboard as plain values, and as rows of a table. A gap is None, and never nought."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, Any, TypedDict

from msgspec import Meta

from detectors.readings import Share
from hypervision.board import charts, comparison
from hypervision.board.counted import Measured
from hypervision.board.detectors import Work
from hypervision.board.figures import Column, Figures, KindFigures
from hypervision.pages.work_card import VerdictsCard, WorkCard, verdicts_card, work_card

Gap = Annotated[int | None, Meta(description="None: nobody watched, or some of it was erased.")]


class SpanCard(TypedDict):
    """A period, what happened in it, and for how many hours cameras were watched, all together."""

    start: datetime
    end: datetime
    events: int
    erased: Annotated[int, Meta(description="Events that no figure counts any more.")]
    watched_hours: float
    availability: Annotated[float | None, Meta(description="Share of the hours in which they could be watched.")]


class RatioCard(TypedDict):
    """The events of the period as a multiple of those before, with its 95 % interval."""

    ratio: float
    low: float
    high: float


class KindCard(VerdictsCard):
    kind: str
    events: int


class DistrictFigures(TypedDict):
    district: Annotated[str, Meta(description="Its name; empty outside of all.")]
    events: int


class TrendCard(TypedDict):
    at: datetime
    events: Gap
    watched_hours: float


class HourCard(TypedDict):
    """weekday: Monday is 0. What is not there was not watched."""

    weekday: int
    hour: int
    events: int


class CrossingsCard(TypedDict):
    line: str
    label: str
    forward: int | None
    backward: int | None


class ShareCard(TypedDict):
    label: str
    objects: int
    share: float
    low: float
    high: float


class SplitCard(TypedDict):
    """The modal split of one line, with 95 % intervals."""

    line: str
    shares: list[ShareCard]


class MeasuredCard(TypedDict):
    """What a zone measured of one label, one way, with its 95 % interval; None: too few to tell."""

    zone: str
    measure: str
    label: str
    way: str
    objects: int | None
    value: float | None
    low: float | None
    high: float | None


class MarkCard(TypedDict):
    """What changed: cameras watched for the first time, rules, networks."""

    at: datetime
    cameras: int
    rules: int
    networks: int


class FiguresCard(TypedDict):
    """What the dashboard shows of a period. Where unit is 5 counts are told in fives, and nought is fewer than 5."""

    unit: int
    period: SpanCard
    step_seconds: int
    before: SpanCard | None
    change: RatioCard | None
    verdicts: VerdictsCard
    cameras: int
    watching: int
    crossings: int
    kinds: list[KindCard]
    districts: list[DistrictFigures]
    steps: list[TrendCard]
    hours: list[HourCard]
    lines: list[CrossingsCard]
    splits: list[SplitCard]
    measured: list[MeasuredCard]
    work: WorkCard
    marks: list[MarkCard]


def figures_card(shown: Figures, found: Work) -> FiguresCard:
    period, now, before = shown.period, shown.watching_hours, shown.before
    change = comparison.of_events(shown)
    return {
        "unit": shown.unit,
        "period": {
            "start": period.start,
            "end": period.end,
            "events": shown.events,
            "erased": shown.erased.events,
            "watched_hours": _rounded(now.total),
            "availability": now.availability,
        },
        "step_seconds": int(period.step.total_seconds()),
        "before": {
            "start": before.period.start,
            "end": before.period.end,
            "events": before.events,
            "erased": before.erased.events,
            "watched_hours": _rounded(before.watching.total),
            "availability": before.watching.availability,
        }
        if before
        else None,
        "change": {"ratio": change.ratio, "low": change.low, "high": change.high} if change else None,
        "verdicts": verdicts_card(shown.confirmed),
        "cameras": shown.cameras,
        "watching": shown.watching,
        "crossings": shown.crossings,
        "kinds": [_kind(row) for row in shown.kinds],
        "districts": [{"district": row.name, "events": row.count} for row in shown.districts],
        "steps": [_step(column) for column in shown.trend],
        "hours": [{"weekday": weekday, "hour": hour, "events": count} for (weekday, hour), count in shown.heat.items()],
        "lines": [
            {"line": row.line, "label": row.label, "forward": row.forward, "backward": row.backward}
            for row in shown.lines
        ],
        "splits": [{"line": row.line, "shares": [_share(one) for one in row.shares]} for row in shown.splits],
        "measured": [_measured(row) for row in shown.measured],
        "work": work_card(found),
        "marks": [
            {"at": mark.at, "cameras": mark.cameras, "rules": mark.rules, "networks": mark.networks}
            for mark in shown.marks
        ],
    }


NAMES = (
    *("figure", "kind", "district", "at", "weekday", "hour", "line", "zone", "measure", "label", "way", "reason"),
    *("value", "low", "high"),
)
"""Of the columns of a table: what a figure is of, and the figure."""


def rows(card: FiguresCard) -> Iterator[dict[str, Any]]:
    def row(figure: str, value: Any, **of: Any) -> dict[str, Any]:
        return {**dict.fromkeys(NAMES), "figure": figure, "value": value, **of}

    verdicts, change, before = card["verdicts"], card["change"], card["before"]
    yield row("unit", card["unit"])
    yield row("events", card["period"]["events"], at=card["period"]["start"])
    yield row("erased", card["period"]["erased"], at=card["period"]["start"])
    yield row("watched_hours", card["period"]["watched_hours"], at=card["period"]["start"])
    if before:
        yield row("events_before", before["events"], at=before["start"])
    if change:
        yield row("change", change["ratio"], low=change["low"], high=change["high"])
    yield row("confirmed_share", verdicts["share"], low=verdicts["low"], high=verdicts["high"])
    yield row("crossings", card["crossings"])
    for kind in card["kinds"]:
        of = {"kind": kind["kind"]}
        yield row("events", kind["events"], **of)
        yield row("confirmed_share", kind["share"], low=kind["low"], high=kind["high"], **of)
        yield row("unreviewed", kind["unreviewed"], **of)
    yield from (row("events", one["events"], district=one["district"]) for one in card["districts"])
    yield from (row("events_of_step", one["events"], at=one["at"]) for one in card["steps"])
    yield from (row("events_of_hour", one["events"], weekday=one["weekday"], hour=one["hour"]) for one in card["hours"])
    for line in card["lines"]:
        of = {"line": line["line"], "label": line["label"]}
        yield row("forward", line["forward"], **of)
        yield row("backward", line["backward"], **of)
    for split in card["splits"]:
        for one in split["shares"]:
            yield row("share", one["share"], line=split["line"], label=one["label"], low=one["low"], high=one["high"])
    for told in card["measured"]:
        yield row("measured", **{name: value for name, value in told.items() if name in NAMES})
    yield from _of_work(card["work"], row)


def _of_work(work: WorkCard, row: Callable[..., dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in work["detectors"]:
        kind, rate = one["kind"], one["false_alarms"]
        if rate:
            yield row("false_alarms", rate["value"], kind=kind, low=rate["low"], high=rate["high"])
        yield from (row("refuted", each["alerts"], kind=kind, reason=each["reason"]) for each in one["reasons"])
    yield from (row("outcome", each["alerts"], kind=each["kind"], reason=each["outcome"]) for each in work["outcomes"])
    if times := work["times"]:
        yield row("seconds_to_verdict_median", times["median"])
        yield row("seconds_to_verdict_late", times["late"])


def _share(one: Share) -> ShareCard:
    return {"label": one.label, "objects": one.objects, "share": one.share, "low": one.low, "high": one.high}


def _measured(row: Measured) -> MeasuredCard:
    told = row.reading
    return {
        "zone": row.zone,
        "measure": row.measure,
        "label": row.label,
        "way": row.way,
        "objects": told.objects if told else None,
        "value": told.value if told else None,
        "low": told.low if told else None,
        "high": told.high if told else None,
    }


def _kind(row: KindFigures) -> KindCard:
    return {"kind": row.kind, "events": row.count, **verdicts_card(row.confirmed)}


def _step(column: Column) -> TrendCard:
    count = None if charts.gap(column) else column.count
    return {"at": column.at, "events": count, "watched_hours": _rounded(column.hours)}


def _rounded(hours: float) -> float:
    return round(hours, 2)
