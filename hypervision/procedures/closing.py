"""Closing an alert asks for the required steps of its procedure. Every way to close leads through here (a test looks).

A procedure that nobody has begun is asked for, too: else not beginning it would be the way around it.
"""

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.alerts import actions as alerts
from hypervision.alerts.models import Alert
from hypervision.alerts.workflow import State
from hypervision.lib.errors import Conflict
from hypervision.lib.languages import Said, in_mine
from hypervision.procedures import actions, selectors
from hypervision.procedures.actions import Deed
from hypervision.procedures.models import Run
from hypervision.procedures.path import missing
from hypervision.procedures.steps import Step


class OpenStep(TypedDict):
    key: str
    title: Said


@transaction.atomic
def close(alert_id: UUID, by: User, outcome: str, note: str = "", deeds: Sequence[Deed] = ()) -> Alert:
    """Says how a confirmed alert ended. deeds: what is done with the steps that are still open, in their order.

    Raises Conflict with the ``steps`` that are missing, and then nothing of it has happened.
    """
    if _is_confirmed(alert_id, by):
        _settle(alert_id, by, deeds)
    return alerts.close(alert_id, by, outcome, note=note)


def _is_confirmed(alert_id: UUID, by: User) -> bool:
    """Holds the alert; of any other state ``alerts.close`` says why it cannot be closed."""
    return Alert.objects.filter(pk=alert_id, state=State.CONFIRMED).exists() and (
        actions.hold(alert_id, by).state == State.CONFIRMED
    )


def _settle(alert_id: UUID, by: User, deeds: Sequence[Deed]) -> None:
    run = selectors.run_of(alert_id) or _asked_for(alert_id, by, deeds)
    if run is None:
        return
    for deed in deeds:
        actions.write(run, by, deed)
    left = missing(run.version.read(), selectors.marks(run))
    if left:
        names = ", ".join(in_mine(step.title) for step in left)
        sentence = _("The procedure asks for these steps first, done or skipped with a reason: %(steps)s.")
        raise Conflict(sentence % {"steps": names}, code="steps_missing", steps=[_open(step) for step in left])
    actions.tell(alert_id)


def _asked_for(alert_id: UUID, by: User, deeds: Sequence[Deed]) -> Run | None:
    """Begins the procedure that nobody has begun, where it asks for something."""
    alert = Alert.objects.select_related("event__district").get(pk=alert_id)
    offered = selectors.offered_to(alert.event)
    if offered is None or not (deeds or missing(offered.read(), {})):
        return None
    return actions.start(alert, by)


def _open(step: Step) -> OpenStep:
    return {"key": step.key, "title": step.title}
