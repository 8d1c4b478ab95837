"""What beat asks of this room."""

from celery import shared_task

from hypervision.exercises import playing, retention
from hypervision.lib import clock


@shared_task(ignore_result=True)
def play_exercises() -> None:
    """The alerts of an exercise come when their second has come."""
    playing.play(clock.now())


@shared_task(ignore_result=True)
def erase_exercises() -> None:
    """What is older than the logbook is kept."""
    retention.erase(clock.now())
