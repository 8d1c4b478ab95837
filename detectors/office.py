"""The desk of one watch: a thread of its own that does all that needs the database.

Every two seconds it renews the lease, the rulings and the plan, and writes down what the watch says of itself;
sightings go in as they come, by way of the disk (``outbox``). So a database that is slow or away never holds the eyes
up: sightings wait on disk, a ruling holds for a minute at most, and nobody else can take the lease.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F

from detectors import build, duty, leases, outbox, states
from detectors.build import CameraGoneError, Plan
from detectors.counts import Tally
from detectors.models import Network, Watch
from detectors.outbox import AWAY, Outbox, note_away
from detectors.sighting import Sighting
from detectors.vision.mask.doubt import DOUBTFUL, Doubt
from detectors.vision.types import Statistic
from detectors.vitals import Vitals
from hypervision.law import retention
from hypervision.law.gate import Ruling
from hypervision.lib import clock
from hypervision.lib.log import about_camera
from maps.models import Preset, Still

logger = logging.getLogger(__name__)

RULING_HOLDS_S = 60.0
"""How long a yes counts that cannot be renewed."""
FIRST_REPORT_S = 0.8
"""After this long a camera mostly delivers: it should not look unwatched for a whole heartbeat."""
ORPHANS_EVERY_S = 30.0
STILL_EVERY_S = 30.0


@dataclass(frozen=True, slots=True)
class Orders:
    """What the watch works by, as of ``renewed`` (monotonic seconds)."""

    plan: Plan
    rulings: Mapping[str, Ruling]
    renewed: float


@dataclass(frozen=True, slots=True)
class StillPicture:
    jpeg: bytes
    captured_at: datetime
    regime: str
    background: bytes
    preset_id: UUID | None


class Office:
    """``with Office(camera_id, token) as office``: entered, it has orders, or it has ended."""

    def __init__(self, camera_id: UUID, token: int) -> None:
        self.camera_id = camera_id
        self.token = token
        self.vitals = Vitals(time.monotonic())
        self.orders: Orders | None = None
        self.ended = threading.Event()
        self._closing = threading.Event()
        self.doubt = Doubt()
        self._tally = Tally()
        self._still: StillPicture | None = None
        self._still_due = 0.0
        self._outbox = Outbox(camera_id, token, settings.SPOOL_DIR)
        self._orphans_due = 0.0
        self._thread = threading.Thread(target=self._run, name=f"office-{camera_id}", daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> "Office":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        """Hands in what is there, gives the lease back; some seconds at most when the database is away."""
        self._closing.set()
        self._outbox.wake()
        self._thread.join()

    # --- what the eyes ask and say ------------------------------------------------------------------------------------

    def ruling(self, kind: str) -> Ruling | None:
        """The ruling that allows this kind now; None when there is none, or none that is young enough."""
        orders = self.orders
        if orders is None or time.monotonic() - orders.renewed > RULING_HOLDS_S:
            return None
        ruling = orders.rulings.get(kind)
        return ruling if ruling is not None and ruling.allowed else None

    def may_run(self, kind: str, at: datetime) -> bool:
        return self.ruling(kind) is not None

    def hand_in(self, sighting: Sighting) -> None:
        self._outbox.accept(sighting)

    def count(self, seen: Statistic) -> None:
        self._tally.add(seen)

    def still_regime(self) -> str | None:
        """The regime under which a picture of the camera may be kept now; None when none is due or allowed."""
        return None if time.monotonic() < self._still_due else self._picture_regime()

    def may_show(self) -> bool:
        """Whether somebody may look on now: pictures are on, a ruling allows them, and the masks are not in doubt."""
        if self.orders is None or not self.orders.plan.pictures or (self.doubt.share or 0) >= DOUBTFUL:
            return False
        return self._picture_regime() is not None

    def may_remember(self) -> bool:
        """Whether what the rules are given may be remembered: a ruling lets some of it become an event (R-06)."""
        return self._picture_regime() is not None

    def _picture_regime(self) -> str | None:
        if self.orders is None:
            return None
        rulings = filter(None, (self.ruling(kind) for kind in self.orders.rulings))
        return next((ruling.regime for ruling in rulings if ruling.pictures), None)

    def keep_still(self, still: StillPicture | None) -> None:
        """None: it could not be masked; the next one is tried when it is due."""
        self._still_due = time.monotonic() + STILL_EVERY_S
        self._still = still

    # --- the thread ---------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        with about_camera(str(self.camera_id)):
            try:
                self._guarded(self._beat)
                self._ready.set()
                self._work()
                self._close()
            except Exception:
                # An office that died must end its watch: the lease then runs out and another worker takes over.
                logger.exception("The watch ends: its office failed in a way that was not foreseen.")
            finally:
                self._outbox.close()
                self.ended.set()
                self._ready.set()
                connection.close()

    def _work(self) -> None:
        """Heartbeats on time, sightings in between; while the database is away only a heartbeat tries it."""
        due, is_there = time.monotonic() + FIRST_REPORT_S, True
        while not (self._closing.is_set() or self.ended.is_set()):
            wait = due - time.monotonic()
            if wait <= 0:
                due = max(due + leases.HEARTBEAT_S, time.monotonic())
                is_there = self._guarded(self._beat)
            elif is_there:
                is_there = self._guarded(partial(self._outbox.deliver_next, wait))
            else:
                self._closing.wait(wait)

    def _beat(self) -> None:
        """1. Lease. 2. Plan and rulings. 3. What the watch says of itself. 4. Counts, what was lost, still picture."""
        if not leases.renew(self.camera_id, self.token):
            logger.warning("The watch ends: its lease is lost.")
            self.ended.set()
            return
        if not self._renew_orders():
            return
        self._report()
        self._write_down()

    def _renew_orders(self) -> bool:
        asked = time.monotonic()
        try:
            plan, wanted = build.plan_of(self.camera_id, clock.now())
        except CameraGoneError:
            logger.info("The watch ends: its camera was deleted.")
            self.ended.set()
            return False
        if wanted.state is not None or wanted.rulings is None:
            logger.info("The watch ends: %s", wanted.reason)
            if wanted.state is not None:
                states.settle(self.camera_id, wanted.state, wanted.reason, self.token)
            self.ended.set()
            return False
        self.orders = Orders(plan, wanted.rulings, asked)
        return True

    def _report(self) -> None:
        report = self.vitals.report(time.monotonic())
        try:
            Watch.objects.filter(camera_id=self.camera_id, token=self.token).update(
                analysed=F("analysed") + report.analysed,
                dropped=F("dropped") + report.dropped,
                rate=report.rate,
                frame_age_ms=report.age_ms,
                looked_share=report.looked_share,
                engine=self._engine(),
                **({} if self.doubt.share is None else {"unexplained": self.doubt.share}),
            )
        except DatabaseError:
            self.vitals.keep(report)
            raise
        states.settle(self.camera_id, report.state, report.reason, self.token)

    def _engine(self) -> str:
        return str(self.orders.plan.networks[Network.Purpose.OBJECTS].engine) if self.orders else ""

    def _write_down(self) -> None:
        self._flush_counts()
        self._outbox.tell_lost()
        self._write_still()
        if time.monotonic() >= self._orphans_due:
            is_all = outbox.take_in_orphans(settings.SPOOL_DIR) < outbox.MOST_AT_ONCE
            self._orphans_due = time.monotonic() + (ORPHANS_EVERY_S if is_all else 0)

    def _flush_counts(self) -> None:
        if self.orders is not None:
            self._tally.flush(self.camera_id, self.token, self.orders.plan.hash_for)

    def _write_still(self) -> None:
        still, self._still = self._still, None
        if self.orders is not None and not self.orders.plan.pictures:
            # One may have been on its way when they were switched off.
            Still.objects.filter(camera_id=self.camera_id).delete()
            return
        if still is None or self._is_of_a_forgotten_view(still):
            return
        erase_at = retention.erase_at(still.regime, still.captured_at)
        Still.objects.update_or_create(
            camera_id=self.camera_id,
            defaults={
                "jpeg": still.jpeg,
                "captured_at": still.captured_at,
                "erase_at": erase_at,
                "background": still.background,
                "preset_id": still.preset_id,
            },
        )

    def _is_of_a_forgotten_view(self, still: StillPicture) -> bool:
        """It was on its way meanwhile, and would pass for a picture of another view."""
        if still.preset_id is None:
            return False
        return not Preset.objects.filter(id=still.preset_id, forgotten_at=None).exists()

    # --- the end ------------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        """Everything that is still here goes in, or to disk; then the lease is given back."""
        self._outbox.finish_writing()
        self._guarded(self._flush_counts)
        self._guarded(self._outbox.deliver_all)
        self._guarded(self._outbox.tell_lost)
        self._guarded(self._write_still)
        if not self.ended.is_set():  # said by who leaves, for beat may be gone, too
            self._guarded(lambda: states.settle(self.camera_id, Watch.State.NOT_WATCHING, duty.WAITING, self.token))
        self._guarded(lambda: leases.release(self.camera_id, self.token))

    def _guarded(self, step: Callable[[], object]) -> bool:
        """Whether the database was there for this step."""
        try:
            step()
        except AWAY as error:
            note_away(error)
            return False
        return True
