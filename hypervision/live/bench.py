"""The fan-out of one web process against a bare ``websockets`` loop (``manage.py bench fanout``, under a minute).

Both serve the same crowd with the same messages, in turns, and are charged the CPU time of their server process. Ours
authenticates, filters and reads the journal from PostgreSQL, in a scratch database; the bare loop does none of that.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import transaction
from django.test import Client as HttpClient
from redis.asyncio import Redis

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right, Role
from hypervision.lib.bench import Figure, Say, at_least, at_most
from hypervision.lib.scratch import Server, product, scratch_database, serving
from hypervision.live import journal
from hypervision.live.bench_crowd import Crowd, stamp
from hypervision.live.messages import CameraGone
from hypervision.live.reading import in_thread, text

CLIENTS = 500
RATE = 40
SECONDS = 2.5
ROUNDS = 3
SETTLE_SECONDS = 5.0
CHANNEL = "hypervision:bench"
DATABASE = "bench_fanout"
PAD = "x" * 150
OURS, PEER = "this product", "bare websockets loop"


@dataclass(frozen=True, slots=True)
class Block:
    """per_cpu_second: deliveries. late: seconds from the writing of a message to its reading, of every tenth client."""

    per_cpu_second: float
    heard: float
    late: list[float]


Speak = Callable[[], Awaitable[object]]


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    say(f"Makes the database {DATABASE} and starts two servers; {CLIENTS} clients listen to each in turn.")
    with _listener() as cookie, serving(product, DATABASE) as ours, serving(_peer_command, DATABASE) as peer:
        blocks = asyncio.run(_rounds(ours, peer, cookie, say))
    yield from _figures(blocks)


def _figures(blocks: dict[str, list[Block]]) -> Iterator[Figure]:
    speed = {name: median(block.per_cpu_second for block in some) for name, some in blocks.items()}
    late = sorted(second for block in blocks[OURS] for second in block.late)
    heard = min(block.heard for block in blocks[OURS])
    yield at_least("fan-out against a bare loop, deliveries a CPU second", speed[OURS] / speed[PEER], "ratio", 0.8)
    yield at_least("fan-out, deliveries a CPU second", speed[OURS], "1/s", 0.8 * speed[PEER])
    p99 = late[int(0.99 * (len(late) - 1))] * 1000 if late else None
    yield at_most(f"fan-out, from commit to {CLIENTS} clients, p99", p99, "ms", 250)
    yield at_least("fan-out, messages that arrived", heard, "share", 1)


async def _rounds(ours: Server, peer: Server, cookie: str, say: Say) -> dict[str, list[Block]]:
    blocks: dict[str, list[Block]] = {OURS: [], PEER: []}
    async with Redis.from_url(settings.REDIS_URL) as broker:
        crowds = {OURS: Crowd(), PEER: Crowd()}
        await crowds[OURS].gather(CLIENTS, ours.port, cookie)
        await crowds[PEER].gather(CLIENTS, peer.port, cookie)

        async def journal_it() -> None:
            await in_thread(_append, stamp() + PAD)

        async def publish_it() -> None:
            await broker.publish(CHANNEL, text({"n": 1, "kind": CameraGone.kind, "id": stamp() + PAD}))

        await asyncio.sleep(1)  # hellos and late joiners
        for _ in range(ROUNDS):
            for name, server, speak in ((PEER, peer, publish_it), (OURS, ours, journal_it)):
                blocks[name].append(block := await _block(crowds[name], server, speak))
                say(f"{name}: {block.per_cpu_second:,.0f} deliveries a CPU second, {block.heard:.1%} arrived.")
        for crowd in crowds.values():
            crowd.disperse()
    return blocks


async def _block(crowd: Crowd, server: Server, speak: Speak) -> Block:
    """Speaks at the rate and waits until all has arrived."""
    crowd.heard, crowd.late = 0, []
    wanted = int(RATE * SECONDS)
    start, cpu = time.monotonic(), server.cpu_seconds()
    for index in range(wanted):
        await asyncio.sleep(max(0.0, start + index / RATE - time.monotonic()))
        await speak()
    patience = time.monotonic() + SETTLE_SECONDS
    while crowd.heard < wanted * CLIENTS and time.monotonic() < patience:
        await asyncio.sleep(0.05)
    spent = max(server.cpu_seconds() - cpu, 0.01)
    return Block(crowd.heard / spent, crowd.heard / (wanted * CLIENTS), crowd.late)


@transaction.atomic
def _append(word: str) -> None:
    journal.append(CameraGone(word), right=Right.SEE_MAP)


@contextmanager
def _listener() -> Iterator[str]:
    """Yields the cookie of an operator who may listen, in a database of its own."""
    with scratch_database(DATABASE):
        client = HttpClient()
        client.force_login(User.objects.create_user("listener", role=Role.OPERATOR, everywhere=True))
        yield f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _peer_command(port: int) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name("bench_peer.py")), str(port), settings.REDIS_URL, CHANNEL]
