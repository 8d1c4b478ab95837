"""Specification of a camera step by step: judged in each step, saved once, at the end, as one page would save it."""

from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.test import Client

from detectors.credentials import unseal
from detectors.wizard.form import STEPS, SteppedForm
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from maps.models import Camera, City
from tests.admin.conftest import desk as desk
from tests.admin.conftest import key as key
from tests.factories import make_user

PAGE = "/admin/maps/camera/wizard/"
PLACE = '{"type": "Point", "coordinates": [24.94, 60.17]}'

pytestmark = pytest.mark.django_db


def filled(**values: str) -> dict[str, str]:
    given = {"name": "Gate", "address": "rtsp://10.0.0.5/a", "wanted_rate": "5", "location": PLACE, "pictures": "on"}
    return {**given, **values}


def wrong(desk: Client, step: str, **values: str) -> Any:
    return desk.post(f"{PAGE}check/?step={step}", filled(**values)).json()["errors"]


def test_every_field_of_the_steps_is_one_of_the_camera_and_is_asked_once() -> None:
    names = [name for _title, names in STEPS.values() for name in names]
    assert len(names) == len(set(names))
    assert set(names) <= set(SteppedForm.base_fields)


def test_the_page_holds_all_steps_in_their_order(desk: Client) -> None:
    page = desk.get(PAGE).content.decode()
    places = [page.index(f'data-step="{name}"') for name in STEPS]
    assert places == sorted(places)
    assert 'data-begins="address"' in page


@pytest.mark.parametrize(
    ("step", "values", "field", "sentence"),
    [
        ("address", {"name": ""}, "name", "This field is required."),
        ("address", {"address": "ftp://10.0.0.5/a"}, "address", "An address must begin with"),
        ("address", {"password": "hush"}, "user", "A password needs a user name."),
        ("address", {"wanted_rate": "0"}, "wanted_rate", "greater than or equal to 0.2"),
        ("place", {"location": ""}, "location", "No geometry value provided."),
        ("direction", {"bearing": "400"}, "bearing", "less than or equal to 360"),
        ("direction", {"field_angle": "wide"}, "field_angle", "Enter a number."),
    ],
)
def test_what_is_wrong_in_a_step_is_said_beside_its_field(
    desk: Client, step: str, values: dict[str, str], field: str, sentence: str
) -> None:
    errors = wrong(desk, step, **values)
    assert list(errors) == [field]
    assert sentence in errors[field][0]


@pytest.mark.parametrize("step", list(STEPS))
def test_a_step_hears_nothing_of_the_errors_of_others(desk: Client, step: str) -> None:
    errors = desk.post(f"{PAGE}check/?step={step}", {}).json()["errors"]
    assert set(errors) <= set(STEPS[step][1])
    assert not Camera.objects.exists()


def test_a_place_outside_the_citys_map_is_wrong(desk: Client) -> None:
    extent = Polygon.from_bbox((24.9, 60.1, 25.0, 60.2))
    City.objects.create(id=1, name="Helsinki", extent=extent, source="x", attribution="©", imported_at=clock.now())
    assert wrong(desk, "place") == {}
    elsewhere = '{"type": "Point", "coordinates": [2.35, 48.85]}'
    assert "outside the city's map" in wrong(desk, "place", location=elsewhere)["location"][0]


def test_a_step_that_does_not_exist_is_none(desk: Client) -> None:
    assert desk.post(f"{PAGE}check/?step=nowhere", filled()).status_code == 400


def test_at_the_end_the_camera_is_saved_and_logged_and_its_password_sealed(desk: Client, key: None) -> None:
    values = filled(address="rtsp://viewer:hush@10.0.0.5/a", bearing="90", field_angle="60", height="4")
    answer = desk.post(PAGE, {**values, "save": "1"})
    camera = Camera.objects.get()
    assert answer["Location"] == f"/admin/maps/camera/{camera.pk}/change/"
    assert (camera.address, camera.bearing, camera.field_angle, camera.height) == ("rtsp://10.0.0.5/a", 90, 60, 4)
    assert (camera.pictures, camera.origin) == (True, "hand")
    assert unseal(bytes(camera.credentials or b"")).password == "hush"
    entry = LogEntry.objects.get()
    assert (entry.action, entry.subject) == ("camera.save", str(camera.pk))
    assert "hush" not in str(entry.facts)


@pytest.mark.parametrize(
    ("button", "target"), [("calibrate", "/cameras/{}/calibration/"), ("zone", "/admin/maps/zone/add/?camera={}")]
)
def test_the_last_step_leads_on(desk: Client, button: str, target: str) -> None:
    answer = desk.post(PAGE, {**filled(), button: "1"})
    assert answer["Location"] == target.format(Camera.objects.get().pk)


@pytest.mark.parametrize(
    ("values", "step"),
    [({"name": ""}, "address"), ({"location": ""}, "place"), ({"bearing": "x", "location": ""}, "place")],
)
def test_what_is_sent_all_the_same_is_not_saved_and_opens_where_it_is_wrong(
    desk: Client, values: dict[str, str], step: str
) -> None:
    page = desk.post(PAGE, filled(**values)).content.decode()
    assert f'data-begins="{step}"' in page
    assert "rtsp://10.0.0.5/a" in page, "what was filled in stays"
    assert not Camera.objects.exists()


def test_a_password_is_never_sent_back(desk: Client) -> None:
    page = desk.post(PAGE, filled(name="", user="viewer", password="hush")).content.decode()
    assert "hush" not in page


@pytest.mark.parametrize("query", ["", "?lon=x&lat=1", "?lon=1", "?lon=999&lat=1", "?lon=nan&lat=1", "?lon=1&lat=inf"])
def test_what_is_no_place_is_refused(desk: Client, query: str) -> None:
    assert desk.get(f"{PAGE}cover/{query}").status_code == 400


def test_what_it_may_do_is_told_for_a_place(desk: Client) -> None:
    told = desk.get(f"{PAGE}cover/?lon=24.94&lat=60.17").json()
    assert (told["is_covered"], told["words"].startswith("Not watching: ")) == (False, True)


def test_the_list_of_cameras_leads_there(desk: Client) -> None:
    assert PAGE in desk.get("/admin/maps/camera/").content.decode()


def test_it_speaks_french(desk: Client) -> None:
    desk.cookies["django_language"] = "fr"
    assert 'lang="fr"' in desk.get(PAGE).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_does_not_configure_finds_no_door(client: Client, role: Role) -> None:
    client.force_login(make_user(role, is_staff=True))
    assert client.get(PAGE).status_code in (302, 403)
    assert client.post(PAGE, filled()).status_code in (302, 403)
    assert client.post(f"{PAGE}check/?step=address", filled()).status_code in (302, 403)
    assert client.get(f"{PAGE}cover/?lon=1&lat=1").status_code in (302, 403)
    assert not Camera.objects.exists()


def test_a_form_of_another_site_saves_nothing(administrator: User) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(administrator)
    assert stranger.post(PAGE, filled()).status_code == 403
    assert not Camera.objects.exists()
