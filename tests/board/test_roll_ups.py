"""Roll-ups tell what a recount of the rows tells: for whoever asks, whatever is chosen, at every moment."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from hypervision.accounts.models import User
from hypervision.accounts.permissions import NOTHING, Sight
from hypervision.alerts.models import Alert, AlertStep
from hypervision.board import folding, rolled
from hypervision.board.events import COLUMNS, Scope
from hypervision.board.models import Pending
from hypervision.board.period import DAY, HOUR, Period
from hypervision.board.query import ALL, OUTSIDE, Chosen
from hypervision.board.telling import EXACT
from hypervision.board.wishes import Wish
from maps.models import Camera, District, Event
from tests.factories import ELSEWHERE, SQUARE, area, make_alert, make_camera, make_event, make_report

pytestmark = pytest.mark.django_db

FACETS: dict[str, Sequence[tuple[str, ...]]] = {
    "verdict": ((), COLUMNS, ("kind",), ("authorisation", "kind", "verdict")),
    "reason": (("kind", "reason"),),
    "took": (("took",),),
}
NIGHTS = {
    "Europe/Helsinki": datetime(2026, 10, 25, 1, tzinfo=UTC),
    "Asia/Kathmandu": datetime(2026, 10, 25, 0, 15, tzinfo=UTC),  # clocks never change, and are a quarter off
    "America/Havana": datetime(2026, 11, 1, 5, tzinfo=UTC),  # midnight comes twice
    "Australia/Lord_Howe": datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # by half an hour
}
"""When clocks change."""
EVERYWHERE = Sight(everywhere=True, area=None)
BITS = [
    Sight(False, area()),
    Sight(False, area(*ELSEWHERE), frozenset({"fall"})),
    # Through the middle of a cell, in which reports lie on both sides.
    Sight(False, MultiPolygon(Polygon.from_bbox((24.90, 60.10, 24.9405, 60.1705)), srid=4326)),
    Sight(True, None, frozenset({"intrusion"})),
    NOTHING,
    EVERYWHERE,
]


def told(scope: Scope, count: Callable[..., Any]) -> dict[tuple[Any, ...], Counter[Any]]:
    found = {}
    for facet, many in FACETS.items():
        for columns in many:
            for step in (HOUR, DAY, None):
                sums = Counter[Any]()
                for at, values, number in count(scope, Wish(columns, facet, step)):
                    sums[at if step else None, values] += number
                found[facet, columns, step] = sums
    return found


def is_a_recount(*scopes: Scope) -> bool:
    return all(told(scope, Scope.counts) == told(scope, Scope.recount) for scope in scopes)


@dataclass(frozen=True)
class World:
    cameras: Sequence[Camera]
    districts: Sequence[District]


@pytest.fixture
def world(db: None) -> World:
    return World(
        [make_camera(), make_camera(ELSEWHERE)],
        [District.objects.create(name=name, area=area()) for name in ("North", "South")],
    )


def nth(rows: Any, number: int) -> Any:
    """One of those that there are; None of none."""
    many = rows.count()
    return rows.order_by("pk")[number % many] if many else None


def happen(world: World, night: datetime, what: str, number: int, hours: int) -> None:
    """One thing of those that change figures; hours: when it was captured, around the night in which clocks change."""
    at = night + timedelta(hours=hours, minutes=number * 7 % 60)
    alert, event = nth(Alert.objects.all(), number), nth(Event.objects.all(), number)
    if what == "event":
        district = (*world.districts, None)[number % 3]
        kind = ("intrusion", "fall")[number % 2]
        one = make_event(world.cameras[number % 2], captured_at=at, district=district, kind=kind)
        if number % 3:
            make_alert(None, event=one, **by_hand(number))
    elif what == "report":
        make_report((SQUARE[0] + (number % 9 - 4) * 0.0004, SQUARE[1] + (number % 5 - 2) * 0.0004), captured_at=at)
    elif what == "verdict" and alert:
        state = ("confirmed", "refuted", "closed", "claimed")[number % 4]
        reason = ("lamp", "animal", "")[number % 3]
        Alert.objects.filter(pk=alert.pk).update(state=state)
        took = timedelta(seconds=number * 13)
        AlertStep.objects.create(
            alert=alert, from_state="new", to_state=state, at=alert.created_at + took, reason=reason
        )
    elif what == "moves" and event:
        district = (*world.districts, None)[number % 3]
        changes: dict[str, Any] = {"district": district, "captured_at": at, "is_real": number % 5 > 0}
        Event.objects.filter(pk=event.pk).update(**changes)
    elif what == "district" and world.districts:
        Event.objects.filter(district=world.districts[number % 2]).update(district=None)
    elif what == "goes" and event and not hasattr(event, "alert"):
        event.delete()
    elif what == "fold":
        folding.fold()


def by_hand(number: int) -> dict[str, Any]:
    return {} if number % 4 else {"source": "phone", "raised_by": User.objects.get_or_create(username="caller")[0]}


things = st.tuples(
    st.sampled_from(["event", "event", "event", "report", "verdict", "verdict", "moves", "district", "goes", "fold"]),
    st.integers(0, 40),
    st.integers(-30, 40),
)
JUDGED = [("event", number, hours) for number, hours in ((1, -3), (2, 3))] + [
    ("verdict", number, 0) for number in (0, 1)
]
"""So that each story has verdicts, reasons and times to tell."""
periods = st.tuples(st.integers(-40, 20), st.integers(1, 70), st.sampled_from([HOUR, DAY]))
choices = st.tuples(
    st.sampled_from(["", "0", "1", OUTSIDE]),
    st.sampled_from(["", "fall"]),
    st.sampled_from([None, None, 6, 0]),
    st.sampled_from([None, None, 3, 23]),
)


@pytest.mark.slow
@pytest.mark.parametrize("zone", NIGHTS)
@given(st.lists(things, max_size=25), periods, choices, st.sampled_from(BITS), st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happened_the_roll_ups_tell_what_the_rows_tell(
    world: World,
    settings: Settings,
    zone: str,
    story: list[tuple[str, int, int]],
    period: tuple[int, int, timedelta],
    chosen: tuple[str, str, int | None, int | None],
    sight: Sight,
    same: bool,
) -> None:
    settings.TIME_ZONE = zone
    place, kind, weekday, hour = chosen
    district = str(world.districts[int(place)].pk) if place.isdigit() else place
    asked = Chosen(district=district, kind=kind, weekday=weekday, hour=hour)
    only = frozenset({world.cameras[0].pk}) if same else None
    start, length, step = period
    begin = NIGHTS[zone] + start * HOUR
    scope = Scope(sight, Period(begin, begin + length * HOUR, step), asked, EXACT, only)
    with transaction.atomic():
        folding.fold()
        for thing in (*JUDGED, *story):
            happen(world, NIGHTS[zone], *thing)
        assert rolled.are_kept()
        assert is_a_recount(scope)
        folding.fold()
        whole = Period(NIGHTS[zone] - 48 * HOUR, NIGHTS[zone] + 48 * HOUR, step)
        assert is_a_recount(scope, Scope(EVERYWHERE, whole, ALL, EXACT))
        assert not Pending.objects.exists()
        transaction.set_rollback(True)
