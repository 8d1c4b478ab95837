"""What beat asks of this room: what the law erases goes from here as well, whether a broker is there or not."""

from celery import shared_task

from hypervision.lib import clock
from hypervision.mqtt import telling
from hypervision.mqtt.models import Broker


@shared_task(ignore_result=True)
def keep_brokers() -> None:
    now = clock.now()
    for pk in list(Broker.objects.values_list("pk", flat=True)):
        telling.keep(pk, now)
