"""Names of topics: which may be written, which filter hears which topic (MQTT 5, section 4.7)."""

import re
import unicodedata

from django.utils.translation import gettext as _
from paho.mqtt.client import topic_matches_sub

from hypervision.lib.errors import Refusal

LONGEST = 500
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


def matches(filter_: str, topic: str) -> bool:
    return bool(topic_matches_sub(filter_, topic))


def check_filter(filter_: str) -> None:
    """Raises Refusal where no broker would take it."""
    levels = filter_.split("/")
    wrong = any("#" in level and (level != "#" or place < len(levels) - 1) for place, level in enumerate(levels))
    if wrong or any("+" in level and level != "+" for level in levels):
        raise Refusal(
            _("Write + for one level and # for all that follow, each alone between slashes: sensors/+/level."),
            code="no_filter",
        )
    _check_letters(filter_)
    if filter_.startswith("$share/"):
        raise Refusal(_("Shared subscriptions are not read: there is one process that reads."), code="no_filter")


def check_prefix(prefix: str) -> None:
    """Raises Refusal where nothing can be written below it."""
    if any(letter in prefix for letter in "+#") or prefix.startswith("$"):
        raise Refusal(_("A prefix is written as it is, without +, # and without $ at its beginning."), code="no_prefix")
    if prefix.startswith("/") or prefix.endswith("/") or "//" in prefix:
        raise Refusal(_("Write the prefix without slashes at its ends, such as hypervision."), code="no_prefix")
    _check_letters(prefix)


def name(text: str) -> str:
    """A name of ours as Frigate writes names: small letters, digits and underscores. Never empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_A_NAME.sub("_", plain).strip("_") or "city"


def _check_letters(text: str) -> None:
    if not text or not text.isprintable() or len(text.encode()) > LONGEST:
        facts = {"most": LONGEST}
        raise Refusal(_("A topic has 1 to %(most)d bytes, without control characters.") % facts, code="no_topic")
