"""Alerts that people raise: once, at a place that they look after, with all that any alert has."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from hypervision.accounts.models import User
from hypervision.alerts import actions as verdicts
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed
from hypervision.alerts.services import raise_alert
from hypervision.hand.actions import LONGEST, raise_by_hand
from hypervision.incidents import joining
from hypervision.incidents.models import Member
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.pages.snapshot import snapshot
from maps.models import Camera, Event
from tests.factories import ELSEWHERE, make_event
from tests.hand.worlds import make_city, report
from tests.live.worlds import assert_told

pytestmark = pytest.mark.django_db


def test_it_waits_for_a_verdict_like_any_other(operator: User) -> None:
    alert = raise_by_hand(report(), operator)
    assert (alert.state, alert.severity, alert.raised_by, alert.source) == ("new", "high", operator, "phone")
    assert (alert.event.kind, alert.event.camera, alert.event.is_real) == ("fight", None, True)
    assert verdicts.confirm(alert.pk, operator).state == "confirmed"


def test_all_who_see_the_place_hear_of_it(operator: User, supervisor: User) -> None:
    before = snapshot(supervisor)
    raise_by_hand(report(), operator)
    assert_told(before, supervisor)
    assert [card["raised_by"] for card in snapshot(supervisor)["alerts"]] == ["operator"]


def test_the_same_key_raises_it_once_and_answers_with_the_same(operator: User) -> None:
    first = report()
    assert raise_by_hand(first, operator).pk == raise_by_hand(first, operator).pk
    assert Event.objects.count() == Alert.objects.count() == 1
    assert LogEntry.objects.filter(action="alert.raise").count() == 1


def test_a_key_of_somebody_else_is_refused(operator: User, supervisor: User) -> None:
    first = report()
    raise_by_hand(first, operator)
    with pytest.raises(Refusal, match="Another alert has this number"):
        raise_by_hand(first, supervisor)
    with pytest.raises(Refusal, match="Another alert has this number"):
        raise_by_hand(report(key=first.key, kind="accident"), operator)


def test_two_calls_about_one_place_find_each_other(operator: User) -> None:
    raise_by_hand(report(), operator)
    raise_by_hand(report(), operator)
    assert Member.objects.filter(incident__isnull=False).count() == 2


def test_the_outsider_raises_nothing_here(outsider: User) -> None:
    with pytest.raises(NotAllowed, match="outside your perimeter"):
        raise_by_hand(report(), outsider)
    assert raise_by_hand(report(lon=ELSEWHERE[0], lat=ELSEWHERE[1]), outsider).raised_by == outsider


@pytest.mark.parametrize("role", ["administrator", "inspector", "official", "city_system"])
def test_whoever_gives_no_verdict_raises_nothing(role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed, match="right to judge"):
        raise_by_hand(report(), request.getfixturevalue(role))
    assert not Event.objects.exists()


@pytest.mark.parametrize("wrong", [{"kind": "line_count"}, {"kind": "sorcery"}, {"words": "x" * (LONGEST + 1)}])
def test_what_makes_no_sense_raises_nothing(operator: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        raise_by_hand(report(**wrong), operator)
    assert not Event.objects.exists()


def test_a_place_outside_the_city_is_refused(operator: User) -> None:
    make_city((24.93, 60.16, 24.96, 60.18))
    with pytest.raises(Refusal, match="outside the city"):
        raise_by_hand(report(lon=25.5), operator)
    raise_by_hand(report(), operator)


def test_what_waited_for_the_network_happened_when_it_was_said(operator: User) -> None:
    before = clock.now()
    event = raise_by_hand(report(ago=timedelta(minutes=10)), operator).event
    assert timedelta(minutes=9) < before - event.captured_at <= timedelta(minutes=10)


def test_the_words_stay_with_the_alert_and_out_of_the_log(operator: User) -> None:
    alert = raise_by_hand(report(words=" A caller\x00 says so. "), operator)
    assert alert.words == "A caller says so."
    entry = LogEntry.objects.get(action="alert.raise")
    assert (entry.actor, entry.subject) == ("operator", str(alert.event_id))
    assert "caller" not in str(entry.facts)


def test_what_a_caller_said_is_refuted_in_words_for_callers(operator: User) -> None:
    alert = raise_by_hand(report(kind="fire"), operator)
    with pytest.raises(Refusal, match="Choose one of the reasons"):
        verdicts.refute(alert.pk, operator, "lamp")
    assert verdicts.refute(alert.pk, operator, "false_call").state == "refuted"


def test_a_key_that_nobody_used_raises_another(operator: User) -> None:
    assert raise_by_hand(report(key=uuid4()), operator).pk != raise_by_hand(report(key=uuid4()), operator).pk


def test_a_call_in_other_words_finds_what_a_detector_saw(operator: User, camera: Camera) -> None:
    now = clock.now()
    with transaction.atomic():
        raise_alert(make_event(camera, kind="fall", captured_at=now, started_at=now), "high", joining.join)
    raise_by_hand(report(kind="distress"), operator)
    raise_by_hand(report(kind="damage"), operator)
    assert sorted(one.incident_id is None for one in Member.objects.all()) == [False, False, True]
