"""What beat asks of this room."""

from celery import shared_task

from hypervision.alerts import cells, deadlines
from hypervision.lib import clock


@shared_task(ignore_result=True)
def keep_deadlines() -> None:
    """Unclaimed alerts to the supervisor; expired is what nobody judged."""
    deadlines.keep(clock.now())


@shared_task(ignore_result=True)
def fold_cells() -> None:
    """The differences that alerts left since the last time go into the sums of the map."""
    cells.fold()


@shared_task(ignore_result=True)
def forget_cells() -> None:
    """Of what lies longer back than the map tells."""
    cells.forget(clock.now())
