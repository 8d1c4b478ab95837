"""The web's part: a question to a worker, and the answer for who asked.

The password travels sealed, as it lies in the camera's row.
"""

import base64
import json
from typing import Any, TypedDict
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from detectors.stream_test import passing
from detectors.stream_test.passing import PATIENCE_S, TAKEN_S, key_of
from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from hypervision.lib.languages import in_mine
from maps.models import Camera

NOBODY = gettext_lazy("No worker was free to try the stream. Is a worker running?")
AWAY = gettext_lazy("The broker is away. Try again in a moment.")


class Answer(TypedDict):
    """state: waiting, done or failed. words: what came out, a sentence."""

    state: str
    words: str


def ask(person: User, camera: Camera) -> UUID:
    """camera: as it is filled in, saved or not. Raises Refusal, a sentence."""
    if not camera.address:
        raise Refusal(str(gettext_lazy("Enter the address of the stream first.")), code="no_address")
    question = uuid4()
    sealed = base64.b64encode(bytes(camera.credentials)).decode() if camera.credentials else ""
    try:
        with open_broker(PATIENCE_S) as broker:
            broker.set(key_of(person.pk, question), json.dumps({"state": "waiting"}), ex=TAKEN_S)
        passing.send(person.pk, question, camera.address, sealed)
    except (RedisError, OSError, OperationalError) as error:
        raise Refusal(str(AWAY), code="away") from error
    log.write(str(person), "stream.test", str(camera.pk), address=camera.address)
    return question


def answer(person: User, question: UUID) -> Answer:
    """In the language that is active now. Nobody finds the answer to another one's question."""
    try:
        with open_broker(PATIENCE_S) as broker:
            text = broker.get(key_of(person.pk, question))
    except (RedisError, OSError):
        return {"state": "failed", "words": str(AWAY)}
    if text is None:
        return {"state": "failed", "words": str(NOBODY)}
    given: dict[str, Any] = json.loads(text)
    return {"state": given["state"], "words": in_mine(given.get("words", {}))}
