"""What people do with alerts. Each action is one transaction:

1. the person must have the right and see the camera, else NotAllowed or Unknown;
2. the state moves by a conditional update: of two who act at once exactly one wins, the other reads who was first;
3. the step is written, and the log;
4. last, the new card goes into the journal, which takes it to every browser.
"""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts import reasons, suspension
from hypervision.alerts.models import Alert
from hypervision.alerts.moving import decided, move, write
from hypervision.alerts.reasons import OTHER
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.selectors import visible_alert
from hypervision.alerts.services import tell
from hypervision.alerts.workflow import State
from hypervision.lib import clock
from hypervision.lib.errors import Refusal

LONGEST_NOTE = 2000

Verdict = Literal["confirmed", "refuted"]


def claim(alert_id: UUID, by: User) -> Alert:
    """Says "I am on it". Claiming one's own claim again changes nothing."""
    alert = _visible(alert_id, by)
    first = decided(alert_id) if alert.state == State.CLAIMED else None
    return alert if first is not None and first.by_id == by.pk else move("claim", alert_id, by)


def escalate(alert_id: UUID, by: User, note: str = "") -> Alert:
    """Asks the supervisor to judge."""
    _visible(alert_id, by)
    return move("escalate", alert_id, by, note=_readable(note))


def confirm(alert_id: UUID, by: User, note: str = "", informed: Sequence[str] = ()) -> Alert:
    """What was detected happened. informed: who was called (R-20), codes of ``reasons.INFORMED``."""
    _visible(alert_id, by)
    if unknown := set(informed) - set(reasons.INFORMED):
        names = ", ".join(sorted(unknown))
        raise Refusal(_("Nobody who can be informed is called %(names)s.") % {"names": names}, code="unknown_informed")
    return move("confirm", alert_id, by, note=_readable(note), informed=informed)


@transaction.atomic
def refute(alert_id: UUID, by: User, reason: str, note: str = "") -> Alert:
    """It did not, or it does not matter; the reason teaches which scenes deceive this camera."""
    alert, note = _visible(alert_id, by), _readable(note)
    _must_offer(_refutations(alert), reason, note)
    refuted = move("refute", alert_id, by, reason=reason, note=note)
    suspension.consider(refuted)
    return refuted


def close(alert_id: UUID, by: User, outcome: str, note: str = "") -> Alert:
    """Says how a confirmed alert ended (R-20)."""
    alert, note = _visible(alert_id, by), _readable(note)
    if outcome not in (offered := reasons.outcomes_for(alert.event.kind)):
        raise Refusal(_("Choose one of the outcomes that this kind of alert offers."), code="unknown_outcome")
    _must_offer(offered, outcome, note)
    return move("close", alert_id, by, reason=outcome, note=note)


@transaction.atomic
def correct(alert_id: UUID, by: User, verdict: Verdict, *, note: str, reason: str = "") -> Alert:
    """A supervisor puts a wrong or a missing verdict right, and says why; the first one stays in the story."""
    alert, note = _visible(alert_id, by, Right.CORRECT_VERDICT), _readable(note)
    if not note:
        raise Refusal(_("Say in a note why the verdict is corrected."), code="note_missing")
    if verdict == "refuted":
        _must_offer(_refutations(alert), reason, note)
    corrected = move(f"correct_to_{verdict}", alert_id, by, reason=reason, note=note)
    suspension.consider(corrected)
    return corrected


@transaction.atomic
def add_note(alert_id: UUID, by: User, text: str) -> Alert:
    """Adds to the story at any time, also after the verdict."""
    _visible(alert_id, by)
    note = _readable(text)
    if not note:
        raise Refusal(_("The note is empty."), code="note_missing")
    state = Alert.objects.select_for_update().get(pk=alert_id).state  # held, so that the note stands in its state
    write(alert_id, by, "alert.note", state, state, clock.now(), note=note)
    return tell(alert_id)


def _refutations(alert: Alert) -> reasons.Choices:
    return reasons.refutations_for(alert.event.kind, by_hand=bool(alert.source))


def _must_offer(offered: reasons.Choices, reason: str, note: str) -> None:
    if reason not in offered:
        raise Refusal(_("Choose one of the reasons that this kind of alert offers."), code="unknown_reason")
    if reason == OTHER and not note:
        raise Refusal(_("Say in a note what it was instead."), code="note_missing")


def _visible(alert_id: UUID, by: User, right: Right = Right.GIVE_VERDICT) -> Alert:
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    if not by.may(right):
        raise NotAllowed(_("Only a supervisor corrects a verdict."), code="no_right")
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
