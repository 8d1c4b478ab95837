"""A request goes to its thread once, and still meets each middleware."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import SyncToAsync
from asgiref.testing import ApplicationCommunicator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from hypervision.asgi import pages
from hypervision.lib.onethread import OneThreadHandler


async def _pieces() -> AsyncIterator[bytes]:
    for piece in (b"one ", b"two"):
        yield piece


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_pieces())


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def whole(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"all")


urlpatterns = [path("streamed/", streamed), path("broken/", broken), path("whole/", whole)]
here = pytest.mark.urls(__name__)


async def ask(address: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "GET", "path": address, "query_string": b"", "headers": headers}
    asking = ApplicationCommunicator(OneThreadHandler(), scope)
    await asking.send_input({"type": "http.request", "body": b""})
    start = await asking.receive_output()
    body, more = b"", True
    while more:
        part = await asking.receive_output()
        body, more = body + part.get("body", b""), part.get("more_body", False)
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body


def test_the_product_is_served_so() -> None:
    assert isinstance(pages, OneThreadHandler)


@here
async def test_an_answer_has_what_each_middleware_adds() -> None:
    status, headers, body = await ask("/whole/")
    assert (status, body) == (200, b"all")
    assert {"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Content-Language"} <= set(headers)


@here
async def test_what_comes_piece_by_piece_comes_whole() -> None:
    status, _, body = await ask("/streamed/")
    assert (status, body) == (200, b"one two")


@here
async def test_a_fault_is_an_answer(settings: Any) -> None:
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    status, _, _ = await ask("/broken/")
    assert status == 500


@here
async def test_the_way_into_the_thread_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """One for the inner middleware with the view, some for the two before the static files and the answer's end."""
    ways = []
    carried: Any = SyncToAsync.thread_handler

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        ways.append(args)
        return carried(self, *args, **kwargs)

    await ask("/whole/")
    monkeypatch.setattr(SyncToAsync, "thread_handler", counted)
    await ask("/whole/")
    assert len(ways) <= 8


async def test_files_of_the_page_are_still_served() -> None:
    status, headers, body = await ask("/static/js/map/pasttiles.js")
    assert status == 200
    assert body.startswith(b"/**")
    assert "X-Content-Type-Options" in headers
