"""The yardstick of the fan-out bench: a bare ``websockets`` loop that passes on what the broker says, and no more.

Run as ``python bench_peer.py PORT BROKER_URL CHANNEL``; it knows no login, no right and no number.
"""

import sys
from typing import Any

import uvloop
from redis.asyncio import Redis
from websockets.asyncio.server import ServerConnection, broadcast, serve


async def main(port: int, url: str, channel: str) -> None:
    listeners: set[ServerConnection] = set()

    async def listen(connection: ServerConnection) -> None:
        listeners.add(connection)
        try:
            await connection.wait_closed()
        finally:
            listeners.discard(connection)

    options: dict[str, Any] = {"compression": None, "ping_interval": None}
    async with (
        serve(listen, "127.0.0.1", port, **options),
        Redis.from_url(url) as broker,
        broker.pubsub() as hints,
    ):
        await hints.subscribe(channel)
        async for message in hints.listen():
            if message["type"] == "message":
                broadcast(listeners, message["data"].decode())


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
