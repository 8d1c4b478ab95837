"""Another system of the city says what it does about a confirmed alert: received, on the way, done; in one transaction.

A person confirmed the alert before anybody outside acts on it (R-16).
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert, Handling
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.selectors import visible_alert
from hypervision.alerts.services import tell
from hypervision.alerts.workflow import TRUE
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal

MOST = 50
"""Of one alert: a system that says the same for ever has lost its memory."""


@transaction.atomic
def report(alert_id: UUID, reference: str, state: Handling.State, by: User) -> Alert:
    """Saying the same twice changes nothing. Raises NotAllowed, Unknown, Conflict or Refusal."""
    if not by.may(Right.REPORT_EVENTS):
        raise NotAllowed(_("Only other systems of the city say how they handle an alert."), code="no_right")
    if visible_alert(alert_id, by) is None:
        raise Unknown(_("There is no such alert among those that you see."), code="unknown_alert")
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.state not in TRUE:
        raise Conflict(_("No person has confirmed this alert, so nobody outside acts on it."), code="not_confirmed")
    said = Handling.objects.filter(alert=alert)
    last = said.filter(by=by, reference=reference).last()
    if last is not None and last.state == state:
        return alert
    if said.count() >= MOST:
        raise Refusal(_("%(most)d steps are told of one alert at most.") % {"most": MOST}, code="too_many_steps")
    Handling.objects.create(alert=alert, by=by, reference=reference, state=state, at=clock.now())
    log.write(str(by), "alert.handling", str(alert.pk), reference=reference, state=str(state))
    return tell(alert.pk)
