"""What beat asks of this room."""

from celery import shared_task

from hypervision.law import log_months
from hypervision.lib import clock


@shared_task(ignore_result=True)
def keep_log() -> None:
    log_months.keep(clock.now())
