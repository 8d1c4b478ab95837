"""What passes through the broker while somebody looks: wishes, and the masked pictures of the last two seconds.

All of it runs out by itself: a web process that dies leaves no wish behind, a worker that dies no picture (R-30).
"""

import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

WISH_S = 4
"""A wish is renewed each second while somebody looks."""
KEPT_S = 2
MOST_KEPT = 3
"""Pictures of a camera: whoever reads them wants the newest only."""

_HEAD = struct.Struct(">16sQB")
_LONGEST_NAME = 255


def wish_of(camera: UUID) -> str:
    return f"hypervision:view:wish:{camera}"


def pictures_of(camera: UUID) -> str:
    return f"hypervision:view:pictures:{camera}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a camera showed. at: of capture, in milliseconds since the epoch. view: the name of its preset, if any.

    jpeg: masked; empty where nothing has moved since the picture before: that one still holds.
    """

    camera: UUID
    at: int
    view: str
    jpeg: bytes

    @classmethod
    def captured(cls, camera: UUID, at: datetime, view: str, jpeg: bytes = b"") -> "Shown":
        return cls(camera, int(at.timestamp() * 1000), view, jpeg)

    def fields(self) -> dict[Any, Any]:
        """As an entry of the camera's stream."""
        return {"at": self.at, "view": self.view, "jpeg": self.jpeg}

    @classmethod
    def read(cls, camera: UUID, fields: dict[bytes, bytes]) -> "Shown":
        return cls(camera, int(fields[b"at"]), fields[b"view"].decode(), fields[b"jpeg"])

    def frame(self) -> bytes:
        """As the browser reads it: camera (16 bytes), capture (8), length of the view's name (1), name, the JPEG."""
        name = self.view.encode()[:_LONGEST_NAME]
        return _HEAD.pack(self.camera.bytes, self.at, len(name)) + name + self.jpeg
