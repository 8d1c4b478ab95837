"""Events counted from their rows: what the roll-ups must agree with, and where they cannot tell (``board.slots``)."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from hypervision.alerts import workflow
from hypervision.alerts.models import Alert, AlertStep
from hypervision.board.period import HOUR, Period, trunc
from hypervision.board.tally import Row
from hypervision.board.wishes import Wish
from maps.models import Event

_BY_MACHINE = Q(alert__source="")
_VERDICT = Case(
    When(alert__state__in=(*workflow.OPEN, Alert.State.EXPIRED), then=Value("unreviewed")),
    When(_BY_MACHINE & Q(alert__state__in=workflow.TRUE), then=Value("confirmed")),
    When(_BY_MACHINE & Q(alert__state=Alert.State.REFUTED), then=Value("refuted")),
    default=Value(""),
)


class Took(Func):
    """``board_took`` of the migration."""

    function = "board_took"
    output_field = CharField()


def _columns(path: str) -> Mapping[str, Combinable]:
    return {
        "district": Coalesce(f"{path}district__name", Value("")),
        "kind": F(f"{path}kind"),
        "authorisation": Coalesce(Cast(f"{path}authorisation_id", CharField()), Value("")),
    }


def count(events: QuerySet[Event], period: Period, wish: Wish) -> list[Row]:
    """Beginning of the step, values of the columns, count. Where all is one, days are told all the same."""
    made: Mapping[str, Combinable]
    if wish.facet == "verdict":
        rows, path, made = events, "", {**_columns(""), "verdict": _VERDICT}
    elif wish.facet == "reason":
        rows, path, made = _steps(events), "alert__event__", _reason()
    else:
        rows, path, made = (
            _alerts(events),
            "event__",
            {**_columns("event__"), "took": Took(F("first") - F("created_at"))},
        )
    step = trunc(f"{path}captured_at", period, wish.step == HOUR)
    names = {f"of_{name}": made[name] for name in wish.columns}
    counted = Count("alert" if wish.facet == "reason" else "pk", distinct=wish.facet == "reason")
    found = rows.order_by().annotate(step=step, **names).values_list("step", *names).annotate(counted)
    return list(_told(found))


def _told(found: Iterable[tuple[Any, ...]]) -> Iterable[Row]:
    return ((at.astimezone(UTC), tuple(map(str, values)), count) for at, *values, count in found)


def _reason() -> Mapping[str, Combinable]:
    return {**_columns("alert__event__"), "reason": Concat("to_state", Value(":"), "reason")}


def _steps(events: QuerySet[Event]) -> QuerySet[Any]:
    """Those that led to where alerts of the machine stand."""
    return AlertStep.objects.filter(
        ~Q(from_state=F("to_state")),
        to_state__in=(Alert.State.REFUTED, Alert.State.CLOSED),
        alert__state=F("to_state"),
        alert__source="",
        alert__event__in=events,
    )


def _alerts(events: QuerySet[Event]) -> QuerySet[Any]:
    """Those of the machine that were ever judged, and when for the first time."""
    judged = AlertStep.objects.filter(alert=OuterRef("pk"), to_state__in=workflow.JUDGED).order_by()
    first = Subquery(judged.values("alert").annotate(first=Min("at")).values("first"))
    return Alert.objects.filter(event__in=events, source="").annotate(first=first).filter(first__isnull=False)
