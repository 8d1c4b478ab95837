"""What beat asks of this room."""

from celery import shared_task

from hypervision.lib import clock
from hypervision.shifts import duty, retention, silences


@shared_task
def keep_duty() -> None:
    """Whose control room is gone is on duty no more."""
    duty.take_off(clock.now())


@shared_task
def note_silences() -> None:
    """Which cameras fell silent, and which came back."""
    silences.look(clock.now())


@shared_task
def erase_logbook() -> None:
    """What is older than the logbook is kept."""
    retention.erase(clock.now())
