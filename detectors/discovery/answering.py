"""The worker's part: searches the network, or asks one camera, and tells who asked what came of it."""

import base64
import logging
from collections.abc import Callable, Mapping
from uuid import UUID

from django.utils.translation import gettext_noop

from detectors.credentials import unseal
from detectors.discovery import onvif, passing, probe
from detectors.discovery.passing import ANSWER_S, PATIENCE_S, key_of
from detectors.discovery.probe import Device
from detectors.said import said_lazily
from detectors.vision.sentences import Sentence, SentenceError
from hypervision.lib import clock
from hypervision.lib.broker import open_broker
from hypervision.lib.languages import in_every_language

logger = logging.getLogger(__name__)

NOBODY = gettext_noop(
    "No camera answered. It is asked for on the network of the worker alone: not beyond a router, and not from a "
    "container without the network of its host. Cameras on which ONVIF is switched off are silent, too."
)
NO_NETWORK = gettext_noop("This worker cannot ask its network: %(reason)s")
ODD = gettext_noop("The search failed (%(error)s); the log of the worker says more.")


def search(person: int, question: UUID) -> None:
    def found() -> str:
        try:
            devices = probe.search()
        except OSError as error:
            raise SentenceError(NO_NETWORK, reason=error.strerror or str(error)) from error
        if not devices:
            raise SentenceError(NOBODY)
        return passing.dump("done", devices=devices)

    _tell(person, question, found)


def ask(person: int, question: UUID, device: Mapping[str, str], sealed: str) -> None:
    def asked() -> str:
        one = Device(**device)
        if not probe.may_be_asked(one.ip):
            raise SentenceError(onvif.NO_STREAM, ip=one.ip)
        credentials = unseal(base64.b64decode(sealed)) if sealed else None
        return passing.dump("done", address=onvif.stream_of(one, credentials, clock.now))

    _tell(person, question, asked)


def _tell(person: int, question: UUID, answer: Callable[[], str]) -> None:
    """Whatever goes wrong is the answer."""
    with open_broker(PATIENCE_S) as broker:
        key = key_of(person, question)
        broker.set(key, passing.dump("waiting"), ex=ANSWER_S)
        try:
            text = answer()
        except SentenceError as error:
            text = passing.dump("failed", in_every_language(said_lazily(error.sentence)))
        except Exception as error:
            logger.exception("A search for cameras failed in a way that was not foreseen.")
            sentence = Sentence(ODD, {"error": type(error).__name__})
            text = passing.dump("failed", in_every_language(said_lazily(sentence)))
        broker.set(key, text, ex=ANSWER_S)
