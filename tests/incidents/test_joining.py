"""What the machine joins: the rule itself, the order of arrival, and workers that join at the same time."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hypervision.incidents.kinds import LINKS, linked
from hypervision.incidents.models import Incident, IncidentStep, Member
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests.factories import NOON
from tests.incidents.worlds import Happening, by_brute_force, calibrate, groups, happen, street


def test_a_single_alert_is_no_incident(cameras: list[Camera]) -> None:
    alert = happen(Happening(), cameras)
    assert not Incident.objects.exists()
    assert (Member.objects.get().alert, Member.objects.get().incident) == (alert, None)
    assert [entry.kind for entry in JournalEntry.objects.all()] == ["alert"]


def test_what_two_cameras_see_near_and_soon_is_one_incident_and_browsers_hear_of_both_alerts(
    cameras: list[Camera],
) -> None:
    one, other = happen(Happening(0), cameras), happen(Happening(1, east=20, at=15), cameras)
    assert groups() == {frozenset([one.pk, other.pk])}
    told = [entry.payload["card"] for entry in JournalEntry.objects.filter(kind="incident")]
    incident = str(Incident.objects.get().pk)
    assert told == [{"id": str(one.pk), "incident": incident}, {"id": str(other.pk), "incident": incident}]


def test_the_step_says_what_was_joined_to_what_how_near_and_how_soon(cameras: list[Camera]) -> None:
    one = happen(Happening(0), cameras)
    happen(Happening(1, east=20, at=15), cameras)
    step = IncidentStep.objects.get()
    assert (step.verb, step.by) == ("joined", None)
    assert step.facts == {"to": str(one.pk), "metres": 20.0, "seconds": 15.0, "same_camera": False}


def test_a_third_joins_and_the_search_finds_the_grown_incident(cameras: list[Camera]) -> None:
    alerts = [happen(Happening(number, east=30.0 * number, at=50.0 * number), cameras) for number in range(3)]
    incident = Incident.objects.get()
    told = JournalEntry.objects.latest("number").payload["card"]
    assert told == {"id": str(alerts[2].pk), "incident": str(incident.pk)}
    assert incident.members.count() == 3
    assert (incident.opened_at, incident.newest_at) == (NOON, NOON + timedelta(seconds=100))
    assert all(incident.area.covers(member.place) for member in incident.members.all())


ALONE = {
    "too late": Happening(1, at=61),
    "too far": Happening(1, east=43),
    "of another kind": Happening(1, kind="fire"),
}


@pytest.mark.parametrize("other", ALONE.values(), ids=ALONE)
def test_what_is_not_near_soon_and_of_the_kind_stays_apart(cameras: list[Camera], other: Happening) -> None:
    happen(Happening(), cameras)
    happen(other, cameras)
    assert groups() == set()


def test_sixty_seconds_and_forty_metres_are_near_and_the_errors_of_both_places_are_allowed_for(
    cameras: list[Camera],
) -> None:
    happen(Happening(0, error=5), cameras)
    happen(Happening(1, east=49, error=5, at=60), cameras)
    assert len(groups()) == 1


@pytest.mark.parametrize(("east", "joined"), [(155, 1), (165, 0)])
def test_of_an_error_no_more_than_sixty_metres_are_allowed_for(cameras: list[Camera], east: float, joined: int) -> None:
    happen(Happening(0, error=500), cameras)
    happen(Happening(1, east=east, error=500), cameras)
    assert len(groups()) == joined


def test_the_step_names_the_soonest_of_those_that_it_brings_together(cameras: list[Camera]) -> None:
    happen(Happening(0, at=0), cameras)
    later = happen(Happening(0, at=100), cameras)
    happen(Happening(1, at=55), cameras)
    facts = IncidentStep.objects.get().facts
    assert (facts["to"], facts["seconds"], facts["same_camera"]) == (str(later.pk), 45.0, False)


def test_linked_kinds_are_one_matter(cameras: list[Camera]) -> None:
    happen(Happening(0, kind="fire"), cameras)
    happen(Happening(1, kind="crowd_movement", at=20), cameras)
    assert len(groups()) == 1


@pytest.mark.parametrize("pair", LINKS)
def test_a_link_of_kinds_holds_both_ways(pair: tuple[str, str]) -> None:
    assert pair[0] in linked(pair[1])
    assert pair[1] in linked(pair[0])


def test_cameras_that_see_ground_far_from_each_other_are_not_joined_by_places_that_are_wrong(db: None) -> None:
    cameras = street(2, apart=500, calibrated=False)
    for camera in cameras:
        calibrate(camera, 50)
    happen(Happening(0), cameras)
    happen(Happening(1, east=10), cameras)
    assert groups() == set()


def test_cameras_without_calibration_are_joined_by_where_they_stand(db: None) -> None:
    cameras = street(2, apart=30, calibrated=False)
    happen(Happening(0, error=30), cameras)
    happen(Happening(1, east=30, error=30), cameras)
    assert len(groups()) == 1


def test_what_comes_between_two_incidents_makes_them_one_that_keeps_the_older_name(cameras: list[Camera]) -> None:
    west = [happen(Happening(0, at=at), cameras) for at in (0, 1)]
    first = Incident.objects.get()
    east = [happen(Happening(2, east=70, at=at), cameras) for at in (2, 3)]
    assert len(groups()) == 2
    middle = happen(Happening(1, east=35, at=4), cameras)
    assert groups() == {frozenset(alert.pk for alert in [*west, *east, middle])}
    assert Member.objects.filter(incident=first).count() == 5


def test_an_alert_that_comes_late_after_an_outage_finds_its_incident_all_the_same(cameras: list[Camera]) -> None:
    happen(Happening(0, at=3600), cameras)
    happen(Happening(0, at=0), cameras)
    happen(Happening(1, at=30), cameras)
    assert [len(group) for group in groups()] == [2]


happenings = st.lists(
    st.builds(
        Happening,
        camera=st.integers(0, 2),
        east=st.sampled_from([0.0, 25.0, 60.0, 95.0, 200.0]),
        north=st.sampled_from([0.0, 30.0]),
        at=st.sampled_from([0.0, 20.0, 59.0, 61.0, 130.0, 300.0]),
        kind=st.sampled_from(["intrusion", "fire", "crowd_movement", "fall"]),
        error=st.sampled_from([1.0, 8.0]),
    ),
    max_size=14,
)


class OrderTest(TestCase):
    @pytest.mark.slow
    @settings(max_examples=40, deadline=None)
    @given(happenings=happenings)
    def test_in_whatever_order_alerts_come_the_incidents_are_those_of_brute_force(
        self, happenings: list[Happening]
    ) -> None:
        cameras = street()
        for camera in cameras:
            camera.calibrations.all().delete()
            calibrate(camera, 400)
        alerts = [(happen(one, cameras).pk, one) for one in happenings]
        assert groups() == by_brute_force(alerts)
        assert Member.objects.count() == len(happenings)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_that_join_at_the_same_time_make_the_incidents_of_brute_force() -> None:
    """Six workers with transactions of their own; four matters."""
    cameras = street()
    spots = [Happening(0, at=0), Happening(1, east=300), Happening(2, at=500), Happening(0, kind="fire")]
    work = [[Happening(s.camera, s.east, 0, s.at + 3 * turn, s.kind) for turn in range(4) for s in spots]] * 6
    together = threading.Barrier(len(work))
    alerts: list[tuple[UUID, Happening]] = []

    def run(happenings: list[Happening]) -> None:
        try:
            together.wait(20)
            alerts.extend([(happen(one, cameras).pk, one) for one in happenings])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[part]) for part in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(alerts) == Member.objects.count() == 96
    assert groups() == by_brute_force(alerts)
    assert Incident.objects.count() == 4
