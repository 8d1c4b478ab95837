"""An incident as the API tells it: of what is in sight, and why it is one."""

from collections.abc import Sequence
from math import cos, hypot, radians
from typing import TypedDict
from uuid import UUID

from hypervision.accounts.permissions import Person
from hypervision.alerts.workflow import OPEN
from hypervision.incidents import selectors
from hypervision.incidents.models import IncidentStep, Member

_METRES_A_DEGREE = 111_195.0


class WhyCard(TypedDict):
    """Why alerts are one incident, such as "3 cameras, 40 m, 20 s". metres: across the box around their places.

    What people raised comes from no camera.
    """

    cameras: int
    metres: float
    seconds: float


class IncidentSummary(TypedDict):
    id: str
    state: str
    opened_at: str
    newest_at: str
    kinds: list[str]
    why: WhyCard
    alerts: list[str]


class StepCard(TypedDict):
    """by: empty for the machine. facts: of a join, how near and how soon the alert was to which other."""

    id: int
    verb: str
    at: str
    by: str
    reason: str
    alerts: list[str]
    facts: dict[str, object]
    undone: bool


def summary(members: Sequence[Member]) -> IncidentSummary:
    """members: at least one, in the order of their capture."""
    is_open = any(member.alert.state in OPEN for member in members)
    return {
        "id": str(members[0].incident_id),
        "state": "open" if is_open else "closed",
        "opened_at": members[0].at.isoformat(),
        "newest_at": members[-1].at.isoformat(),
        "kinds": sorted({member.kind for member in members}),
        "why": why(members),
        "alerts": [str(member.pk) for member in members],
    }


def why(members: Sequence[Member]) -> WhyCard:
    lons, lats = [member.place.x for member in members], [member.place.y for member in members]
    east = (max(lons) - min(lons)) * cos(radians(min(lats)))
    return {
        "cameras": len({member.camera for member in members if member.camera}),
        "metres": round(hypot(east, max(lats) - min(lats)) * _METRES_A_DEGREE, 1),
        "seconds": round((members[-1].at - members[0].at).total_seconds(), 1),
    }


def detail(incident: UUID, person: Person) -> dict[str, object] | None:
    """The incident with its story; None where fewer than two of its alerts are in sight."""
    members = list(selectors.members_of([incident], person))
    if len(members) < selectors.FEWEST:
        return None
    steps = selectors.steps_of(incident, [member.pk for member in members])
    moved = {move.alert_id for step in steps for move in step.moves.all()}
    seen = {str(pk) for pk in selectors.seen_alerts(moved, person)}
    return {**summary(members), "steps": [step_card(step, seen) for step in steps]}


def of_alert(alert: UUID, person: Person) -> dict[str, object]:
    """Where an alert belongs, and the step that an undo would take back: None where not all of it is in sight."""
    member = Member.objects.filter(pk=alert).first()
    if member is None:
        return {"incident": None, "last": None}
    last = selectors.last_step(member)
    return {
        "incident": detail(member.incident_id, person) if member.incident_id else None,
        "last": _last(last, person) if last else None,
    }


def step_card(step: IncidentStep, seen: set[str]) -> StepCard:
    alerts = [str(move.alert_id) for move in step.moves.all() if str(move.alert_id) in seen]
    facts = step.facts if step.facts.get("to") in seen else {}
    return {
        "id": step.pk,
        "verb": step.verb,
        "at": step.at.isoformat(),
        "by": str(step.by) if step.by else "",
        "reason": step.reason,
        "alerts": alerts,
        "facts": facts,
        "undone": hasattr(step, "undone_by"),
    }


def _last(step: IncidentStep, person: Person) -> StepCard | None:
    moved = [move.alert_id for move in step.moves.all()]
    members = list(Member.objects.filter(incident=step.incident_id).values_list("pk", flat=True))
    seen = selectors.seen_alerts({*moved, *members}, person)
    if len(seen) < len({*moved, *members}):
        return None
    return step_card(step, {str(pk) for pk in seen})
