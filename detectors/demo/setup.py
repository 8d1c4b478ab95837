"""Makes the demonstration's cameras, zones, rules and authorisation. Repeating it leaves what people changed."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import numpy as np
from django.conf import settings
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import transaction

from detectors import build, duty, versions
from detectors.demo.scene import CAMERAS, FACADE, DemoCamera, DemoRule, DemoZone
from detectors.models import Rule
from detectors.vision.locate.earth import Anchor
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.view import field_of_view
from detectors.vision.locate.vtest import VTEST
from hypervision.law import authorisations, gate
from hypervision.law.models import Authorisation
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from maps.models import Calibration, Camera, Zone

BY = "demonstration"
"""Who made its zones and rules, in their versions."""
NAMESPACE = UUID("3d3b8f0e-52c0-5d0b-8d6f-0d7a0c8f4b11")
STANDS = (-28.0, -18.0)
"""Where the clip's camera stands in the clip's own metres, east and north (``vision.locate.vtest``)."""
LOOKS = 58.0
"""Where it looks there, degrees clockwise from north."""
AHEAD_M = 30.0
"""How far before the camera the middle of the walked area lies."""
HEIGHT_M = 7.0
FIELD_ANGLE = 52.0
VALID = timedelta(days=30)
RENEW_BEFORE = timedelta(days=7)
NOTICE = (
    "Demonstration: a recording or a simulated scene is played here. No street is watched and nobody who is here now "
    "is seen."
)

Say = Callable[[str], None]


@transaction.atomic
def set_up(say: Say) -> list[Camera]:
    """Raises Refusal while the networks are not registered: an authorisation names the hash of the network."""
    model_hash = build.hash_of(build.networks_in_use())
    if model_hash is None:
        raise Refusal(f"{duty.NO_NETWORK} Then run setup_demo again.")
    cameras = [_put_camera(each, say) for each in CAMERAS]
    _authorise(cameras, model_hash, clock.now(), say)
    return cameras


def id_of(*names: str) -> UUID:
    return uuid5(NAMESPACE, "/".join(names))


def _put_camera(demo: DemoCamera, say: Say) -> Camera:
    """A camera that stands keeps what people made of it; only the address follows the port."""
    address = f"rtsp://{settings.DEMO_RTSP_HOST}:{settings.DEMO_RTSP_PORT}/{demo.path}"
    anchor = _stand(demo)
    camera, is_new = Camera.objects.get_or_create(
        id=id_of(demo.path),
        defaults={
            "name": demo.name,
            "location": Point(anchor.lon, anchor.lat, srid=4326),
            "bearing": demo.bearing,
            "field_angle": FIELD_ANGLE,
            "height": HEIGHT_M,
            "camera_type": "fixed",
            "operator": "Demonstration",
            "origin": Camera.Origin.DEMO,
            "is_simulated": True,
            "wanted_rate": demo.rate,
            "address": address,
        },
    )
    if is_new:
        _calibrate(camera, demo, anchor)
        _put_zone(camera, demo, FACADE)
        for rule in demo.rules:
            _put_rule(camera, demo, rule)
        say(f"{camera.name}: camera, zones and {len(demo.rules)} rules are made.")
    elif camera.address != address:
        camera.address = address
        camera.save(update_fields=["address"])
        say(f"{camera.name}: its address is {address} now.")
    return camera


def _stand(demo: DemoCamera) -> Anchor:
    """Where the camera stands, so that the middle of its square lies ``AHEAD_M`` before it."""
    turn = math.radians(demo.bearing)
    lon, lat = Anchor(demo.lon, demo.lat).to_lonlat(-AHEAD_M * math.sin(turn), -AHEAD_M * math.cos(turn))
    return Anchor(lon, lat)


def homography_at(bearing: float) -> tuple[float, ...]:
    """The clip's homography, moved so that its camera stands at the anchor and turned to look that way; 9 numbers."""
    turn = math.radians(LOOKS - bearing)  # counter-clockwise
    cos, sin = math.cos(turn), math.sin(turn)
    move = np.array([[1, 0, -STANDS[0]], [0, 1, -STANDS[1]], [0, 0, 1]])
    rotate = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    matrix = rotate @ move @ np.array(VTEST.homography).reshape(3, 3)
    return tuple(float(value) for value in matrix.ravel())


def _calibrate(camera: Camera, demo: DemoCamera, anchor: Anchor) -> None:
    width, height = VTEST.width, VTEST.height
    moved = replace(VTEST, homography=homography_at(demo.bearing))
    seen = field_of_view(Homography.of(moved, width, height), width, height)
    ring = [anchor.to_lonlat(east, north) for east, north in seen.tolist()]
    Calibration.objects.create(
        camera=camera,
        version=moved.version,
        width=width,
        height=height,
        homography=list(moved.homography),
        rmse=moved.rmse,
        view=Polygon([*ring, ring[0]], srid=4326),
    )


def _put_zone(camera: Camera, demo: DemoCamera, zone: DemoZone) -> Zone:
    values = {"camera": camera, "name": zone.name, "purpose": zone.purpose, "points": [list(p) for p in zone.points]}
    row, is_new = Zone.objects.get_or_create(id=id_of(demo.path, zone.name), defaults=values)
    if is_new:
        versions.write(row, BY, "")
    return row


def _put_rule(camera: Camera, demo: DemoCamera, rule: DemoRule) -> None:
    row = Rule.objects.create(
        id=id_of(demo.path, rule.zone.name, rule.kind),
        camera=camera,
        zone=_put_zone(camera, demo, rule.zone),
        kind=rule.kind,
        parameters=dict(rule.parameters),
        severity=rule.severity,
    )
    versions.write(row, BY, "")


def _authorise(cameras: list[Camera], model_hash: str, now: datetime, say: Say) -> None:
    """A month at most, renewed a week before its end. What a person has revoked stays revoked."""
    kinds = sorted({rule.kind for demo in CAMERAS for rule in demo.rules})
    asked = [
        gate.may_run(duty.facts_of(camera), kind, model_hash, at).reason
        for camera in cameras
        for kind in kinds
        for at in (now, now + RENEW_BEFORE)
    ]
    if "revoked" in asked:
        say("The demonstration's authorisation was revoked by a person; it is not renewed.")
        return
    if not set(asked) - {"", "stopped"}:
        return
    order = "DEMO: recorded clip of PETS 2009 and scenes composed of it, no order"
    one = Authorisation(
        regime="DEMO",
        controller="This installation",
        kinds=kinds,
        reasons="Shows what the product does, on a recording and on simulated scenes.",
        perimeter=MultiPolygon([_around(camera.location) for camera in cameras], srid=4326),
        notice=NOTICE,
        starts_at=now - timedelta(minutes=1),
        ends_at=now + VALID,
        order_reference=order,
        order_sha256=hashlib.sha256(order.encode()).hexdigest(),
        model_hash=model_hash,
    )
    authorisations.grant(one, None)
    say(f"The demonstration is authorised until {one.ends_at:%d %B %Y}.")


def _around(place: Point, half: float = 0.0004) -> Polygon:
    return Polygon.from_bbox((place.x - half, place.y - half, place.x + half, place.y + half))
