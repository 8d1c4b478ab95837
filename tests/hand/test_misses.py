"""What a camera should have seen: said, taken back, and shown beside how often it was right."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert, Miss
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.selectors import past_precision
from hypervision.board import sentences
from hypervision.board.figures import figures
from hypervision.board.period import Period
from hypervision.hand import misses
from hypervision.hand.actions import raise_by_hand
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests.factories import ELSEWHERE, SQUARE, make_alert, make_camera, make_event, make_user
from tests.hand.worlds import A_METRE, report, sees

pytestmark = pytest.mark.django_db

HERE = Point(*SQUARE, srid=4326)


@pytest.fixture
def watched(camera: Camera) -> Camera:
    """The camera of the square, with a stream and a field of view of 30 m."""
    camera.address = "rtsp://camera/square"
    camera.save()
    sees(camera, 30)
    return camera


@pytest.fixture
def alert(operator: User, watched: Camera) -> Alert:
    return raise_by_hand(report(kind="intrusion", missed_by=[watched.pk]), operator)


def missed(camera: Camera) -> int:
    return past_precision(camera.pk, "intrusion").missed


def test_one_tick_with_the_alert_stores_it(alert: Alert, watched: Camera, operator: User) -> None:
    miss = Miss.objects.get()
    assert (miss.alert, miss.camera, miss.kind, miss.by) == (alert, watched, "intrusion", operator)
    assert missed(watched) == 1
    assert LogEntry.objects.get(action="miss.report").subject == str(watched.pk)


def test_it_can_be_said_afterwards_and_twice_is_once(operator: User, watched: Camera) -> None:
    alert = raise_by_hand(report(kind="intrusion"), operator)
    assert misses.report(alert.pk, watched.pk, operator) == misses.report(alert.pk, watched.pk, operator)
    assert missed(watched) == 1


def test_whoever_said_it_takes_it_back_and_it_counts_no_more(alert: Alert, watched: Camera, operator: User) -> None:
    before = JournalEntry.objects.count()
    misses.take_back(Miss.objects.get().pk, operator)
    assert missed(watched) == 0
    assert Miss.objects.get().taken_back_by == operator
    assert JournalEntry.objects.count() == before + 1  # whoever has the alert open asks again
    with pytest.raises(Conflict, match="already"):
        misses.take_back(Miss.objects.get().pk, operator)


def test_another_operator_takes_nothing_back_but_a_supervisor_does(alert: Alert, supervisor: User) -> None:
    miss = Miss.objects.get()
    with pytest.raises(NotAllowed, match="operator or a supervisor"):
        misses.take_back(miss.pk, make_user(Role.OPERATOR))
    assert misses.take_back(miss.pk, supervisor).taken_back_by == supervisor


def test_what_was_taken_back_can_be_said_again(alert: Alert, watched: Camera, operator: User) -> None:
    misses.take_back(Miss.objects.get().pk, operator)
    misses.report(alert.pk, watched.pk, operator)
    assert (Miss.objects.count(), missed(watched)) == (2, 1)


def test_the_outsider_neither_says_nor_takes_back(alert: Alert, watched: Camera, outsider: User) -> None:
    with pytest.raises(Unknown):
        misses.report(alert.pk, watched.pk, outsider)
    with pytest.raises(Unknown):
        misses.take_back(Miss.objects.get().pk, outsider)


def test_a_camera_out_of_sight_is_unknown_though_the_alert_is_seen(outsider: User, watched: Camera) -> None:
    alert = raise_by_hand(report(kind="intrusion", lon=ELSEWHERE[0], lat=ELSEWHERE[1]), outsider)
    with pytest.raises(Unknown, match="no such camera"):
        misses.report(alert.pk, watched.pk, outsider)


def test_an_unknown_camera_raises_no_alert_at_all(operator: User) -> None:
    with pytest.raises(Unknown):
        raise_by_hand(report(kind="intrusion", missed_by=[report().key]), operator)
    assert not Alert.objects.exists()


@pytest.mark.parametrize("values", [{"kind": "fight"}])
def test_no_detector_misses_what_none_looks_for(operator: User, watched: Camera, values: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="No detector"):
        misses.report(raise_by_hand(report(**values), operator).pk, watched.pk, operator)


def test_what_a_camera_raised_was_not_missed(operator: User, watched: Camera) -> None:
    with pytest.raises(Refusal, match="A camera raised"):
        misses.report(make_alert(watched).pk, watched.pk, operator)


def test_cameras_are_proposed_whose_newest_view_holds_the_place_the_nearest_first(
    operator: User, watched: Camera
) -> None:
    near = make_camera((SQUARE[0], SQUARE[1] + 20 * A_METRE), name="A", address="rtsp://camera/a")
    sees(near, 30)
    turned = make_camera(name="Turned", address="rtsp://camera/t")
    sees(turned, 30)
    sees(turned, 0.0001, version=2)
    make_camera(name="Not calibrated", address="rtsp://camera/n")
    sees(make_camera(name="A mark on the map"), 30)
    sees(make_camera((SQUARE[0], SQUARE[1] + 100 * A_METRE), name="Away", address="rtsp://camera/w"), 30)
    east = Point(SQUARE[0] + 5 * A_METRE, SQUARE[1], srid=4326)
    assert [one.name for one in misses.proposed(operator, east)] == ["Square", "A"]


def test_the_outsider_is_proposed_nothing(outsider: User, watched: Camera) -> None:
    assert not misses.proposed(outsider, HERE)


def test_the_dashboard_says_beside_precision_what_was_missed(
    alert: Alert, watched: Camera, operator: User, outsider: User
) -> None:
    now = clock.now()
    period = Period(now - timedelta(hours=1), now + timedelta(hours=1), timedelta(hours=1))
    found = figures(can_see(operator), period)
    assert (found.confirmed.missed, found.kinds[0].confirmed.missed) == (1, 1)
    assert sentences.verdicts(found) == "No alert has been judged yet. 1 missed, reported by people."
    make_alert(watched, event=make_event(watched, captured_at=now), state="confirmed")
    assert sentences.verdicts(figures(can_see(operator), period)).endswith(
        "were confirmed. 1 missed, reported by people."
    )
    assert figures(can_see(outsider), period).confirmed.missed == 0
    misses.take_back(Miss.objects.get().pk, operator)
    assert figures(can_see(operator), period).confirmed.missed == 0
