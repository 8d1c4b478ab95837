"""The dashboard over many events (``manage.py bench board``: 100,000 and 1 million, some minutes; ``--full``: 1 and 10
million, most of an hour of which filling a database of its own takes the most).

All events lie in the 90 days of the longest span: 200 cameras of three kinds each, ten districts, one alert in three
events. A question is all that one page asks: figures, and how well detectors work.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import mean
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection

from detectors.models import Lease
from hypervision.accounts.permissions import Sight
from hypervision.board.detectors import work
from hypervision.board.events import Scope
from hypervision.board.figures import figures_in
from hypervision.board.folding import count_from_rows, fold
from hypervision.board.query import Chosen
from hypervision.board.telling import EXACT, IN_FIVES, Telling
from hypervision.lib import clock
from hypervision.lib.bench import Figure, Say, at_most, at_most_of, p95
from hypervision.lib.months import after
from hypervision.lib.resident import settle
from hypervision.lib.scratch import scratch_database, server_seconds
from maps.count_months import COUNTS
from maps.models import Camera, District

DATABASE = "bench_board"
CAMERAS, DISTRICTS, DAYS = 200, 10, 90
PLAIN, FULL = (100_000, 1_000_000), (1_000_000, 10_000_000)
PIECE = 500_000
SUMS = 1_000_000
GOAL_MS, GOAL_RATIO = 300.0, 1.3
ROUNDS, WARM_UP = 20, 1
_WEST, _SOUTH, _EAST, _NORTH = 24.90, 60.15, 25.00, 60.20

CITY = Sight(everywhere=True, area=None)
QUARTER_OF_IT = Sight(
    everywhere=False,
    area=MultiPolygon(Polygon.from_bbox((_WEST, _SOUTH, (_WEST + _EAST) / 2, (_SOUTH + _NORTH) / 2)), srid=4326),
)


@dataclass(frozen=True, slots=True)
class Question:
    sight: Sight
    telling: Telling
    chosen: Chosen


def questions(district: District, now: datetime) -> Mapping[str, Question]:
    own = Chosen(span="own", since=(now - timedelta(days=364)).date(), until=now.date())
    quarter = Chosen(span="quarter")
    exact = {
        "24 hours": Chosen(span="day"),
        "7 days": Chosen(span="week"),
        "30 days": Chosen(span="month"),
        "90 days": quarter,
        "a year": own,
        "90 days of a district": replace(quarter, district=str(district.pk), district_name=district.name),
        "90 days of a kind": replace(quarter, kind="fall"),
        "90 days at an hour": replace(quarter, hour=15),
        "90 days of a day of the week": replace(quarter, weekday=2),
        "90 days of the same cameras": replace(quarter, same_cameras=True, compared="before"),
    }
    of_a_bit = ("24 hours", "90 days", "90 days of a kind", "90 days at an hour")
    return {
        **{f"{name}, supervisor": Question(CITY, EXACT, chosen) for name, chosen in exact.items()},
        **{f"{name}, official": Question(CITY, IN_FIVES, exact[name]) for name in ("24 hours", "90 days", "a year")},
        **{f"{name}, operator of a quarter": Question(QUARTER_OF_IT, EXACT, exact[name]) for name in of_a_bit},
    }


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    settle()  # as a web process does
    say(f"Makes the database {DATABASE}.")
    with scratch_database(DATABASE):
        now = clock.now()
        district = _city(now)
        asked = questions(district, now)
        seen: list[dict[str, float]] = []
        there = 0
        for events in FULL if full else PLAIN:
            say(f"Fills it up to {events:,} events.")
            _fill(there, events, now)
            there = events
            say("Asks.")
            spent = {}
            for name, question in asked.items():
                took, spent[name] = _asked(question, now)
                yield at_most(f"{events:,} events, {name}, p95", took, "ms", GOAL_MS)
            seen.append(spent)
        fewer, more = seen
        for name in asked:
            yield at_most_of(f"ten times the events, {name}, processor", more[name], fewer[name], "ms", GOAL_RATIO)
        yield at_most("folding a batch of 10,000 late events", _late(now), "ms", 2000)
        yield at_most(f"dropping a month of {SUMS:,} sums of counting", _drop_a_month(), "ms", 1000)


def _asked(question: Question, now: datetime) -> tuple[float, float]:
    """Milliseconds by the clock (p95), and of processors: of this process and its PostgreSQL process (mean)."""
    period = question.chosen.period(now, question.telling)
    times, spent = [], []
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # whose time nobody would charge
    for _ in range(WARM_UP + ROUNDS):
        begun, before = time.perf_counter(), time.process_time() + server_seconds()
        scope = Scope.of(question.sight, period, question.chosen, question.telling)
        work(scope, figures_in(scope))
        spent.append((time.process_time() + server_seconds() - before) * 1000)
        times.append((time.perf_counter() - begun) * 1000)
    return p95(times[WARM_UP:]) or 0.0, mean(spent[WARM_UP:])


def _city(now: datetime) -> District:
    step = (_EAST - _WEST) / DISTRICTS
    boxes = [(_WEST + place * step, _SOUTH, _WEST + (place + 1) * step, _NORTH) for place in range(DISTRICTS)]
    districts = [
        District.objects.create(name=f"District {place}", area=MultiPolygon(Polygon.from_bbox(box), srid=4326))
        for place, box in enumerate(boxes)
    ]
    cameras = Camera.objects.bulk_create(
        Camera(name=f"Camera {number}", location=_place(number), address="rtsp://127.0.0.1/")
        for number in range(CAMERAS)
    )
    Lease.objects.bulk_create(
        Lease(camera=camera, token=number, worker="w", taken_at=at, ended_at=at + timedelta(days=10))
        for camera in cameras
        for number in range(2 * DAYS // 10)
        for at in [now - timedelta(days=2 * DAYS - 10 * number)]
    )
    return districts[0]


def _place(number: int) -> Point:
    across, up = number * 0.618034 % 1, number * 0.754878 % 1
    return Point(_WEST + across * (_EAST - _WEST), _SOUTH + up * (_NORTH - _SOUTH), srid=4326)


# Verdicts and what they took as in a room that looks at most of what comes. One event in fifty was seen by no camera.
_EVENTS = """
WITH camera AS (SELECT id, location, row_number() OVER (ORDER BY name) - 1 AS place FROM maps_camera),
district AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM maps_district),
number AS (SELECT n, abs(hashint8(n)::bigint) AS lot FROM generate_series(%(since)s::bigint, %(until)s - 1) AS n)
INSERT INTO maps_event (id, kind, camera_id, place, place_error, place_source, street, district_id, started_at,
  captured_at, created_at, score, facts, zone_name, model_hash, authorisation_id, regime, is_real)
SELECT lpad(to_hex(n), 32, '0')::uuid,
       (ARRAY['intrusion', 'fall', 'fire', 'density', 'crowd_movement', 'weapon', 'wrong_direction',
              'abandoned_object'])[1 + (lot %% %(cameras)s + lot / 1000 %% 3) %% 8],
       CASE WHEN n %% 50 > 0 THEN camera.id END, camera.location, 1.5, 'calibration', 'Kaivokatu', district.id,
       at, at, at, .8, '{}', 'Gate', '', '00000000-0000-0000-0000-000000000001', 'EU-OTHER', true
  FROM number
  JOIN camera ON camera.place = lot %% %(cameras)s
  JOIN district ON district.place = floor((ST_X(camera.location) - %(west)s) / %(width)s)::int,
  LATERAL (SELECT %(now)s::timestamptz - (lot / 7 %% 7776000) * interval '1 second' AS at) moment
"""
_ALERTS = """
INSERT INTO alerts_alert (id, event_id, severity, state, created_at, source, words)
SELECT id, id, 'high', (ARRAY['confirmed', 'refuted', 'refuted', 'closed', 'new'])[1 + n / 3 %% 5], captured_at, '', ''
  FROM generate_series(%(since)s::bigint, %(until)s - 1) AS n
  JOIN maps_event ON id = lpad(to_hex(n), 32, '0')::uuid WHERE n %% 3 = 0
"""
_STEPS = """
INSERT INTO alerts_alertstep (alert_id, from_state, to_state, at, reason, informed, note)
SELECT id, 'new', state, created_at + (5 + hashint8(n) & 511) * interval '1 second',
       CASE state WHEN 'refuted' THEN (ARRAY['lamp', 'animal', 'shadow', 'rain'])[1 + n %% 4]
                  WHEN 'closed' THEN (ARRAY['left', 'sent_away'])[1 + n %% 2] ELSE '' END, '{}', ''
  FROM generate_series(%(since)s::bigint, %(until)s - 1) AS n
  JOIN alerts_alert ON id = lpad(to_hex(n), 32, '0')::uuid WHERE n %% 3 = 0 AND state <> 'new'
"""
_TABLES = ("maps_event", "alerts_alert", "alerts_alertstep")


def _fill(since: int, until: int, now: datetime) -> None:
    """Without triggers and without indexes that no figure uses, which are most of the time."""
    facts = _facts(now)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        for name in ("maps_event_place%", "maps_event_due", "metrics_%"):
            _drop_indexes(name)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for begin in range(since, until, PIECE):
            for statement in (_EVENTS, _ALERTS, _STEPS):
                cursor.execute(statement, {**facts, "since": begin, "until": min(begin + PIECE, until)})
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        count_from_rows()
        cursor.execute("VACUUM ANALYZE")


def _facts(now: datetime) -> dict[str, Any]:
    return {"cameras": CAMERAS, "west": _WEST, "width": (_EAST - _WEST) / DISTRICTS, "now": now}


def _drop_indexes(like: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE indexname LIKE %s AND tablename = ANY(%s)", [like, list(_TABLES)]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


def _late(now: datetime) -> float:
    """Milliseconds until figures are folded after events of all hours came in late."""
    facts = _facts(now)
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, {**facts, "since": 1 << 40, "until": (1 << 40) + 10_000})
    begun = time.perf_counter()
    fold()
    return (time.perf_counter() - begun) * 1000


_SUMS = """
WITH zone AS (
  INSERT INTO maps_zone (id, camera_id, name, purpose, points, version)
  SELECT gen_random_uuid(), id, 'Line', 'line', '[]', 1 FROM maps_camera RETURNING id, camera_id),
line AS (SELECT *, row_number() OVER () - 1 AS place FROM zone)
INSERT INTO maps_countbin (zone_id, camera_id, starts_at, kind, measure, label, way, objects_seen, basis, total,
  squares, variances, classes)
SELECT line.id, line.camera_id, %(since)s::timestamptz + n / %(cameras)s * interval '5 minutes', 'line_count',
       'crossings', 'person', 'forward', 40, 40, 40, 40, 0, '{}'
  FROM generate_series(0, %(sums)s - 1) AS n JOIN line ON line.place = n %% %(cameras)s
"""


def _drop_a_month() -> float:
    """Milliseconds, of the oldest month that is there."""
    month = COUNTS.months()[0]
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"since": month, "cameras": CAMERAS, "sums": SUMS})
    begun = time.perf_counter()
    dropped = COUNTS.drop_before(after(month))
    took = (time.perf_counter() - begun) * 1000
    return took if dropped == [month] else float("inf")
