"""What supervisors do with procedures: write a new version. Nothing is overwritten; taking back is a version, too."""

from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.procedures import selectors
from hypervision.procedures.checking import faults
from hypervision.procedures.kinds import kinds
from hypervision.procedures.models import Procedure, ProcedureVersion
from hypervision.procedures.steps import Steps, to_json

LONGEST_REASON = 300


@transaction.atomic
def save(kind: str, by: User, steps: Steps, reason: str, based_on: int) -> ProcedureVersion:
    """A new version for what begins from now on; what is running keeps its own.

    based_on: the number of the version that the person changed, 0 for none. Raises Conflict where somebody has saved
    since, and Refusal with the ``faults``, each with its row.
    """
    if not by.may(Right.EDIT_PROCEDURES):
        raise NotAllowed(_("Your role does not include the right to change procedures."), code="no_right")
    if kind not in kinds():
        raise Unknown(_("There is no kind of alert with this name."), code="unknown_kind")
    reason = _readable(reason)
    if wrong := faults(steps):
        sentence = _("The procedure was not saved: mend what stands beside its steps.")
        raise Refusal(sentence, code="faults", faults=[asdict(fault) for fault in wrong])
    procedure = _held(kind)
    last = selectors.versions(kind).first()
    _must_be_newest(last, based_on)
    rows = to_json(steps)
    if last is not None and last.steps == rows:
        raise Refusal(_("Nothing was changed, so there is nothing to save."), code="nothing_changed")
    number = last.number + 1 if last else 1
    version = ProcedureVersion.objects.create(
        procedure=procedure, number=number, steps=rows, reason=reason, at=clock.now(), by=by
    )
    facts: Mapping[str, object] = {"version": number, "steps": len(steps), "reason": reason}
    log.write(str(by), "procedure.save", kind, **facts)
    return version


def _held(kind: str) -> Procedure:
    """Who saves at the same time waits here."""
    Procedure.objects.get_or_create(kind=kind)
    return Procedure.objects.select_for_update().get(kind=kind)


def _must_be_newest(last: ProcedureVersion | None, based_on: int) -> None:
    if last is None or last.number == based_on:
        return
    sentence = _("%(who)s saved version %(number)d at %(when)s, while you were writing. Nothing of yours is lost.")
    who = str(last.by) if last.by else _("The demonstration")
    facts = {"who": who, "number": last.number, "when": date_format(localtime(last.at), "H:i:s")}
    raise Conflict(sentence % facts, code="changed_since", by=who, at=last.at.isoformat(), number=last.number)


def _readable(reason: str) -> str:
    words = reason.replace("\x00", "").strip()
    if not words:
        raise Refusal(_("Say why the procedure is changed."), code="reason_missing")
    if len(words) > LONGEST_REASON:
        limit = {"limit": LONGEST_REASON}
        raise Refusal(_("The reason is too long; %(limit)d characters fit.") % limit, code="reason_too_long")
    return words
