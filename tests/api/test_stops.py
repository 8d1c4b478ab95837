"""Stops over the API: who sees a camera stops it and lets it run again."""

import pytest

from hypervision.accounts.models import User
from hypervision.law import stops
from hypervision.law.models import Stop
from maps.models import Camera
from tests.api.conftest import ClientOf

STOPS = "/api/v1/stops/"


@pytest.fixture
def stop(supervisor: User, camera: Camera) -> Stop:
    return stops.stop(supervisor, reason="Lens is dirty", camera_id=camera.id, place=camera.location)


def test_the_operator_stops_a_camera_and_lifts_the_stop(client_of: ClientOf, operator: User, camera: Camera) -> None:
    client = client_of(operator)
    made = client.post(STOPS, {"camera": str(camera.id), "reason": "Lens is dirty"}, format="json")
    assert made.status_code == 201
    lifted = client.post(f"{STOPS}{made.json()['id']}/lift/")
    assert (lifted.status_code, lifted.json()["lifted"]) == (200, True)


def test_the_outsider_cannot_stop_or_lift_what_is_out_of_sight(
    client_of: ClientOf, outsider: User, camera: Camera, stop: Stop
) -> None:
    client = client_of(outsider)
    assert client.post(STOPS, {"camera": str(camera.id), "reason": "No"}, format="json").status_code == 404
    assert client.post(f"{STOPS}{stop.id}/lift/").status_code == 404
    assert client.get(STOPS).json()["results"] == []


def test_the_second_to_lift_is_told_so(client_of: ClientOf, operator: User, supervisor: User, stop: Stop) -> None:
    stops.lift(stop.id, supervisor)
    answer = client_of(operator).post(f"{STOPS}{stop.id}/lift/")
    assert (answer.status_code, "supervisor" in answer.json()["detail"]) == (409, True)


def test_a_stop_without_a_reason_is_refused(client_of: ClientOf, operator: User) -> None:
    assert client_of(operator).post(STOPS, {"kind": "density"}, format="json").status_code == 400
