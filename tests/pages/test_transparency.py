"""The public page: closed unless the city opens it; then for everybody, as things stand, without persons."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import formats
from pytest_django import DjangoAssertNumQueries, Settings

from detectors.models import Lease
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from hypervision.pages.transparency import LISTS_KEPT_S
from maps.models import Camera
from tests.factories import (
    ELSEWHERE,
    NOON,
    make_alert,
    make_authorisation,
    make_camera,
    make_event,
    make_rule,
    make_user,
)

pytestmark = pytest.mark.django_db

PAGE = "/transparency/"
STREAM = "rtsp://10.0.0.7/secret-path"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    cache.clear()


@pytest.fixture
def opened(settings: Settings) -> None:
    settings.TRANSPARENCY_PAGE = True


@pytest.fixture
def text(client: Client, opened: None) -> Callable[[], str]:
    """What the page says to somebody who has no account, in one line."""

    def read() -> str:
        cache.clear()
        return re.sub(r"\s+", " ", client.get(PAGE).content.decode())

    return read


def looking(**values: Any) -> Camera:
    """A camera that looks for intrusion."""
    camera = make_camera(**{"address": STREAM, **values})
    make_rule(camera)
    return camera


def test_it_is_closed_unless_the_city_opens_it(client: Client) -> None:
    assert client.get(PAGE).status_code == 404
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get(PAGE).status_code == 404


def test_the_way_in_leads_to_it_only_where_it_is_open(client: Client, settings: Settings) -> None:
    assert PAGE not in client.get("/login/").content.decode()
    settings.TRANSPARENCY_PAGE = True
    assert PAGE in client.get("/login/").content.decode()


def test_it_opens_to_everybody_and_takes_nothing(client: Client, opened: None) -> None:
    assert client.get(PAGE).status_code == 200
    for send in (client.post, client.put, client.delete):
        assert send(PAGE).status_code == 405
    client.force_login(make_user(Role.OFFICIAL))
    assert client.get(PAGE).status_code == 200


def test_it_says_what_the_authorisation_says_and_whom_to_ask(text: Callable[[], str], settings: Settings) -> None:
    settings.TRANSPARENCY_CONTACT = "privacy@helsinki.example"
    make_authorisation()
    said = text()
    for words in (
        "1 authorisation is in force.",
        "2026-041",
        "Cameras here detect intrusion.",
        "The depot was broken into.",
        "City of Helsinki",
        "Named by the order that each authorisation refers to.",
        "Masked pictures: 28 days at most.",
        "privacy@helsinki.example",
    ):
        assert words in said


def test_what_is_not_in_force_is_not_on_it(text: Callable[[], str]) -> None:
    make_authorisation(order_reference="over", ends_at=NOON)
    make_authorisation(order_reference="to-come", starts_at=NOON + timedelta(hours=1))
    make_authorisation(order_reference="revoked", revoked_at=NOON - timedelta(hours=1))
    make_authorisation(order_reference="law-is-over", regime="FR-ART10")
    said = text()
    assert not re.search("over<|to-come|revoked<|law-is-over", said)
    assert "0 authorisations are in force. So no picture of a camera is analysed." in said


def test_a_revocation_is_on_it_within_a_minute(client: Client, opened: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one = make_authorisation()
    assert "2026-041" in client.get(PAGE).content.decode()
    one.revoked_at = NOON - timedelta(seconds=1)
    one.save()
    later = time.time() + LISTS_KEPT_S + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert "2026-041" not in client.get(PAGE).content.decode()


def test_it_counts_the_cameras_that_look_for_a_kind_of_the_authorisation(text: Callable[[], str]) -> None:
    make_authorisation()
    for _ in range(2):
        looking()
    looking(place=ELSEWHERE)  # outside the perimeter
    make_camera(address=STREAM)  # looks for nothing
    make_rule(make_camera(address=STREAM), kind="fall")  # looks for what is not allowed
    make_rule(make_camera(address=STREAM), enabled=False)
    make_rule(make_camera())  # has no stream
    assert "<dt>Cameras</dt> <dd> 2 <" in text()


def test_places_are_told_of_those_cameras_alone_that_openstreetmap_shows(text: Callable[[], str]) -> None:
    make_authorisation()
    looking(name="Square", osm_id=17)
    looking(name="Bank vault")
    said = text()
    assert "Square" in said
    assert "60.17" in said
    assert "Bank vault" not in said
    assert "10.0.0.7" not in said


def judged(camera: Camera, confirmed: int, refuted: int) -> None:
    at = NOON - timedelta(days=3)
    for state, count in (("confirmed", confirmed), ("refuted", refuted)):
        for _ in range(count):
            make_alert(camera, state=state, event=make_event(camera, captured_at=at))


def test_how_right_a_kind_is_stands_with_its_interval(text: Callable[[], str]) -> None:
    camera = looking()
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=NOON - timedelta(days=10))
    judged(camera, confirmed=30, refuted=10)
    said = text()
    assert "75 % [" in said
    assert "of 40 judged alerts were confirmed" in said
    assert re.search(r"<td class=\"table__number\">\s*\d\.\d\d \[", said)


def test_counts_are_told_in_fives_as_to_an_official(text: Callable[[], str]) -> None:
    judged(looking(), confirmed=12, refuted=1)
    said = text()
    assert re.findall(r"of (\d+) judged", said)
    assert all(int(count) % 5 == 0 for count in re.findall(r"of (\d+) judged", said))


def test_what_happened_today_is_not_on_it(text: Callable[[], str]) -> None:
    camera = looking()
    for _ in range(20):
        make_alert(camera, state="confirmed", event=make_event(camera, captured_at=NOON - timedelta(minutes=31)))
    said = text()
    assert "No alert of the detectors was judged in this period." in said
    assert f"to {formats.date_format(NOON - timedelta(days=1))}." in said


def test_no_name_of_a_person_and_no_picture_is_on_it(text: Callable[[], str]) -> None:
    clerk = make_user(Role.ADMINISTRATOR, username="mertens", first_name="Ada", last_name="Mertens")
    make_authorisation(created_by=clerk)
    judged(looking(), confirmed=10, refuted=5)
    said = text()
    assert "ertens" not in said
    assert "<img" not in said


def test_who_asks_again_costs_next_to_nothing(
    client: Client, opened: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_authorisation()
    judged(looking(), confirmed=10, refuted=5)
    client.get(PAGE)
    with django_assert_max_num_queries(1):
        client.get(PAGE)


def test_it_is_read_in_french(client: Client, opened: None) -> None:
    make_authorisation()
    client.get(PAGE)  # what is kept of an answer in English is in no language
    answer = client.get(PAGE, headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="fr"' in answer
    assert "En vigueur" in answer


def test_sums_alone_are_said_to_be_all_that_is_kept(text: Callable[[], str]) -> None:
    make_authorisation(regime="FR-STATS", kinds=["line_count"])
    assert "no picture, no event and no alert is kept" in text()
