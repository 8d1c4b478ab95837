"""How an alert changes its state: one transaction with the step, the log and, last, the message to every browser."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.refusals import Unknown
from hypervision.alerts.services import tell
from hypervision.alerts.workflow import MOVES, OPEN, Move, State
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from maps.reality import real

TIMER = "system"
"""Who acted when nobody did, as the log names it."""


@transaction.atomic
def move(
    action: str, alert_id: UUID, by: User | None, *, reason: str = "", note: str = "", informed: Sequence[str] = ()
) -> Alert:
    """Raises Conflict when the alert is no longer where the action leads from, Unknown when it was erased."""
    source = _pass_on(alert_id, MOVES[action])
    if source is None:
        raise _conflict(alert_id, MOVES[action])
    target = MOVES[action].target
    write(alert_id, by, f"alert.{action}", source, target, clock.now(), reason=reason, note=note, informed=informed)
    return tell(alert_id)


def _pass_on(alert_id: UUID, way: Move) -> State | None:
    """Returns the state that the alert moved on from; None when somebody was first: whoever is second waits here."""
    locked = Alert.objects.select_for_update().filter(pk=alert_id, state__in=way.sources)
    source = locked.values_list("state", flat=True).first()
    if source is None or not Alert.objects.filter(pk=alert_id, state=source).update(state=way.target):
        return None
    return State(source)


def write(
    alert_id: UUID,
    by: User | None,
    action: str,
    source: str,
    target: str,
    at: datetime,
    *,
    reason: str = "",
    note: str = "",
    informed: Sequence[str] = (),
) -> None:
    """The step of the story and the entry of the log. The text of a note stays with the alert alone."""
    AlertStep.objects.create(
        alert_id=alert_id,
        from_state=source,
        to_state=target,
        at=at,
        by=by,
        reason=reason,
        note=note,
        informed=list(informed),
    )
    facts: dict[str, object] = {"from": source, "to": target, "reason": reason}
    if informed:
        facts["informed"] = list(informed)
    if Alert.objects.filter(~real("event__"), pk=alert_id).exists():
        facts["exercise"] = True
    log.write(str(by) if by else TIMER, action, str(alert_id), **facts)


def decided(alert_id: UUID) -> AlertStep | None:
    """The last change of state."""
    changes = AlertStep.objects.filter(alert=alert_id).exclude(from_state=F("to_state"))
    return changes.select_related("by").order_by("at", "id").last()


def _conflict(alert_id: UUID, way: Move) -> Refusal:
    """Why an action came too late, or too early."""
    alert, last = Alert.objects.filter(pk=alert_id).first(), decided(alert_id)
    if alert is None:
        return Unknown(_("This alert was erased at the end of its retention."), code="unknown_alert")
    if last is None or (alert.state in OPEN and not set(way.sources) & set(OPEN)):
        return Conflict(_("Nobody has judged this alert yet."), code="not_judged")
    by = str(last.by) if last.by else ""
    return Conflict(_sentence(last), code="already_decided", by=by, at=last.at.isoformat())


def _sentence(step: AlertStep) -> str:
    facts = {"who": str(step.by), "when": date_format(localtime(step.at), "H:i:s")}
    sentences = {
        State.CLAIMED: _("%(who)s claimed this alert first, at %(when)s."),
        State.CONFIRMED: _("%(who)s confirmed this alert first, at %(when)s."),
        State.REFUTED: _("%(who)s refuted this alert first, at %(when)s."),
        State.CLOSED: _("%(who)s closed this alert first, at %(when)s."),
        State.EXPIRED: _("Nobody judged this alert in time: it expired at %(when)s. A supervisor can still judge it."),
        State.ESCALATED: _("%(who)s called the supervisor first, at %(when)s.")
        if step.by
        else _("This alert waited too long and went to the supervisor at %(when)s."),
    }
    return sentences[State(step.to_state)] % facts
