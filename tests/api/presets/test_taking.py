"""A view is taken from the newest picture, named, and left to wait."""

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from tests.api.presets.desk import EDGES, OTHERS, Desk, give_still
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_the_first_view_is_that_of_the_newest_picture(desk: Desk) -> None:
    give_still(desk.camera)
    answer = desk.add("Square")
    assert answer.status_code == 201
    [row] = answer.json()["results"]
    assert (row["name"], row["taken_at"], row["zones"]) == ("Square", NOON.isoformat(), [])
    assert bytes(desk.of("Square").background or b"") == EDGES
    assert desk.of("Square").taken_by == User.objects.get(role=Role.ADMINISTRATOR)
    logged = LogEntry.objects.filter(subject=str(desk.camera.id)).order_by("number")
    assert list(logged.values_list("action", flat=True)) == ["preset.add", "preset.take"]


def test_a_view_without_a_name_gets_the_first_free_number(desk: Desk) -> None:
    give_still(desk.camera)
    desk.add("1")
    assert [row["name"] for row in desk.add().json()["results"]] == ["1", "2"]


def test_a_further_view_waits_until_the_camera_looks_there(desk: Desk) -> None:
    desk.two()
    assert desk.of("Yard").background is None
    refused = desk.client.post(desk.look("Yard"))
    assert refused.status_code == 422
    assert "The newest picture shows the view “Square”. Turn the camera to “Yard”" in refused.json()["detail"]
    give_still(desk.camera, OTHERS, desk.of("Yard"))
    assert desk.client.post(desk.look("Yard")).status_code == 200
    assert bytes(desk.of("Yard").background or b"") == OTHERS


def test_a_picture_of_which_nobody_knows_the_view_is_taken_for_the_only_one_and_for_none_of_several(desk: Desk) -> None:
    desk.two()
    give_still(desk.camera, OTHERS)
    assert desk.client.post(desk.look("Square")).status_code == 422
    desk.client.delete(f"{desk.address}{desk.of('Yard').pk}/")
    assert desk.client.post(desk.look("Square")).status_code == 200
    assert bytes(desk.of("Square").background or b"") == OTHERS


def test_only_one_view_waits_at_a_time(desk: Desk) -> None:
    desk.two()
    for refused in (desk.add("Roof"), desk.client.delete(desk.look("Square"))):
        assert refused.status_code == 409
        assert "View “Yard” waits for its picture" in refused.json()["detail"]


def test_two_views_of_a_camera_do_not_share_a_name(desk: Desk) -> None:
    desk.two()
    renamed = desk.client.patch(f"{desk.address}{desk.of('Yard').pk}/", {"name": "Square"}, format="json")
    assert (renamed.status_code, renamed.json()["code"]) == (409, "name_taken")
    assert (
        desk.client.patch(f"{desk.address}{desk.of('Yard').pk}/", {"name": "Court"}, format="json").status_code == 200
    )
    assert desk.of("Court").camera == desk.camera
    assert LogEntry.objects.get(action="preset.rename").facts == {"before": "Yard", "name": "Court"}


def test_a_view_may_be_given_the_name_that_it_has(desk: Desk) -> None:
    desk.two()
    same = desk.client.patch(f"{desk.address}{desk.of('Yard').pk}/", {"name": "Yard"}, format="json")
    assert same.status_code == 200
    assert not LogEntry.objects.filter(action="preset.rename").exists()


@pytest.mark.parametrize("with_picture", [True, False])
def test_without_a_picture_there_is_no_view_to_take(desk: Desk, with_picture: bool) -> None:
    if with_picture:
        give_still(desk.camera, background=None)
    desk.add("Square")
    answer = desk.client.post(desk.look("Square"))
    assert answer.status_code == 422
    assert "There is no picture of this camera yet" in answer.json()["detail"]


def test_a_camera_that_was_moved_for_good_lets_its_view_wait(desk: Desk) -> None:
    give_still(desk.camera)
    desk.add("Square")
    [row] = desk.client.delete(desk.look("Square")).json()["results"]
    assert row["taken_at"] is None
    assert (desk.of("Square").background, desk.of("Square").taken_by) == (None, None)
    assert LogEntry.objects.filter(action="preset.wait").count() == 1


def test_a_view_that_waits_already_may_be_let_wait(desk: Desk) -> None:
    desk.two()
    assert desk.client.delete(desk.look("Yard")).status_code == 200
    assert not LogEntry.objects.filter(action="preset.wait").exists()


# --- what belongs to a view ------------------------------------------------------------------------------------------
