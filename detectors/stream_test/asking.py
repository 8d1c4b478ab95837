"""The web's part: a question to a worker, and the answer for who asked.

The password travels sealed, as it lies in the camera's row.
"""

import base64
import json
from collections.abc import Callable
from functools import partial
from typing import Any, TypedDict
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from detectors import build
from detectors.stream_test import passing, picture
from detectors.stream_test.passing import PATIENCE_S, TAKEN_S, key_of, picture_of
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see, may
from hypervision.accounts.rights import Right
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
    question = _asked(person, camera, partial(passing.send, person.pk))
    log.write(str(person), "stream.test", str(camera.pk), address=camera.address)
    return question


def ask_for_picture(person: User, camera: Camera) -> UUID:
    """As ``ask``, for one masked picture, where the law allows one at the camera's place and the person may see it."""
    lon, lat = camera.location.x, camera.location.y
    if not (may(person, Right.SEE_PICTURES) and can_see(person).covers(lon, lat)):
        raise Refusal(str(gettext_lazy("This camera stands outside of what your account sees.")), code="not_seen")
    if not picture.is_allowed(lon, lat, build.networks_in_use()):
        raise Refusal(str(gettext_lazy(picture.NOT_ALLOWED)), code="not_allowed")
    question = _asked(person, camera, partial(passing.send_for_picture, person.pk, (lon, lat)))
    log.write(str(person), "stream.picture", str(camera.pk), address=camera.address)
    return question


def _asked(person: User, camera: Camera, send: Callable[[UUID, str, str], None]) -> UUID:
    if not camera.address:
        raise Refusal(str(gettext_lazy("Enter the address of the stream first.")), code="no_address")
    question = uuid4()
    sealed = base64.b64encode(bytes(camera.credentials)).decode() if camera.credentials else ""
    try:
        with open_broker(PATIENCE_S) as broker:
            broker.set(key_of(person.pk, question), json.dumps({"state": "waiting"}), ex=TAKEN_S)
        send(question, camera.address, sealed)
    except (RedisError, OSError, OperationalError) as error:
        raise Refusal(str(AWAY), code="away") from error
    return question


def fetch(person: User, question: UUID) -> bytes | None:
    """The picture, once; nobody finds that of another one's question."""
    try:
        with open_broker(PATIENCE_S) as broker:
            jpeg: bytes | None = broker.getdel(picture_of(person.pk, question))
            return jpeg
    except (RedisError, OSError):
        return None


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
