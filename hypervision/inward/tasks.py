"""What beat asks of this room."""

from celery import shared_task

from hypervision.inward import taking
from hypervision.lib import clock


@shared_task(ignore_result=True)
def forget_sendings() -> None:
    taking.forget(clock.now())
