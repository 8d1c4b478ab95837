"""What reading costs beside it: pages of events, and a sheet of many rows (a part of ``manage.py bench api``)."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.db import connection

from hypervision.alerts.models import Alert
from hypervision.env import ROOT
from hypervision.lib import clock
from hypervision.lib.bench import Figure, at_most, p95
from maps.models import Camera, Event

EVENTS, ROWS_A_PAGE, PAGES, WARM_UP = 20_000, 1000, 60, 3
PAGE_GOAL_MS = 60.0
FEW_ROWS, MANY_ROWS = 10_000, 100_000
SHEET_GOAL_MB = 5.0

# A process of its own says how much memory it had at most, after so many rows of the dashboard's file.
SHEET = """
import itertools, resource, sys, tempfile
import django
django.setup()
from hypervision.board.exports import header, write_sheet
row = ["2026-06-01T12:00", "Kluuvi", "Intrusion", 12, 3, 4, 5]
with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
    write_sheet(file, header(), itertools.repeat(row, int(sys.argv[1])))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure(port: int, secret: str, *, full: bool) -> Iterator[Figure]:
    """port, secret: of a server on a database of the bench, and of a token that reads events."""
    _fill()
    times = list(_pages(port, secret, PAGES * (5 if full else 1)))
    yield at_most(f"{ROWS_A_PAGE} events as GeoJSON, p95", p95(times[WARM_UP:]), "ms", PAGE_GOAL_MS)
    growth = _most_kb(MANY_ROWS) - _most_kb(FEW_ROWS)
    name = f"XLSX of {MANY_ROWS} rows: peak of the memory beyond that of {FEW_ROWS}"
    yield at_most(name, growth / 1024, "MB", SHEET_GOAL_MB)


def _pages(port: int, secret: str, number: int) -> Iterator[float]:
    """Milliseconds of each page, from the question to the last byte, over one connection."""
    first = f"/api/v1/events/?limit={ROWS_A_PAGE}"
    path = first
    client = HTTPConnection("localhost", port)
    for _page in range(number + WARM_UP):
        begun = time.perf_counter()
        client.request("GET", path, headers={"Authorization": f"Token {secret}"})
        answer = client.getresponse()
        body = answer.read()
        yield (time.perf_counter() - begun) * 1000
        if answer.status != 200 or body.count(b'"Feature"') != ROWS_A_PAGE:
            raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
        path = _next(body) or first


def _next(body: bytes) -> str | None:
    """Without reading the features, which would be our time and not the server's."""
    head = body.partition(b'"next":')[2].partition(b',"features"')[0].decode()
    if head == "null":
        return None
    address = urlsplit(head.strip('"'))
    return f"{address.path}?{address.query}"


def _most_kb(rows: int) -> int:
    command = [sys.executable, "-c", SHEET, str(rows)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    return int(done.stdout)


def _fill() -> None:
    now = clock.now()
    place = Point(24.94, 60.17, srid=4326)
    cameras = Camera.objects.bulk_create(Camera(name=f"Camera {number}", location=place) for number in range(100))
    events = Event.objects.bulk_create(
        (
            Event(
                id=uuid4(),
                kind=("fire", "intrusion", "fall")[number % 3],
                camera=cameras[number % 100],
                place=place,
                place_error=1.5,
                place_source=Event.PlaceSource.CALIBRATION,
                street="Kaivokatu",
                started_at=now - timedelta(minutes=number, seconds=6),
                captured_at=now - timedelta(minutes=number),
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
            for number in range(EVENTS)
        ),
        batch_size=5000,
    )
    Alert.objects.bulk_create((Alert(event=event, severity="low") for event in events), batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
