"""From a message to an event as ``inward.reading`` takes it, or to a reason why it is none.

Only what a subscription names is read. What R-14 forbids is left out and counted by its name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from math import isfinite
from typing import Any, Protocol

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _

from hypervision.inward.reading import LONGEST_ID, forbidden
from hypervision.lib import clock
from hypervision.mqtt import paths
from hypervision.mqtt.models import Subscription

MOST_BYTES = 65_536
DEEPEST = 20
"""Names that lie deeper are not counted; they are not read either."""
MILLISECONDS = 1e11
"""Seconds since 1970 reach this in the year 5138: a greater number counts milliseconds."""


class Reason(models.TextChoices):
    """Why a message became no event."""

    UNASKED = "unasked", _("its topic is not read")
    TOO_LARGE = "too_large", _("longer than 64 KB")
    NO_JSON = "no_json", _("no JSON, or no number")
    NO_VALUE = "no_value", _("no number at the path of the value")
    NO_ID = "no_id", _("no id at its path")
    NO_TIME = "no_time", _("no moment with its offset at the path of the time")
    NO_PLACE = "no_place", _("no place is known of it")
    NO_LABEL = "no_label", _("a label that is not listed")
    LOW_SCORE = "low_score", _("below the least score")
    FALSE_POSITIVE = "false_positive", _("Frigate itself calls it false")
    RETAINED = "retained", _("kept by the broker, and nothing says since when")
    WITHIN = "within", _("does not cross the threshold")
    REFUSED = "refused", _("refused as an event")
    ACCOUNT = "account", _("the account may not send events")
    OVERFLOW = "overflow", _("came with QoS 0 faster than it could be taken in")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it came. packet: its id at the broker, which an acknowledgement names. turn: of the connection."""

    topic: str
    payload: bytes
    at: datetime
    qos: int = 1
    packet: int = 0
    again: bool = False
    retained: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """row: an event as another system would send it; None: for this reason it is none. left_out: names of fields."""

    row: dict[str, Any] | None = None
    reason: str = ""
    left_out: frozenset[str] = field(default=frozenset())


class Reader(Protocol):
    """What one subscription says about messages. ``read`` never raises for what a message holds."""

    subscription: Subscription

    def read(self, heard: Heard) -> Read: ...


class Dropped(Exception):  # noqa: N818 - an answer, not a fault
    """reason: a member of Reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Readings:
    """Of a sensor: the whole message is a number, or JSON with the number at a path."""

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        one = subscription
        self._value, self._id, self._time = paths.parse(one.value_path), one.id_path, one.time_path
        self._paths = {text: paths.parse(text) for text in (one.id_path, one.time_path, one.lon_path, one.lat_path)}

    def read(self, heard: Heard) -> Read:
        try:
            said = decode(heard.payload)
        except Dropped as dropped:
            return Read(reason=dropped.reason)
        left_out = frozenset(_forbidden_names(said))
        try:
            return Read(self._row(said, heard), left_out=left_out)
        except Dropped as dropped:
            return Read(reason=dropped.reason, left_out=left_out)

    def _row(self, said: Any, heard: Heard) -> dict[str, Any]:
        one = self.subscription
        if heard.retained and not one.time_path:
            raise Dropped(Reason.RETAINED)
        at = moment(self._at(one.time_path, said, Reason.NO_TIME)) if one.time_path else heard.at
        row = {
            "id": self._name(said, heard, at),
            "kind": one.kind,
            "at": at.isoformat(),
            "value": _number(self._find(self._value, said, Reason.NO_VALUE)),
            "unit": one.unit,
            **self._place(said, heard.topic),
        }
        if one.severity and one.threshold is None:
            row["severity"] = one.severity
        return row

    def _name(self, said: Any, heard: Heard, at: datetime) -> str:
        """Of its own; else topic and time: a sensor says one thing at a time."""
        if not self.subscription.id_path:
            return event_name(heard.topic, at.isoformat())
        key = self._at(self.subscription.id_path, said, Reason.NO_ID)
        if isinstance(key, bool) or not isinstance(key, str | int) or key == "":
            raise Dropped(Reason.NO_ID)
        return event_name(heard.topic, str(key))

    def _place(self, said: Any, topic: str) -> dict[str, Any]:
        one = self.subscription
        if one.lon_path:
            lon = _number(self._at(one.lon_path, said, Reason.NO_PLACE), Reason.NO_PLACE)
            lat = _number(self._at(one.lat_path, said, Reason.NO_PLACE), Reason.NO_PLACE)
            return {"lon": lon, "lat": lat}
        return place_of(topic, one.places)

    def _at(self, path: str, said: Any, reason: Reason) -> Any:
        return self._find(self._paths[path], said, reason)

    def _find(self, path: paths.Path, said: Any, reason: Reason) -> Any:
        try:
            return paths.follow(path, said)
        except paths.Nowhere as nowhere:
            raise Dropped(reason) from nowhere


def decode(payload: bytes) -> Any:
    """Raises Dropped."""
    if len(payload) > MOST_BYTES:
        raise Dropped(Reason.TOO_LARGE)
    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        try:
            return float(payload)  # such as +1.5 or .5, which are no JSON
        except ValueError:
            raise Dropped(Reason.NO_JSON) from error


def event_name(topic: str, key: str) -> str:
    """What ``inward`` makes the event's id of: the same for the same message."""
    plain = f"{topic} {key}".replace("\x00", "").strip()
    return plain if len(plain) <= LONGEST_ID else sha256(plain.encode()).hexdigest()


def place_of(key: str, places: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an event. Raises Dropped."""
    place = places.get(key, places.get("*"))
    if place is None:
        raise Dropped(Reason.NO_PLACE)
    return {"address": place} if isinstance(place, str) else {"lon": place[0], "lat": place[1]}


def moment(said: Any) -> datetime:
    """Of ISO 8601 with an offset, or of seconds or milliseconds since 1970. Raises Dropped."""
    try:
        if isinstance(said, int | float) and not isinstance(said, bool):
            return clock.from_epoch(said / 1000 if said > MILLISECONDS else said)
        at = datetime.fromisoformat(said)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise Dropped(Reason.NO_TIME) from error
    if at.utcoffset() is None:
        raise Dropped(Reason.NO_TIME)
    return at


def _number(said: Any, reason: Reason = Reason.NO_VALUE) -> float:
    """Also of true and false (a contact), and of a text that is a number. Raises Dropped."""
    try:
        value = float(said)
    except (TypeError, ValueError, OverflowError) as error:
        raise Dropped(reason) from error
    if not isfinite(value):
        raise Dropped(reason)
    return value


def _forbidden_names(said: Any, depth: int = 0) -> Iterable[str]:
    """Words of names that the law does not let us link. As the words are few, so are the counts."""
    if depth == DEEPEST:
        return
    if isinstance(said, dict):
        for name, value in said.items():
            yield from forbidden(name)
            yield from _forbidden_names(value, depth + 1)
    elif isinstance(said, list):
        for value in said:
            yield from _forbidden_names(value, depth + 1)
