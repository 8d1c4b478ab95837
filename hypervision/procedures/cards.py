"""Procedures and their versions as the API tells them."""

from typing import TypedDict

from hypervision.alerts.models import Alert
from hypervision.live.cards import RunCard
from hypervision.procedures import selectors
from hypervision.procedures.models import ProcedureVersion
from hypervision.procedures.telling import run_card


class VersionCard(TypedDict):
    """procedure: its key. kinds, districts: for which alerts it is taken; no district named is everywhere. steps: as
    ``steps.to_json`` writes them. by: empty where it came with the demonstration.
    """

    id: str
    procedure: str
    kinds: list[str]
    districts: list[str]
    number: int
    at: str
    by: str
    reason: str
    steps: list[dict[str, object]]


class RunOfAlert(TypedDict):
    """run: None while nobody has begun. version: what is followed, or would be; None where there is no procedure."""

    run: RunCard | None
    version: VersionCard | None


def version_card(version: ProcedureVersion) -> VersionCard:
    return {
        "id": str(version.pk),
        "procedure": version.procedure_id,
        "kinds": version.kinds,
        "districts": version.districts,
        "number": version.number,
        "at": version.at.isoformat(),
        "by": str(version.by or ""),
        "reason": version.reason,
        "steps": version.steps,
    }


def of_alert(alert: Alert) -> RunOfAlert:
    run = selectors.run_of(alert.pk)
    version = run.version if run else selectors.offered_to(alert.event)
    return {"run": run_card(run) if run else None, "version": version_card(version) if version else None}
