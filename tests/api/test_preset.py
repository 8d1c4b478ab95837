"""Specification of a camera's preset: the view that counts, taken from its newest picture or forgotten."""

from datetime import timedelta

import pytest

from detectors import build
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from maps.models import Camera, Preset, Still
from tests.api.calibration.marks import body
from tests.api.conftest import ClientOf
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db

EDGES = b"edges of the square"


def give_still(camera: Camera, background: bytes | None = EDGES) -> None:
    Still.objects.create(
        camera=camera, jpeg=b"masked", captured_at=NOON, erase_at=NOON + timedelta(days=1), background=background
    )


def address(camera: Camera) -> str:
    return f"/api/v1/cameras/{camera.id}/preset/"


def test_the_view_of_the_newest_picture_is_taken(client_of: ClientOf, camera: Camera) -> None:
    give_still(camera)
    answer = client_of(make_user(Role.ADMINISTRATOR)).post(address(camera))
    assert (answer.status_code, answer.data) == (201, {"taken_at": NOON.isoformat()})
    assert bytes(Preset.objects.get(camera=camera).background) == EDGES
    assert LogEntry.objects.filter(action="preset.take", subject=str(camera.id)).exists()


def test_the_watch_looks_out_for_it(client_of: ClientOf, camera: Camera) -> None:
    assert build.plan_of(camera.id, NOON)[0].config.presets == ()
    give_still(camera)
    client_of(make_user(Role.ADMINISTRATOR)).post(address(camera))
    [preset] = build.plan_of(camera.id, NOON)[0].config.presets
    assert preset.background == EDGES


@pytest.mark.parametrize("with_picture", [True, False])
def test_without_a_picture_there_is_no_view_to_take(client_of: ClientOf, camera: Camera, with_picture: bool) -> None:
    if with_picture:
        give_still(camera, background=None)
    answer = client_of(make_user(Role.ADMINISTRATOR)).post(address(camera))
    assert answer.status_code == 422
    assert "There is no picture of this camera yet" in answer.json()["detail"]


def test_a_camera_that_stays_turned_has_its_preset_forgotten(client_of: ClientOf, camera: Camera) -> None:
    give_still(camera)
    client = client_of(make_user(Role.ADMINISTRATOR))
    client.post(address(camera))
    assert client.delete(address(camera)).data == {"taken_at": None}
    assert client.delete(address(camera)).status_code == 200
    assert not Preset.objects.exists()
    assert LogEntry.objects.filter(action="preset.forget").count() == 1


def test_a_calibration_takes_the_view_in_which_it_was_marked(client_of: ClientOf, camera: Camera) -> None:
    give_still(camera)
    client = client_of(make_user(Role.ADMINISTRATOR))
    client.post(f"/api/v1/cameras/{camera.id}/calibration/?dry_run=true", body(), format="json")
    assert not Preset.objects.exists()
    client.post(f"/api/v1/cameras/{camera.id}/calibration/", body(), format="json")
    assert Preset.objects.get().taken_at == NOON


def test_nobody_is_told_the_edges(client_of: ClientOf, camera: Camera, operator: User) -> None:
    give_still(camera)
    client_of(make_user(Role.ADMINISTRATOR)).post(address(camera))
    assert client_of(operator).get(address(camera)).data == {"taken_at": NOON.isoformat()}
    assert client_of(operator).delete(address(camera)).status_code == 403
