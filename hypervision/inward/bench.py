"""What taking events in costs against the bare database, and reading them (``manage.py bench api``, a minute or two).

Batches of 10,000 readings of 200 sensors are sent over HTTP to a server of its own; in turns with that, the very rows
that came of it are put into the same table by COPY, with its indexes, from bytes that are ready. A batch of 200 alerts
is timed apart: those hold the journal.
"""

import json
import time
import urllib.request
from collections.abc import Iterator
from itertools import count

from django.db import connection

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role, Scope
from hypervision.inward import bench_reading
from hypervision.inward.reading import MOST
from hypervision.inward.taking import MOST_ALERTS
from hypervision.lib import clock
from hypervision.lib.bench import Figure, Say, at_least_of, at_most, interleaved
from hypervision.lib.scratch import product, scratch_database, serving

DATABASE = "bench_api"
SENSORS = 200
GOAL = 0.5
ALERTS_GOAL_S = 5.0
_CORNER, _APART = (24.92, 60.16), 0.0001


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    say(f"Makes the database {DATABASE} and sends batches of {MOST} events.")
    with scratch_database(DATABASE):
        system = User.objects.create_user("sensors", role=Role.SYSTEM, everywhere=True)
        _, secret = ApiToken.objects.create(
            user=system, name="bench", scopes=[str(Scope.EVENTS_WRITE), str(Scope.EVENTS_READ)]
        )
        with serving(product, DATABASE) as server:
            yield from bench_reading.measure(server.port, secret, full=full)
            sender = Sender(f"http://localhost:{server.port}/api/v1/events/", secret)
            sender.batch()
            ready = _as_bytes()
            repeats = 9 if full else 5
            ours, peer = interleaved(lambda: MOST / sender.batch(), lambda: MOST / _copy(ready), repeats)
            yield at_least_of("events taken in over HTTP, against COPY of the same rows", ours, peer, "1/s", GOAL)
            seconds = sender.batch(MOST_ALERTS, severity="low")
            yield at_most(f"{MOST_ALERTS} events that ask for a verdict, in one batch", seconds, "s", ALERTS_GOAL_S)


class Sender:
    def __init__(self, address: str, secret: str) -> None:
        self._address = address
        self._headers = {"Authorization": f"Token {secret}", "Content-Type": "application/json"}
        self._numbers = count()

    def batch(self, size: int = MOST, **more: object) -> float:
        """Seconds from the first byte of a batch to the last one of the answer. more: said of each event."""
        number = next(self._numbers)
        body = json.dumps({"events": [one | more for one in _readings(number, size)]}).encode()
        request = urllib.request.Request(self._address, body, self._headers)  # noqa: S310 - our own server
        start = time.perf_counter()
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            said = answer.read()
        seconds = time.perf_counter() - start
        if json.loads(said)["taken"] != size:
            raise RuntimeError("A batch was not taken in whole.")
        return seconds


def _readings(batch: int, size: int) -> list[dict[str, object]]:
    at = clock.now().isoformat()
    places = [(_CORNER[0] + one % 20 * _APART, _CORNER[1] + one // 20 * _APART) for one in range(SENSORS)]
    same = {"kind": "traffic", "at": at, "value": 1.5, "unit": "m"}
    where = (places[row % SENSORS] for row in range(size))
    return [{"id": f"{batch}/{row}", "lon": lon, "lat": lat, **same} for row, (lon, lat) in enumerate(where)]


def _as_bytes() -> bytes:
    """The rows of a batch under other ids, as COPY takes them."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied AS SELECT * FROM maps_event LIMIT %s", [MOST])
        cursor.execute("UPDATE copied SET id = gen_random_uuid(), kind = 'copied'")
        with cursor.copy("COPY copied TO STDOUT") as copy:
            return b"".join(bytes(part) for part in copy)


def _copy(ready: bytes) -> float:
    """Seconds, the commit included."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM maps_event WHERE kind = 'copied'")
        start = time.perf_counter()
        with cursor.copy("COPY maps_event FROM STDIN") as copy:
            copy.write(ready)
        return time.perf_counter() - start
