"""The main job as people meet it: how soon an alert is on the screen, how fresh and regular watching is, how fast the
pages answer and how much memory all of it takes. Measured on the installation that runs in this folder, with its demo.
"""

import math
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from statistics import median

from detectors.benches import room
from detectors.benches.installation import Installation, running
from detectors.benches.visitor import Visitor
from detectors.benches.watches import Watches
from hypervision.env import ROOT, VAR
from hypervision.lib.bench import Figure, Say, at_most, p95
from hypervision.lib.errors import Refusal
from maps.models import Camera

LOOK_ON_S = 180
"""About one alert comes up every ten seconds."""
SAMPLE_S = 2
"""The heartbeat of a watch."""
MEMORY_EVERY = 5
"""Samples from one look at the memory to the next, which costs as much as some pictures."""
ROUNDS = 40
TILE_ZOOMS = (13, 14, 15, 16)
MEGABYTE = 1_000_000


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    """1. Find the installation. 2. Time its pages, while nobody else asks. 3. Look on with a browser, and sample the
    watches and the memory meanwhile.
    """
    here = running(ROOT, VAR)
    say(f"Measuring {here.address}: the pages first, then {LOOK_ON_S} s of watching with a browser.")
    yield from _pages(here)
    yield from _watching(here, say)


def _pages(here: Installation) -> Iterator[Figure]:
    visitor = Visitor(here.address)
    visitor.log_in(here.operator)
    tiles = _tiles()
    took = visitor.milliseconds(["/map/", "/api/v1/events/", *tiles], ROUNDS)
    yield at_most("map page, p95", p95(took["/map/"]), "ms", 150)
    yield at_most("first page of the API, p95", p95(took["/api/v1/events/"]), "ms", 150)
    yield at_most("tile of the base map, p95", p95(each for tile in tiles for each in took[tile]), "ms", 150)


def _watching(here: Installation, say: Say) -> Iterator[Figure]:
    watches, memory = Watches(), [here.memory()]
    with ThreadPoolExecutor(max_workers=1) as browser:
        looking = browser.submit(room.delays, here.address, here.operator, LOOK_ON_S)
        _sample_until(looking, watches, memory, here)
    delays = looking.result()
    say(_alerts(delays))
    for camera in watches.cameras.values():
        age = "none" if camera.age_ms is None else f"{camera.age_ms:.0f} ms old (p95)"
        say(f"{camera.name}: {camera.rate:.2f} of {camera.wanted_rate:g} pictures a second, {age}.")
    yield at_most("capture to pin in a browser, p95", p95(delays), "s", 1)
    yield at_most("age of an analysed picture, worst camera, p95", watches.worst_age_ms, "ms", 400)
    yield at_most("rate off the wanted one, worst camera", watches.worst_deviation, "%", 5)
    yield at_most("memory of all processes (PSS), most", max(memory) / MEGABYTE, "MB", 2500)


def _sample_until(looking: "Future[list[float]]", watches: Watches, memory: list[int], here: Installation) -> None:
    samples = 0
    while not looking.done():
        watches.sample()
        samples += 1
        if samples % MEMORY_EVERY == 0:
            memory.append(here.memory())
        time.sleep(SAMPLE_S)


def _alerts(delays: list[float]) -> str:
    if not delays:
        return "No alert came on the screen."
    return f"{len(delays)} alerts came on the screen, half of them within {median(delays):.2f} s of their capture."


def _tiles() -> list[str]:
    """Addresses of the tiles around a camera that is watched, at the zooms at which people look at a square."""
    camera = Camera.objects.exclude(address="").first()
    if camera is None:
        raise Refusal("No camera has an address. This bench needs the demonstration: bin/up --demo.")
    return [tile_at(zoom, camera.location.x, camera.location.y) for zoom in TILE_ZOOMS]


def tile_at(zoom: int, lon: float, lat: float) -> str:
    """Web Mercator: see https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames."""
    across = (lon + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return f"/tiles/base/{zoom}/{int(across * 2**zoom)}/{int(down * 2**zoom)}.pbf"
