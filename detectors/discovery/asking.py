"""The web's part: a search of the network, a question to one of those that answered, and what came of either.

Only who answered the person's own search is asked: no address that a browser sends is ever called.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypedDict
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

from detectors.credentials import seal
from detectors.discovery import passing
from detectors.discovery.passing import PATIENCE_S, TAKEN_S, key_of
from detectors.stream_test.asking import AWAY
from detectors.vision.sources.address import Credentials
from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from hypervision.lib.languages import in_mine


class Answer(TypedDict):
    """state: waiting, done or failed. words: what is wrong. devices: that answered. address: of a stream."""

    state: str
    words: str
    devices: list[dict[str, str]]
    address: str


def search(person: User) -> UUID:
    """Raises Refusal, a sentence."""
    with _broker() as broker:
        question = _begun(broker, person)
        passing.send(passing.SEARCH, person.pk, str(question))
    log.write(str(person), "discovery.search", "network")
    return question


def ask(person: User, searched: UUID, number: int, user: str, password: str) -> UUID:
    """Where the stream of one of the found ones is. number: which one. Raises Refusal, a sentence."""
    with _broker() as broker:
        devices = _told(broker, person, searched)["devices"]
        if not 0 <= number < len(devices):
            raise Refusal(_("The search is too long ago. Search again."), code="gone")
        device = devices[number]
        question = _begun(broker, person)
        passing.send(passing.ASK, person.pk, str(question), device, _sealed(user, password))
    log.write(str(person), "discovery.ask", device["service"], name=device["name"])
    return question


def answer(person: User, question: UUID) -> Answer:
    """In the language that is active now. Nobody finds the answer to another one's question."""
    try:
        with _broker() as broker:
            given = _told(broker, person, question)
    except Refusal as refusal:
        return {"state": "failed", "words": refusal.sentence, "devices": [], "address": ""}
    given["words"] = in_mine(given["words"])
    return {"state": given["state"], "words": given["words"], "devices": given["devices"], "address": given["address"]}


def _sealed(user: str, password: str) -> str:
    if not user:
        return ""
    if ":" in user:
        raise Refusal(_("A user name of a camera cannot contain a colon."), code="user")
    return base64.b64encode(seal(Credentials(user, password))).decode()


def _begun(broker: "Redis", person: User) -> UUID:
    question = uuid4()
    broker.set(key_of(person.pk, question), passing.dump("waiting"), ex=TAKEN_S)
    return question


def _told(broker: "Redis", person: User, question: UUID) -> dict[str, Any]:
    """What the broker holds; a failure in words where it holds nothing any more."""
    text = broker.get(key_of(person.pk, question))
    if text is None:
        return {
            "state": "failed",
            "words": {"": _("No worker was free. Is one running?")},
            "devices": [],
            "address": "",
        }
    told: dict[str, Any] = json.loads(text)
    return told


@contextmanager
def _broker() -> Iterator["Redis"]:
    """Raises Refusal while it is away."""
    try:
        with open_broker(PATIENCE_S) as broker:
            yield broker
    except (RedisError, OperationalError, OSError) as error:
        raise Refusal(str(AWAY), code="away") from error
