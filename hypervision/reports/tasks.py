"""What beat asks of this room."""

from celery import shared_task

from hypervision.lib import clock
from hypervision.reports import days, mailing, making


@shared_task(ignore_result=True)
def keep_days() -> None:
    """What may be told of the last days is counted, before their events go."""
    days.keep(clock.now())


@shared_task(ignore_result=True)
def make_reports() -> None:
    """Of the weeks and quarters that are over."""
    making.make_due(clock.now())


@shared_task(ignore_result=True)
def send_reports() -> None:
    mailing.send(clock.now())
