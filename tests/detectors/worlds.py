"""A square under watch at noon: a camera, a rule, an authorisation that covers it, and the lease of a worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from detectors.models import Lease, Rule, Watch
from detectors.sighting import Sighting
from detectors.vision.types import SceneEvent
from hypervision.law.models import Authorisation
from maps.models import Camera
from tests import factories
from tests.factories import MODEL_HASH, NOON

TOKEN = 1


@dataclass(frozen=True)
class World:
    camera: Camera
    rule: Rule
    authorisation: Authorisation


def square(**authorisation: Any) -> World:
    camera = factories.make_camera(name="Square", address="rtsp://127.0.0.1:1/square")
    rule = factories.make_rule(camera)
    hold(camera, NOON - timedelta(minutes=5))
    return World(camera, rule, factories.make_authorisation(**authorisation))


def hold(camera: Camera, since: datetime, token: int = TOKEN) -> None:
    """The history says that a worker has held this camera since then."""
    Watch.objects.update_or_create(camera=camera, defaults={"since": since, "token": token, "worker": "one"})
    Lease.objects.create(camera=camera, token=token, worker="one", taken_at=since)


def scene_event(rule_id: object, zone_id: object, at: datetime = NOON, **values: Any) -> SceneEvent:
    """A person who came into the zone six seconds before."""
    defaults: dict[str, Any] = {
        "kind": "intrusion",
        "rule_id": str(rule_id),
        "rule_version": 1,
        "zone_id": str(zone_id),
        "started_at": at - timedelta(seconds=6),
        "at": at,
        "first_seen": at - timedelta(seconds=20),
        "foot": (0.0, 0.0),
        "box": None,
        "score": 0.8,
        "facts": {"persons": 1},
    }
    return SceneEvent(**{**defaults, **values})


def sighting(world: World | None = None, at: datetime = NOON, **values: Any) -> Sighting:
    """What the watch of the square hands in; without a world, one that no database knows."""
    rule_id, zone_id = (world.rule.id, world.rule.zone_id) if world else (uuid4(), uuid4())
    defaults: dict[str, Any] = {
        "camera_id": world.camera.id if world else UUID(int=1),
        "token": TOKEN,
        "authorisation_id": world.authorisation.id if world else UUID(int=2),
        "model_hash": MODEL_HASH,
        "event": scene_event(rule_id, zone_id, at),
        "zone_name": "Gate",
        "severity": "high",
        "lon": 24.9401,
        "lat": 60.1701,
        "place_error": 0.4,
        "calibration_version": 3,
        "erase_at": at + timedelta(days=28),
        "jpeg": b"masked",
    }
    return Sighting(**{**defaults, **values})
