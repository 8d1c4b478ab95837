"""Small makers of rows, with values that a reader can picture: a square in Helsinki, its camera, its zone."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from detectors.models import Network, Rule
from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts.models import Alert
from hypervision.law.models import Authorisation
from maps.models import Camera, CountBin, Event, Zone

NOON = datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC)
SQUARE = (24.9400, 60.1700)
"""Where the standard camera stands: longitude, latitude."""
ELSEWHERE = (24.9500, 60.1650)
MODEL_HASH = "a" * 64


def area(lon: float = SQUARE[0], lat: float = SQUARE[1], half: float = 0.002) -> MultiPolygon:
    """A box around a place, `half` degrees to each side."""
    return MultiPolygon(Polygon.from_bbox((lon - half, lat - half, lon + half, lat + half)), srid=4326)


def make_user(role: Role, **values: Any) -> User:
    """An account of the cast; sees the whole city unless told otherwise."""
    defaults: dict[str, Any] = {"username": f"{role}-{uuid.uuid4().hex[:6]}", "role": role, "everywhere": True}
    return User.objects.create_user(**{**defaults, **values})


def make_token(user: User, *scopes: Scope) -> str:
    """The secret of a new token, as a client sends it."""
    _, secret = ApiToken.objects.create(user=user, name="test", scopes=[str(scope) for scope in scopes])
    return str(secret)


def make_camera(place: tuple[float, float] = SQUARE, **values: Any) -> Camera:
    defaults: dict[str, Any] = {"name": f"Camera {uuid.uuid4().hex[:4]}", "location": Point(*place, srid=4326)}
    return Camera.objects.create(**{**defaults, **values})


def make_zone(camera: Camera, **values: Any) -> Zone:
    """The lower right quarter of the picture."""
    defaults: dict[str, Any] = {
        "name": f"Gate {uuid.uuid4().hex[:4]}",
        "points": [[0.5, 0.5], [1.0, 0.5], [1.0, 1.0], [0.5, 1.0]],
    }
    return Zone.objects.create(camera=camera, **{**defaults, **values})


def make_count(camera: Camera, objects: int = 40, **values: Any) -> CountBin:
    """So many persons crossed a line forwards at noon."""
    zone = values.pop("zone", None) or make_zone(camera, purpose="line", points=[[0, 0.5], [1, 0.5]])
    defaults: dict[str, Any] = {
        "starts_at": NOON,
        "kind": "line_count",
        "measure": "crossings",
        "label": "person",
        "way": "forward",
        "objects_seen": objects,
        "basis": objects,
        "total": objects,
        "squares": objects,
        "variances": 0.0,
    }
    return CountBin.objects.create(camera=camera, zone=zone, **{**defaults, **values})


def make_rule(camera: Camera, **values: Any) -> Rule:
    defaults: dict[str, Any] = {"kind": "intrusion"}
    zone = values.pop("zone", None) or make_zone(camera)
    return Rule.objects.create(camera=camera, zone=zone, **{**defaults, **values})


def make_network(**values: Any) -> Network:
    defaults: dict[str, Any] = {
        "name": "nanodet",
        "purpose": Network.Purpose.OBJECTS,
        "family": "nanodet",
        "file": "nanodet.onnx",
        "sha256": MODEL_HASH,
        "licence": "Apache-2.0",
        "classes": ["person", "car"],
        "card": "Finds persons and vehicles.",
    }
    return Network.objects.create(**{**defaults, **values})


def make_authorisation(**values: Any) -> Authorisation:
    """Covers intrusion at the square for a month around noon."""
    defaults: dict[str, Any] = {
        "regime": "EU-OTHER",
        "controller": "City of Helsinki",
        "kinds": ["intrusion"],
        "reasons": "The depot was broken into.",
        "perimeter": area(),
        "notice": "Cameras here detect intrusion.",
        "starts_at": NOON - timedelta(days=10),
        "ends_at": NOON + timedelta(days=10),
        "order_reference": "2026-041",
        "order_sha256": "b" * 64,
        "model_hash": MODEL_HASH,
    }
    return Authorisation.objects.create(**{**defaults, **values})


def make_event(camera: Camera, **values: Any) -> Event:
    defaults: dict[str, Any] = {
        "id": uuid.uuid4(),
        "kind": "intrusion",
        "place": camera.location,
        "place_error": 1.5,
        "place_source": Event.PlaceSource.CALIBRATION,
        "street": "Kaivokatu",
        "started_at": NOON - timedelta(seconds=6),
        "captured_at": NOON,
        "score": 0.8,
        "facts": {"persons": 1, "seconds": 6.0},
        "zone_id": uuid.uuid4(),
        "zone_name": "Gate",
        "rule_id": uuid.uuid4(),
        "rule_version": 1,
        "calibration_version": 1,
        "model_hash": MODEL_HASH,
        "authorisation_id": uuid.uuid4(),
        "regime": "EU-OTHER",
    }
    return Event.objects.create(camera=camera, **{**defaults, **values})


def make_report(place: tuple[float, float] = SQUARE, **values: Any) -> Event:
    """What a person says of a place: no camera, no rule, no network."""
    defaults: dict[str, Any] = {
        "id": uuid.uuid4(),
        "kind": "intrusion",
        "place": Point(*place, srid=4326),
        "place_error": 10.0,
        "place_source": Event.PlaceSource.PERSON,
        "street": "Kaivokatu",
        "started_at": NOON,
        "captured_at": NOON,
    }
    return Event.objects.create(**{**defaults, **values})


def make_alert(camera: Camera | None, **values: Any) -> Alert:
    event = values.pop("event", None) or (make_event(camera) if camera else make_report())
    defaults: dict[str, Any] = {"severity": Alert.Severity.HIGH}
    return Alert.objects.create(event=event, **{**defaults, **values})
