"""A body that is too large or too slow is refused before anything keeps it."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest

from hypervision.lib.bodies import MB, MOST_OF_API, LimitedBodies, Message, Receive, Send


class Echo:
    """An application that reads the whole body and answers with its size."""

    def __init__(self) -> None:
        self.kept = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            self.kept += len(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(self.kept).encode()})


async def ask(
    parts: Sequence[bytes], path: str = "/api/v1/events/", announced: int | None = None, patience_s: float = 5.0
) -> tuple[int, Any, int]:
    """Status, answer, and how many bytes the application kept. Parts that end early leave the client waiting."""
    app, sent, rest = Echo(), list[Message](), list(parts)
    headers = [] if announced is None else [(b"content-length", str(announced).encode())]

    async def receive() -> Message:
        if not rest:
            await asyncio.Event().wait()
        part = rest.pop(0)
        return {"type": "http.request", "body": part, "more_body": part != b""}

    async def send(message: Message) -> None:
        sent.append(message)

    await LimitedBodies(app, patience_s)({"type": "http", "path": path, "headers": headers}, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"]), app.kept


async def test_a_body_of_fair_size_comes_through() -> None:
    assert await ask([b"12", b"345", b""]) == (200, 5, 5)


async def test_what_announces_too_much_is_refused_unread() -> None:
    status, problem, kept = await ask([b"x"], announced=MOST_OF_API + 1)
    assert (status, problem["code"], kept) == (413, "too_large", 0)
    assert "20 MB" in problem["detail"]


async def test_what_announces_nothing_is_cut_off() -> None:
    status, problem, kept = await ask([b"x" * MB] * 30)
    assert (status, problem["code"]) == (413, "too_large")
    assert kept <= MOST_OF_API


async def test_people_may_send_larger_files_elsewhere() -> None:
    assert (await ask([b"x" * MB] * 30 + [b""], path="/admin/"))[0] == 200


async def test_half_a_request_is_given_up() -> None:
    status, problem, _ = await ask([b"12"], patience_s=0.01)
    assert (status, problem["code"]) == (408, "too_slow")


async def test_a_length_that_is_no_number_is_not_believed() -> None:
    app_headers = [(b"content-length", b"many")]
    sent = list[Message]()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"1", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await LimitedBodies(Echo())({"type": "http", "path": "/api/", "headers": app_headers}, receive, send)
    assert sent[0]["status"] == 200


async def test_what_goes_wrong_in_the_middle_of_an_answer_is_not_answered_twice() -> None:
    async def answers_too_early(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await receive()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * (MOST_OF_API + 1), "more_body": True}

    sent = list[Message]()

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(Exception, match="20 MB"):
        await LimitedBodies(answers_too_early)({"type": "http", "path": "/api/", "headers": []}, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start"]
