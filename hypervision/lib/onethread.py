"""Requests without a thread for each step: what stands behind the static files runs as one piece.

Under ASGI Django carries each step of each middleware over to the request's thread and back, which is some twenty times
a request and costs more than a small answer itself. All of ours is written without ``async``, so one way is enough.
"""

from typing import Any

from asgiref.sync import AsyncToSync, sync_to_async
from django.core.handlers.asgi import ASGIHandler


class OneThreadHandler(ASGIHandler):
    """``ASGIHandler`` whose inner middleware and views are chained without ``async``; the outer ones stay with it."""

    _middleware_chain: Any

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)
        chain = self._middleware_chain
        self._middleware_chain = chain.awaitable if isinstance(chain, AsyncToSync) else sync_to_async(chain)
