"""What beat asks of this room."""

from celery import shared_task

from hypervision.lib import clock
from maps import count_months


@shared_task(ignore_result=True)
def keep_counts() -> None:
    count_months.keep(clock.now())
