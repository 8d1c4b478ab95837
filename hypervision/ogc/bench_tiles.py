"""Tiles of alerts over HTTP (``manage.py bench tiles``, some minutes), beside the bare database and beside tipg.

The world of ``bench ogc``, of whose alerts those of the last thirty days are on the map. Ours are clustered for the
eyes of who asks, far away out of sums by cell and day; the peers draw each point of one table that is in the map's
projection already.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from math import asinh, pi, radians, tan
from statistics import median

from django.db import connection

from detectors.benches import peers
from detectors.benches.peers import TIPG
from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts import cells
from hypervision.lib.bench import Figure, Say, at_least_of, at_most, at_most_of, interleaved, p95
from hypervision.lib.scratch import product, scratch_database, serving
from hypervision.ogc.bench import AS_ONE_TABLE, fill

DATABASE = "bench_tiles"
CENTRE = (24.95, 60.175)
NEAR, CITY = (13, 14, 15, 16), 11
ROUNDS, AT_ONCE, IN_A_BLOCK = 20, 8, 96
BARE_GOAL, TIPG_GOAL, CITY_GOAL_MS = 1.6, 4.0, 20.0
PROJECTED = """
DELETE FROM bench.told_events WHERE captured_at < now() - interval '30 days';
ALTER TABLE bench.told_events ADD COLUMN projected geometry(Point, 3857);
UPDATE bench.told_events SET projected = ST_Transform(place, 3857);
CREATE INDEX ON bench.told_events USING gist (projected);
VACUUM ANALYZE bench.told_events;
VACUUM ANALYZE alerts_cellsum;
"""
BARE = """
WITH box AS (SELECT ST_TileEnvelope(%s, %s, %s) AS edge), drawn AS (
  SELECT id, kind, ST_AsMVTGeom(projected, box.edge, 4096, 64, true) AS geom
  FROM bench.told_events, box WHERE projected && box.edge LIMIT 10000)
SELECT ST_AsMVT(drawn, 'events', 4096, 'geom') FROM drawn
"""
GROUPED = """
SELECT floor((ST_X(projected) + 20037508.34) / %s), floor((20037508.34 - ST_Y(projected)) / %s), state, count(*)
FROM bench.told_events GROUP BY 1, 2, 3
"""
Tile = tuple[int, int, int]


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    say(f"Makes the database {DATABASE} with alerts of a month.")
    with scratch_database(DATABASE):
        fill()
        cells.fold()  # as beat does every few seconds
        with connection.cursor() as cursor:
            for sentence in filter(str.strip, f"{AS_ONE_TABLE}{PROJECTED}".split(";")):
                cursor.execute(sentence)
        system = User.objects.create_user("map", role=Role.SYSTEM, everywhere=True)
        scopes = [str(Scope.TILES_READ), str(Scope.ALERTS_READ)]
        _, secret = ApiToken.objects.create(user=system, name="bench", scopes=scopes)
        python, script = TIPG.python(say), peers.HERE / "tipg_server.py"
        with (
            serving(product, DATABASE) as server,
            serving(lambda port: [str(python), str(script), str(port)], DATABASE) as other,
        ):
            ours = partial(
                _get, server.port, {"Authorization": f"Token {secret}"}, "/tiles/alerts/{}/{}/{}.pbf?span=30d"
            )
            tipg = partial(_get, other.port, {}, TIPG_TILE)
            yield from _beside_the_database(ours, ROUNDS * (3 if full else 1))
            yield _beside_tipg(ours, tipg)
            yield from _of_the_city(ours)


TIPG_TILE = (
    "/collections/bench.told_events/tiles/WebMercatorQuad/{}/{}/{}?limit=10000&properties=id,kind&geom-column=projected"
)
Get = Callable[[Tile], float]


def _beside_the_database(ours: Get, rounds: int) -> Iterator[Figure]:
    for zoom in NEAR:
        tile = _tile(zoom)
        told = interleaved(partial(_middle, ours, tile, rounds), partial(_middle, _bare, tile, rounds), attempts=2)
        yield at_most_of(f"tile of alerts over HTTP at zoom {zoom}, against bare ST_AsMVT", *told, "ms", BARE_GOAL)


def _beside_tipg(ours: Get, tipg: Get) -> Figure:
    told = interleaved(partial(_a_second, ours), partial(_a_second, tipg), attempts=2)
    return at_least_of(f"tiles of zoom 15, {AT_ONCE} at once, against tipg", *told, "1/s", TIPG_GOAL)


def _of_the_city(ours: Get) -> Iterator[Figure]:
    """What a person sees first: all alerts in one tile. Beside it, what the database takes to group them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench.told_events")
        [alerts] = cursor.fetchone()
    times = [ours(_tile(CITY)) for _round in range(ROUNDS)]
    yield at_most(f"clusters of the whole city over {alerts} alerts over HTTP, p95", p95(times), "ms", CITY_GOAL_MS)
    cell = 40_075_016.69 / 2**CITY / 8
    peer = median(_timed(GROUPED, (cell, cell)) for _round in range(ROUNDS))
    yield at_most_of("the same, against GROUP BY in the projection", median(times), peer, "ms", BARE_GOAL)


def _middle(get: Get, tile: Tile, rounds: int) -> float:
    return median(get(tile) for _round in range(rounds))


def _a_second(get: Get) -> float:
    zoom, column, row = _tile(15)
    tiles = [(zoom, column + number % 6 - 3, row + number // 6 % 6 - 3) for number in range(IN_A_BLOCK)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(get, tiles))
    return IN_A_BLOCK / (time.perf_counter() - begun)


def _bare(tile: Tile) -> float:
    return _timed(BARE, tile)


def _timed(query: str, values: tuple[float, ...]) -> float:
    with connection.cursor() as cursor:
        begun = time.perf_counter()
        cursor.execute(query, values)
        cursor.fetchall()
        return (time.perf_counter() - begun) * 1000


def _get(port: int, headers: dict[str, str], path: str, tile: Tile) -> float:
    """Milliseconds to the last byte, over a new connection."""
    begun = time.perf_counter()
    client = HTTPConnection("localhost", port)
    client.request("GET", path.format(*tile), headers=headers)
    answer = client.getresponse()
    body = answer.read()
    client.close()
    if answer.status not in (200, 204):
        raise RuntimeError(f"{path.format(*tile)}: {answer.status} {body[:200]!r}")
    return (time.perf_counter() - begun) * 1000


def _tile(zoom: int) -> Tile:
    lon, lat = CENTRE
    across, down = (lon + 180) / 360, (1 - asinh(tan(radians(lat))) / pi) / 2
    return zoom, int(across * 2**zoom), int(down * 2**zoom)
