"""From the journal to a broker, page by page, each in one transaction:

1. the entries behind its position are read; what its account may not hear is passed over (``outward.telling``);
2. what is new to it becomes a message that waits, with an entry of the log each: logged before it leaves (R-33);
3. what it was told last is kept, and its position moves on.

Only while the broker is there: until then what happens waits in the journal, which goes back some days.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from detectors.cards import camera_card, with_card_parts
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert
from hypervision.law import log
from hypervision.law.log import Entry as LogLine
from hypervision.live import journal, reading
from hypervision.live.models import JournalEntry
from hypervision.live.viewers import Viewer, viewer_of
from hypervision.mqtt import tallies
from hypervision.mqtt.layouts import Post, camera_topic, posts
from hypervision.mqtt.models import Broker, Outgoing, Tally, Told
from hypervision.outward import early, saying
from hypervision.outward.fanning import SYSTEM
from hypervision.outward.messages import AlertRaised, CameraState, ErasedData, EventErased
from hypervision.outward.telling import Last, Said, Teller, as_heard, kinds_for, subject
from maps.models import Camera

PAGE = 200

Row = TypeVar("Row", Outgoing, Told)


def tell(broker_id: UUID, now: datetime) -> int:
    """A page at most. How many messages wait anew."""
    with transaction.atomic():
        broker = Broker.objects.select_related("owner").select_for_update(of=("self",)).get(pk=broker_id)
        if not broker.cameras_told:
            return _tell_cameras(broker, now)
        newest = journal.newest()
        if broker.position >= newest:
            return 0
        return _tell_page(broker, newest, now)


def put(broker: Broker, post: Post, now: datetime, **values: object) -> Outgoing:
    """Not saved yet."""
    return Outgoing(broker=broker, topic=post.topic, body=post.body, retain=post.retained, made_at=now, **values)


def save(broker: Broker, rows: Iterable[Outgoing]) -> int:
    """With their entries of the log, last in the transaction. How many."""
    made = Outgoing.objects.bulk_create(rows)
    said = [row for row in made if row.body]
    facts = {"recipient": broker.name, "to": str(broker.owner)}
    log.write_all(
        SYSTEM, [LogLine("mqtt.send", str(row.alert or row.topic), {"topic": row.topic, **facts}) for row in said]
    )
    return len(made)


def keep(broker_id: UUID, now: datetime) -> None:
    """Once a minute. What follows waits while the broker is away or stopped."""
    while tell_erased(broker_id, now):
        pass
    forget_unseen(broker_id, now)


@transaction.atomic
def tell_erased(broker_id: UUID, now: datetime) -> int:
    """Whoever was told of an alert that was erased hears so; what waits of it is not sent. How many messages."""
    broker = _held(broker_id)
    if broker is None:
        return 0
    withdraw(broker, _without_alert(broker.outgoing.filter(alert__isnull=False).exclude(right=""), "alert"))
    gone = _without_alert(broker.told.filter(event__isnull=False), "subject").order_by("pk")
    rows = list(gone.select_for_update()[:PAGE])
    Told.objects.filter(pk__in=[row.pk for row in rows]).delete()
    waiting = [
        put(broker, post, now, alert=row.subject)
        for row in rows
        for post in posts(broker, _erased(row, now), f"erased {row.subject}")
    ]
    return save(broker, waiting)


@transaction.atomic
def tell_cameras_anew(broker_id: UUID) -> None:
    """As if nothing had been told of cameras yet."""
    Told.objects.filter(broker=broker_id, event=None).delete()
    Broker.objects.filter(pk=broker_id).update(cameras_told=False)


@transaction.atomic
def forget_unseen(broker_id: UUID, now: datetime) -> int:
    """Retained states of cameras that the account sees no more are taken away. How many."""
    broker = _held(broker_id)
    if broker is None:
        return 0
    viewer = viewer_of(broker.owner)
    rows = list(broker.told.filter(event=None))
    places = dict(Camera.objects.filter(pk__in=[row.subject for row in rows]).values_list("pk", "location"))
    unseen = [row for row in rows if row.subject in places and not _may_see(viewer, places[row.subject])]
    Told.objects.filter(pk__in=[row.pk for row in unseen]).delete()
    return save(broker, [put(broker, Post(row.topic, "", retained=True), now) for row in unseen])


def take_cameras_away(broker: Broker, now: datetime) -> None:
    """What is retained of cameras goes, and is told anew, if it is to be."""
    rows = list(broker.told.filter(event=None))
    broker.told.filter(pk__in=[row.pk for row in rows]).delete()
    Broker.objects.filter(pk=broker.pk).update(cameras_told=False)
    save(broker, [put(broker, Post(row.topic, "", retained=True), now) for row in rows])


def withdraw(broker: Broker, rows: QuerySet[Outgoing]) -> None:
    """These are not sent any more."""
    count, _each = rows.delete()
    tallies.add(broker.pk, {(Tally.Way.WITHDRAWN, ""): count})


def _tell_cameras(broker: Broker, now: datetime) -> int:
    """First the state of all cameras as they are: who subscribes later finds all of them retained."""
    broker.cameras_told = True
    broker.save(update_fields=["cameras_told"])
    if CameraState.kind not in broker.kinds:
        return 0
    viewer, rows, told = viewer_of(broker.owner), list[Outgoing](), list[Told]()
    for camera in with_card_parts(Camera.objects.exclude(address="")).order_by("name"):
        if not _may_see(viewer, camera.location):
            continue
        card = camera_card(camera)
        message = CameraState(timestamp=now.isoformat(), data=saying.camera_data(card))
        rows += [
            put(broker, post, now, right=Right.SEE_MAP, place=camera.location)
            for post in posts(broker, message, f"camera {camera.pk} {now.isoformat()}")
        ]
        told.append(_told(broker, camera.pk, Last(card["state"]), camera_topic(broker, message.data)))
    _keep(told)
    return save(broker, rows)


def _tell_page(broker: Broker, newest: int, now: datetime) -> int:
    _note_gap(broker)
    unread = JournalEntry.objects.filter(number__gt=broker.position, number__lte=newest)
    entries = list(unread.filter(kind__in=kinds_for(broker.kinds)).order_by("number")[:PAGE])
    known = {row.subject: row for row in broker.told.filter(subject__in={subject(entry) for entry in entries})}
    last = {key: Last(row.state, row.event) for key, row in known.items()}
    soon = early.of_page(broker.owner, broker.kinds, entries, now)
    teller = Teller(viewer_of(broker.owner), broker.kinds, last, soon)
    for entry in entries:
        teller.hear(entry)
    broker.position = entries[-1].number if len(entries) == PAGE else newest
    broker.save(update_fields=["position"])
    retained = _retained(broker, teller.said)
    _keep(_told(broker, key, one, retained.get(key, "")) for key, one in teller.changed.items() if one)
    broker.told.filter(subject__in=[key for key, one in teller.changed.items() if one is None]).delete()
    withdraw(broker, broker.outgoing.filter(alert__in=teller.refuted))
    left = _left(known, teller.changed, retained)
    rows = [row for said in teller.said for row in _rows(broker, said, now)]
    return save(broker, [*(put(broker, Post(topic, "", retained=True), now) for topic in left), *rows])


def _rows(broker: Broker, said: Said, now: datetime) -> list[Outgoing]:
    entry = said.entry
    asked = {
        "right": entry.right,
        "place": entry.place,
        "event_kind": entry.event_kind,
        "early": isinstance(said.message, AlertRaised),
    }
    found = posts(broker, said.message, str(entry.number))
    return [put(broker, post, now, alert=said.alert, **asked) for post in found]


def _retained(broker: Broker, said: Sequence[Said]) -> dict[UUID, str]:
    """By camera: where its state is retained now."""
    states = [one.message for one in said if isinstance(one.message, CameraState)]
    return {UUID(one.data.id): camera_topic(broker, one.data) for one in states}


def _left(known: dict[UUID, Told], changed: dict[UUID, Last | None], retained: dict[UUID, str]) -> list[str]:
    """Topics at which a state was retained and is none any more: the camera went, moved away or has another name."""
    before = {key: known[key].topic for key in changed if key in known and known[key].topic}
    return [topic for key, topic in before.items() if topic != retained.get(key)]


def _held(broker_id: UUID) -> Broker | None:
    """None where it was taken away meanwhile."""
    return Broker.objects.select_related("owner").select_for_update(of=("self",)).filter(pk=broker_id).first()


def _told(broker: Broker, key: UUID, last: Last, topic: str) -> Told:
    return Told(broker=broker, subject=key, event=last.event, state=last.state, topic=topic)


def _keep(rows: Iterable[Told]) -> None:
    Told.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["broker", "subject"], update_fields=["state", "topic"]
    )


def _note_gap(broker: Broker) -> None:
    oldest = reading.bounds().oldest
    if oldest is not None and broker.position < oldest - 1:
        log.write(SYSTEM, "mqtt.gap", broker.name, read_upto=broker.position, journal_from=oldest)
        broker.position = oldest - 1


def _may_see(viewer: Viewer, place: Point) -> bool:
    return viewer.may_hear(as_heard(Right.SEE_MAP, place, ""))


def _erased(row: Told, now: datetime) -> EventErased:
    return EventErased(timestamp=now.isoformat(), data=ErasedData(alert=str(row.subject), event=str(row.event)))


def _without_alert(rows: QuerySet[Row], field: str) -> QuerySet[Row]:
    return rows.filter(~Exists(Alert.objects.filter(pk=OuterRef(field))))
