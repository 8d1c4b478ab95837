"""What is counted and measured becomes sums in bins of five minutes; nothing else of it is kept (R-06)."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction

from detectors import duty
from detectors.models import Lease
from detectors.vision.scene.sums import Amount, of_crossing
from detectors.vision.types import LineCount, Statistic
from hypervision.law import gate
from maps.models import Camera, Zone
from maps.models.count import BIN_SECONDS


@dataclass(frozen=True, slots=True)
class Cell:
    """What is summed together. at: a second while it is in memory, the beginning of a bin in the database."""

    zone: UUID
    at: datetime
    kind: str
    measure: str
    label: str
    way: str


Batch = dict[Cell, Amount]


class Tally:
    """The sums of one lease that are not written down yet. Small: one amount a cell and second.

    A batch that was sent and not answered keeps its number and is sent again as it is, so that the database knows
    whether it has it already. One thread adds, another flushes.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: Batch = {}
        self._sent: Batch = {}
        self._number = 0

    def add(self, seen: Statistic) -> None:
        part = of_crossing(seen) if isinstance(seen, LineCount) else seen
        at = part.at.astimezone(UTC).replace(microsecond=0)
        cell = Cell(UUID(part.zone_id), at, part.kind, str(part.measure), str(part.label), part.way)
        with self._lock:
            self._open.setdefault(cell, Amount()).add(part)

    def flush(self, camera_id: UUID, token: int, hash_for: Callable[[str], str]) -> int:
        """Writes what there is, first what may be in already; how many objects. hash_for: the network's, by kind."""
        written = 0
        for _ in range(2):
            with self._lock:
                if not self._sent and self._open:
                    self._sent, self._open = self._open, {}
                    self._number += 1
            if self._sent:
                written += write(camera_id, token, self._number, hash_for, self._sent)
                self._sent = {}
        return written


@transaction.atomic
def write(
    camera_id: UUID, token: int, number: int, hash_for: Callable[[str], str], batch: Mapping[Cell, Amount]
) -> int:
    """Adds what was allowed, and captured under the lease, to its bins; how many objects.

    number: of the batch under this lease. One that is in already changes nothing.
    """
    camera = Camera.objects.filter(id=camera_id).first()
    lease = Lease.objects.filter(camera_id=camera_id, token=token).first()
    if camera is None or lease is None:
        return 0
    if not Lease.objects.filter(id=lease.id, counted__lt=number).update(counted=number):
        return 0
    held = [cell for cell in batch if lease.ended_at is None or cell.at < lease.ended_at]
    facts = duty.facts_of(camera)
    allowed = {
        kind: gate.allowed_among(facts, kind, hash_for(kind), {cell.at for cell in held if cell.kind == kind})
        for kind in {cell.kind for cell in held}
    }
    zones = set(Zone.objects.filter(camera=camera).values_list("id", flat=True))
    bins: Batch = {}
    for cell in held:
        if cell.at in allowed[cell.kind] and cell.zone in zones:
            whole = Cell(cell.zone, bin_of(cell.at), cell.kind, cell.measure, cell.label, cell.way)
            bins.setdefault(whole, Amount()).add(batch[cell])
    _upsert(camera_id, bins)
    return sum(amount.objects for amount in bins.values())


def bin_of(at: datetime) -> datetime:
    """The beginning of the bin of five minutes, UTC."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % BIN_SECONDS, UTC)


def _upsert(camera_id: UUID, bins: Batch) -> None:
    rows = [(camera_id, *astuple(cell), *_columns(amount)) for cell, amount in bins.items()]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO maps_countbin AS bin (
                camera_id, zone_id, starts_at, kind, measure, label, way,
                objects_seen, basis, total, squares, variances, classes
            )
            SELECT
                camera, zone, at, kind, measure, label, way,
                objects, basis, total, squares, variances, classes::int[]
            FROM unnest(
                %s::uuid[], %s::uuid[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[],
                %s::int[], %s::float[], %s::float[], %s::float[], %s::float[], %s::text[]
            ) AS new (
                camera, zone, at, kind, measure, label, way, objects, basis, total, squares, variances, classes
            )
            ON CONFLICT (zone_id, starts_at, kind, measure, label, way) DO UPDATE SET
                objects_seen = bin.objects_seen + excluded.objects_seen,
                basis = bin.basis + excluded.basis,
                total = bin.total + excluded.total,
                squares = bin.squares + excluded.squares,
                variances = bin.variances + excluded.variances,
                classes = ARRAY(
                    SELECT coalesce(old, 0) + coalesce(new, 0)
                    FROM unnest(bin.classes, excluded.classes) WITH ORDINALITY AS each (old, new, place)
                    ORDER BY place
                )
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )


def _columns(amount: Amount) -> tuple[float | str, ...]:
    """Arrays of arrays do not come apart in PostgreSQL; each goes as text."""
    *sums, classes = astuple(amount)
    return (*sums, f"{{{','.join(map(str, classes))}}}")
