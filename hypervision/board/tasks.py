"""What beat asks of this room."""

from celery import shared_task

from hypervision.board import folding


@shared_task(ignore_result=True)
def fold() -> None:
    folding.fold()
