"""What people do with alerts. Each action is one transaction:

1. the person must have the right to judge and see the camera, else NotAllowed or Unknown;
2. the state moves by a conditional update: of two who act at once exactly one wins, the other reads who was first;
3. the step is written, and the log;
4. last, the new card goes into the journal, which takes it to every browser.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts import workflow
from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.selectors import visible_alert
from hypervision.alerts.services import tell
from hypervision.alerts.workflow import MOVES, OTHER, Move, State
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal

LONGEST_NOTE = 2000


def claim(alert_id: UUID, by: User) -> Alert:
    """Says "I am on it". Claiming one's own claim again changes nothing."""
    alert = _visible(alert_id, by)
    first = _decided(alert_id) if alert.state == State.CLAIMED else None
    return alert if first is not None and first.by_id == by.pk else _move("claim", alert, by)


def confirm(alert_id: UUID, by: User, note: str = "") -> Alert:
    """What was detected happened."""
    return _move("confirm", _visible(alert_id, by), by, note=_readable(note))


def refute(alert_id: UUID, by: User, reason: str, note: str = "") -> Alert:
    """It did not, or it does not matter; the reason teaches which scenes deceive this camera."""
    alert, note = _visible(alert_id, by), _readable(note)
    if reason not in workflow.reasons_for(alert.event.kind):
        raise Refusal(_("Choose one of the reasons that this kind of alert offers."), code="unknown_reason")
    if reason == OTHER and not note:
        raise Refusal(_("Say in a note what it was instead."), code="note_missing")
    return _move("refute", alert, by, reason=reason, note=note)


@transaction.atomic
def add_note(alert_id: UUID, by: User, text: str) -> Alert:
    """Adds to the story at any time, also after the verdict."""
    _visible(alert_id, by)
    note = _readable(text)
    if not note:
        raise Refusal(_("The note is empty."), code="note_missing")
    state = Alert.objects.select_for_update().get(pk=alert_id).state  # held, so that the note stands in its state
    _write(alert_id, by, "alert.note", state, state, clock.now(), note=note)
    return tell(alert_id)


@transaction.atomic
def _move(action: str, alert: Alert, by: User, reason: str = "", note: str = "") -> Alert:
    move = MOVES[action]
    source = _pass_on(alert.pk, move)
    if source is None:
        raise _conflict(alert.pk)
    _write(alert.pk, by, f"alert.{action}", source, move.target, clock.now(), reason=reason, note=note)
    return tell(alert.pk)


def _pass_on(alert_id: UUID, move: Move) -> State | None:
    """Returns the state that the alert moved on from; None when somebody was first.

    States only go forward, so trying the sources in their order misses no alert that moves meanwhile.
    """
    for source in move.sources:
        if Alert.objects.filter(pk=alert_id, state=source).update(state=move.target):
            return source
    return None


def _write(
    alert_id: UUID, by: User, action: str, source: str, target: str, at: datetime, *, reason: str = "", note: str = ""
) -> None:
    AlertStep.objects.create(
        alert_id=alert_id, from_state=source, to_state=target, at=at, by=by, reason=reason, note=note
    )
    log.write(str(by), action, str(alert_id), **{"from": source, "to": target, "reason": reason})


def _visible(alert_id: UUID, by: User) -> Alert:
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    alert = visible_alert(alert_id, by)
    if alert is None:
        raise Unknown(_("There is no such alert among those that you see."), code="unknown_alert")
    return alert


def _readable(note: str) -> str:
    stripped = note.strip()
    if len(stripped) > LONGEST_NOTE:
        raise Refusal(
            _("The note has %(length)d characters; %(limit)d fit.") % {"length": len(stripped), "limit": LONGEST_NOTE},
            code="note_too_long",
        )
    return stripped


def _decided(alert_id: UUID) -> AlertStep | None:
    """The last change of state."""
    changes = AlertStep.objects.filter(alert=alert_id).exclude(from_state=F("to_state"))
    return changes.select_related("by").order_by("at", "id").last()


def _conflict(alert_id: UUID) -> Refusal:
    first = _decided(alert_id)
    if first is None:
        return Unknown(_("This alert was erased at the end of its retention."), code="unknown_alert")
    return Conflict(_first(first), code="already_decided", by=str(first.by), at=first.at.isoformat())


def _first(step: AlertStep) -> str:
    facts = {"who": str(step.by), "when": date_format(localtime(step.at), "H:i:s")}
    if step.to_state == State.CLAIMED:
        return _("%(who)s claimed this alert first, at %(when)s.") % facts
    if step.to_state == State.CONFIRMED:
        return _("%(who)s confirmed this alert first, at %(when)s.") % facts
    return _("%(who)s refuted this alert first, at %(when)s.") % facts
