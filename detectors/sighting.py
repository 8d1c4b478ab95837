"""A sighting: a scene event with all that the intake needs, judged by what was true when it was captured.

It can be written to a file and read back, because it may have to wait in the spool while the database is away.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from detectors.vision.types import SceneEvent

NAMESPACE = UUID("6f0d3d3e-61a8-5f1c-9b0a-2f5b8c1f7e11")


@dataclass(frozen=True, slots=True)
class Sighting:
    """event: what the rule saw, with ``box`` and ``foot`` left out of what is kept (they are pixels of a person).

    token: the lease under which it was captured. authorisation_id: what allowed the rule to run at that moment.
    lon, lat, place_error (metres), calibration_version: where it was; calibration_version None: the camera's own place.
    jpeg: the masked picture; None where there is none. erase_at: when the picture, here or anywhere, must be gone.
    """

    camera_id: UUID
    token: int
    authorisation_id: UUID
    model_hash: str
    event: SceneEvent
    zone_name: str
    severity: str
    lon: float
    lat: float
    place_error: float
    calibration_version: int | None
    erase_at: datetime
    jpeg: bytes | None = None

    @property
    def id(self) -> UUID:
        """The same for the same happening, whoever sees it again: never made from a counter that restarts."""
        event = self.event
        parts = (
            *(self.camera_id, event.rule_id, event.rule_version, event.zone_id),
            *(event.started_at.isoformat(), event.first_seen.isoformat()),
        )
        return uuid5(NAMESPACE, "/".join(map(str, parts)))


class UnreadableError(Exception):
    """A file of the spool that is not what was written."""


def dump(sighting: Sighting) -> bytes:
    """One line of JSON, then the picture as it is."""
    event = sighting.event
    header = {
        **{name: getattr(sighting, name) for name in _PLAIN},
        "picture": sighting.jpeg is not None,
        "event": {name: getattr(event, name) for name in _EVENT} | {"facts": dict(event.facts)},
    }
    return json.dumps(header, default=_text).encode() + b"\n" + (sighting.jpeg or b"")


def load(data: bytes) -> Sighting:
    """Raises UnreadableError."""
    line, _, jpeg = data.partition(b"\n")
    try:
        header: dict[str, Any] = json.loads(line)
        event: dict[str, Any] = header.pop("event")
        for name in ("started_at", "at", "first_seen"):
            event[name] = datetime.fromisoformat(event[name])
        return Sighting(
            event=SceneEvent(**event, foot=(0.0, 0.0), box=None),
            jpeg=jpeg if header.pop("picture") else None,
            camera_id=UUID(header.pop("camera_id")),
            authorisation_id=UUID(header.pop("authorisation_id")),
            erase_at=datetime.fromisoformat(header.pop("erase_at")),
            **header,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableError(f"An entry of the spool cannot be read: {error}.") from error


def without_pixels(event: SceneEvent) -> SceneEvent:
    return replace(event, foot=(0.0, 0.0), box=None)


_PLAIN = (
    *("camera_id", "token", "authorisation_id", "model_hash", "zone_name", "severity"),
    *("lon", "lat", "place_error", "calibration_version", "erase_at"),
)
_EVENT = (*("kind", "rule_id", "rule_version", "zone_id", "started_at", "at", "first_seen", "score"),)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
