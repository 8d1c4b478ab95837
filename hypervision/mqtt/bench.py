"""Readings by MQTT (``manage.py bench mqtt``): a thousand a second, while the broker is started anew in the middle.

For twelve seconds, with --full for two minutes. Each is a plain number without id or time, so that nothing but its
packet tells a message that comes again from a new one. Then what came while the process was away is taken in.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path

from django.conf import settings
from django.db import connection

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.env import ROOT
from hypervision.lib.bench import Figure, Say, at_least, at_most, p95
from hypervision.lib.scratch import scratch_database
from hypervision.mqtt import actions
from hypervision.mqtt.foreign import Mosquitto, free_port, program
from hypervision.mqtt.models import Broker, Subscription
from hypervision.mqtt.serving import Server

DATABASE = "bench_mqtt"
A_SECOND = 1000
BACKLOG = 20_000
PATIENCE_S = 60.0
AWAY_S = 1.0
PLACE = [24.94, 60.17]


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    seconds = 120 if full else 12
    program("mosquitto")
    say(f"Makes the database {DATABASE} and says {A_SECOND} readings a second for {seconds} s, over a restart.")
    opened = settings.OUTWARD_ALLOWED_NETWORKS
    settings.OUTWARD_ALLOWED_NETWORKS = [ip_network("127.0.0.1/32")]
    try:
        with scratch_database(DATABASE), tempfile.TemporaryDirectory() as folder:
            mosquitto = Mosquitto(Path(folder), free_port())
            mosquitto.start()
            try:
                yield from _measure(mosquitto, seconds)
            finally:
                mosquitto.stop()
    finally:
        settings.OUTWARD_ALLOWED_NETWORKS = opened


def _measure(mosquitto: Mosquitto, seconds: int) -> Iterator[Figure]:
    broker = _set_up(mosquitto.port)
    made = seconds * A_SECOND
    with _process() as _server:
        _await(lambda: Broker.objects.filter(pk=broker.pk, connected_since__isnull=False).exists())
        begin = time.monotonic()
        sensor = _sensor(mosquitto.port, 0, made, A_SECOND)
        time.sleep(seconds / 2)
        mosquitto.stop()
        time.sleep(AWAY_S)
        mosquitto.start()
        sensor.wait(PATIENCE_S + seconds)
        _await(lambda: _taken() >= made)
        took = time.monotonic() - begin
        events, distinct = _events()
        yield at_least("readings taken in, with a restart of the broker", distinct / took, "1/s", A_SECOND * 0.9)
        yield at_most("readings lost", made - distinct, "readings", 0)
        yield at_most("readings taken in twice", events - distinct, "readings", 0)
        yield at_most("from one reading to the next commit, before the restart (p95)", p95(_gaps(seconds / 2)), "s", 1)
    _sensor(mosquitto.port, made, BACKLOG, 0).wait(PATIENCE_S)
    with _process() as _server:
        _await(lambda: _taken() > made)
        begin, before = time.monotonic(), _taken()
        _await(lambda: _taken() >= made + BACKLOG)
        rate = (made + BACKLOG - before) / (time.monotonic() - begin)
    events, distinct = _events()
    yield at_least("readings a second that waited while the process was away", rate, "1/s", A_SECOND)
    wrong = abs(made + BACKLOG - distinct) + events - distinct
    yield at_most("readings lost or taken in twice, all in all", wrong, "readings", 0)


def _set_up(port: int) -> Broker:
    system = User.objects.create_user("sensors", role=Role.SYSTEM, everywhere=True)
    broker = Broker(name="Bench", owner=system, host="127.0.0.1", port=port, tls=False)
    actions.make(broker, "bench")
    one = Subscription(broker=broker, topic="bench/+/level", kind="water_level", unit="m", places={"*": PLACE})
    actions.make_subscription(one, "bench")
    return broker


@contextmanager
def _process() -> Iterator[Server]:
    """As ``manage.py mqtt``, in a thread."""
    server, over = Server(), threading.Event()
    thread = threading.Thread(target=server.serve, args=(over,))
    thread.start()
    try:
        yield server
    finally:
        over.set()
        thread.join()


def _sensor(port: int, first: int, count: int, rate: int) -> "subprocess.Popen[bytes]":
    said = [str(one) for one in (port, first, count, rate)]
    return subprocess.Popen([sys.executable, "-m", "hypervision.mqtt.publishing", *said], cwd=ROOT)  # noqa: S603 - ours


def _taken() -> int:
    return _asked("SELECT count(*) FROM maps_event")[0]


def _events() -> tuple[int, int]:
    """How many, and how many that say different numbers."""
    rows = _asked("SELECT count(*), count(DISTINCT facts->>'value') FROM maps_event")
    return rows[0], rows[1]


def _gaps(seconds: float) -> list[float]:
    """Seconds from a reading until its batch was being taken in, of those that came before then."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT extract(epoch FROM created_at - captured_at) FROM maps_event
               WHERE captured_at < (SELECT min(captured_at) FROM maps_event) + make_interval(secs => %s)""",
            [seconds - 1],
        )
        return [float(row[0]) for row in cursor.fetchall()]


def _asked(question: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        found: tuple[int, ...] = cursor.fetchone()
        return found


def _await(condition: Callable[[], bool]) -> None:
    """Or PATIENCE_S; what is missing then is told by the figures."""
    end = time.monotonic() + PATIENCE_S
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
