"""The worker's part: tries the stream, and tells who asked what came of it."""

import base64
import json
import logging
from uuid import UUID

from django.utils.translation import gettext_noop

from detectors.credentials import unseal
from detectors.said import said_lazily
from detectors.stream_test import trying
from detectors.stream_test.passing import ANSWER_S, PATIENCE_S, key_of
from detectors.vision.sentences import Sentence, SentenceError
from detectors.vision.sources.registry import SourceSpec
from hypervision.lib.broker import open_broker
from hypervision.lib.languages import in_every_language

logger = logging.getLogger(__name__)

FOUND = gettext_noop(
    "The stream comes: %(width)s × %(height)s pixels, %(rate)s pictures a second, the first after %(first)s s."
)


ODD = gettext_noop("The test failed (%(error)s); the log of the worker says more.")


def work(person: int, question: UUID, address: str, sealed: str) -> None:
    """What the worker does: whatever goes wrong with the stream is the answer."""
    with open_broker(PATIENCE_S) as broker:
        key = key_of(person, question)
        broker.set(key, json.dumps({"state": "waiting"}), ex=ANSWER_S)
        try:
            credentials = unseal(base64.b64decode(sealed)) if sealed else None
            found = trying.look(SourceSpec(address, credentials))
            state, sentence = "done", _sentence(found)
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
    return Sentence(FOUND, facts)
