"""Setting alerts aside over the API."""

import pytest

from hypervision.accounts.models import User
from maps.models import Camera
from tests.api.conftest import ClientOf

SNOOZES = "/api/v1/snoozes/"


def words(camera: Camera, **more: object) -> dict[str, object]:
    return {"camera": str(camera.pk), "kind": "intrusion", "minutes": 15, "reason": "Road works"} | more


def test_what_one_sets_aside_another_reads_and_wakes(
    client_of: ClientOf, operator: User, supervisor: User, camera: Camera
) -> None:
    made = client_of(operator).post(SNOOZES, words(camera), format="json")
    assert made.status_code == 201
    client = client_of(supervisor)
    assert client.get(SNOOZES).json()["results"] == [made.json()]
    assert client.post(f"{SNOOZES}{made.json()['id']}/wake/").json()["ended"] is True
    assert client.get(SNOOZES).json()["results"] == []


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"minutes": 481}, {"reason": ""}, {"kind": ""}, {"more": 1}])
def test_what_cannot_be_read_sets_nothing_aside(
    client_of: ClientOf, operator: User, camera: Camera, wrong: dict[str, object]
) -> None:
    client = client_of(operator)
    assert client.post(SNOOZES, words(camera, **wrong), format="json").status_code in (400, 422)
    assert client.get(SNOOZES).json()["results"] == []


def test_the_outsider_reads_and_sets_nothing(
    client_of: ClientOf, operator: User, outsider: User, camera: Camera
) -> None:
    made = client_of(operator).post(SNOOZES, words(camera), format="json").json()
    client = client_of(outsider)
    assert client.get(SNOOZES).json()["results"] == []
    assert client.post(SNOOZES, words(camera), format="json").status_code == 404
    assert client.post(f"{SNOOZES}{made['id']}/wake/").status_code == 404
