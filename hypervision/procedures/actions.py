"""What people do with the procedure of an alert: begin it, do or skip its steps, take one back. One transaction each:

1. the person must have the right to judge and see the alert, else NotAllowed or Unknown;
2. the alert is held: of two who do one step at once the first wins, the other reads who was first;
3. the row is written, and the log; the reason of a skipped step stays with the alert alone;
4. last, browsers are told.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.selectors import visible_alerts
from hypervision.alerts.workflow import OPEN, State
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live import journal
from hypervision.procedures import selectors
from hypervision.procedures.models import ProcedureVersion, Run, RunStep
from hypervision.procedures.path import Marks, path
from hypervision.procedures.steps import Step
from hypervision.procedures.telling import told, told_runs

LONGEST_REASON = 300
RUNNING = (*OPEN, State.CONFIRMED)
"""In these states of its alert a procedure goes on; afterwards it is history."""
Verb = RunStep.Verb


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done with one step. answer: its number, of a question. reason: of a skipped one."""

    key: str
    verb: str
    answer: int | None = None
    reason: str = ""


@transaction.atomic
def begin(alert_id: UUID, by: User, version_id: UUID | None = None) -> Run:
    """Follows the procedure of the alert from now on. Whoever comes second finds it begun.

    version_id: which version the person saw, perhaps a while ago without network; else the one that is taken now.
    """
    alert = hold(alert_id, by)
    if not Run.objects.filter(alert=alert).exists():
        start(alert, by, version_id)
    return tell(alert_id)


@transaction.atomic
def act(alert_id: UUID, by: User, deed: Deed) -> Run:
    """Does a step, answers it, or skips it with a reason."""
    hold(alert_id, by)
    write(_begun(alert_id), by, deed)
    return tell(alert_id)


@transaction.atomic
def undo(alert_id: UUID, by: User, row_id: int) -> Run:
    """Takes back what somebody did with a step. row_id: which row the person means, so that nobody takes back what they
    have not seen.
    """
    hold(alert_id, by)
    run = _begun(alert_id)
    meant = RunStep.objects.filter(run=run, pk=row_id).select_related("by").first()
    if meant is None or meant.verb == Verb.UNDONE:
        raise Unknown(_("There is no such step to take back."), code="unknown_step")
    back = RunStep.objects.filter(undoes=meant).select_related("by").first()
    if back is not None:
        sentence = _("%(who)s took this back first, at %(when)s.")
        raise Conflict(sentence % _who(back), code="already_undone", by=str(back.by), at=back.at.isoformat())
    RunStep.objects.create(run=run, key=meant.key, verb=Verb.UNDONE, at=clock.now(), by=by, undoes=meant)
    log.write(str(by), "procedure.undo", str(alert_id), step=meant.key)
    return tell(alert_id)


def hold(alert_id: UUID, by: User) -> Alert:
    """Nobody else does anything with the alert until the commit."""
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    seen = visible_alerts(by).filter(pk=alert_id).order_by().values("pk")
    alerts = Alert.objects.select_related("event__camera", "event__district").select_for_update(of=("self",))
    held = alerts.filter(pk__in=seen).first()
    if held is None:
        raise Unknown(_("There is no such alert among those that you see."), code="unknown_alert")
    if held.state not in RUNNING:
        sentence = _("This alert is over (%(state)s), and its procedure with it.")
        raise Conflict(sentence % {"state": held.get_state_display()}, code="alert_over")
    return held


def start(alert: Alert, by: User, version_id: UUID | None = None) -> Run:
    """Begins the run of an alert that is held and has none."""
    event = alert.event
    if version_id is None:
        version = selectors.offered_to(event)
    else:
        version = ProcedureVersion.objects.filter(pk=version_id).exclude(steps=[]).first()
    if version is None or not version.scope.holds(event.kind, selectors.district_of(event)):
        sentence = _("There is no procedure for this kind of alert. A supervisor can write one.")
        raise Refusal(sentence, code="no_procedure")
    run = Run.objects.create(alert=alert, version=version, at=clock.now(), by=by)
    facts = {"kind": event.kind, "procedure": version.procedure_id, "version": version.number}
    log.write(str(by), "procedure.begin", str(alert.pk), **facts)
    return run


def write(run: Run, by: User, deed: Deed) -> None:
    """The row and the entry of the log, while the alert is held."""
    standing = selectors.standing(run)
    step = _step(run, deed.key, selectors.marks_of(standing))
    reason = deed.reason.strip()
    first = standing.get(deed.key)
    if first is not None:
        sentence = (
            _("%(who)s skipped this step first, at %(when)s.")
            if first.verb == Verb.SKIPPED
            else _("%(who)s did this step first, at %(when)s.")
        )
        raise Conflict(sentence % _who(first), code="already_done", by=str(first.by), at=first.at.isoformat())
    _must_fit(step, deed, reason)
    answer = deed.answer if deed.verb == Verb.DONE else None
    RunStep.objects.create(run=run, key=deed.key, verb=deed.verb, answer=answer, reason=reason, at=clock.now(), by=by)
    facts = {"answer": answer} if answer else {}
    log.write(str(by), f"procedure.{deed.verb}", str(run.pk), step=deed.key, **facts)


def tell(alert_id: UUID) -> Run:
    """Last in the transaction. Returns the run as it is told."""
    journal.lock()  # before reading: the camera may be moving to where others see it
    run = told_runs([alert_id]).get()
    journal.append_all([told(run)])
    return run


def _begun(alert_id: UUID) -> Run:
    run = Run.objects.select_related("version").filter(alert=alert_id).first()
    if run is None:
        raise Conflict(_("Nobody has begun the procedure of this alert yet."), code="not_begun")
    return run


def _step(run: Run, key: str, marks: Marks) -> Step:
    steps = run.version.read()
    found = next((step for step in steps if step.key == key), None)
    if found is None:
        raise Unknown(_("This procedure has no such step."), code="unknown_step")
    if found not in path(steps, marks):
        sentence = _("This step is not asked for: the answers that were given do not lead to it.")
        raise Conflict(sentence, code="not_on_path")
    return found


def _must_fit(step: Step, deed: Deed, reason: str) -> None:
    if deed.verb == Verb.SKIPPED:
        if not reason:
            raise Refusal(_("Say why the step is skipped: the supervisor reads it."), code="reason_missing")
        if len(reason) > LONGEST_REASON:
            limit = {"limit": LONGEST_REASON}
            raise Refusal(_("The reason is too long; %(limit)d characters fit.") % limit, code="reason_too_long")
    elif step.is_question and not 1 <= (deed.answer or 0) <= len(step.answers):
        raise Refusal(_("This step is a question: choose one of its answers."), code="answer_missing")
    elif not step.is_question and deed.answer is not None:
        raise Refusal(_("This step is no question: it is done without an answer."), code="no_question")


def _who(row: RunStep) -> dict[str, str]:
    return {"who": str(row.by), "when": date_format(localtime(row.at), "H:i:s")}
