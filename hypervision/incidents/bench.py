"""What joining costs in a storm (``manage.py bench incidents``, about a minute, most of it for a scratch database).

Twenty cameras stand around one square and see the same ground; they raise 200 alerts a second, of four kinds. Blocks of
alerts are raised with and without joining, in turns, each alert in a transaction of its own as intake does it. What is
charged is processor time, of this process and of its PostgreSQL process; the difference of both sides is joining, its
share of the journal included.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import cos, radians
from statistics import median

from django.contrib.gis.geos import Point, Polygon
from django.db import transaction

from hypervision.alerts.models import Alert
from hypervision.alerts.services import Also, nothing_else, raise_alert
from hypervision.incidents import joining
from hypervision.incidents.models import IncidentMove, Member
from hypervision.lib.bench import Figure, Say, at_most
from hypervision.lib.scratch import scratch_database, server_seconds
from maps.models import Calibration, Camera, Event

CAMERAS = 20
RATE = 200
BLOCK = 100
ROUNDS = 15
KINDS = ("intrusion", "crowd_movement", "fall", "fire")
MATTERS = 2
"""Of these kinds: intrusions are one matter, the others are linked with each other."""
DATABASE = "bench_incidents"
_SQUARE = (24.94, 60.17)
_METRES_A_DEGREE = 111_195.0
_BEGIN = datetime(2026, 6, 1, 12, tzinfo=UTC)


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    say(f"Makes the database {DATABASE} and raises {BLOCK} alerts in turns without and with joining.")
    rounds = ROUNDS * (2 if full else 1)
    with scratch_database(DATABASE):
        cameras = [_camera(number) for number in range(CAMERAS)]
        extra: list[float] = []
        for turn in range(rounds):
            plain = _spent(_events(cameras, turn * BLOCK), nothing_else)
            joining_too = _spent(_events(cameras, turn * BLOCK), joining.join)
            extra.append((joining_too - plain) / BLOCK)
            say(f"Without joining {plain / BLOCK * 1000:.2f} ms an alert, with {joining_too / BLOCK * 1000:.2f} ms.")
        cost = median(extra)
        yield at_most(f"joining {RATE} alerts a second of {CAMERAS} cameras", cost * RATE, "core", 0.3)
        yield at_most("joining, an alert", cost * 1000, "ms", 0.3 / RATE * 1000)
        yield at_most("joining, alerts lost or doubled", _wrong(rounds * BLOCK), "", 0)


def _wrong(joined: int) -> int:
    """Alerts that stand in no incident, or moved more than once, and incidents that are too many."""
    members = Member.objects.filter(incident__isnull=False)
    moves = IncidentMove.objects.count()
    incidents = members.order_by().values("incident").distinct().count()
    return abs(joined - members.count()) + abs(joined - moves) + abs(MATTERS - incidents)


def _spent(events: Sequence[Event], also: Also) -> float:
    """Seconds of processor time for raising an alert of each."""
    server, before = server_seconds(), time.process_time()
    for event in events:
        with transaction.atomic():
            raise_alert(event, Alert.Severity.HIGH, also)
    return time.process_time() - before + server_seconds() - server


def _camera(number: int) -> Camera:
    """Beside each other, 2 m apart; each sees 60 m around itself."""
    lon, lat = _place(2.0 * number, 0)
    north = 60 / _METRES_A_DEGREE
    east = north / cos(radians(lat))
    camera = Camera.objects.create(name=f"Camera {number}", location=Point(lon, lat, srid=4326))
    view = Polygon.from_bbox((lon - east, lat - north, lon + east, lat + north))
    view.srid = 4326
    size = {"width": 100, "height": 100, "homography": [1, 0, 0, 0, 1, 0, 0, 0, 1], "rmse": 0.1}
    Calibration.objects.create(camera=camera, version=1, view=view, **size)
    return camera


def _events(cameras: Sequence[Camera], first: int) -> list[Event]:
    return Event.objects.bulk_create(
        _event(cameras[number % CAMERAS], number) for number in range(first, first + BLOCK)
    )


def _event(camera: Camera, number: int) -> Event:
    at = _BEGIN + timedelta(seconds=number / RATE)
    lon, lat = _place(number * 7 % 40, number * 13 % 20)
    return Event(
        id=uuid.uuid4(),
        kind=KINDS[number // CAMERAS % len(KINDS)],
        camera=camera,
        place=Point(lon, lat, srid=4326),
        place_error=1.0,
        place_source=Event.PlaceSource.CALIBRATION,
        started_at=at,
        captured_at=at,
        score=0.8,
        zone_id=uuid.uuid4(),
        zone_name="Square",
        rule_id=uuid.uuid4(),
        rule_version=1,
        model_hash="a" * 64,
        authorisation_id=uuid.uuid4(),
        regime="DEMO",
    )


def _place(east: float, north: float) -> tuple[float, float]:
    lon, lat = _SQUARE
    return lon + east / _METRES_A_DEGREE / cos(radians(lat)), lat + north / _METRES_A_DEGREE
