"""Reads of procedures and runs."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from hypervision.alerts.models import Alert
from hypervision.procedures.models import ProcedureVersion, Run, RunStep
from hypervision.procedures.path import Mark, Marks


def with_rows(runs: QuerySet[Run]) -> QuerySet[Run]:
    """All that ``telling.run_card`` reads, however many runs there are."""
    rows = RunStep.objects.select_related("by").order_by("id")
    return runs.select_related("by").prefetch_related(Prefetch("rows", queryset=rows))


def runs_of(alerts: QuerySet[Alert]) -> QuerySet[Run]:
    return with_rows(Run.objects.filter(alert__in=alerts.order_by().values("pk"))).order_by("at", "pk")


def newest(kind: str) -> ProcedureVersion | None:
    """The version that begins now; None where the kind has no procedure, or one that was emptied."""
    last = versions(kind).first()
    return last if last is not None and last.steps else None


def versions(kind: str) -> QuerySet[ProcedureVersion]:
    """Newest first."""
    return ProcedureVersion.objects.filter(procedure=kind).select_related("by").order_by("-number")


def all_newest() -> Mapping[str, ProcedureVersion]:
    """The newest version by kind, also where it has no steps any more."""
    rows = ProcedureVersion.objects.select_related("by").order_by("procedure_id", "-number").distinct("procedure_id")
    return {version.procedure_id: version for version in rows}


def standing(run: Run) -> dict[str, RunStep]:
    """What was done with each step and not taken back, by key; read anew each time, since rows are added meanwhile."""
    found: dict[str, RunStep] = {}
    for row in RunStep.objects.filter(run=run).select_related("by").order_by("id"):
        if row.verb == RunStep.Verb.UNDONE:
            found.pop(row.key, None)
        else:
            found[row.key] = row
    return found


def marks(run: Run) -> Marks:
    return {key: Mark(row.answer) for key, row in standing(run).items()}


def run_of(alert: UUID) -> Run | None:
    """With its version and rows."""
    return with_rows(Run.objects.filter(alert=alert)).select_related("version").first()
