"""The process for MQTT: a thread for each broker that is not stopped, begun anew when its row changes.

One process serves them all: an advisory lock of the database keeps a second one waiting, because brokers cut off a
client when another comes under its name.
"""

import logging
import time
from threading import Event, Thread
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from hypervision.mqtt.line import SHOWN
from hypervision.mqtt.link import Link
from hypervision.mqtt.models import Broker

logger = logging.getLogger(__name__)

LOOK_S = 2.0
STUCK_S = 60.0
"""A thread that did not turn for so long hangs."""
FAULT_S = 30.0
"""So long a thread that died stays away."""
END_S = 8.0
_LOCK = 0x4D515454  # "MQTT"


AWAY = (OperationalError, InterfaceError)
"""What the database's driver says when nobody is there."""


class Runner(Thread):
    """Serves one broker until ``end``, and ends by itself when that was taken away. fault: of which it died."""

    def __init__(self, broker: UUID, version: int) -> None:
        super().__init__(name=f"mqtt-{broker}")
        self.version, self.fault, self.turned = version, "", time.monotonic()
        self._link, self._over = Link(broker), Event()

    def end(self) -> None:
        """Returns at once; ``join`` waits."""
        self._over.set()

    def run(self) -> None:
        try:
            while not self._over.is_set():
                self._turn()
        except Broker.DoesNotExist:
            pass
        except Exception as error:
            self.fault = str(error)
            raise
        finally:
            self._close()
            connection.close()

    def _turn(self) -> None:
        self.turned = time.monotonic()
        try:
            self._link.turn()
        except AWAY as error:
            logger.warning("The database is away, MQTT waits with what it has: %s", error)
            connection.close()
            self._over.wait(1)

    def _close(self) -> None:
        try:
            self._link.close()
        except AWAY as error:
            logger.warning("The database is away, a broker's last state is not written: %s", error)


class Server:
    def __init__(self) -> None:
        self._runners: dict[UUID, Runner] = {}
        self._faults: dict[UUID, float] = {}

    def serve(self, over: Event) -> None:
        """Until it is over."""
        try:
            while not over.is_set():
                self.look()
                self.sign()
                over.wait(LOOK_S)
        finally:
            self._end(set(self._runners))
            connection.close()

    def sign(self) -> None:
        """Of life, for whoever supervises the process; none while a thread hangs."""
        if all(time.monotonic() - one.turned < STUCK_S for one in self._runners.values()):
            settings.MQTT_SIGN_FILE.parent.mkdir(parents=True, exist_ok=True)
            settings.MQTT_SIGN_FILE.touch()

    def look(self) -> None:
        """What is wanted and does not run is begun, what runs and is not wanted any more ended."""
        try:
            wanted = _wanted() if _is_ours() else {}
        except AWAY as error:
            logger.warning("The database is away, MQTT goes on with the brokers that it has: %s", error)
            connection.close()
            return
        self._note_faults(wanted)
        self._end({key for key, one in self._runners.items() if wanted.get(key) != one.version})
        for key, version in wanted.items():
            if key not in self._runners and time.monotonic() >= self._faults.get(key, 0.0):
                self._runners[key] = Runner(key, version)
                self._runners[key].start()

    def _note_faults(self, wanted: dict[UUID, int]) -> None:
        """A thread that died has told why in the log of the process; the row says that it did."""
        dead = [key for key, one in self._runners.items() if not one.is_alive()]
        for key in dead:
            fault = self._runners.pop(key).fault
            if key in wanted:
                self._faults[key] = time.monotonic() + FAULT_S
                said = {"problem": Broker.Problem.FAULT, "detail": fault[:SHOWN]}
                Broker.objects.filter(pk=key).update(connected_since=None, **said)

    def _end(self, keys: set[UUID]) -> None:
        gone = [self._runners.pop(key) for key in keys]
        for runner in gone:
            runner.end()
        for runner in gone:
            runner.join(END_S)


def _is_ours() -> bool:
    """Held by this connection until it ends; asking again is as good as asking once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _wanted() -> dict[UUID, int]:
    return dict(Broker.objects.filter(stopped=False).values_list("pk", "version"))
