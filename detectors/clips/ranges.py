"""Part of a film: the one range of bytes that a player asks for (RFC 9110, 14.2)."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class Part:
    """first, last: bytes, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class OutsideError(ValueError):
    """Nothing of what was asked for is there."""


def part_of(header: str, size: int) -> Part | None:
    """None: the whole, also for what is no range of bytes or several of them. Raises OutsideError."""
    found = _ONE.fullmatch(header.strip().replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size), size - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first >= size or first > last:
        raise OutsideError
    return Part(first, last)
