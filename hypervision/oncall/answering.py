"""What somebody on call answers: one transaction with the log, last the journal."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict
from hypervision.live import journal
from hypervision.oncall.models import Call
from hypervision.oncall.telling import told


@transaction.atomic
def answer(call_id: UUID, by: User, *, coming: bool) -> Call:
    """Only whoever was asked answers, and for all that they are asked now: who comes, comes for everything.

    The same twice changes nothing; too late is a conflict.
    """
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    call = Call.objects.filter(pk=call_id, person=by).first()
    if call is None:
        raise Unknown(_("Nobody asked you for this. Open the control room to see what waits."), code="unknown_call")
    given = Call.Answer.ACCEPTED if coming else Call.Answer.DECLINED
    if call.answer == given:
        return call
    standing = Call.objects.filter(person=by, answer="").order_by("pk").select_for_update().values_list("pk", flat=True)
    ids = list(standing)
    if call_id not in ids:
        raise Conflict(_("This call is over already. Open the control room to see what waits."), code="already_over")
    Call.objects.filter(pk__in=ids).update(answer=given, answered_at=clock.now())
    log.write(str(by), "oncall.answer", str(call.alert_id), answer=str(given), alerts=len(ids))
    journal.append_all([told(one) for one in Call.objects.filter(pk__in=ids).select_related("person")])
    call.refresh_from_db()
    return call
