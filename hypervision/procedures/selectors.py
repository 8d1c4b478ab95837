"""Reads of procedures and runs."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from hypervision.alerts.models import Alert
from hypervision.procedures.models import ProcedureVersion, Run, RunStep
from hypervision.procedures.path import Mark, Marks
from hypervision.procedures.scopes import taken
from maps.models import Event


def with_rows(runs: QuerySet[Run]) -> QuerySet[Run]:
    """All that ``telling.run_card`` reads, however many runs there are."""
    rows = RunStep.objects.select_related("by").order_by("id")
    return runs.select_related("by").prefetch_related(Prefetch("rows", queryset=rows))


def runs_of(alerts: QuerySet[Alert]) -> QuerySet[Run]:
    return with_rows(Run.objects.filter(alert__in=alerts.order_by().values("pk"))).order_by("at", "pk")


def newest(key: str) -> ProcedureVersion | None:
    """The version of a procedure that begins now; None where there is none, or it was emptied."""
    last = versions(key).first()
    return last if last is not None and last.steps else None


def offered(kind: str, district: str) -> ProcedureVersion | None:
    """What would begin for an alert: the newest version of the most specific procedure. district: empty for none."""
    standing = standing_versions()
    key = taken({key: version.scope for key, version in standing.items()}, kind, district)
    return standing[key] if key else None


def offered_to(event: Event) -> ProcedureVersion | None:
    return offered(event.kind, district_of(event))


def district_of(event: Event) -> str:
    return str(event.district.name) if event.district else ""


def versions(key: str) -> QuerySet[ProcedureVersion]:
    """Newest first."""
    return ProcedureVersion.objects.filter(procedure=key).select_related("by").order_by("-number")


def standing_versions() -> Mapping[str, ProcedureVersion]:
    """The newest version by the key of the procedure, without those that were emptied."""
    return {key: version for key, version in all_newest().items() if version.steps}


def all_newest() -> Mapping[str, ProcedureVersion]:
    """The newest version by the key of the procedure, also where it has no steps any more."""
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
    return marks_of(standing(run))


def marks_of(standing: Mapping[str, RunStep]) -> Marks:
    return {key: Mark(row.answer) for key, row in standing.items()}


def run_of(alert: UUID) -> Run | None:
    """With its version and rows."""
    return with_rows(Run.objects.filter(alert=alert)).select_related("version").first()
