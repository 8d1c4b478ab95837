"""Snapshot and messages are a fresh snapshot, for everybody, whatever people and machines do."""

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from detectors import configuration
from hypervision.accounts.rights import Role
from hypervision.alerts import actions
from hypervision.live import journal
from hypervision.pages.snapshot import snapshot
from hypervision.procedures import actions as procedures
from tests.factories import ELSEWHERE, SQUARE, make_camera, make_user
from tests.live.deeds import ACTS, Act, City, act, raise_one
from tests.live.worlds import assert_told, heard
from tests.procedures.worlds import FIRE, make_version

happenings = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 11)), max_size=12)
moves = st.lists(
    st.tuples(
        st.sampled_from(["move", "raise", "merge", "split", "begin", "do", "import", "rename", "build"]),
        st.integers(0, 11),
    ),
    max_size=8,
)


def assert_all_are_told(before: list[Act], after: list[Act]) -> None:
    city = City()
    make_version(FIRE, kind="intrusion")
    for what, pick in [("raise", 0), ("raise", 1), *before]:
        act(city, what, pick)
    taken = [(person, snapshot(person)) for person in city.people]
    for what, pick in after:
        act(city, what, pick)
    for person, then in taken:
        assert_told(then, person)


class WorldsTest(TestCase):
    @pytest.mark.slow
    @settings(max_examples=25, deadline=None)
    @given(before=happenings, after=happenings)
    def test_whoever_applies_what_they_are_told_holds_the_present(self, before: list[Act], after: list[Act]) -> None:
        assert_all_are_told(before, after)

    @pytest.mark.slow
    @settings(max_examples=25, deadline=None)
    @given(before=moves, after=moves)
    def test_cameras_that_cross_perimeters_go_for_some_and_come_for_others(
        self, before: list[Act], after: list[Act]
    ) -> None:
        assert_all_are_told(before, after)

    def test_a_move_inside_every_perimeter_tells_one_message(self) -> None:
        city = City()
        for _ in range(3):
            raise_one(city, 0)
        told = journal.newest()
        camera = city.cameras[0]
        camera.location = Point(SQUARE[0] + 0.0001, SQUARE[1], srid=4326)
        configuration.save_camera(camera, "ada")
        assert [frame["kind"] for frame in heard(city.judges[0], told)] == ["camera"]

    def test_a_move_out_of_a_perimeter_takes_the_camera_and_its_alerts_away(self) -> None:
        city = City()
        raise_one(city, 0)
        told = journal.newest()
        camera = city.cameras[0]
        camera.location = Point(*ELSEWHERE, srid=4326)
        configuration.save_camera(camera, "ada")
        assert [frame["kind"] for frame in heard(city.people[-1], told)] == ["camera_gone", "alert_gone"]
        assert [frame["kind"] for frame in heard(city.people[2], told)] == ["camera", "alert"]
        fires = city.people[4]
        assert {frame["kind"] for frame in heard(fires, told)} == {"camera", "camera_gone"}

    def test_a_run_comes_and_goes_with_its_alert_where_the_camera_moves(self) -> None:
        city = City()
        make_version(FIRE, kind="intrusion")
        raise_one(city, 0)
        procedures.begin(city.alert(0), city.judges[0])
        near, before = city.people[2], snapshot(city.people[2])
        camera = city.cameras[0]
        camera.location = Point(*ELSEWHERE, srid=4326)
        configuration.save_camera(camera, "ada")
        assert [frame["kind"] for frame in heard(near, before["number"])] == ["camera", "alert", "run"]
        assert_told(before, near)

    def test_the_snapshot_over_http_is_what_the_person_sees(self) -> None:
        city = City()
        raise_one(city, 0)
        near = city.people[2]
        client = Client()
        client.force_login(near)
        body = client.get(reverse("live-snapshot")).json()
        assert (body["number"], body["alerts"]) == (journal.newest(), [])
        assert [card["name"] for card in body["cameras"]] == ["Station"]

    def test_the_snapshot_is_for_nobody_without_login_or_right(self) -> None:
        client = Client()
        assert client.get(reverse("live-snapshot")).status_code == 401
        client.force_login(make_user(Role.OFFICIAL))
        assert client.get(reverse("live-snapshot")).status_code == 403

    def test_the_snapshot_costs_the_same_for_many_as_for_few(self) -> None:
        city = City()
        make_version(FIRE, kind="intrusion")
        raise_one(city, 0)
        procedures.begin(city.alert(0), city.judges[0])
        with self.assertNumQueries(15):
            snapshot(city.judges[0])
        for pick in range(6):
            raise_one(city, pick)
            actions.confirm(city.alert(pick), city.judges[0])
            procedures.begin(city.alert(pick), city.judges[0])
            make_camera()
        with self.assertNumQueries(15):
            snapshot(city.judges[0])
