"""What is set up of cameras over REST: cameras, zones and rules, by the forms of the administration, with its log."""

from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from detectors.credentials import unseal
from detectors.models import Rule
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry
from maps.models import Camera, Zone
from tests.admin.conftest import key as key
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, SQUARE, area, make_event, make_rule, make_user, make_zone

CAMERAS, ZONES, RULES = "/api/v1/cameras/", "/api/v1/zones/", "/api/v1/rules/"
CORNERS = [[0.1, 0.1], [0.9, 0.1], [0.5, 0.9]]
WRITES = (Scope.CAMERAS_WRITE, Scope.ZONES_WRITE, Scope.RULES_WRITE)
READS = (Scope.CAMERAS_READ, Scope.ZONES_READ, Scope.RULES_READ)


@pytest.fixture
def api(client_of: ClientOf, administrator: User) -> APIClient:
    return client_of(administrator, *READS, *WRITES)


def post(api: APIClient, path: str, **words: Any) -> Any:
    return api.post(path, words, format="json")


def patch(api: APIClient, path: str, **words: Any) -> Any:
    """As who has read what stands there."""
    return api.patch(path, words, format="json", headers={"If-Match": api.get(path)["ETag"]})


def settings_of(camera: Camera) -> str:
    return f"{CAMERAS}{camera.pk}/settings/"


def place(lon: float = SQUARE[0], lat: float = SQUARE[1]) -> dict[str, float]:
    return {"lon": lon, "lat": lat}


def test_a_camera_is_entered_and_its_password_never_comes_out(api: APIClient, key: None) -> None:
    words = {"name": "Gate", "address": "rtsp://10.0.0.9/live", "user": "viewer", "password": "a secret"}
    made = post(api, CAMERAS, **words, **place())
    assert made.status_code == 201
    camera = Camera.objects.get(name="Gate")
    assert unseal(bytes(camera.credentials or b"")).password == "a secret"
    for answer in (made, api.get(made["Location"]), api.get(f"{CAMERAS}{camera.pk}/")):
        assert "a secret" not in answer.content.decode()
    assert made.json()["has_credentials"]
    assert LogEntry.objects.filter(action="camera.save", subject=str(camera.pk)).count() == 1


def test_what_is_left_out_stays_the_password_included(api: APIClient, key: None) -> None:
    made = post(
        api, CAMERAS, name="Gate", address="rtsp://10.0.0.9/live", user="viewer", password="a secret", **place()
    )
    path = made["Location"]
    changed = patch(api, path, bearing=90, pictures=False).json()
    assert (changed["bearing"], changed["pictures"], changed["address"]) == (90, False, "rtsp://10.0.0.9/live")
    assert unseal(bytes(Camera.objects.get(name="Gate").credentials or b"")).password == "a secret"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"lat": "nan"}, "lat"),
        ({"lat": 91}, "lat"),
        ({"wanted_rate": 99}, "wanted_rate"),
        ({"address": "ftp://10.0.0.9/"}, "address"),
        ({"face": "yes"}, "face"),
    ],
)
def test_what_is_wrong_with_a_camera_is_said_by_field(api: APIClient, wrong: dict[str, Any], field: str) -> None:
    answer = post(api, CAMERAS, **({"name": "Gate", **place()} | wrong))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Camera.objects.exists()


def test_nobody_enters_a_camera_out_of_their_sight_or_moves_one_there(client_of: ClientOf, camera: Camera) -> None:
    local = make_user(Role.ADMINISTRATOR, everywhere=False, perimeter=area(*SQUARE))
    api = client_of(local, *READS, *WRITES)
    assert post(api, CAMERAS, name="Far", **place(*ELSEWHERE)).status_code == 400
    assert patch(api, settings_of(camera), **place(*ELSEWHERE)).status_code == 400
    camera.refresh_from_db()
    assert camera.location.coords == SQUARE


def test_a_camera_goes_when_nothing_hangs_on_it(api: APIClient, camera: Camera) -> None:
    zone, event = make_zone(camera), make_event(camera)
    tag = {"If-Match": "*"}
    assert api.delete(settings_of(camera), headers=tag).json()["code"] == "in_use"
    zone.delete()
    assert "Events name this camera" in api.delete(settings_of(camera), headers=tag).json()["detail"]
    event.delete()
    assert api.delete(settings_of(camera)).status_code == 428
    assert api.delete(settings_of(camera), headers=tag).status_code == 204
    assert not Camera.objects.exists()


def test_a_zone_is_drawn_and_changed_with_a_reason(api: APIClient, camera: Camera) -> None:
    made = post(api, ZONES, camera=str(camera.pk), name="Gate", points=CORNERS)
    assert made.status_code == 201
    path = made["Location"]
    silent = patch(api, path, name="Yard")
    assert (silent.status_code, list(silent.json()["errors"])) == (400, ["reason"])
    assert patch(api, path, name="Yard", reason="It is a yard.").json()["version"] == 2
    assert [row.version for row in Zone.objects.all()] == [2]


def test_who_changed_a_zone_is_read_by_those_who_read_the_log(
    api: APIClient, client_of: ClientOf, camera: Camera, inspector: User, operator: User
) -> None:
    path = post(api, ZONES, camera=str(camera.pk), name="Gate", points=CORNERS)["Location"]
    patch(api, path, name="Yard", reason="It is a yard.")
    newest, _first = client_of(inspector).get(f"{path}versions/").json()["results"]
    assert (newest["number"], newest["by"], newest["reason"]) == (2, "administrator", "It is a yard.")
    assert newest["changes"] == [{"what": "name", "before": "Gate", "after": "Yard"}]
    assert client_of(operator).get(f"{path}versions/").status_code == 403


def test_versions_come_page_by_page(api: APIClient, camera: Camera) -> None:
    zone = post(api, ZONES, camera=str(camera.pk), name="Gate", points=CORNERS)["Location"]
    patch(api, zone, name="Yard", reason="It is a yard.")
    rule = f"{RULES}{make_rule(camera).pk}/"
    patch(api, rule, severity="high", reason="At night.")
    patch(api, rule, severity="low", reason="By day.")
    for path, numbers in ((zone, [2, 1]), (rule, [3, 2])):
        following: str | None = f"{path}versions/?limit=1&fields=number"
        paged: list[int] = []
        while following:
            page = api.get(following).json()
            paged += [row["number"] for row in page["results"]]
            following = page["next"]
        assert paged == numbers


@pytest.mark.parametrize(
    "points", [[[0.1, 0.1]], [["nan", 0.1], [0.5, 0.5], [0.9, 0.9]], [[0, 0], [1, 1], [1, 0], [0, 1]]]
)
def test_a_shape_that_is_none_is_refused(api: APIClient, camera: Camera, points: Any) -> None:
    answer = post(api, ZONES, camera=str(camera.pk), name="Gate", points=points)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["points"])
    assert not Zone.objects.exists()


def test_a_zone_at_which_a_rule_looks_stays(api: APIClient, camera: Camera) -> None:
    rule = make_rule(camera)
    path = f"{ZONES}{rule.zone_id}/"
    assert api.delete(path, headers={"If-Match": "*"}).status_code == 409
    assert api.delete(f"{RULES}{rule.pk}/", headers={"If-Match": "*"}).status_code == 204
    assert api.delete(path, headers={"If-Match": "*"}).status_code == 204
    assert not Zone.objects.exists()


def test_a_rule_is_made_and_switched_off(api: APIClient, camera: Camera) -> None:
    zone = make_zone(camera)
    made = post(api, RULES, camera=str(camera.pk), zone=str(zone.pk), kind="intrusion", parameters={"dwell_seconds": 4})
    assert (made.status_code, made.json()["parameters"]) == (201, {"dwell_seconds": 4})
    changed = patch(api, made["Location"], enabled=False, reason="Road works.").json()
    assert (changed["enabled"], changed["version"], changed["parameters"]) == (False, 2, {"dwell_seconds": 4})
    assert LogEntry.objects.filter(action="rule.save").count() == 2


def test_an_experimental_kind_asks_whether_one_knows_it(api: APIClient, camera: Camera) -> None:
    words = {"camera": str(camera.pk), "zone": str(make_zone(camera).pk), "kind": "crowd_movement"}
    assert list(post(api, RULES, **words).json()["errors"]) == ["knowingly"]
    assert post(api, RULES, **words, knowingly=True).status_code == 201


def test_a_parameter_that_the_kind_does_not_know_is_said(api: APIClient, camera: Camera) -> None:
    words = {"camera": str(camera.pk), "zone": str(make_zone(camera).pk), "kind": "intrusion"}
    answer = post(api, RULES, **words, parameters={"plates": 1})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["parameters"])


def test_the_second_of_two_who_change_a_rule_is_told(api: APIClient, camera: Camera) -> None:
    path = f"{RULES}{make_rule(camera).pk}/"
    tag = api.get(path)["ETag"]
    both = [
        api.patch(path, {"severity": severity, "reason": "So."}, format="json", headers={"If-Match": tag})
        for severity in ("high", "low")
    ]
    assert [answer.status_code for answer in both] == [200, 412]
    assert Rule.objects.get().severity == "high"


def test_what_is_not_seen_is_not_there(client_of: ClientOf, camera: Camera) -> None:
    rule = make_rule(camera)
    far = client_of(make_user(Role.ADMINISTRATOR, everywhere=False, perimeter=area(*ELSEWHERE)), *READS, *WRITES)
    for path in (settings_of(camera), f"{ZONES}{rule.zone_id}/", f"{RULES}{rule.pk}/"):
        assert far.get(path).status_code == 404
        assert far.patch(path, {}, format="json", headers={"If-Match": "*"}).status_code == 404
        assert far.delete(path, headers={"If-Match": "*"}).status_code == 404
    assert far.get(RULES).json()["results"] == []
    assert post(far, ZONES, camera=str(camera.pk), name="Gate", points=CORNERS).status_code == 400
    assert post(far, RULES, camera=str(camera.pk), zone=str(rule.zone_id), kind="intrusion").status_code == 400


def test_a_kind_that_is_not_given_is_neither_read_nor_set(client_of: ClientOf, camera: Camera) -> None:
    rule = make_rule(camera)
    given = client_of(make_user(Role.ADMINISTRATOR, kinds=["fire"]), *READS, *WRITES)
    assert given.get(RULES).json()["results"] == []
    words = {"camera": str(camera.pk), "zone": str(rule.zone_id), "kind": "intrusion"}
    assert list(post(given, RULES, **words).json()["errors"]) == ["kind"]


def test_only_who_configures_writes_and_only_with_the_scope(client_of: ClientOf, camera: Camera) -> None:
    rule = make_rule(camera)
    paths = (settings_of(camera), f"{ZONES}{rule.zone_id}/", f"{RULES}{rule.pk}/")
    for role in Role:
        stranger = client_of(make_user(role), *(READS if role == Role.ADMINISTRATOR else (*READS, *WRITES)))
        assert {stranger.patch(path, {}, format="json").status_code for path in paths} == {403}
        assert {post(stranger, path).status_code for path in (CAMERAS, ZONES, RULES)} == {403}


def test_a_camera_that_is_not_there_is_said_by_field(api: APIClient, db: None) -> None:
    answer = post(api, ZONES, camera=str(uuid4()), name="Gate", points=CORNERS)
    assert list(answer.json()["errors"]) == ["camera"]
