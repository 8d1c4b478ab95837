"""manage.py mqtt: speaks with the MQTT brokers of the administration, until it is told to end."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from hypervision.mqtt.serving import Server


class Command(BaseCommand):
    help = "Speaks with the MQTT brokers that are set up in the administration, and waits while there is none."
    requires_system_checks = ()  # they load all pages, which this process never needs

    def handle(self, *args: Any, **options: Any) -> None:
        over = Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: over.set())
        Server().serve(over)
