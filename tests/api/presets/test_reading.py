"""Views over REST: read alone or in parts, and changed by who says what was read."""

import csv
import io

from hypervision.accounts.rights import Role
from tests.api.conftest import ClientOf
from tests.api.presets.desk import Desk, give_still
from tests.factories import ELSEWHERE, area, make_user


def test_one_view_is_read_alone(desk: Desk) -> None:
    desk.two()
    told = desk.client.get(f"{desk.address}{desk.of('Yard').pk}/")
    assert told.json() == {
        "id": str(desk.of("Yard").pk),
        "name": "Yard",
        "taken_at": None,
        "calibration_version": None,
        "zones": [],
    }


def test_its_tag_does_not_change_with_the_newest_picture(desk: Desk) -> None:
    desk.two()
    path = f"{desk.address}{desk.of('Square').pk}/"
    before = desk.client.get(path)["ETag"]
    give_still(desk.camera, preset=desk.of("Square"))
    assert desk.client.get(path)["ETag"] == before


def test_the_second_of_two_who_rename_a_view_is_told(desk: Desk) -> None:
    desk.two()
    path = f"{desk.address}{desk.of('Yard').pk}/"
    tag = {"If-Match": desk.client.get(path)["ETag"]}
    both = [desk.client.patch(path, {"name": name}, format="json", headers=tag) for name in ("Court", "Garden")]
    assert [answer.status_code for answer in both] == [200, 412]
    assert desk.client.delete(path, headers=tag).status_code == 412
    assert desk.client.post(desk.look("Court"), headers=tag).status_code == 412
    assert desk.client.delete(desk.look("Court"), headers=tag).status_code == 412
    assert desk.of("Court")


def test_who_says_nothing_of_what_was_read_changes_it_as_before(desk: Desk) -> None:
    desk.two()
    path = f"{desk.address}{desk.of('Yard').pk}/"
    assert desk.client.patch(path, {"name": "Court"}, format="json").status_code == 200
    assert desk.client.delete(path).status_code == 200


def test_views_come_in_parts_and_as_a_table(desk: Desk) -> None:
    desk.two()
    rows = desk.client.get(desk.address, {"fields": "name"}).json()["results"]
    assert [set(row) for row in rows] == [{"id", "name"}] * 2
    table = desk.client.get(desk.address, {"fields": "name"}, HTTP_ACCEPT="text/csv").content.decode()
    assert [row["name"] for row in csv.DictReader(io.StringIO(table))] == ["Square", "Yard"]


def test_calibrations_come_in_parts_page_by_page_and_of_one_view(desk: Desk) -> None:
    desk.two()
    for name in ("Square", "Yard", "Square"):
        assert desk.calibrate(preset=str(desk.of(name).pk)).status_code == 201
    address = f"/api/v1/cameras/{desk.camera.pk}/calibration/"
    of_square = desk.client.get(address, {"preset": str(desk.of("Square").pk), "fields": "version"}).json()["results"]
    assert of_square == [{"version": 3}, {"version": 1}]
    first = desk.client.get(address, {"fields": "version", "limit": "2"}).json()
    assert first["results"] == [{"version": 3}, {"version": 2}]
    assert desk.client.get(first["next"]).json() == {"next": None, "results": [{"version": 1}]}
    assert desk.client.get(address, {"cursor": "bm8"}).status_code == 400


def test_a_view_of_a_camera_out_of_sight_is_not_there(desk: Desk, client_of: ClientOf) -> None:
    desk.two()
    far = client_of(make_user(Role.ADMINISTRATOR, username="far", everywhere=False, perimeter=area(*ELSEWHERE)))
    path = f"{desk.address}{desk.of('Yard').pk}/"
    assert far.get(path).status_code == 404
    assert far.patch(path, {"name": "Mine"}, format="json").status_code == 404
