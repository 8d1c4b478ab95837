"""The worker's part: tries the stream, and tells who asked what came of it."""

import base64
import json
import logging
from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext_noop
from redis import Redis

from detectors.credentials import unseal
from detectors.said import said_lazily
from detectors.stream_test import picture, trying
from detectors.stream_test.passing import ANSWER_S, PATIENCE_S, PICTURE_S, key_of, picture_of
from detectors.vision.sentences import Sentence, SentenceError
from detectors.vision.sources.registry import SourceSpec
from hypervision.lib.broker import open_broker
from hypervision.lib.languages import in_every_language

logger = logging.getLogger(__name__)

FOUND = gettext_noop(
    "The stream comes: %(width)s × %(height)s pixels, %(rate)s pictures a second, the first after %(first)s s."
)

FOUND_AS = gettext_noop(
    "The stream comes: %(codec)s, %(width)s × %(height)s pixels, %(rate)s pictures a second, the first after "
    "%(first)s s."
)
ODD = gettext_noop("The test failed (%(error)s); the log of the worker says more.")


TAKEN = gettext_noop("So it looks, with all that is masked.")


def work(person: int, question: UUID, address: str, sealed: str) -> None:
    """What the worker does: whatever goes wrong with the stream is the answer."""
    _tell(person, question, lambda broker: _sentence(trying.look(_spec(address, sealed))))


def take(person: int, question: UUID, address: str, sealed: str, lon: float, lat: float) -> None:
    """As ``work``, and one masked picture, which lies in the broker's memory until it is fetched, a minute at most."""

    def taken(broker: "Redis") -> Sentence:
        jpeg = picture.take(_spec(address, sealed), lon, lat)
        broker.set(picture_of(person, question), jpeg, ex=PICTURE_S)
        return Sentence(TAKEN)

    _tell(person, question, taken)


def _spec(address: str, sealed: str) -> SourceSpec:
    return SourceSpec(address, unseal(base64.b64decode(sealed)) if sealed else None)


def _tell(person: int, question: UUID, answer: Callable[["Redis"], Sentence]) -> None:
    with open_broker(PATIENCE_S) as broker:
        key = key_of(person, question)
        broker.set(key, json.dumps({"state": "waiting"}), ex=ANSWER_S)
        try:
            state, sentence = "done", answer(broker)
        except SentenceError as error:
            state, sentence = "failed", error.sentence
        except Exception as error:
            logger.exception("The test of a stream failed in a way that was not foreseen.")
            state, sentence = "failed", Sentence(ODD, {"error": type(error).__name__})
        words = in_every_language(said_lazily(sentence))
        broker.set(key, json.dumps({"state": state, "words": words}), ex=ANSWER_S)


def _sentence(found: trying.Found) -> Sentence:
    facts = {
        "width": found.width,
        "height": found.height,
        "rate": round(found.rate, 1),
        "first": round(found.first_s, 1),
    }
    return Sentence(FOUND_AS, {**facts, "codec": found.codec}) if found.codec else Sentence(FOUND, facts)
