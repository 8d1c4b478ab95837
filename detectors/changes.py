"""Tells the browsers what a change of cameras means for them, as the difference of what stood before and after.

A person sees a camera, and with it what it saw, by its place. So a camera that moves is more than a new card: for some
it goes, for others it comes, and its alerts with it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import QuerySet

from detectors import states
from detectors.cards import camera_card, with_card_parts
from hypervision.accounts.permissions import is_seen_by_some_only
from hypervision.accounts.rights import Right
from hypervision.alerts import selectors
from hypervision.alerts.cards import alert_card
from hypervision.alerts.models import Alert
from hypervision.incidents import telling
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.cards import AlertCard, CameraCard
from hypervision.live.journal import Told
from hypervision.live.messages import AlertGone, AlertPut, CameraGone, CameraPut, MapChanged
from hypervision.procedures import telling as procedures
from maps.models import Camera, City

Card = TypeVar("Card", CameraCard, AlertCard)


@dataclass(frozen=True, slots=True)
class Stand(Generic[Card]):
    """A card, and the place of its camera, which decides who sees it."""

    place: Point
    card: Card


@contextmanager
def told(
    cameras: QuerySet[Camera], made: Collection[UUID] = (), then: Callable[[], object] | None = None
) -> Iterator[None]:
    """Inside, these cameras may be made, moved, changed and removed; at the end all who are concerned are told.

    cameras: asked anew at the end, so it must find the same ones then. Last in the transaction: it journals.
    made: those that are new, which nobody else sees before the commit, so that they are read while others can still
    write. then: what is done at the end and keeps others waiting as well, such as the log.
    """
    with transaction.atomic():
        now = clock.now()
        cameras_before, alerts_before = _cameras(cameras), _alerts(cameras, now)
        yield
        states.make_rows()  # so that a new camera is told once, with all that it has to say
        new = _cameras(cameras.filter(pk__in=made)) if made else {}
        if then is not None:
            then()
        journal.lock()  # before reading: what is told must be the newest
        cameras_after = new | _cameras(cameras.exclude(pk__in=new) if new else cameras)
        alerts_after = _alerts(cameras, now)
        journal.append_all(
            [
                *_camera_news(cameras_before, cameras_after),
                *_alert_news(alerts_before, alerts_after),
            ]
        )


@contextmanager
def city_told() -> Iterator[None]:
    """Inside, the whole city may change: its cameras, and the map below them."""
    with told(Camera.objects.all()):
        yield
    journal.append(MapChanged(map_version()), right=Right.SEE_MAP)


def map_version() -> str:
    """Grows with each import; empty before the first."""
    at = City.objects.values_list("imported_at", flat=True).first()
    return at.isoformat() if at else ""


def _cameras(cameras: QuerySet[Camera]) -> dict[UUID, Stand[CameraCard]]:
    return {one.pk: Stand(one.location, camera_card(one)) for one in with_card_parts(cameras.all())}


def _alerts(cameras: QuerySet[Camera], now: datetime) -> dict[UUID, Stand[AlertCard]]:
    """Only those that browsers still hold."""
    alerts = selectors.fresh(Alert.objects.filter(event__camera__in=cameras.all()), now)
    rows = selectors.with_card_parts(alerts).order_by("pk")
    return {one.pk: Stand(one.event.seen_from, alert_card(one)) for one in rows}


def _camera_news(before: Mapping[UUID, Stand[CameraCard]], after: Mapping[UUID, Stand[CameraCard]]) -> Iterator[Told]:
    for key, place in _left(before, after):
        yield Told(CameraGone(str(key)), Right.SEE_MAP, place)
    for stand in _changed(before, after):
        yield Told(CameraPut(stand.card), Right.SEE_MAP, stand.place)


def _alert_news(before: Mapping[UUID, Stand[AlertCard]], after: Mapping[UUID, Stand[AlertCard]]) -> Iterator[Told]:
    """An alert that goes takes its place in an incident and its run along: they are told again where it comes back."""
    left = list(_left(before, after))
    for key, place in left:
        yield Told(AlertGone(str(key)), Right.SEE_ALERTS, place, before[key].card["kind"])
    for stand in _changed(before, after):
        yield Told(AlertPut(stand.card), Right.SEE_ALERTS, stand.place, stand.card["kind"])
    back = [key for key, _ in left if key in after]
    yield from telling.memberships_of(back)
    yield from procedures.news_of(back)


def _left(before: Mapping[UUID, Stand[Card]], after: Mapping[UUID, Stand[Card]]) -> Iterator[tuple[UUID, Point]]:
    """What is gone from its place, for all or for those who do not see the new one."""
    for key, old in before.items():
        new = after.get(key)
        if new is None or _has_crossed(old, new):
            yield key, old.place


def _changed(before: Mapping[UUID, Stand[Card]], after: Mapping[UUID, Stand[Card]]) -> Iterator[Stand[Card]]:
    for key, new in after.items():
        old = before.get(key)
        if old is None or old.card != new.card or _has_crossed(old, new):
            yield new


def _has_crossed(old: Stand[Card], new: Stand[Card]) -> bool:
    """Most moves cross nobody's perimeter, and a day of alerts need not be told anew for them."""
    return old.place.coords != new.place.coords and is_seen_by_some_only(old.place, new.place)
