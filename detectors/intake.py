"""The second half of the story, in one screen: a sighting becomes an event, its picture and its alert, or nothing.

gate (as of capture) ─► lease (as of capture) ─► street and district ─► Event ─► masked Picture
    ─► Alert ─► Incident ─► journal
──────────────────────────────────────── one transaction ────────────────────────────────────────
"""

import logging
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import F

from detectors import duty, leases
from detectors.models import Watch
from detectors.sighting import Sighting
from hypervision.accounts.rights import Right
from hypervision.alerts.services import raise_alert
from hypervision.incidents import joining
from hypervision.law import gate
from hypervision.law.gate import Ruling
from hypervision.live import journal
from hypervision.live.messages import EventsLost
from maps.models import Camera, Event, Picture
from maps.selectors import locate

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    TAKEN_IN = "taken in"
    KNOWN = "known already"
    CAMERA_GONE = "its camera is gone"
    NOT_ALLOWED = "not allowed when it was captured"
    SUMS_ONLY = "its authorisation allows sums only"
    LEASE_LOST = "captured after its worker had lost the lease"


def take_in(sighting: Sighting) -> Outcome:
    """1. Is the camera there? 2. Was this allowed when it was captured? 3. Was it captured under the lease?
    4. Where is it? 5. Event, unless it is known. 6. Picture. 7. Alert, which finds its incident and journals: last, it
    holds others up.

    Handing in the same again changes nothing, also when two processes do so at once. Raises the database's errors.
    """
    with transaction.atomic():
        outcome = _take_in(sighting)
    if outcome not in (Outcome.TAKEN_IN, Outcome.KNOWN):
        logger.warning(
            "Event %s of camera %s (%s) is refused: %s.",
            *(sighting.id, sighting.camera_id, sighting.event.kind, outcome.value),
        )
    return outcome


def _take_in(sighting: Sighting) -> Outcome:
    camera = Camera.objects.filter(id=sighting.camera_id).first()
    if camera is None:
        return Outcome.CAMERA_GONE
    at = sighting.event.at
    ruling = gate.may_run(duty.facts_of(camera), sighting.event.kind, sighting.model_hash, at)
    if not ruling.allowed or ruling.authorisation_id is None:
        return Outcome.NOT_ALLOWED
    if ruling.aggregates_only:
        return Outcome.SUMS_ONLY
    if leases.holder_at(camera.id, at) != sighting.token:
        return Outcome.LEASE_LOST
    event, is_new = Event.objects.get_or_create(id=sighting.id, defaults=_columns(sighting, camera, ruling))
    if not is_new:
        return Outcome.KNOWN
    if sighting.jpeg is not None and ruling.pictures:
        Picture.objects.create(event=event, jpeg=sighting.jpeg, captured_at=at, erase_at=sighting.erase_at)
    raise_alert(event, sighting.severity, also=joining.join)
    return Outcome.TAKEN_IN


def _columns(sighting: Sighting, camera: Camera, ruling: Ruling) -> dict[str, object]:
    place = Point(sighting.lon, sighting.lat, srid=4326)
    whereabouts = locate(place)
    event = sighting.event
    calibrated = sighting.calibration_version is not None
    return {
        "kind": event.kind,
        "camera": camera,
        "place": place,
        "place_error": sighting.place_error,
        "place_source": Event.PlaceSource.CALIBRATION if calibrated else Event.PlaceSource.CAMERA,
        "street": whereabouts.street,
        "district": whereabouts.district,
        "started_at": event.started_at,
        "captured_at": event.at,
        "score": event.score,
        "facts": dict(event.facts),
        "zone_id": UUID(event.zone_id),
        "zone_name": sighting.zone_name,
        "rule_id": UUID(event.rule_id),
        "rule_version": event.rule_version,
        "calibration_version": sighting.calibration_version,
        "model_hash": sighting.model_hash,
        "authorisation_id": ruling.authorisation_id,
        "regime": ruling.regime,
    }


@transaction.atomic
def tell_lost(camera_id: UUID, count: int, since: datetime) -> None:
    """Counts what a full spool pushed out and says it on screen."""
    camera = Camera.objects.filter(id=camera_id).first()
    if camera is None:
        return
    Watch.objects.filter(camera_id=camera_id).update(lost=F("lost") + count)
    journal.append(EventsLost(str(camera_id), count, since.isoformat()), right=Right.SEE_MAP, place=camera.location)
