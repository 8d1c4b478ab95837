"""How well detectors work, in worlds small enough to count by hand."""

from datetime import timedelta

import pytest
from django.test import Client

from detectors.models import Lease
from hypervision.accounts.models import User
from hypervision.accounts.permissions import Sight
from hypervision.alerts.models import Alert, AlertStep
from hypervision.board import working
from hypervision.board.detectors import Work, work
from hypervision.board.events import Scope
from hypervision.board.figures import figures
from hypervision.board.period import Period
from hypervision.board.query import ALL
from hypervision.board.telling import EXACT, IN_FIVES, Telling
from maps.models import Camera
from tests.factories import NOON, make_alert, make_authorisation, make_event, make_report

DAY = Period(NOON - timedelta(hours=23), NOON + timedelta(hours=1), timedelta(hours=1))
EVERYWHERE = Sight(everywhere=True, area=None)


def found(telling: Telling = EXACT) -> Work:
    return work(Scope(EVERYWHERE, DAY, ALL, telling), figures(EVERYWHERE, DAY, ALL, telling))


def judge(camera: Camera, state: str, reason: str = "", seconds: int = 60, **of_event: object) -> Alert:
    alert = make_alert(camera, event=make_event(camera, **of_event), state=state)
    Alert.objects.filter(pk=alert.pk).update(created_at=NOON)
    at = NOON + timedelta(seconds=seconds)
    AlertStep.objects.create(alert=alert, from_state="claimed", to_state=state, at=at, reason=reason)
    return alert


def test_refusals_are_told_by_reason_and_a_note_is_none(camera: Camera) -> None:
    for reason in ("lamp", "lamp", "animal"):
        refuted = judge(camera, "refuted", reason)
        AlertStep.objects.create(alert=refuted, from_state="refuted", to_state="refuted", at=NOON, reason="shadow")
    judge(camera, "confirmed", kind="fall")
    intrusion, fall = found().detectors
    assert (fall.kind, intrusion.reasons) == ("fall", [("lamp", 2), ("animal", 1)])
    assert working.reasons(intrusion) == "Lamp or headlight 2, Animal 1"


def test_kinds_that_only_people_and_sensors_tell_of_are_no_detectors(camera: Camera, city_system: User) -> None:
    judge(camera, "new")
    make_alert(None, event=make_report(kind="water_level"), source=Alert.Source.SYSTEM, raised_by=city_system)
    assert [row.kind for row in found().detectors] == ["intrusion"]


def test_a_reason_that_was_corrected_counts_no_more(camera: Camera) -> None:
    corrected = judge(camera, "refuted", "lamp")
    AlertStep.objects.create(alert=corrected, from_state="refuted", to_state="confirmed", at=NOON)
    Alert.objects.update(state="confirmed")
    assert found().detectors[0].reasons == []


def test_false_alarms_are_told_a_camera_and_day_of_watching(camera: Camera) -> None:
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=DAY.start, ended_at=NOON - timedelta(hours=11))
    judge(camera, "refuted")
    judge(camera, "new")
    [row] = found().detectors
    assert row.false_alarms is not None
    assert row.false_alarms.value == pytest.approx(2)
    assert (row.false_alarms.low, row.false_alarms.high) == pytest.approx((0.05, 11.14), abs=0.01)  # Garwood
    assert row.unreviewed_share == 0.5


def test_without_watching_nothing_is_said_of_false_alarms(camera: Camera) -> None:
    judge(camera, "refuted")
    assert found().detectors[0].false_alarms is None


def test_the_time_to_a_verdict_is_that_of_the_first_one_up_to_the_next_rung(camera: Camera) -> None:
    for seconds in range(10, 210, 10):
        slow = judge(camera, "confirmed", seconds=seconds)
        AlertStep.objects.create(alert=slow, from_state="confirmed", to_state="refuted", at=NOON + timedelta(hours=9))
    times = found().times
    assert times is not None
    assert (times.median, times.late) == (timedelta(seconds=105), timedelta(seconds=210))
    assert working.times(times) == "Half of the verdicts came within 2 minutes, 19 of 20 within 4 minutes."


def test_in_fives_times_are_told_on_a_coarse_ladder(camera: Camera) -> None:
    for _ in range(200):
        judge(camera, "confirmed", seconds=70)
    times = found(IN_FIVES).times
    assert times is not None
    assert (times.median, times.is_coarse) == (timedelta(minutes=2), True)


def test_of_few_verdicts_no_time_is_told(camera: Camera) -> None:
    judge(camera, "confirmed")
    assert working.times(found().times) == "Too few verdicts to say how long they take."


def test_outcomes_are_told_by_kind_and_verdicts_by_authorisation(camera: Camera) -> None:
    order = make_authorisation(order_reference="2026-041")
    for outcome in ("left", "left", "sent_away"):
        judge(camera, "closed", outcome, authorisation_id=order.pk)
    judge(camera, "refuted")
    done = found()
    assert done.outcomes == [("intrusion", "left", 2), ("intrusion", "sent_away", 1)]
    told = [(reference, kind, each.confirmed, each.judged) for reference, kind, each in done.authorisations]
    assert told == [("", "intrusion", 0, 1), ("2026-041", "intrusion", 3, 3)]


def test_in_fives_no_reason_outcome_or_verdict_is_told_of_fewer_than_five(camera: Camera) -> None:
    for kind in ("intrusion", "fall", "fire", "density"):
        for state, reason in (("refuted", "lamp"), ("refuted", "animal"), ("closed", "left"), ("new", "")):
            judge(camera, state, reason, kind=kind)
    done = found(IN_FIVES)
    numbers = [count for row in done.detectors for _reason, count in row.reasons]
    numbers += [count for *_names, count in done.outcomes]
    numbers += [number for *_names, each in done.authorisations for number in (each.confirmed, each.unreviewed)]
    numbers += [number for row in done.detectors for number in (row.confirmed.judged, row.confirmed.unreviewed)]
    assert all(number % 5 == 0 for number in numbers)


def test_the_page_tells_supervisors_why_alerts_were_refuted(client: Client, supervisor: User, camera: Camera) -> None:
    judge(camera, "refuted", "lamp")
    client.force_login(supervisor)
    page = client.get("/dashboard/", {"from": "2026-06-01", "to": "2026-06-01"}).content.decode()
    assert "Lamp or headlight 1" in page
    assert "Intrusion is most often right: 0 % of 1 judged alerts." in page
