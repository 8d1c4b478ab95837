"""Line crossings become sums in bins of five minutes; nothing else of them is kept (R-06)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction

from detectors import duty
from detectors.models import Lease
from detectors.vision.types import LineCount
from hypervision.law import gate
from maps.models import Camera, Zone
from maps.models.count import BIN_SECONDS


@dataclass(frozen=True, slots=True)
class Crossing:
    """All crossings of one line, label and direction within one second. at: that second."""

    line: UUID
    at: datetime
    label: str
    forward: bool


class Tally:
    """The crossings of one camera that are not written down yet. Small: one number a line, label, way and second."""

    def __init__(self) -> None:
        self._pending: Counter[Crossing] = Counter()

    def add(self, seen: LineCount) -> None:
        at = seen.at.astimezone(UTC).replace(microsecond=0)
        self._pending[Crossing(UUID(seen.zone_id), at, str(seen.label), seen.forward)] += 1

    def merge(self, other: "Tally") -> None:
        self._pending.update(other._pending)

    def flush(self, camera_id: UUID, token: int, model_hash: str, kind: str) -> int:
        """Writes what is pending in one statement; how many crossings. When the database fails it stays pending."""
        if not self._pending:
            return 0
        written = write(camera_id, token, model_hash, kind, dict(self._pending))
        self._pending.clear()
        return written


@transaction.atomic
def write(camera_id: UUID, token: int, model_hash: str, kind: str, crossings: Mapping[Crossing, int]) -> int:
    """Adds the crossings that were allowed, and captured under the lease, to their bins; how many."""
    camera = Camera.objects.filter(id=camera_id).first()
    lease = Lease.objects.filter(camera_id=camera_id, token=token).first()
    if camera is None or lease is None:
        return 0
    facts = duty.facts_of(camera)
    held = {each for each in crossings if lease.ended_at is None or each.at < lease.ended_at}
    allowed = {at for at in {each.at for each in held} if gate.may_run(facts, kind, model_hash, at).allowed}
    lines = set(Zone.objects.filter(camera=camera).values_list("id", flat=True))
    bins: Counter[tuple[UUID, datetime, str, bool]] = Counter()
    for each in held:
        if each.at in allowed and each.line in lines:
            bins[(each.line, bin_of(each.at), each.label, each.forward)] += crossings[each]
    _upsert(camera_id, bins.items())
    return sum(bins.values())


def bin_of(at: datetime) -> datetime:
    """The beginning of the bin of five minutes, UTC."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % BIN_SECONDS, UTC)


def _upsert(camera_id: UUID, bins: Iterable[tuple[tuple[UUID, datetime, str, bool], int]]) -> None:
    rows = [(line, camera_id, starts_at, label, forward, count) for (line, starts_at, label, forward), count in bins]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO maps_countbin AS bin (line_id, camera_id, starts_at, label, forward, count)
            SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], %s::text[], %s::bool[], %s::int[])
            ON CONFLICT (line_id, starts_at, label, forward) DO UPDATE SET count = bin.count + excluded.count
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )
