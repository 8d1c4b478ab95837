"""What supervisors do with procedures: write a new version. Nothing is overwritten; taking back is a version, too."""

from collections.abc import Mapping
from dataclasses import asdict
from itertools import count

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.procedures import checking, covering, selectors
from hypervision.procedures.kinds import kinds
from hypervision.procedures.models import Procedure, ProcedureVersion
from hypervision.procedures.scopes import Scope
from hypervision.procedures.steps import Steps, to_json

LONGEST_REASON = 300
_LOCK = 0x50524F43  # "PROC": one writer at a time, of whichever procedure: two must not come to be taken for one alert


@transaction.atomic
def create(by: User, steps: Steps, reason: str, scope: Scope) -> ProcedureVersion:
    """Another procedure. Its key is that of its first kind, with a number where there is one already."""
    _check_right(by)
    _lock()
    first = scope.kinds[0] if scope.kinds else ""
    wanted = (first if number == 1 else f"{first}-{number}" for number in count(1))
    key = next(key for key in wanted if not Procedure.objects.filter(key=key).exists())
    return _write(key, by, steps, _readable(reason), None, scope)


@transaction.atomic
def save(key: str, by: User, steps: Steps, reason: str, based_on: int, scope: Scope | None = None) -> ProcedureVersion:
    """A new version for what begins from now on; what is running keeps its own.

    based_on: the number of the version that the person changed, 0 for none. scope: None as it stood. Raises Conflict
    where somebody has saved since, and Refusal with the ``faults``, each with its row.
    """
    _check_right(by)
    _lock()
    last = selectors.versions(key).first()
    if last is None and key not in kinds():
        raise Unknown(_("There is no procedure, and no kind of alert, with this name."), code="unknown_kind")
    reason = _readable(reason)
    _must_be_newest(last, based_on)
    return _write(key, by, steps, reason, last, scope or (last.scope if last else Scope((key,))))


def _write(
    key: str, by: User, steps: Steps, reason: str, last: ProcedureVersion | None, scope: Scope
) -> ProcedureVersion:
    _must_be_whole(steps, scope, last, key)
    rows = to_json(steps)
    if last is not None and (last.steps, last.scope) == (rows, scope):
        raise Refusal(_("Nothing was changed, so there is nothing to save."), code="nothing_changed")
    procedure, _is_new = Procedure.objects.get_or_create(key=key)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=last.number + 1 if last else 1,
        kinds=list(scope.kinds),
        districts=list(scope.districts),
        steps=rows,
        reason=reason,
        at=clock.now(),
        by=by,
    )
    facts: Mapping[str, object] = {"version": version.number, "steps": len(steps), "reason": reason}
    log.write(str(by), "procedure.save", key, **facts, kinds=list(scope.kinds), districts=list(scope.districts))
    return version


def _check_right(by: User) -> None:
    if not by.may(Right.EDIT_PROCEDURES):
        raise NotAllowed(_("Your role does not include the right to change procedures."), code="no_right")


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _must_be_whole(steps: Steps, scope: Scope, last: ProcedureVersion | None, key: str) -> None:
    """One that is emptied stands in nobody's way."""
    wrong = checking.faults(steps)
    if steps:
        wrong += covering.faults(scope, last.scope if last else None, key)
    if wrong:
        sentence = _("The procedure was not saved: mend what stands beside its steps.")
        raise Refusal(sentence, code="faults", faults=[asdict(fault) for fault in wrong])


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
