"""Two people on call, bert before vera; and an alert of the square that waits."""

from datetime import datetime, timedelta

from django.db import transaction

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.services import raise_alert
from hypervision.lib import clock
from hypervision.oncall import asking
from hypervision.oncall.models import Call, OnCall
from maps.models import Camera
from tests.factories import make_event

PATIENCE = timedelta(minutes=3)


def on_call(*people: User) -> None:
    for rank, person in enumerate(people, 1):
        OnCall.objects.create(rank=rank, person=person, patience=PATIENCE)


@transaction.atomic
def waits(camera: Camera, **values: object) -> Alert:
    now = clock.now()
    return raise_alert(make_event(camera, **{"started_at": now, "captured_at": now, **values}), Alert.Severity.HIGH)


def after(seconds: float) -> datetime:
    """So many seconds after the grace that every alert is given."""
    return clock.now() + asking.GRACE + timedelta(seconds=seconds)


def asked() -> list[tuple[str, str]]:
    """Whom, and what came of it, in the order in which they were asked."""
    return [(call.person.username, call.answer) for call in Call.objects.select_related("person").order_by("asked_at")]
