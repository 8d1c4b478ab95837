"""A thousand items of /ogc/ over HTTP (``manage.py bench ogc``, some minutes).

A server of its own, on a database of its own: 100,000 events with their alerts, 1,000 cameras and 20,000 sums. Each
question is asked again and again, of another page each time; the slowest of twenty counts. Then the same events in
turns with tipg, which serves them from one table that has all columns ready and knows no perimeters.
"""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection

from detectors.benches import peers
from detectors.benches.peers import TIPG
from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from hypervision.lib.bench import Figure, Say, at_most, at_most_of, interleaved, p95
from hypervision.lib.scratch import product, scratch_database, serving
from hypervision.ogc.crs import EPSG
from maps.models import Camera, City, CountBin, District, Event, Zone

DATABASE = "bench_ogc"
EVENTS, CAMERAS, BINS = 100_000, 1000, 20
ITEMS = 1000
GOAL_MS = 80.0
ROUNDS, WARM_UP = 40, 3
_WEST, _SOUTH, _EAST, _NORTH = 24.90, 60.15, 25.00, 60.20
_SCOPES = (Scope.CAMERAS_READ, Scope.EVENTS_READ, Scope.COUNTS_READ)

QUESTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "events": ("events", {}),
    "events of a box and a filter, in metres": (
        "events",
        {
            "bbox": f"{_WEST},{_SOUTH},{(_WEST + _EAST) / 2},{_NORTH}",
            "filter": "kind IN ('fire', 'intrusion') AND CASEI(street) LIKE 'k%'",
            "crs": f"{EPSG}3857",
        },
    ),
    "cameras": ("cameras", {}),
    "counts": ("counts", {}),
}

PEER_GOAL = 1.0
OF_TIPG = {
    "events": {},
    "events of a box and a filter, in metres": {
        "bbox": f"{_WEST},{_SOUTH},{(_WEST + _EAST) / 2},{_NORTH}",
        "filter": "kind IN ('fire', 'intrusion') AND street LIKE 'K%'",
    },
}
AS_ONE_TABLE = """
CREATE SCHEMA bench;
CREATE TABLE bench.told_events AS
SELECT e.id, e.place::geometry(Point, 4326) AS place, e.kind, e.camera_id, c.name AS camera_name, e.zone_name AS zone,
  e.street, d.name AS district, e.place_source, e.place_error, e.score, e.facts, e.regime, e.authorisation_id,
  e.rule_id, e.rule_version, e.model_hash, e.started_at, e.captured_at, e.created_at, a.id AS alert, a.state, a.severity
FROM maps_event e JOIN maps_camera c ON c.id = e.camera_id LEFT JOIN maps_district d ON d.id = e.district_id
LEFT JOIN alerts_alert a ON a.event_id = e.id;
ALTER TABLE bench.told_events ADD PRIMARY KEY (id);
CREATE INDEX ON bench.told_events USING gist (place);
CREATE INDEX ON bench.told_events (captured_at DESC, id);
ANALYZE bench.told_events;
"""


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    say(f"Makes the database {DATABASE} with {EVENTS} events.")
    with scratch_database(DATABASE):
        fill()
        system = User.objects.create_user("gis", role=Role.SYSTEM, everywhere=True)
        _, secret = ApiToken.objects.create(user=system, name="bench", scopes=[str(scope) for scope in _SCOPES])
        with serving(product, DATABASE) as server:
            client = Client(server.port, secret)
            rounds = ROUNDS * (5 if full else 1)
            for name, (collection, asked) in QUESTIONS.items():
                times = client.pages(collection, asked, rounds)
                yield at_most(f"{ITEMS} {name} as OGC items, p95", p95(times), "ms", GOAL_MS)
            yield from _beside_tipg(client, rounds, say)


def _beside_tipg(client: "Client", rounds: int, say: Say) -> Iterator[Figure]:
    """Its pages are by number; it is asked for degrees, because it has no other reference system."""
    with connection.cursor() as cursor:
        cursor.execute(AS_ONE_TABLE)
    python, script = TIPG.python(say), peers.HERE / "tipg_server.py"
    with serving(lambda port: [str(python), str(script), str(port)], DATABASE) as server:
        peer = Tipg(server.port)
        for name, theirs in OF_TIPG.items():
            collection, asked = QUESTIONS[name]
            ours = partial(_p95_of, partial(client.pages, collection, asked, rounds))
            told = interleaved(ours, partial(_p95_of, partial(peer.pages, theirs, rounds)))
            yield at_most_of(f"{ITEMS} {name} as OGC items, p95, against tipg", *told, "ms", PEER_GOAL)


def _p95_of(pages: Callable[[], list[float]]) -> float:
    found = p95(pages())
    assert found is not None  # noqa: S101 - there are as many as were asked for
    return found


class Tipg:
    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("localhost", port)

    def pages(self, asked: dict[str, str], rounds: int) -> list[float]:
        """Milliseconds of each. From the last full page on it begins anew, as ``Client`` does."""
        self._connection.close()  # a server does not keep one that nobody used for seconds; it is opened anew
        times: list[float] = []
        page = 0
        while len(times) < rounds + WARM_UP:
            limits = {"limit": str(ITEMS), "offset": str(page * ITEMS), "sortby": "-captured_at"}
            path = f"/collections/bench.told_events/items?{urlencode({**asked, **limits})}"
            begun = time.perf_counter()
            self._connection.request("GET", path, headers={"Accept": "application/geo+json"})
            answer = self._connection.getresponse()
            body = answer.read()
            seconds = time.perf_counter() - begun
            if answer.status != 200 or (page == 0 and body.count(b'"Feature"') < ITEMS):
                raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
            is_full = body.count(b'"Feature"') == ITEMS
            if is_full:
                times.append(seconds * 1000)
            page = page + 1 if is_full else 0
        return times[WARM_UP:]


class Client:
    """One connection that is kept, as programs do."""

    def __init__(self, port: int, secret: str) -> None:
        self._connection = HTTPConnection("localhost", port)
        self._headers = {"Authorization": f"Token {secret}", "Accept": "application/geo+json"}

    def pages(self, collection: str, asked: dict[str, str], rounds: int) -> list[float]:
        """Milliseconds of each, from the question to the last byte. Pages that are not full are left out."""
        first = f"/ogc/collections/{collection}/items?{urlencode({**asked, 'limit': str(ITEMS)})}"
        path = first
        self._connection.close()
        times: list[float] = []
        while len(times) < rounds + WARM_UP:
            begun = time.perf_counter()
            body = self._read(path)
            seconds = time.perf_counter() - begun
            if body.count(b'"Feature"') == ITEMS:
                times.append(seconds * 1000)
            elif path == first:
                raise RuntimeError(f"{path} has fewer than {ITEMS} items.")
            path = _next(body) or first
        return times[WARM_UP:]

    def _read(self, path: str) -> bytes:
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
        return body


def _next(body: bytes) -> str | None:
    """Without reading the features, which would be our time and not the server's."""
    head = body.partition(b'"features"')[0].decode()
    before, found, _ = head.partition('", "rel": "next"')
    if not found:
        return None
    address = urlsplit(before.rpartition('"href": "')[2])
    return f"{address.path}?{address.query}"


def fill() -> None:
    now = clock.now()
    City.objects.create(
        id=1, name="Bench", extent=Polygon.from_bbox((_WEST, _SOUTH, _EAST, _NORTH)), source="", imported_at=now
    )
    box = (_WEST, _SOUTH, _EAST, _NORTH)
    district = District.objects.create(name="Centre", area=MultiPolygon(Polygon.from_bbox(box), srid=4326))
    cameras = Camera.objects.bulk_create(
        Camera(name=f"Camera {number}", location=_place(number), address="rtsp://127.0.0.1/")
        for number in range(CAMERAS)
    )
    events = Event.objects.bulk_create(
        (_event(number, cameras[number % CAMERAS].pk, district) for number in range(EVENTS)), batch_size=5000
    )
    Alert.objects.bulk_create((Alert(event=event, severity="low") for event in events), batch_size=5000)
    zones = Zone.objects.bulk_create(Zone(camera=camera, name="Line", purpose="line", points=[]) for camera in cameras)
    CountBin.objects.bulk_create((_bin(zone, number) for zone in zones for number in range(BINS)), batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _place(number: int) -> Point:
    across, up = number * 0.618034 % 1, number * 0.754878 % 1
    return Point(_WEST + across * (_EAST - _WEST), _SOUTH + up * (_NORTH - _SOUTH), srid=4326)


def _event(number: int, camera: UUID, district: District) -> Event:
    at = clock.now() - timedelta(minutes=number)
    return Event(
        id=uuid4(),
        kind=("fire", "intrusion", "fall")[number % 3],
        camera_id=camera,
        place=_place(number),
        place_error=1.5,
        place_source=Event.PlaceSource.CALIBRATION,
        street="Kaivokatu",
        district=district,
        started_at=at - timedelta(seconds=6),
        captured_at=at,
        score=0.8,
        facts={"persons": 1, "seconds": 6.0},
        zone_id=uuid4(),
        zone_name="Gate",
        rule_id=uuid4(),
        rule_version=1,
        calibration_version=1,
        model_hash="a" * 64,
        authorisation_id=uuid4(),
        regime="EU-OTHER",
    )


def _bin(zone: Zone, number: int) -> CountBin:
    return CountBin(
        zone=zone,
        camera_id=zone.camera_id,
        starts_at=clock.now() - timedelta(minutes=5 * number),
        kind="line_count",
        measure="crossings",
        label="person",
        way="forward",
        objects_seen=40,
        basis=40,
        total=40,
        squares=40,
        variances=0,
    )
