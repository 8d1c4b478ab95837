"""What a ``kill -9`` of the workers, the web process, the broker and the database costs, and a minute without database.

Under load: the demonstration's cameras run, one client listens by WebSocket, another fetches pages all the time.
"""

import http.client
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from detectors.benches import killing
from detectors.benches.installation import Installation, running
from detectors.benches.ledger import Ledger
from detectors.benches.listener import Listener
from detectors.benches.visitor import Visitor
from detectors.models import Watch
from detectors.outbox import AWAY
from hypervision.accounts.models import User
from hypervision.env import ROOT, VAR
from hypervision.lib.bench import Figure, Say, at_least, at_most
from hypervision.lib.errors import Refusal
from hypervision.live import journal

LOAD_S = 12
"""Of ordinary work before each blow; the demonstration's cameras have an event every ten seconds or so."""
OUTAGE_S = 60
WHOLE_S = 30
PATIENCE_S = 60
"""Longest wait for the system to be whole, and then for the last events: orphans are looked for each half minute."""
LOOK_EVERY_S = 0.25
NO_ANSWER = (OSError, http.client.HTTPException)
PAGES = ("/map/", "/api/v1/events/")


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    """1. Load. 2. Blow after blow: how long, what is lost, what is doubled. 3. A minute without database. 4. What the
    listener heard, against the journal.
    """
    here = running(ROOT, VAR)
    visitor = Visitor(here.address)
    visitor.log_in(here.operator)
    ledger = Ledger(VAR / "log")
    say(f"Killing parts of {here.address}: {', '.join(killing.KINDS)}; then {OUTAGE_S} s without database.")
    with Listener(here.address, visitor.cookies, ledger.began_at) as listener, fetching(visitor) as fetched:
        for kind in killing.KINDS:
            yield from _blow(here, kind, ledger, say)
        yield from _outage(here, ledger, say)
        yield from _heard(here, listener, ledger, say)
    say(f"Meanwhile {fetched.answered} pages were answered and {fetched.refused} were not.")


def _blow(here: Installation, kind: str, ledger: Ledger, say: Say) -> Iterator[Figure]:
    time.sleep(LOAD_S)
    watched, before = watches(), counts(ledger)
    began = time.time()
    killed = killing.kill(kind, here.pids())
    seconds = until_whole(here, watched, began, say)
    settle(ledger)
    say(f"{kind}: {killed} processes killed. Events before: {before}; after: {counts(ledger)}.")
    yield at_most(f"{kind} killed, until all is well and watched again", seconds, "s", WHOLE_S)
    yield from _balance(f"{kind} killed", ledger)


def _outage(here: Installation, ledger: Ledger, say: Say) -> Iterator[Figure]:
    watched, before = watches(), len(ledger.kept())
    with killing.database_away(here.root):
        time.sleep(OUTAGE_S)
        meanwhile = len(ledger.kept()) - before
        began = time.time()
    seconds = until_whole(here, watched, began, say)
    settle(ledger)
    say(f"{meanwhile} events were kept during {OUTAGE_S} s without database. Afterwards: {counts(ledger)}.")
    name = f"{OUTAGE_S} s without database"
    yield at_least(f"{name}, events kept meanwhile", meanwhile, "events", 1)
    yield at_most(f"{name}, then until all is well and watched again", seconds, "s", WHOLE_S)
    yield from _balance(name, ledger)


def _balance(name: str, ledger: Ledger) -> Iterator[Figure]:
    yield at_most(f"{name}, events lost", ledger.lost(), "events", 0)
    yield at_most(f"{name}, events doubled", ledger.doubled(), "events", 0)


def _heard(here: Installation, listener: Listener, ledger: Ledger, say: Say) -> Iterator[Figure]:
    newest = journal.newest()
    wait_for(lambda: listener.upto >= newest, PATIENCE_S)
    told = [number for number in ledger.told(User.objects.get(username=here.operator.name)) if number <= newest]
    heard = [number for number in listener.heard if number <= newest]
    say(f"The listener dialled {listener.calls} times and heard {len(heard)} of {len(told)} messages.")
    yield at_least("live messages of the whole bench", len(told), "messages", 1)
    yield at_most("live messages missing", len(set(told) - set(heard)), "messages", 0)
    yield at_most("live messages that came twice", len(heard) - len(set(heard)), "messages", 0)
    yield at_most("live messages out of order", sum(a > b for a, b in pairwise(heard)), "messages", 0)


# --- whole ------------------------------------------------------------------------------------------------------------


def watches() -> dict[UUID, int]:
    """Pictures analysed so far by camera, of those that are watched now."""
    held = Watch.objects.filter(state=Watch.State.WATCHING, expires_at__gt=Now())
    found = dict(held.values_list("camera_id", "analysed"))
    if not found:
        raise Refusal("No camera is watched, so that nothing can be seen coming back. See /healthz and var/log/.")
    return found


def are_watched_again(before: dict[UUID, int], since: float) -> bool:
    """Each of them has analysed more, and said so after this time (seconds since the epoch)."""
    try:
        now = {watch.camera_id: watch for watch in Watch.objects.filter(camera_id__in=before, expires_at__gt=Now())}
    except AWAY:
        connection.close()
        return False
    return all(
        (watch := now.get(camera)) is not None
        and watch.state == Watch.State.WATCHING
        and watch.heartbeat_at is not None
        and watch.heartbeat_at.timestamp() > since
        and watch.analysed > analysed
        for camera, analysed in before.items()
    )


def until_whole(here: Installation, watched: dict[UUID, int], since: float, say: Say) -> float | None:
    """Seconds since then until every camera is watched again and /healthz is well; None when patience ends first."""
    if not wait_for(lambda: are_watched_again(watched, since), PATIENCE_S):
        say(f"Not every camera was watched again within {PATIENCE_S} s.")
        return None
    say(f"Every camera was watched again after {time.time() - since:.1f} s.")
    return time.time() - since if wait_for(lambda: is_well(here.address), PATIENCE_S) else None


def is_well(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(f"{address}/healthz", timeout=10).close()
    except NO_ANSWER:
        return False
    return True


def settle(ledger: Ledger) -> None:
    """Waits until all that was kept is in the database, or patience ends."""
    wait_for(lambda: ledger.arrived() == len(ledger.kept()), PATIENCE_S)


def counts(ledger: Ledger) -> str:
    return f"{len(ledger.kept())} kept, {ledger.arrived()} in the database"


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not (true := condition()) and time.monotonic() < until:
        time.sleep(LOOK_EVERY_S)
    return true


# --- load -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Fetched:
    answered: int = 0
    refused: int = 0


@contextmanager
def fetching(visitor: Visitor) -> Iterator[Fetched]:
    """One page after the other, in a thread of its own."""
    fetched, leaving = Fetched(), threading.Event()

    def fetch() -> None:
        while not leaving.wait(LOOK_EVERY_S):
            for page in PAGES:
                try:
                    visitor.read(page)
                    fetched.answered += 1
                except NO_ANSWER:
                    fetched.refused += 1

    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    try:
        yield fetched
    finally:
        leaving.set()
        thread.join()
