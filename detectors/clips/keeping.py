"""A clip becomes a row beside its event, or nothing; the law is asked as of the event's capture."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from detectors import duty
from detectors.vision.film.reel import Footage
from detectors.vision.film.strip import Strip
from hypervision.alerts.models import Alert
from hypervision.alerts.services import tell
from hypervision.law import gate
from hypervision.lib import clock
from maps import models
from maps.models import Event


@dataclass(frozen=True, slots=True)
class Clip:
    """starts_at, ends_at: what it shows, of capture. track: see ``Strip``."""

    event_id: UUID
    mp4: bytes
    width: int
    height: int
    track: dict[str, Any]
    starts_at: datetime
    ends_at: datetime
    erase_at: datetime

    @classmethod
    def of(cls, footage: Footage, strip: Strip) -> "Clip":
        order, film = footage.order, strip.film
        span = footage.starts_at, footage.ends_at, order.erase_at
        return cls(order.event_id, film.mp4, film.width, film.height, strip.track, *span)


class Outcome(StrEnum):
    KEPT = "kept"
    NO_EVENT = "its event is not there"
    NOT_ALLOWED = "no picture of it may be kept"
    DUE = "its time is over"


@transaction.atomic
def keep(clip: Clip) -> Outcome:
    """1. Is the event there? 2. May pictures of it be kept? 3. The clip, unless it is known. 4. Its alert's card.

    Written whole or not at all, and once, whoever hands it in again. Raises the database's errors.
    """
    event = Event.objects.select_for_update().filter(id=clip.event_id).first()
    camera = event.camera if event else None
    if event is None or camera is None:
        return Outcome.NO_EVENT
    ruling = gate.may_run(duty.facts_of(camera), event.kind, event.model_hash, event.captured_at)
    if not (ruling.pictures and camera.pictures):
        return Outcome.NOT_ALLOWED
    if clip.erase_at <= clock.now():
        return Outcome.DUE
    columns = {name: getattr(clip, name) for name in _COLUMNS}
    _row, is_new = models.Clip.objects.get_or_create(event=event, defaults=columns)
    alert = Alert.objects.filter(event=event).values_list("id", flat=True).first()
    if is_new and alert is not None:
        tell(alert)
    return Outcome.KEPT


_COLUMNS = ("mp4", "width", "height", "track", "starts_at", "ends_at", "erase_at")
