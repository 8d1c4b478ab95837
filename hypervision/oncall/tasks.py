"""What beat asks of this room."""

from celery import shared_task

from hypervision.lib import clock
from hypervision.oncall import asking, sending


@shared_task(ignore_result=True)
def keep_call() -> None:
    """What nobody present may take goes to the people on call, one after the other."""
    now = clock.now()
    asking.look(now)
    sending.send(now)
