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
from hypervision.oncall.models import Call
from hypervision.oncall.telling import tell


@transaction.atomic
def answer(call_id: UUID, by: User, *, coming: bool) -> Call:
    """Only whoever was asked answers. The same twice changes nothing; too late is a conflict."""
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    call = Call.objects.select_related("person").filter(pk=call_id, person=by).first()
    if call is None:
        raise Unknown(_("Nobody asked you for this. Open the control room to see what waits."), code="unknown_call")
    given = Call.Answer.ACCEPTED if coming else Call.Answer.DECLINED
    if call.answer == given:
        return call
    if not Call.objects.filter(pk=call_id, answer="").update(answer=given, answered_at=clock.now()):
        raise Conflict(_("This call is over already. Open the control room to see what waits."), code="already_over")
    log.write(str(by), "oncall.answer", str(call.alert_id), answer=str(given))
    call.refresh_from_db()
    tell(call)
    return call
