"""Clips as rows and as what a cutter hands in: a second of grey, ten times."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from detectors.clips.keeping import Clip
from hypervision.alerts.models import Alert
from hypervision.alerts.services import raise_alert
from maps import models
from maps.models import Camera, Event
from tests import factories
from tests.factories import NOON

FILM = bytes(range(256)) * 4
"""1024 bytes, each of which tells where it stood."""
TRACK = {"times": [0, 10_000], "boxes": [None, [0.1, 0.4, 0.2, 0.9]], "zone": [[0.5, 0.5], [1, 0.5], [1, 1]]}
SPAN = {"starts_at": NOON - timedelta(seconds=10), "ends_at": NOON + timedelta(seconds=10)}


def row(event: Event, **values: Any) -> models.Clip:
    size: dict[str, Any] = {"mp4": FILM, "width": 960, "height": 540, "track": TRACK}
    later = {"erase_at": factories.NOON + timedelta(days=3650)}
    return models.Clip.objects.create(event=event, **{**size, **SPAN, **later, **values})


def clip(event_id: UUID, at: datetime, **values: Any) -> Clip:
    """Of an event that was captured then."""
    defaults: dict[str, Any] = {
        "mp4": FILM,
        "width": 960,
        "height": 540,
        "track": TRACK,
        "starts_at": at - timedelta(seconds=10),
        "ends_at": at + timedelta(seconds=10),
        "erase_at": at + timedelta(days=28),
    }
    return Clip(event_id, **{**defaults, **values})


def alert_of(camera: Camera, at: datetime, **values: Any) -> Alert:
    """The event was taken in, and its alert raised, as the intake does."""
    return raise_alert(factories.make_event(camera, captured_at=at, **values), Alert.Severity.HIGH)
