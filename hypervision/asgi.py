"""HTTP and WebSocket, one application."""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hypervision.settings")
django.setup(set_prefix=False)

# What follows touches models, so it comes after Django has started.
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from detectors.vouching import keep_judging  # noqa: E402
from hypervision.lib.bodies import App, LimitedBodies  # noqa: E402
from hypervision.lib.onethread import OneThreadHandler  # noqa: E402
from hypervision.lib.resident import settle  # noqa: E402
from hypervision.live.consumers import with_bare_send  # noqa: E402
from hypervision.sockets import sockets  # noqa: E402

pages = OneThreadHandler()
Message = MutableMapping[str, Any]


async def lifespan(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """From start to stop the process judges which watches nobody vouches for; the hub starts with the first browser."""
    judging: asyncio.Task[None] | None = None
    while True:
        kind = (await receive())["type"]
        if kind == "lifespan.startup":
            settle()
            judging = asyncio.create_task(keep_judging())
        elif judging is not None:
            judging.cancel()
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


application = ProtocolTypeRouter(
    {
        "http": LimitedBodies(cast(App, pages)),
        "websocket": AllowedHostsOriginValidator(with_bare_send(AuthMiddlewareStack(sockets))),
        "lifespan": lifespan,
    }
)
