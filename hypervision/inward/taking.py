"""A batch of another system becomes events, in one transaction:

under this key already? ─► rows ─► places ─► known already? ─► events ─► log ─► alerts with their incidents, last

No gate is asked: no analytics of ours ran. What is sent again under its key gets its first answer; an event whose id
is known is not taken in twice, and one that says something else under a known id is refused.
"""

import hashlib
import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.alerts.kinds import ONLY_BY_HAND
from hypervision.alerts.models import Alert
from hypervision.alerts.services import Hand, nothing_else, raise_alert
from hypervision.incidents import joining
from hypervision.inward.models import Sending
from hypervision.inward.placing import Placed, place_all
from hypervision.inward.reading import Row, Span, Wrong, read
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.lib.said import gettext as _
from maps.models import Event

MOST_ALERTS = 200
"""Of one batch: each holds the journal, for which all wait, some milliseconds; and no room judges more at once."""
KEYS_KEPT = timedelta(days=2)
LONGEST_KEY = 200
_NAMESPACE = UUID("6b1f2a0e-2f0c-5d8e-9a59-3a6f3d1c7f10").bytes
_LOCK = 0x494E57  # "INW": batches of one sender come in one after the other

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class New:
    """event: its id."""

    event: str
    placed: Placed

    @property
    def row(self) -> Row:
        return self.placed.row


@dataclass(frozen=True, slots=True)
class Known:
    """It was taken in before, or stands twice in the batch."""

    row_id: str
    event: str


Judged = New | Known | Wrong


def take(body: bytes, key: str, by: User) -> Answer:
    """What was taken in, row by row. key: of the sender's choice, or empty.

    Raises Refusal: nothing was taken in then. Raises Conflict where the key belongs to another batch.
    """
    if len(key) > LONGEST_KEY:
        facts = {"most": LONGEST_KEY}
        raise Refusal(_("An Idempotency-Key has %(most)d characters at most.") % facts, code="long_key")
    digest = hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, by.pk])
        before = Sending.objects.filter(owner=by, key=key).first() if key else None
        if before is not None:
            return _again(before, digest)
        answer = _take(body, by)
        if key:
            Sending.objects.create(owner=by, key=key, digest=digest, answer=answer, at=clock.now())
    return answer


def forget(now: datetime) -> None:
    """Keys that nobody sends again any more."""
    Sending.objects.filter(at__lt=now - KEYS_KEPT).delete()


def event_id(by: User, row_id: str) -> str:
    """The same for the same event, and another one for what another system calls so: UUIDv5 (RFC 9562), as text.

    Written out, because ten thousand objects of ``uuid`` cost as much as putting the rows in.
    """
    digits = hashlib.sha1(_NAMESPACE + f"{by.pk} {row_id}".encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def _again(before: Sending, digest: str) -> Answer:
    if before.digest != digest:
        raise Conflict(
            _("Another batch was sent under this Idempotency-Key. Choose a key for each batch."), code="known_key"
        )
    return {**before.answer, "again": True}


def _take(body: bytes, by: User) -> Answer:
    now = clock.now()
    batch = read(body, Span.at(now))
    rows = _apart(place_all(batch.rows, can_see(by)), by)
    if batch.is_whole and any(isinstance(row, Wrong) for row in rows):
        raise Refusal(
            _("Nothing was taken in, because some events are wrong. Mend them, or send all_or_nothing: false."),
            code="wrong_events",
            **_summary(rows, took=False),
        )
    new = [row for row in rows if isinstance(row, New)]
    _check_alerts(new)
    _insert(new, now)
    if new:
        log.write(str(by), "events.take", by.username, count=len(new), kinds=sorted({one.row.kind for one in new}))
    _raise(new, by)
    return _summary(rows, took=True)


def _apart(placed: Sequence[Placed | Wrong], by: User) -> list[Judged]:
    """What is new, what is known, and what says something else under a known id."""
    ids = {one.row.id: event_id(by, one.row.id) for one in placed if isinstance(one, Placed)}
    there = _there(list(ids.values()))
    first = dict[str, Placed]()
    return [one if isinstance(one, Wrong) else _judged(one, ids[one.row.id], there, first) for one in placed]


def _judged(one: Placed, pk: str, there: Mapping[str, Event], first: dict[str, Placed]) -> Judged:
    """there: events that were taken in before. first: of those that stand twice in the batch."""
    earlier = first.setdefault(one.row.id, one)
    if earlier is not one:
        return Known(one.row.id, pk) if earlier.row == one.row else _other(one.row.id)
    if pk in there:
        return Known(one.row.id, pk) if _is_same(there[pk], one) else _other(one.row.id)
    return New(pk, one)


def _there(ids: list[str]) -> Mapping[str, Event]:
    """Mostly none: so the numbers are asked for alone, and as one value instead of ten thousand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM maps_event WHERE id = ANY(%s::uuid[])", [ids])
        known = [pk for (pk,) in cursor.fetchall()]
    return {str(event.pk): event for event in Event.objects.filter(pk__in=known).select_related("alert")}


def _other(row_id: str) -> Wrong:
    return Wrong(row_id, {"id": _("Another event was sent under this id. Events do not change: send a new id.")})


def _is_same(event: Event, one: Placed) -> bool:
    alert = getattr(event, "alert", None)
    said = (event.kind, event.captured_at, event.facts, alert.severity if alert else "", alert.words if alert else "")
    row = one.row
    return said == (row.kind, row.at, _facts(one), row.severity, row.words if row.severity else "")


def _facts(one: Placed) -> dict[str, Any]:
    """What there is to say beside the columns: the sender's id and words for the place, and a reading."""
    row = one.row
    said: dict[str, Any] = {
        "id": row.id,
        "place": row.address or row.district or (list(row.point) if row.point else []),
    }
    if row.value is not None:
        said |= {"value": row.value, "unit": row.unit}
    if row.words and not row.severity:
        said["words"] = row.words
    return said


def _check_alerts(new: Sequence[New]) -> None:
    asking = sum(1 for one in new if one.row.severity)
    if asking > MOST_ALERTS:
        facts = {"found": asking, "most": MOST_ALERTS}
        raise Refusal(
            _("%(found)d events ask for a verdict (severity); %(most)d may at once. Send the others apart.") % facts,
            code="too_many_alerts",
        )


_COLUMNS = """id, kind, place, place_error, place_source, street, district_id, started_at, captured_at, created_at,
facts, zone_name, model_hash, regime, is_real"""
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
"""What COPY would read as the end of a value or of a line."""


def _insert(new: Sequence[New], now: datetime) -> None:
    """As text of our own making: psycopg would ask each of 150,000 values for its type."""
    lines = "".join(_line(one, now.isoformat()) for one in new)
    with connection.cursor() as cursor, cursor.copy(f"COPY maps_event ({_COLUMNS}) FROM STDIN") as copy:
        copy.write(lines)


def _line(one: New, now: str) -> str:
    row, place, where = one.row, one.placed.place, one.placed.whereabouts
    point = "0101000020E6100000" + struct.pack("<dd", place.lon, place.lat).hex()  # EWKB, EPSG:4326
    street, district = where.street.translate(_ESCAPED), where.district.pk if where.district else r"\N"
    at, facts = row.at.isoformat(), msgspec.json.encode(_facts(one.placed)).decode().translate(_ESCAPED)
    known = f"{one.event}\t{row.kind}\t{point}\t{place.error}\t{place.source}\t{street}\t{district}\t{at}\t{at}\t{now}"
    return f"{known}\t{facts}\t\t\t\tt\n"


def _raise(new: Sequence[New], by: User) -> None:
    """Those that ask for a verdict. A citizen's report joins no incident by itself (R-14)."""
    asking = {one.event: one.row for one in new if one.row.severity}
    for event in Event.objects.filter(pk__in=asking).order_by("captured_at", "pk"):
        row = asking[str(event.pk)]
        also = nothing_else if row.kind in ONLY_BY_HAND else joining.join
        raise_alert(event, row.severity, also, Hand(by, Alert.Source.SYSTEM, row.words))


def _summary(rows: Sequence[Judged], *, took: bool) -> Answer:
    results = [_result(row, took=took) for row in rows]
    counts = Counter(one["state"] for one in results)
    return {**{state: counts[state] for state in ("taken", "known", "refused")}, "results": results}


def _result(row: Judged, *, took: bool) -> dict[str, Any]:
    if isinstance(row, Wrong):
        return {"id": row.id, "state": "refused", "errors": row.errors}
    if isinstance(row, Known):
        return {"id": row.row_id, "state": "known", "event": row.event}
    return {"id": row.row.id, "state": "taken" if took else "right", "event": row.event}
