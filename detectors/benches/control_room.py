"""The control room under load, in a real browser (``manage.py bench control_room``, about six minutes; --full nine).

A server of its own serves a made-up city from a scratch database. Where the map is judged, the same flight over one and
the same base map is drawn in turns: in the control room, and on a bare MapLibre map as large, with nothing on it.
Live view, fan-out and incidents have benches of their own: ``live_view``, ``fanout``, ``incidents``.
"""

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

from django.conf import settings
from django.test import Client

from detectors.benches import made_up
from detectors.benches.room_scripts import (
    BARE,
    BARE_PAGE,
    DO_STEP,
    FIRST_MAP,
    FLY,
    GIVE_VERDICT,
    HAS_CARD,
    HAS_HEARD,
    OPEN_BARE,
    OPEN_PROCEDURE,
    OPEN_ROOM,
    SHOW_PAST,
    SHOWN_AT,
    SHOWS_STEP,
    WATCH_VERDICTS,
)
from detectors.benches.windows import Browser, Window, browser
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.lib.bench import Figure, Say, at_least_of, at_most, at_most_of, p95
from hypervision.lib.scratch import product, scratch_database, serving
from hypervision.live.models import JournalEntry
from maps.models import Camera, City

DATABASE = "bench_control_room"
VERDICTS = STEPS = 40
ARRIVED_S = 4
"""Seconds until the movement with which alerts come in is over."""
FLOOD, FLOOD_SECONDS = 200, 10
SHIFT, WARM_UP = 2000, 200
EVENTS = 50_000
FLIGHT_SECONDS = 8
ROUNDS, FULL_ROUNDS = 2, 4
COLD_STARTS, FULL_COLD_STARTS = 5, 10
DAY = 200
"""Alerts of the last day that a room finds when it opens."""


@dataclass(frozen=True, slots=True)
class Flight:
    """times: milliseconds from frame to frame. cpu: seconds of processor time of the whole browser."""

    times: list[float]
    cpu: float

    @property
    def cost(self) -> float:
        """Milliseconds of processor time a frame: what other programs on the machine do not change."""
        return 1000 * self.cpu / len(self.times)

    @property
    def rate(self) -> float:
        return 1000 * len(self.times) / sum(self.times)


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    cookie: tuple[str, str]
    cameras: Sequence[Camera]
    person: User
    browser: Browser

    def room(self) -> Window:
        window = self.browser.window(self.address, self.cookie)
        window.go(f"{self.address}/map/")
        window.until("() => document.querySelector('hv-queue')?.room?.live.ready")
        window.ask(OPEN_ROOM)
        return window

    def bare(self) -> Window:
        page = BARE_PAGE % list(City.objects.get().extent.extent)
        window = self.browser.window(self.address, self.cookie, {BARE: page})
        window.go(self.address + BARE)
        window.ask(OPEN_BARE)
        return window

    @property
    def centre(self) -> list[float]:
        places = [camera.location.coords for camera in self.cameras]
        return [sum(part) / len(places) for part in zip(*places, strict=True)]


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    with browser() as windows, scratch_database(DATABASE):
        say("A made-up city, a server and a browser of their own.")
        cameras = made_up.city()
        person = User.objects.create_user("operator", role=Role.OPERATOR, everywhere=True)
        made_up.past(cameras, DAY, 1)
        with serving(product, DATABASE) as server:
            site = Site(f"http://localhost:{server.port}", _log_in(person), cameras, person, windows)
            yield from _first_map(site, FULL_COLD_STARTS if full else COLD_STARTS)
            yield from _verdicts(site, say)
            yield from _steps(site, say)
            yield from _flood(site, FULL_ROUNDS if full else ROUNDS, say)
            yield from _shift(site, say)
            say(f"{EVENTS} alerts of a month.")
            made_up.past(cameras, EVENTS, 30)
            yield from _many(site, FULL_ROUNDS if full else ROUNDS, say)


def _log_in(person: User) -> tuple[str, str]:
    client = Client()
    client.force_login(person)
    return settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value


def _first_map(site: Site, times: int) -> Iterator[Figure]:
    """Each time another window, whose cache is empty."""
    seconds = []
    for _ in range(times):
        window = site.browser.window(site.address, site.cookie)
        window.go(f"{site.address}/map/")
        seconds.append(window.ask(FIRST_MAP) / 1000)
        window.close()
    yield at_most("control room, first map with a cold cache, median", median(seconds), "s", 2.5)


def _verdicts(site: Site, say: Say) -> Iterator[Figure]:
    """From the step in one window until the card is gone from the queue of another; their arrival is over by then."""
    chance = random.Random(2)  # noqa: S311 - a made-up city
    one, other = site.room(), site.room()
    other.ask(WATCH_VERDICTS)
    alerts = [str(made_up.raised(chance.choice(site.cameras), chance).pk) for _ in range(VERDICTS)]
    for alert in alerts:
        for window in (one, other):
            window.until(HAS_CARD, alert)
    time.sleep(ARRIVED_S)
    late = []
    for alert in alerts:
        given = one.ask(GIVE_VERDICT, alert)
        other.until("(id) => window.goneAt[id] !== undefined", alert)
        late.append(other.ask("(id) => window.goneAt[id]", alert) - given)
    for window in (one, other):
        window.close()
    say(f"A verdict took {median(late):.0f} ms to the other window (median).")
    yield at_most("control room, a verdict seen in another browser, p95", p95(late), "ms", 300)


def _steps(site: Site, say: Say) -> Iterator[Figure]:
    """From the step in one window until the next one stands in the procedure that is open in another."""
    chance = random.Random(5)  # noqa: S311 - a made-up city
    one, other = site.room(), site.room()
    alert = str(made_up.followed(chance.choice(site.cameras), chance, site.person, STEPS).pk)
    for window in (one, other):
        window.until(HAS_CARD, alert)
        window.ask(OPEN_PROCEDURE, alert)
        window.until(SHOWS_STEP, 1)
    time.sleep(ARRIVED_S)
    late = []
    for number in range(1, STEPS):
        done = one.ask(DO_STEP, [alert, number])
        other.until(SHOWS_STEP, number + 1)
        late.append(other.ask(SHOWN_AT, number + 1) - done)
    for window in (one, other):
        window.close()
    say(f"A step of a procedure took {median(late):.0f} ms to the other window (median).")
    yield at_most("control room, a step of a procedure seen in another browser, p95", p95(late), "ms", 300)


def _flood(site: Site, rounds: int, say: Say) -> Iterator[Figure]:
    """Frames while alerts come in. The same storm blows while the bare map is flown: it is only not told of it."""
    chance = random.Random(3)  # noqa: S311 - a made-up city
    path = {"seconds": FLOOD_SECONDS, "centre": site.centre, "near": 16, "far": 14}
    ours, peer = list[Flight](), list[Flight]()
    for _ in range(rounds):
        for flights, window in ((peer, site.bare()), (ours, site.room())):
            with ThreadPoolExecutor(1) as aside:
                flown = aside.submit(_fly, site, window, path)
                _raise(site, FLOOD, FLOOD_SECONDS, chance)
                flights.append(flown.result())
            if flights is ours:
                window.until(HAS_HEARD, _told())
            window.close()
        say(f"A frame: {median(ours[-1].times):.0f} ms here, {median(peer[-1].times):.0f} ms on a bare map.")
    name = f"control room, {FLOOD} alerts in {FLOOD_SECONDS} s, time of a frame"
    times, bare = [t for one in ours for t in one.times], [t for one in peer for t in one.times]
    yield at_most_of(f"{name}, median", median(times), median(bare), "ms", 1.5)
    yield at_most_of(f"{name}, p95", p95(times) or 0, p95(bare) or 1, "ms", 1.5)
    yield at_most_of(f"{name}, of the processor", _cost(ours), _cost(peer), "ms", 1.5)


def _shift(site: Site, say: Say) -> Iterator[Figure]:
    """What a page keeps of a shift: alerts come, most are judged, all stay known for a day."""
    chance = random.Random(4)  # noqa: S311 - a made-up city
    window = site.room()
    _work(site, WARM_UP, chance)
    window.until(HAS_HEARD, _told())
    before = window.heap()
    _work(site, SHIFT, chance)
    window.until(HAS_HEARD, _told())
    after = window.heap()
    window.close()
    say(f"The page held {before / 1e6:.1f} MB, and {after / 1e6:.1f} MB after {SHIFT} alerts.")
    yield at_most(f"control room, growth of the page over {SHIFT} alerts", 100 * (after / before - 1), "%", 20)


def _many(site: Site, rounds: int, say: Say) -> Iterator[Figure]:
    """Frames a second over a month of alerts, with all of them on the map, against those of the bare map."""
    path = {"seconds": FLIGHT_SECONDS, "centre": site.centre, "near": 18.5, "far": 13}
    ours, peer = list[Flight](), list[Flight]()
    for _ in range(rounds):
        bare = site.bare()
        peer.append(_fly(site, bare, path))
        bare.close()
        window = site.room()
        window.ask(SHOW_PAST)
        ours.append(_fly(site, window, path))
        window.close()
        say(f"Frames a second: {ours[-1].rate:.1f} here, {peer[-1].rate:.1f} on a bare map.")
    name = f"control room, {EVENTS} alerts on the map, frames a second"
    yield at_least_of(name, median(one.rate for one in ours), median(one.rate for one in peer), "1/s", 0.8)
    yield at_least_of(f"{name} of the processor", 1000 / _cost(ours), 1000 / _cost(peer), "1/s", 0.8)


def _fly(site: Site, window: Window, path: dict[str, object]) -> Flight:
    before = site.browser.cpu_seconds()
    times: list[float] = window.ask(FLY, path)
    return Flight(times, site.browser.cpu_seconds() - before)


def _cost(flights: Sequence[Flight]) -> float:
    return median(flight.cost for flight in flights)


def _told() -> int:
    """The number of what was told last. (Alerts cannot be counted: those of a day ago leave the page meanwhile.)"""
    return JournalEntry.objects.latest("number").number


def _raise(site: Site, many: int, seconds: float, chance: random.Random) -> None:
    start = time.monotonic()
    for index in range(many):
        time.sleep(max(0.0, start + index * seconds / many - time.monotonic()))
        made_up.raised(chance.choice(site.cameras), chance)


def _work(site: Site, many: int, chance: random.Random) -> None:
    """Nine of ten are judged at once."""
    for index in range(many):
        alert = made_up.raised(chance.choice(site.cameras), chance)
        if index % 10:
            made_up.refuted(alert, site.person)
