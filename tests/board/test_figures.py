"""The figures of the dashboard, in worlds small enough to count by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from detectors.models import Lease, Version, Watch
from hypervision.accounts.models import User
from hypervision.accounts.permissions import Sight, can_see
from hypervision.board import comparison, sentences
from hypervision.board.figures import Confirmed, Figures, figures
from hypervision.board.period import Period
from hypervision.board.query import OUTSIDE, Chosen
from hypervision.lib import clock
from maps.models import Camera, District
from tests.factories import ELSEWHERE, NOON, area, make_alert, make_camera, make_count, make_event, make_rule, make_zone

EVERYWHERE = Sight(everywhere=True, area=None)
DAY = Period(NOON - timedelta(hours=23), NOON + timedelta(hours=1), timedelta(hours=1))


def events_before(shown: Figures) -> int | None:
    return shown.before.events if shown.before else None


def seen_by(person: User) -> Figures:
    return figures(can_see(person), DAY)


def test_events_are_counted_by_kind_and_compared_with_the_day_before(official: User, camera: Camera) -> None:
    make_event(camera)
    make_event(camera, kind="density")
    make_event(camera)
    make_event(camera, captured_at=NOON - timedelta(days=1))
    shown = seen_by(official)
    assert [(row.kind, row.count) for row in shown.kinds] == [("intrusion", 2), ("density", 1)]
    assert (shown.events, events_before(shown)) == (3, 1)


def test_the_confirmed_share_counts_judged_alerts_only(official: User, camera: Camera) -> None:
    for state in ("confirmed", "confirmed", "confirmed", "refuted", "new"):
        make_alert(camera, state=state)
    share = seen_by(official).confirmed
    assert share == Confirmed(confirmed=3, judged=4, unreviewed=1)
    assert share.share == 0.75
    assert share.interval == pytest.approx((0.301, 0.954), abs=0.001)  # Wilson


def test_without_a_verdict_there_is_no_share(official: User, camera: Camera) -> None:
    make_alert(camera)
    assert seen_by(official).confirmed.share is None


def test_an_hour_that_nobody_watched_is_a_gap_and_not_a_zero(official: User, camera: Camera) -> None:
    Lease.objects.create(
        camera=camera, token=1, worker="w", taken_at=NOON - timedelta(hours=2), ended_at=NOON - timedelta(hours=1)
    )
    watched = [column.at for column in seen_by(official).trend if column.watched]
    assert watched == [NOON - timedelta(hours=2)]


def test_each_event_stands_in_its_hour(official: User, camera: Camera) -> None:
    make_event(camera, captured_at=NOON - timedelta(minutes=1))
    make_event(camera, captured_at=NOON)
    trend = {column.at: column.count for column in seen_by(official).trend}
    assert len(trend) == 24
    assert (trend[NOON - timedelta(hours=1)], trend[NOON]) == (1, 1)


def test_crossings_are_summed_by_line_and_direction(official: User, camera: Camera) -> None:
    line = make_zone(camera, name="Bridge", purpose="line")
    make_count(camera, 40, zone=line)
    make_count(camera, 10, zone=line, way="backward")
    make_count(camera, 2, zone=line, starts_at=NOON - timedelta(minutes=5))
    row = seen_by(official).lines[0]
    assert (row.line, row.label, row.forward, row.backward) == ("Bridge", "person", 42, 10)


def test_fewer_crossings_than_five_are_not_told(official: User, camera: Camera) -> None:
    make_count(camera, 4)
    shown = seen_by(official)
    assert (shown.lines[0].forward, shown.lines[0].backward, shown.crossings) == (None, 0, 0)


def test_what_lies_outside_the_perimeter_is_not_counted(outsider: User, camera: Camera) -> None:
    make_event(camera)
    make_event(make_camera(ELSEWHERE))
    assert seen_by(outsider).events == 1


def test_cameras_hours_and_crossings_outside_the_perimeter_are_not_counted(outsider: User, camera: Camera) -> None:
    camera.address = "rtsp://127.0.0.1:1/a"
    camera.save()
    Watch.objects.create(camera=camera, since=NOON, state=Watch.State.WATCHING)
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=NOON)
    make_count(camera)
    shown = seen_by(outsider)
    assert (shown.cameras, shown.watching, shown.crossings) == (0, 0, 0)
    assert not any(column.watched for column in shown.trend)


def test_of_the_cameras_with_a_stream_those_that_see_are_watching(official: User, camera: Camera) -> None:
    """A camera without a stream is a mark on the map that nobody expects to watch."""
    for number, state in enumerate((Watch.State.WATCHING, Watch.State.RECONNECTING, Watch.State.NOT_WATCHING)):
        one = make_camera(address=f"rtsp://127.0.0.1:1/{number}")
        Watch.objects.create(camera=one, since=NOON, state=state, expires_at=clock.now() + timedelta(seconds=10))
    shown = seen_by(official)
    assert (shown.watching, shown.cameras) == (1, 3)


def test_a_camera_that_nobody_vouches_for_any_more_is_not_watching(official: User) -> None:
    long_ago = clock.now() - timedelta(minutes=1)
    one = make_camera(address="rtsp://127.0.0.1:1/a")
    Watch.objects.create(camera=one, since=NOON, state=Watch.State.WATCHING, expires_at=long_ago)
    assert seen_by(official).watching == 0


def test_the_moment_between_two_periods_belongs_to_the_later_one(official: User, camera: Camera) -> None:
    for at in (DAY.start, DAY.end):
        make_event(camera, captured_at=at)
    shown = seen_by(official)
    assert (shown.events, events_before(shown)) == (1, 0)
    assert shown.trend[0].count == 1


def test_means_of_zones_are_of_the_whole_period(official: User, camera: Camera) -> None:
    zone = make_zone(camera, name="Bridge")
    for minutes, sums in ((0, (2, 80.0, 3250.0)), (5, (3, 170.0, 9750.0))):
        names = dict(zip(("basis", "total", "squares"), sums, strict=True))
        at = NOON - timedelta(minutes=minutes)
        make_count(
            camera, sums[0], zone=zone, starts_at=at, kind="speed", measure="speed", label="vehicle", way="", **names
        )
    [row] = seen_by(official).measured
    assert row.reading is not None
    assert (row.zone, row.measure, row.label, row.reading.objects, row.reading.value) == (
        *("Bridge", "speed", "vehicle"),
        *(5, 50.0),
    )


def test_a_mean_behind_which_few_stand_is_not_told(official: User, camera: Camera) -> None:
    make_count(camera, 4, kind="dwell", measure="stay", way="whole")
    [row] = seen_by(official).measured
    assert row.reading is None


def test_the_modal_split_of_a_line_is_the_share_of_each_label(official: User, camera: Camera) -> None:
    line = make_zone(camera, name="Bridge", purpose="line")
    make_count(camera, 30, zone=line, label="vehicle")
    make_count(camera, 10, zone=line)
    [split] = seen_by(official).splits
    assert (split.line, [(each.label, each.share) for each in split.shares]) == (
        "Bridge",
        [("vehicle", 0.75), ("person", 0.25)],
    )


def test_what_is_measured_outside_the_perimeter_is_not_told(outsider: User, camera: Camera) -> None:
    make_count(camera, 40, kind="dwell", measure="stay", way="whole")
    shown = seen_by(outsider)
    assert (shown.measured, shown.splits) == ([], [])


def test_the_dashboard_says_what_was_measured_in_words(supervisor: User, camera: Camera, client: Client) -> None:
    client.force_login(supervisor)
    at = clock.now() - timedelta(minutes=10)
    zone = make_zone(camera, name="Junction")
    make_count(camera, 7, zone=zone, starts_at=at, kind="journeys", measure="journeys", label="bicycle", way="4>2")
    speeds = {"kind": "speed", "measure": "speed", "label": "vehicle", "way": "", "total": 500.0, "squares": 25_090.0}
    make_count(camera, 10, zone=zone, starts_at=at, **speeds)
    make_count(camera, 3, zone=zone, starts_at=at, kind="dwell", measure="stay", way="part")
    page = client.get("/dashboard/").content.decode()
    for said in ("Junction", "side 4 to side 2", "50.0 [47.7, 52.3] km/h", "Mean stay", "seen in part", "&lt; 5"):
        assert said in " ".join(page.split()), said


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Asia/Kolkata"])
def test_the_hour_that_the_clocks_repeat_is_told_twice(camera: Camera, zone: str, settings: Settings) -> None:
    settings.TIME_ZONE = zone
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for hours in (0, 1, 1):
        make_event(camera, captured_at=first + timedelta(hours=hours))
    night = Period(first - timedelta(minutes=30), first + timedelta(hours=3), timedelta(hours=1))
    shown = figures(EVERYWHERE, night)
    told = [column.count for column in shown.trend if column.count]
    assert (shown.events, told) == (3, [1, 2])


def test_a_chosen_hour_leaves_out_the_others_and_says_no_gap_of_them(official: User, camera: Camera) -> None:
    at = timezone.localtime(NOON)
    make_event(camera)
    make_event(camera, captured_at=NOON - timedelta(hours=1))
    shown = figures(can_see(official), DAY, Chosen(hour=at.hour))
    assert (shown.events, [(column.at, column.count) for column in shown.trend]) == (1, [(NOON, 1)])
    assert shown.heat == {(at.weekday(), at.hour): 1}


def test_a_chosen_day_of_the_week_and_district_narrow_all_figures(official: User, camera: Camera) -> None:
    centre = District.objects.create(name="Centre", area=area())
    make_event(camera, district=centre)
    make_event(camera)
    make_event(camera, district=centre, captured_at=NOON - timedelta(days=1))
    week = Period(NOON - timedelta(days=6), NOON + timedelta(days=1), timedelta(days=1))
    monday = Chosen(weekday=0, district=str(centre.pk), district_name="Centre")
    shown = figures(can_see(official), week, monday)
    assert (shown.events, [(bar.name, bar.count) for bar in shown.districts]) == (1, [("Centre", 1)])
    outside = figures(can_see(official), week, Chosen(district=OUTSIDE))
    assert (outside.events, outside.watching_hours.total) == (1, 0)


def test_the_same_cameras_are_those_that_were_watched_in_both_periods(official: User, camera: Camera) -> None:
    """More watching is not more crime: the camera that was new today is left out."""
    new = make_camera()
    for each, days in ((camera, 2), (new, 1)):
        Lease.objects.create(camera=each, token=1, worker="w", taken_at=NOON - timedelta(days=days), ended_at=DAY.end)
        make_event(each)
    make_event(camera, captured_at=NOON - timedelta(days=1))
    Lease.objects.filter(camera=new).update(taken_at=DAY.start)
    shown = figures(can_see(official), DAY, Chosen(same_cameras=True))
    assert (shown.events, events_before(shown), shown.watching_hours.total) == (1, 1, 24)
    assert shown.same_cameras == frozenset({camera.pk})


def test_events_are_divided_by_the_hours_in_which_cameras_were_watched(official: User, camera: Camera) -> None:
    """Twice the events of twice the cameras are no more than before."""
    for each, days in ((camera, 2), (make_camera(), 1)):
        start = DAY.end - timedelta(days=days)
        Lease.objects.create(camera=each, token=1, worker="w", taken_at=start, ended_at=DAY.end)
    for at in (NOON, NOON, NOON - timedelta(days=1)):
        make_event(camera, captured_at=at)
    shown = figures(can_see(official), DAY)
    change = comparison.of_rates(shown)
    assert change is not None
    assert change.ratio == pytest.approx(1)
    assert sentences.rate(shown).startswith("4.2 events per 100 watched camera-hours (48 hours).")


def test_what_changed_in_the_watching_bears_a_mark(official: User, camera: Camera) -> None:
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=NOON, ended_at=NOON + timedelta(minutes=1))
    Lease.objects.create(camera=camera, token=2, worker="w", taken_at=NOON + timedelta(minutes=2))
    rule = make_rule(camera)
    for number in (1, 2):
        Version.objects.create(subject="rule", subject_id=rule.pk, number=number, at=NOON, by="ada", values={})
    shown = figures(can_see(official), DAY)
    assert [(mark.at, mark.cameras, mark.rules) for mark in shown.marks] == [(NOON, 1, 2)]
    assert sentences.marks(shown) == (
        "Marks show where the watching changed: 1 camera watched for the first time, 2 changes of rules."
    )


def test_a_change_that_chance_explains_is_called_no_clear_change(official: User, camera: Camera) -> None:
    for days in (0, 0, 1):
        make_event(camera, captured_at=NOON - timedelta(days=days))
    assert sentences.change(figures(can_see(official), DAY)).startswith("No clear change: +100 % [−82, ")
    for _ in range(40):
        make_event(camera)
    assert sentences.change(figures(can_see(official), DAY)).startswith("More: +4100 % [")


def test_an_official_reads_no_event_younger_than_half_an_hour(
    client: Client, official: User, supervisor: User, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=29))
    for minutes in range(10):
        make_event(camera, captured_at=NOON - timedelta(minutes=1 + minutes))
    seen = {}
    for person in (official, supervisor):
        client.force_login(person)
        seen[person.role] = client.get("/dashboard/").context["shown"].events
    assert seen == {"official": 0, "supervisor": 10}


def test_nothing_is_compared_with_a_period_in_which_no_camera_was_watched(official: User, camera: Camera) -> None:
    make_event(camera)
    unwatched = sentences.change(figures(can_see(official), DAY))
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=DAY.before.start, ended_at=DAY.start)
    watched = sentences.change(figures(can_see(official), DAY))
    assert unwatched == "No comparison: no camera was watched in the period it is compared with."
    assert watched == "Nothing was recorded in the period it is compared with."
