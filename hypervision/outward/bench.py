"""Messages to a slow receiver (``manage.py bench webhooks``): 50 a second, each answered after 200 ms.

For half a minute, with --full for five: what happens is journaled, fanned out and carried by as many threads as the
product's own process has, over HTTP, and as low in rank. How long a page of alerts takes meanwhile is compared with
before.
"""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from ipaddress import ip_network
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection, transaction

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Right, Role, Scope
from hypervision.lib import clock
from hypervision.lib.bench import Figure, Say, at_least, at_most, at_most_of, p95
from hypervision.lib.scratch import product, scratch_database, serving
from hypervision.live import journal
from hypervision.live.cards import CameraCard, CameraState
from hypervision.live.journal import Told
from hypervision.live.messages import CameraPut
from hypervision.outward import actions, bench_asking, carrying, fanning
from hypervision.outward.messages import CameraState as Message
from hypervision.outward.models import Delivery, Webhook

DATABASE = "bench_webhooks"
A_SECOND = 50
ANSWERS_AFTER_S = 0.2
THREADS = 24
PATIENCE_S = 30.0
GIVES_WAY = 10
"""How nice the product's own process is (Procfile); on Linux each thread has its own."""
STATES: tuple[CameraState, CameraState] = ("watching", "reconnecting")
HERE = Point(24.94, 60.17, srid=4326)


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    seconds = 300 if full else 30
    say(f"Makes the database {DATABASE} and tells a slow receiver {A_SECOND} messages a second for {seconds} s.")
    opened = settings.OUTWARD_ALLOWED_NETWORKS
    settings.OUTWARD_ALLOWED_NETWORKS = [ip_network("127.0.0.1/32")]
    try:
        with scratch_database(DATABASE), _receiving() as receiver, serving(product, DATABASE) as server:
            yield from _measure(receiver, f"http://localhost:{server.port}/api/v1/alerts/", seconds)
    finally:
        settings.OUTWARD_ALLOWED_NETWORKS = opened


def _measure(receiver: "_Receiver", page: str, seconds: int) -> Iterator[Figure]:
    system = User.objects.create_user("dispatch", role=Role.SYSTEM, everywhere=True)
    _, secret = ApiToken.objects.create(user=system, name="bench", scopes=[str(Scope.ALERTS_READ)])
    webhook = Webhook(name="Slow", owner=system, url=receiver.url, kinds=[Message.kind])
    actions.make(webhook, "bench")
    with _asking(page, secret) as before:
        time.sleep(min(seconds, 20))
    with _asking(page, secret) as during:
        began = time.monotonic()
        made = _tell(webhook.pk, receiver, seconds)
        took = time.monotonic() - began
    taken = Counter(receiver.messages)
    yield at_least(
        f"messages taken by a receiver that needs {ANSWERS_AFTER_S:g} s", len(taken) / took, "1/s", A_SECOND * 0.95
    )
    waiting = webhook.deliveries.filter(state=Delivery.State.WAITING).count()
    yield at_most("messages lost", made - len(taken) - waiting, "messages", 0)
    yield at_most(f"messages not taken {PATIENCE_S:g} s after the last", waiting, "messages", 0)
    yield at_most("messages under two ids", len(set(receiver.ids)) - len(taken), "messages", 0)
    yield at_most("from the journal to the receiver (p95)", p95(receiver.delays), "s", 5)
    yield at_most_of("a page of alerts meanwhile, against before (p95)", p95(during) or 0, p95(before) or 1, "s", 1.2)


def _tell(webhook: UUID, receiver: "_Receiver", seconds: int) -> int:
    """A round a second, as beat does it every two; then until nothing waits. Returns how many messages there were."""
    cameras = [str(uuid4()) for _ in range(A_SECOND)]
    begin = time.monotonic()
    with ThreadPoolExecutor(THREADS, initializer=os.nice, initargs=(GIVES_WAY,)) as couriers:
        for second in range(seconds):
            _journal(cameras, STATES[second % 2])
            _round(couriers)
            time.sleep(max(0.0, begin + second + 1 - time.monotonic()))
        end = time.monotonic() + PATIENCE_S
        while len(set(receiver.messages)) < seconds * A_SECOND and time.monotonic() < end:
            _round(couriers)
            time.sleep(0.1)
    return seconds * A_SECOND


def _journal(cameras: list[str], state: CameraState) -> None:
    with transaction.atomic():
        cards = [_card(camera, state) for camera in cameras]
        journal.append_all([Told(CameraPut(card), Right.SEE_MAP, HERE) for card in cards])


def _card(camera: str, state: CameraState) -> CameraCard:
    return {
        "id": camera,
        "name": camera,
        "lon": HERE.x,
        "lat": HERE.y,
        "bearing": None,
        "field_angle": None,
        "state": state,
        "reason": {},
        "since": clock.now().isoformat(),
        "view": None,
        "demo": False,
        "stream": True,
    }


def _round(couriers: ThreadPoolExecutor) -> None:
    now = clock.now()
    fanning.tell(now)
    for webhook, count in carrying.waiting(now):
        for _ in range(count):
            couriers.submit(_carry, webhook)


def _carry(webhook: UUID) -> None:
    try:
        carrying.carry(webhook)
    finally:
        connection.close()


class _Receiver:
    """messages: what was told, apart from the id. delays: seconds from the journal until it was here."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.messages: list[str] = []
        self.ids: list[str] = []
        self.delays: list[float] = []

    def take(self, head: str, body: bytes) -> None:
        said = json.loads(body)
        self.messages.append(f"{said['data']['id']} {said['data']['since']}")
        self.ids.append(next(line for line in head.splitlines() if line.startswith("webhook-id")))
        self.delays.append((clock.now() - datetime.fromisoformat(said["timestamp"])).total_seconds())


@contextmanager
def _receiving() -> Iterator[_Receiver]:
    loop = asyncio.new_event_loop()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(line for line in head.splitlines() if line.lower().startswith("content-length"))
        receiver.take(head, await reader.readexactly(int(length.partition(":")[2])))
        await asyncio.sleep(ANSWERS_AFTER_S)
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
    receiver = _Receiver(server.sockets[0].getsockname()[1])
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield receiver
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(server.wait_closed())
        loop.close()


@contextmanager
def _asking(page: str, secret: str) -> Iterator[list[float]]:
    """Seconds of each page that was read meanwhile; they are there at the end."""
    times: list[float] = []
    command = [sys.executable, bench_asking.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as asker:  # noqa: S603
        assert asker.stdin is not None  # noqa: S101 - a pipe was asked for
        asker.stdin.write(f"{page}\n{secret}\n")
        asker.stdin.flush()
        yield times
        times += json.loads(asker.communicate()[0])
