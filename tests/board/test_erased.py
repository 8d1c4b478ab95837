"""Counts outlive the events; and of what was erased before there were counts, a figure is a gap, never a zero."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from detectors.event_erasure import erase_events
from detectors.models import Lease
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.alerts.models import AlertStep
from hypervision.board.events import Scope
from hypervision.board.figures import Confirmed, Figures, figures
from hypervision.board.folding import fold
from hypervision.board.period import Period
from hypervision.board.query import ALL
from hypervision.board.telling import EXACT
from hypervision.board.wishes import Wish
from hypervision.lib import clock
from hypervision.pages import dashboard
from maps.models import Camera, ErasedHour, Event
from tests.factories import ELSEWHERE, NOON, make_alert, make_camera, make_event

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = NOON + 10 * DAY
"""Ten days after what was captured at noon; under DEMO seven are kept."""
TEN_DAYS = Period(NOON - HOUR, TODAY + HOUR, DAY)


@pytest.fixture
def erased(camera: Camera) -> Camera:
    """Three events, two of them with an alert that nobody judged, were erased before there were counts; one is kept."""
    erased_before_counts(camera, events=3, unreviewed=2)
    make_alert(camera, event=make_event(camera, captured_at=TODAY, regime="DEMO"), state="confirmed")
    return camera


def erased_before_counts(camera: Camera, at: datetime = NOON, events: int = 1, unreviewed: int = 0) -> None:
    ErasedHour.objects.create(camera=camera, starts_at=at, kind="intrusion", events=events, unreviewed=unreviewed)


@pytest.fixture
def counted(camera: Camera) -> Camera:
    """The same three, erased since."""
    for state in ("new", "claimed", "confirmed"):
        make_alert(camera, event=make_event(camera, regime="DEMO"), state=state)
    make_alert(camera, event=make_event(camera, captured_at=TODAY, regime="DEMO"), state="confirmed")
    return camera


def seen_by(person: User, period: Period = TEN_DAYS) -> Figures:
    return figures(can_see(person), period)


def said(shown: Figures) -> dict[str, str]:
    return dashboard.said(shown)


def test_what_was_erased_is_counted_beside_what_is_kept(official: User, erased: Camera) -> None:
    shown = seen_by(official)
    assert (shown.events, shown.erased.events, shown.erased.unreviewed) == (1, 3, 2)
    assert said(shown)["erased"] == (
        "3 events of this period are not counted here: they were erased at the end of their retention."
        " 2 alerts among them were never reviewed."
    )


def test_the_step_that_lost_events_is_a_gap_and_the_others_are_whole(official: User, erased: Camera) -> None:
    Lease.objects.create(camera=erased, token=1, worker="w", taken_at=NOON - DAY)
    shown = seen_by(official)
    assert [column.erased for column in shown.trend] == [3, *[0] * (len(shown.trend) - 1)]
    assert (
        "In 1 step events were erased at the end of their retention: that is a gap, not a zero." in said(shown)["trend"]
    )


def test_an_hour_keeps_its_own_gap(official: User, camera: Camera) -> None:
    for hours, events in ((0, 2), (1, 1)):
        erased_before_counts(camera, NOON + hours * HOUR, events)
    shown = seen_by(official, Period(NOON - HOUR, NOON + 2 * HOUR, HOUR))
    assert [(column.at - NOON, column.erased) for column in shown.trend] == [(-HOUR, 0), (0 * HOUR, 2), (HOUR, 1)]


def test_nothing_is_compared_with_a_period_that_is_not_whole(official: User, erased: Camera) -> None:
    sentence = "No comparison with the period before: part of the events was erased at the end of their retention."
    now_in_part, before_in_part = seen_by(official), seen_by(official, Period(TODAY - 6 * DAY, TODAY + 6 * DAY, DAY))
    assert [said(shown)["change"] for shown in (now_in_part, before_in_part)] == [sentence, sentence]


def test_where_all_was_erased_no_sentence_says_that_nothing_happened(official: User, erased: Camera) -> None:
    shown = seen_by(official, Period(NOON - HOUR, NOON + DAY, DAY))
    sentences = said(shown)
    gone = "What happened in this period was erased at the end of its retention."
    assert [sentences[name] for name in ("kinds", "districts", "trend")] == [gone] * 3
    assert sentences["confirmed"] == "No verdict of this period is kept."


def test_without_erasure_nothing_is_said_of_it(official: User, camera: Camera) -> None:
    make_event(camera)
    assert said(seen_by(official))["erased"] == ""


def test_what_was_erased_of_cameras_out_of_sight_is_not_told(outsider: User, erased: Camera) -> None:
    erased_before_counts(make_camera(ELSEWHERE))
    assert seen_by(outsider).erased.events == 1


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: TODAY - 4 * DAY)


def test_the_page_shows_a_dash_for_events_of_which_none_is_kept(
    client: Client, supervisor: User, camera: Camera, at_noon: Any
) -> None:
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=NOON - DAY)
    erased_before_counts(camera)
    client.force_login(supervisor)
    page = client.get("/dashboard/", {"period": "week"}).content.decode()
    assert page.count(">1 event erased<") == 1
    figure = page.split('<p class="head__figure">')[1].split("</p>")[0].strip()
    assert figure == "–"


def test_what_is_erased_stays_in_every_figure(official: User, counted: Camera) -> None:
    """By kind, verdict, district and hour: as before, whether it was folded before or after."""
    before = seen_by(official)
    erase_events(TODAY - HOUR)
    assert seen_by(official) == before
    fold()
    assert seen_by(official) == before
    assert (Event.objects.count(), before.events, before.erased.events) == (1, 4, 0)
    assert before.confirmed == Confirmed(confirmed=2, judged=2, unreviewed=2)


def test_how_long_verdicts_took_and_why_alerts_were_refuted_outlives_them(official: User, camera: Camera) -> None:
    alert = make_alert(camera, event=make_event(camera, regime="DEMO"), state="refuted")
    AlertStep.objects.create(alert=alert, from_state="claimed", to_state="refuted", at=NOON, reason="lamp")
    scope = Scope(can_see(official), TEN_DAYS, ALL, EXACT)
    erase_events(TODAY)
    assert not AlertStep.objects.exists()
    assert [values for _at, values, _count in scope.counts(Wish(("kind", "reason"), "reason", None))] == [
        ("intrusion", "refuted:lamp")
    ]
    assert sum(count for *_, count in scope.counts(Wish(("took",), "took", None))) == 1


def test_an_event_that_is_deleted_before_its_time_is_counted_no_more(official: User, camera: Camera) -> None:
    make_event(camera)
    fold()
    Event.objects.all().delete()
    assert seen_by(official).events == 0
