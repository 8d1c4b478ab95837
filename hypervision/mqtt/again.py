"""Which messages were taken in last, so that one that comes again after a broken connection changes nothing.

A broker sends again what it did not hear acknowledged, under the packet id that it had and marked as such (MQTT 5,
section 4.4). At most WINDOW messages are under way at once, so these are all that can come again.
"""

from collections.abc import Iterable
from hashlib import blake2b

from hypervision.mqtt.reading import Heard

WINDOW = 1000
_SIZE = 12


class TakenLast:
    """Of one broker, as its row keeps them: twelve bytes a message."""

    def __init__(self, kept: bytes) -> None:
        self._marks = [kept[place : place + _SIZE] for place in range(0, len(kept), _SIZE)]
        self._known = set(self._marks)

    def has(self, heard: Heard) -> bool:
        return heard.again and _mark(heard) in self._known

    def add(self, batch: Iterable[Heard]) -> None:
        self._marks = [*self._marks, *(_mark(heard) for heard in batch if heard.qos)][-WINDOW:]

    def __bytes__(self) -> bytes:
        return b"".join(self._marks)


def _mark(heard: Heard) -> bytes:
    digest = blake2b(heard.topic.encode() + b"\x00" + heard.payload, digest_size=_SIZE - 2).digest()
    return heard.packet.to_bytes(2, "big") + digest
