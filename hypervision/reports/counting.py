"""What officials may be told of the events of each day, counted from the rows while they are there.

Each number is that of the dashboard: the same atoms, drawn by the same lots (``board.telling``), so that a report and
the dashboard never differ, and asking for both tells no more than asking for one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Min, Q, QuerySet, Value, When
from django.utils import timezone

from hypervision.accounts.permissions import Sight
from hypervision.alerts import workflow
from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.selectors import standing_misses
from hypervision.board.detectors import LADDER
from hypervision.board.erased import erased_by_step
from hypervision.board.events import Scope
from hypervision.board.period import Period, trunc
from hypervision.board.query import ALL
from hypervision.board.tally import Tally
from hypervision.board.telling import IN_FIVES
from maps.models import ErasedHour

CITY = Sight(everywhere=True, area=None)
"""A report tells of the whole city."""

Told = dict[str, Any]
"""Of one day. ``events`` and ``erased`` are numbers; all else are lists of rows, each of names and, last, a number:

``districts`` (name), ``kinds`` (kind), ``verdicts`` (kind, verdict), ``misses`` (kind), ``authorisations`` (id, kind,
verdict), ``reasons`` and ``outcomes`` (kind, code), ``informed`` (code), ``took`` (minutes up to which the first
verdict took).
"""
BY: Mapping[str, tuple[str, ...]] = {
    "districts": ("district",),
    "kinds": ("kind",),
    "verdicts": ("kind", "verdict"),
    "authorisations": ("authorisation", "kind", "verdict"),
}
MINUTES = [step // timedelta(minutes=1) for step in LADDER]


def count(period: Period) -> dict[date, Told]:
    """Of each day of a period that is drawn by the day."""
    scope = Scope(CITY, period, ALL, IN_FIVES)
    told: dict[date, Told] = {_day(at): {"events": 0, "erased": 0} for at in period.steps()}
    for name, tally in _tallies(scope):
        for (at, *values), number in sorted(tally.by("at", *tally.columns).items()):
            told[_day(at)].setdefault(name, []).append([*values, number])
    events = scope.tally(("kind",))
    for (at,), number in events.by("at").items():
        told[_day(at)]["events"] = number
    for at, number in erased_by_step(CITY, period, ALL, IN_FIVES).items():
        told[_day(at)]["erased"] = number
    return told


def gone(period: Period) -> Counter[date]:
    """How many real events of each day were erased until now."""
    hours = ErasedHour.objects.filter(starts_at__gte=period.start, starts_at__lt=period.end)
    found = Counter[date]()
    for at, events in hours.values_list("starts_at", "events"):
        found[_day(at)] += events
    return found


def _tallies(scope: Scope) -> Iterable[tuple[str, Tally]]:
    for name, columns in BY.items():
        yield name, scope.tally(columns)
    yield "misses", _misses(scope)
    yield "reasons", _last_steps(scope, Alert.State.REFUTED, "refusals")
    yield "outcomes", _last_steps(scope, Alert.State.CLOSED, "outcomes")
    yield "informed", _informed(scope)
    yield "took", _took(scope)


def _misses(scope: Scope) -> Tally:
    rows = standing_misses().filter(
        alert__event__captured_at__gte=scope.period.start, alert__event__captured_at__lt=scope.period.end
    )
    return _tally(scope, rows, "alert__event__captured_at", {"kind": F("kind")}, "id", "misses")


def _last_steps(scope: Scope, state: str, name: str) -> Tally:
    """Alerts of the machine that stand in a state, by the reason of the step that led there."""
    steps = _moves(scope).filter(to_state=state, alert__state=state, alert__source="")
    return _tally(scope, steps, AT, {"kind": F("alert__event__kind"), "reason": F("reason")}, "alert", name)


def _informed(scope: Scope) -> Tally:
    """For how many alerts somebody was called, by whom."""
    code = Func(F("informed"), function="unnest", output_field=CharField())
    return _tally(scope, _moves(scope).exclude(informed=[]), AT, {"informed": code}, "alert", "informed")


def _took(scope: Scope) -> Tally:
    """First verdicts on alerts of the machine, by the step of the ladder up to which they took."""
    first = Min("steps__at", filter=Q(steps__to_state__in=workflow.JUDGED))
    judged = (
        Alert.objects.filter(event__in=scope.events, source="")
        .annotate(first=first)
        .filter(first__isnull=False)
        .annotate(waited=F("first") - F("created_at"))
    )
    within = [When(waited__lte=step, then=Value(f"{minutes}")) for step, minutes in zip(LADDER, MINUTES, strict=True)]
    bucket = Case(*within, default=Value(f"{MINUTES[-1]}"))
    found = Counter[tuple[datetime, tuple[str, ...]]]()
    for at, minutes in judged.annotate(bucket=bucket).order_by().values_list("event__captured_at", "bucket"):
        found[scope.period.step_of(at), (minutes,)] += 1
    rows = [(at, values, number) for (at, values), number in sorted(found.items())]
    return Tally(("took",), rows, scope.period.by_hour, scope.telling, {}, "took")


AT = "alert__event__captured_at"


def _moves(scope: Scope) -> QuerySet[AlertStep]:
    return AlertStep.objects.filter(~Q(from_state=F("to_state")), alert__event__in=scope.events)


def _tally(scope: Scope, rows: QuerySet[Any], at: str, columns: Mapping[str, Any], counted: str, name: str) -> Tally:
    """counted: the field of which different values are counted."""
    named = {f"of_{column}": expression for column, expression in columns.items()}
    sums = (
        rows.order_by()
        .annotate(step=trunc(at, scope.period), **named)
        .values_list("step", *named)
        .annotate(Count(counted, distinct=True))
    )
    found = [(at.astimezone(UTC), tuple(map(str, values)), number) for at, *values, number in sums]
    return Tally(tuple(columns), found, scope.period.by_hour, scope.telling, {}, name)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
