"""What beat asks of this room."""

from celery import shared_task

from hypervision.alerts import deadlines
from hypervision.lib import clock


@shared_task(ignore_result=True)
def keep_deadlines() -> None:
    """Unclaimed alerts to the supervisor; expired is what nobody judged."""
    deadlines.keep(clock.now())
