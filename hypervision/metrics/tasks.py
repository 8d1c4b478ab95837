"""What beat asks of this room."""

from celery import shared_task

from hypervision.lib import clock
from hypervision.metrics import totals


@shared_task(ignore_result=True)
def keep_totals() -> None:
    totals.keep(clock.now())
