"""What people do with incidents: split an alert out, merge, undo. Each action is one transaction:

1. the person must have the right to judge and see the alerts that they name, else NotAllowed or Unknown;
2. those alerts are held, the log is written, the journal is locked: in this order, as everywhere;
3. what stands now is read: all alerts concerned must be in sight, and the action must still make sense;
4. the step and the moves are written; last, browsers are told.

What a person took out stays out: the machine neither joins it again nor joins others to it, and it never merges an
incident that a person has shaped.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.selectors import visible_alert
from hypervision.incidents import selectors, shaping
from hypervision.incidents.models import Incident, IncidentStep, Member
from hypervision.incidents.shaping import Step
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live import journal
from maps.sight import in_sight

LONGEST_REASON = 300
Verb = IncidentStep.Verb


@transaction.atomic
def split(alert_id: UUID, by: User, reason: str = "") -> None:
    """Takes an alert out of its incident. Of two that were left one alone is no incident either."""
    _begin("incident.split", by, [alert_id], reason)
    incident = Member.objects.get(pk=alert_id).incident
    if incident is None:
        raise Conflict(_("This alert belongs to no incident."), code="no_incident")
    together = _members(incident)
    _must_see(by, together)
    leave = together if len(together) == 2 else [alert_id]
    step = Step(Verb.SPLIT, clock.now(), by, reason.strip())
    told = list(shaping.move(incident, step, dict.fromkeys(leave), apart=True))
    # Whoever was left behind was not taken out: it may find others.
    Member.objects.filter(pk__in=leave).exclude(pk=alert_id).update(apart=False)
    journal.append_all(told)


@transaction.atomic
def merge(alert_id: UUID, other_id: UUID, by: User, reason: str = "") -> None:
    """Makes one incident of what two alerts belong to, be it an incident or an alert that stands alone."""
    _begin("incident.merge", by, [alert_id, other_id], reason, **{"with": str(other_id)})
    one, other = (Member.objects.select_related("incident").get(pk=pk) for pk in (alert_id, other_id))
    if one.pk == other.pk or (one.incident_id is not None and one.incident_id == other.incident_id):
        raise Conflict(_("These alerts belong together already."), code="one_already")
    if one.is_real != other.is_real:
        raise Conflict(_("What belongs to an exercise is never merged with what is real."), code="exercise")
    groups = [_members(member.incident) if member.incident else [member.pk] for member in (one, other)]
    _must_see(by, [*groups[0], *groups[1]])
    target = one.incident or other.incident
    if target is None:
        target = shaping.opened(Member.objects.filter(pk__in=[one.pk, other.pk]), by_hand=True)
    moved = [*groups[0], *groups[1]] if one.incident is None and other.incident is None else None
    if moved is None:
        moved = groups[1] if target == one.incident else groups[0]
    step = Step(Verb.MERGED, clock.now(), by, reason.strip())
    journal.append_all(shaping.move(target, step, dict.fromkeys(moved, target), apart=False))


@transaction.atomic
def undo(alert_id: UUID, step_id: int, by: User, reason: str = "") -> None:
    """Takes back the last step of the incident of this alert, be it a person's or the machine's.

    step_id: which one the person means, so that nobody takes back what they have not seen.
    """
    _begin("incident.undo", by, [alert_id], reason, step=step_id)
    last = selectors.last_step(Member.objects.get(pk=alert_id))
    if last is None or last.pk != step_id:
        raise Conflict(_("The incident has changed since. Look at it again."), code="changed_since")
    moves = list(last.moves.select_related("source"))
    _must_see(by, {*_members(last.incident), *(move.alert_id for move in moves)})
    back: Mapping[UUID, Incident | None] = {move.alert_id: move.source for move in moves}
    step = Step(Verb.UNDONE, clock.now(), by, reason.strip(), undoes=last)
    told = shaping.move(last.incident, step, back, apart=last.verb != Verb.SPLIT)
    journal.append_all(told)


def _begin(action: str, by: User, alerts: list[UUID], reason: str, **facts: object) -> None:
    """Holds the alerts, writes the log, locks the journal: from here on nobody else shapes incidents."""
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    if len(reason.strip()) > LONGEST_REASON:
        limit = {"limit": LONGEST_REASON}
        raise Refusal(_("The reason is too long; %(limit)d characters fit.") % limit, code="reason_too_long")
    for pk in alerts:
        if visible_alert(pk, by) is None:
            raise Unknown(_("There is no such alert among those that you see."), code="unknown_alert")
    held = Alert.objects.select_related("event").filter(pk__in=alerts).order_by("pk").select_for_update(of=("self",))
    rows = list(held)
    if len(rows) < len(set(alerts)):
        raise Unknown(_("This alert was erased at the end of its retention."), code="unknown_alert")
    log.write(str(by), action, str(alerts[0]), reason=reason.strip(), **facts)
    journal.lock()
    for alert in rows:
        shaping.stand_alone(alert)


def _members(incident: Incident) -> list[UUID]:
    return list(Member.objects.filter(incident=incident).order_by("at", "pk").values_list("pk", flat=True))


def _must_see(by: User, alerts: Iterable[UUID]) -> None:
    """Whoever changes an incident must know what they change."""
    concerned = set(alerts)
    seen = Alert.objects.filter(in_sight(can_see(by), "event__"), pk__in=concerned).count()
    if seen < len(concerned):
        sentence = _("Alerts that you do not see are concerned. Ask somebody who sees them.")
        raise NotAllowed(sentence, code="out_of_sight")
