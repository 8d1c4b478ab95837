"""A web process does not look through what it loaded at its start, request for request."""

import asyncio
import gc
import sys
from collections.abc import Iterator

import pytest
from asgiref.testing import ApplicationCommunicator

from hypervision.asgi import application
from hypervision.lib.resident import settle


@pytest.fixture
def thawed() -> Iterator[None]:
    """Other tests make rubbish that is to go."""
    gc.unfreeze()
    yield
    gc.unfreeze()


async def test_what_is_loaded_at_the_start_is_frozen(thawed: None) -> None:
    web = ApplicationCommunicator(application, {"type": "lifespan"})
    await web.send_input({"type": "lifespan.startup"})
    await web.receive_output()
    frozen = gc.get_freeze_count()
    await web.send_input({"type": "lifespan.shutdown"})
    await web.receive_output()
    await web.wait()
    await asyncio.sleep(0)
    assert frozen > len(sys.modules)


def test_rubbish_is_not_frozen_but_thrown_away(thawed: None) -> None:
    class Thing:
        pass

    thing = Thing()
    thing.itself = thing  # type: ignore[attr-defined]
    del thing
    settle()
    gc.unfreeze()
    assert not [one for one in gc.get_objects() if type(one) is Thing]
