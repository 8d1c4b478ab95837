"""What beat asks of this room. Couriers have a queue and threads of their own: they wait for receivers most of the
time, and the short jobs must not wait with them.
"""

from uuid import UUID

from celery import shared_task

from hypervision.lib import clock
from hypervision.outward import carrying, fanning, retention

COURIER_EXPIRES_S = 4
"""Beat sends another one before that."""


@shared_task(ignore_result=True)
def tell_webhooks() -> None:
    """What is new in the journal becomes deliveries, and couriers set out for what is due."""
    now = clock.now()
    fanning.tell(now)
    for webhook, couriers in carrying.waiting(now):
        for _courier in range(couriers):
            carry.apply_async((str(webhook),), expires=COURIER_EXPIRES_S)


@shared_task(ignore_result=True)
def carry(webhook: str) -> None:
    carrying.carry(UUID(webhook))


@shared_task(ignore_result=True)
def keep_deliveries() -> None:
    retention.keep(clock.now())
