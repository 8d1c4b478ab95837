"""Specification of what no calibration is made of, and of who may make none."""

from collections.abc import Callable
from typing import Any

import pytest

from hypervision.accounts.rights import Role, Scope
from maps.models import Calibration, Camera
from tests.api.calibration.marks import PIXELS, Post, body
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, area, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda pairs: pairs[:3], "needs at least 4 points"),
        (lambda pairs: [pairs[0]] * 5, "lie on one line"),
        (lambda pairs: swapped(pairs), "mirrored"),
        (lambda pairs: exchanged(pairs[:4]), "beyond the horizon"),
        (lambda pairs: [{**pair, "pixel": [2000, 5]} for pair in pairs], "outside the picture"),
        (lambda pairs: [{**pair, "place": list(ELSEWHERE)[::-1]} for pair in pairs], "from the camera"),
    ],
)
def test_what_no_camera_sees_is_refused_with_a_sentence(
    post: Post, change: Callable[[Any], Any], sentence: str
) -> None:
    sent = body()
    sent["pairs"] = change(sent["pairs"])
    answer = post(sent)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]
    assert not Calibration.objects.exists()


def swapped(pairs: Any) -> Any:
    return [{**pair, "pixel": [1280 - pair["pixel"][0], pair["pixel"][1]]} for pair in pairs]


def exchanged(pairs: Any) -> Any:
    first, second = pairs[0]["place"], pairs[1]["place"]
    return [{**pairs[0], "place": second}, {**pairs[1], "place": first}, *pairs[2:]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"heigth": 720},
        {"width": 0},
        {"pairs": "none"},
        {"pairs": [{"pixel": [1, 2, 3], "place": [24, 60]}]},
        {"pairs": [{"pixel": [1, 2], "place": [24, 60], "note": "x"}]},
        {"pairs": [{"pixel": [1, 2], "place": [60, 124]}]},
        {"map_error": -1},
    ],
)
def test_a_slip_of_the_pen_is_named(post: Post, wrong: dict[str, Any]) -> None:
    answer = post(body(**wrong))
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == set(wrong)


def test_an_unknown_parameter_is_refused(post: Post) -> None:
    assert post(body(), "?dryrun=true").status_code == 400
    assert not Calibration.objects.exists()


def test_too_many_points_are_refused(post: Post) -> None:
    sent = body()
    sent["pairs"] *= 7
    answer = post(sent)
    assert answer.status_code == 400
    assert "At most 50." in answer.json()["errors"]["pairs"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR, Role.OFFICIAL, Role.SYSTEM])
def test_only_who_configures_calibrates(client_of: ClientOf, camera: Camera, role: Role) -> None:
    answer = client_of(make_user(role)).post(f"/api/v1/cameras/{camera.id}/calibration/", body(), format="json")
    assert answer.status_code == 403


def test_a_token_needs_the_scope_for_it(client_of: ClientOf, camera: Camera) -> None:
    administrator = make_user(Role.ADMINISTRATOR)
    address = f"/api/v1/cameras/{camera.id}/calibration/"
    assert client_of(administrator, Scope.CAMERAS_READ).post(address, body(), format="json").status_code == 403
    assert client_of(administrator, Scope.CALIBRATIONS_WRITE).post(address, body(), format="json").status_code == 201


def test_a_camera_outside_the_perimeter_does_not_exist(client_of: ClientOf, camera: Camera) -> None:
    near = make_user(Role.ADMINISTRATOR, everywhere=False, perimeter=area(*ELSEWHERE))
    answer = client_of(near).post(f"/api/v1/cameras/{camera.id}/calibration/", body(), format="json")
    assert answer.status_code == 404


def test_refusals_are_said_in_french(client_of: ClientOf, camera: Camera) -> None:
    client = client_of(make_user(Role.ADMINISTRATOR))
    address = f"/api/v1/cameras/{camera.id}/calibration/"
    answer = client.post(address, body(PIXELS[:3]), format="json", headers={"accept-language": "fr"})
    assert "4 points" in answer.json()["detail"]
    assert "needs" not in answer.json()["detail"]
