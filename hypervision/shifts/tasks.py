"""What beat asks of this room."""

from celery import shared_task

from hypervision.lib import clock
from hypervision.shifts import duty


@shared_task
def keep_duty() -> None:
    """Whose control room is gone is on duty no more."""
    duty.take_off(clock.now())
