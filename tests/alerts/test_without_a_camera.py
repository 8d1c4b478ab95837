"""An event that no camera saw, walked past everybody who reads events: its own place decides who sees it."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import transaction

from detectors.event_erasure import erase_events
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.alerts import actions
from hypervision.alerts.cards import alert_card
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import visible_alert, visible_alerts
from hypervision.alerts.services import erase_alerts, raise_alert
from hypervision.alerts.snoozes import snooze, without_snoozed
from hypervision.board.figures import figures
from hypervision.board.period import Period
from hypervision.incidents import joining
from hypervision.incidents.models import Member
from hypervision.law.models import LogEntry, Stop
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.messages import AlertGone, AlertPut
from hypervision.live.models import JournalEntry
from hypervision.pages.replay import replay_of
from hypervision.pages.snapshot import snapshot
from hypervision.shifts import logbook
from hypervision.shifts.drafting import draft
from hypervision.shifts.logbook import Search
from hypervision.shifts.sheet import sheet_of
from maps.models import Camera, ErasedHour, Event
from tests.factories import ELSEWHERE, NOON, SQUARE, make_event
from tests.hand.worlds import reported
from tests.live.worlds import assert_told, heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(operator: User) -> Alert:
    return reported(operator)


def test_its_card_names_no_camera_and_no_score_but_whose_word_it_is(alert: Alert) -> None:
    card = alert_card(alert)
    assert (card["camera"], card["camera_name"], card["score"], card["band"], card["demo"]) == (
        None,
        "",
        None,
        None,
        False,
    )
    assert (card["source"], card["raised_by"], card["words"]) == ("phone", "operator", "A caller saw it.")
    assert (card["place_source"], card["picture"], card["exercise"]) == ("person", False, False)


def test_its_own_place_decides_who_sees_it(alert: Alert, outsider: User, operator: User) -> None:
    there = reported(operator, ELSEWHERE)
    assert [one.pk for one in visible_alerts(outsider)] == [there.pk]
    assert visible_alert(alert.pk, outsider) is None
    assert visible_alerts(operator).count() == 2


def test_the_camera_decides_where_there_is_one(camera: Camera, outsider: User) -> None:
    there = Point(*ELSEWHERE, srid=4326)
    with transaction.atomic():
        alert = raise_alert(make_event(camera, place=there), "high", joining.join)
    assert visible_alert(alert.pk, outsider) is None
    erase_alerts(Alert.objects.all())
    assert {entry.place for entry in JournalEntry.objects.all()} == {camera.location}


def test_whoever_listens_hears_it_by_its_place(operator: User, outsider: User) -> None:
    before = snapshot(outsider), snapshot(operator)
    mine, theirs = reported(operator), reported(operator, ELSEWHERE)
    assert [frame["card"]["id"] for frame in heard(outsider, before[0]["number"])] == [str(theirs.pk)]
    assert {frame["card"]["id"] for frame in heard(operator, before[1]["number"])} == {str(mine.pk), str(theirs.pk)}
    assert_told(before[0], outsider)
    assert_told(before[1], operator)


def test_the_past_shows_it_to_whom_it_was_told(operator: User, outsider: User) -> None:
    with transaction.atomic():
        journal.append(AlertGone("of before"), right=next(iter(operator.rights)))
    begins = clock.now()
    alert = reported(operator)
    assert alert.pk.hex in str(replay_of(operator, begins)["frames"]).replace("-", "")
    assert alert.pk.hex not in str(replay_of(outsider, begins)["frames"]).replace("-", "")


def test_people_do_with_it_what_they_do_with_any(alert: Alert, operator: User, supervisor: User) -> None:
    actions.claim(alert.pk, operator)
    actions.confirm(alert.pk, operator, informed=["fire_brigade"])
    actions.close(alert.pk, operator, "nothing_found")
    actions.correct(alert.pk, supervisor, "refuted", reason="not_found", note="It was the other square.")
    assert Alert.objects.get().state == Alert.State.REFUTED


def test_however_often_it_is_refuted_nothing_is_suspended(operator: User) -> None:
    for _ in range(25):
        actions.refute(reported(operator).pk, operator, "not_found")
    assert not Stop.objects.exists()


def test_what_is_set_aside_of_a_camera_leaves_it_alone(alert: Alert, operator: User, camera: Camera) -> None:
    snooze(camera.pk, "intrusion", operator, span=timedelta(hours=1), reason="Road works")
    assert alert in without_snoozed(Alert.objects.all())


def test_it_joins_what_a_camera_saw_at_the_same_place(alert: Alert, camera: Camera, operator: User) -> None:
    now = clock.now()
    with transaction.atomic():
        seen = raise_alert(make_event(camera, started_at=now, captured_at=now), "high", joining.join)
    incidents = set(Member.objects.values_list("incident", flat=True))
    assert len(incidents) == 1
    assert None not in incidents
    told = JournalEntry.objects.filter(kind="incident").values_list("payload__card__id", flat=True)
    assert set(told) == {str(alert.pk), str(seen.pk)}


def test_two_calls_about_one_place_are_one_matter_and_two_places_are_two(operator: User) -> None:
    for place in (SQUARE, SQUARE, ELSEWHERE):
        reported(operator, place)
    assert sorted(one.incident_id is None for one in Member.objects.all()) == [False, False, True]


def test_the_papers_of_the_shift_name_its_street(alert: Alert, operator: User) -> None:
    actions.escalate(alert.pk, operator)
    lines, _ = logbook.read(operator, Search(kind="escalated"), 10)
    assert lines[0].text == "Intrusion, Kaivokatu: the supervisor was called."
    sheet = sheet_of(draft(operator, clock.now()), operator, clock.now())
    assert [matter.place for matter in sheet.matters] == ["Kaivokatu"]


def test_it_counts_as_an_event_and_not_as_a_verdict_of_a_detector(alert: Alert, operator: User) -> None:
    actions.confirm(alert.pk, operator)
    now = clock.now()
    found = figures(can_see(operator), Period(now - timedelta(hours=1), now + timedelta(hours=1), timedelta(hours=1)))
    assert (found.events, found.confirmed.judged, found.confirmed.unreviewed) == (1, 0, 0)


def test_its_end_is_kept_as_a_number_without_a_camera(operator: User) -> None:
    reported(operator, captured_at=NOON)
    reported(operator, captured_at=NOON + timedelta(minutes=1))
    assert erase_events(NOON + timedelta(days=400))["events"] == 2
    assert not Event.objects.exists()
    row = ErasedHour.objects.get()
    assert (row.camera, row.events, row.unreviewed) == (None, 2, 2)
    reported(operator, captured_at=NOON)
    erase_events(NOON + timedelta(days=400))
    assert ErasedHour.objects.get().events == 3
    assert JournalEntry.objects.filter(kind=AlertGone.kind).count() == 3
    assert LogEntry.objects.filter(action="retention.erase").exists()


def test_the_message_carries_its_own_place(alert: Alert) -> None:
    assert JournalEntry.objects.get(kind=AlertPut.kind).place == alert.event.place
