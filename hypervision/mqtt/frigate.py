"""Events of Frigate (``frigate/events``), read by an allow-list: https://docs.frigate.video/integrations/mqtt/

Of an object Frigate tells again and again. Only what never changes becomes the event, so the first message that is
believed makes it and all others are known: id, camera (as a place), label (as a kind) and start.
"""

from typing import Any

import msgspec

from hypervision.inward.reading import forbidden
from hypervision.mqtt.models import Subscription
from hypervision.mqtt.reading import Dropped, Heard, Read, Reason, decode, event_name, moment, place_of

READ = ("id", "camera", "label", "start_time", "score", "top_score", "false_positive")
NEVER_READ = """sub_label recognized_license_plate recognized_license_plate_score attributes current_attributes snapshot
thumbnail box region path_data description data"""
NEVER = frozenset(NEVER_READ.split())
"""Fields that are told apart when they are counted: names of people, plates, texts and pictures; and boxes, of which
nobody here can say what they frame."""


class Object(msgspec.Struct, frozen=True, gc=False):
    """What is read of an object. Whatever else stands there is not decoded."""

    id: str
    camera: str
    label: str
    start_time: float
    score: float | None = None
    top_score: float | None = None
    false_positive: bool | None = None


class Told(msgspec.Struct, frozen=True, gc=False):
    """What is read of a message of Frigate; whatever else stands there is left out."""

    after: Object


class Events:
    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription

    def read(self, heard: Heard) -> Read:
        left_out = frozenset[str]()
        try:
            said = decode(heard.payload)
            after = said.get("after") if isinstance(said, dict) else None
            if not isinstance(after, dict):
                raise Dropped(Reason.NO_JSON)
            left_out = frozenset(_left_out(after))
            return Read(self._row(after, heard.topic), left_out=left_out)
        except Dropped as dropped:
            return Read(reason=dropped.reason, left_out=left_out)

    def _row(self, after: dict[str, Any], topic: str) -> dict[str, Any]:
        try:
            one = msgspec.convert({name: after[name] for name in READ if name in after}, Object)
        except msgspec.ValidationError as error:
            raise Dropped(Reason.NO_JSON) from error
        self._believe(one)
        row = {
            "id": event_name(topic, one.id),
            "kind": self.subscription.labels[one.label],
            "at": moment(one.start_time).isoformat(),
            **place_of(one.camera, self.subscription.places),
        }
        if self.subscription.severity:
            row["severity"] = self.subscription.severity
        if one.camera in self.subscription.places:  # a name that an administrator wrote, and no free text
            row["words"] = f"Frigate: {one.camera}, {one.label}"
        return row

    def _believe(self, one: Object) -> None:
        if one.label not in self.subscription.labels:
            raise Dropped(Reason.NO_LABEL)
        if one.false_positive:
            raise Dropped(Reason.FALSE_POSITIVE)
        least = self.subscription.least_score
        if least is not None and max(one.score or 0.0, one.top_score or 0.0) < least:
            raise Dropped(Reason.LOW_SCORE)


def _left_out(after: dict[str, Any]) -> set[str]:
    """By name where we know it, else by the word that the law forbids. What is empty says nothing."""
    full = [name for name, value in after.items() if name not in READ and value not in (None, "", [], {}, False)]
    known = {name for name in full if name in NEVER}
    return known.union(*(forbidden(name) for name in full if name not in NEVER))
