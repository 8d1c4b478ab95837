"""Specification of the door: the form's own judgement, saved by nobody, open to who configures."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from detectors.models import Rule, Watch
from detectors.tryout import asking
from detectors.tryout.passing import Pair
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from maps.models import Camera, Zone
from tests.admin.conftest import desk as desk
from tests.detectors.watched import watched_camera
from tests.factories import make_rule, make_user, make_zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def camera() -> Camera:
    camera = watched_camera()
    Watch.objects.update(state=Watch.State.WATCHING)
    return camera


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Pair]:
    """The pairs that went on to who watches."""
    pairs: list[Pair] = []

    def ask(person: User, camera: Camera, given: Any) -> Any:
        pairs.extend(given)
        return uuid4()

    monkeypatch.setattr(asking, "ask", ask)
    return pairs


def filled(rule: Rule, **values: Any) -> dict[str, Any]:
    given = {"camera": rule.camera_id, "zone": rule.zone_id, "kind": rule.kind, "severity": "high", "enabled": "on"}
    return {**given, "parameters": json.dumps({"dwell_seconds": 9}), **values}


def test_what_is_filled_in_is_tried_beside_what_stands_and_not_saved(
    desk: Client, camera: Camera, asked: list[Pair]
) -> None:
    rule = camera.rules.get()
    answer = desk.post(f"/admin/detectors/rule/{rule.pk}/tryout/", filled(rule))
    assert (answer.status_code, list(answer.json())) == (202, ["question"])
    [pair] = asked
    assert pair.draft.parameters["dwell_seconds"] == 9
    assert pair.present is not None
    assert pair.present.parameters == {"dwell_seconds": 1}
    rule.refresh_from_db()
    assert (rule.parameters, rule.version) == ({"dwell_seconds": 1}, 1)


def test_a_rule_that_is_not_saved_yet_is_tried_alone(desk: Client, camera: Camera, asked: list[Pair]) -> None:
    rule = camera.rules.get()
    assert desk.post("/admin/detectors/rule/tryout/", filled(rule)).status_code == 202
    assert asked[0].present is None
    assert Rule.objects.count() == 1


def test_a_rule_that_is_switched_off_stands_for_nothing(desk: Client, camera: Camera, asked: list[Pair]) -> None:
    rule = camera.rules.get()
    Rule.objects.update(enabled=False)
    desk.post(f"/admin/detectors/rule/{rule.pk}/tryout/", filled(rule))
    assert asked[0].present is None


def test_an_experimental_kind_is_tried_without_being_switched_on(
    desk: Client, camera: Camera, asked: list[Pair]
) -> None:
    given = filled(camera.rules.get(), kind="fall", parameters="{}")
    assert desk.post("/admin/detectors/rule/tryout/", given).status_code == 202
    assert asked[0].draft.kind == "fall"


def test_what_the_form_refuses_is_said_as_the_form_says_it(desk: Client, camera: Camera, asked: list[Pair]) -> None:
    given = filled(camera.rules.get(), parameters=json.dumps({"dwell_seconds": -1}))
    answer = desk.post("/admin/detectors/rule/tryout/", given)
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error.startswith("Parameters: ")
    assert not asked


def test_a_zone_is_tried_with_each_rule_that_watches_it(desk: Client, camera: Camera, asked: list[Pair]) -> None:
    zone = Zone.objects.get()
    make_rule(camera, zone=zone, kind="density")
    make_rule(camera, zone=zone, kind="occupancy")
    make_rule(camera, zone=zone, kind="fall", enabled=False)
    drawn = [[0.1, 0.1], [0.4, 0.1], [0.4, 0.4]]
    given = {"camera": camera.pk, "name": "Yard", "purpose": "watch", "points": json.dumps(drawn)}
    assert desk.post(f"/admin/maps/zone/{zone.pk}/tryout/", given).status_code == 202
    assert [pair.draft.kind for pair in asked] == ["density", "intrusion"]
    for pair in asked:
        assert pair.present is not None
        assert pair.draft.shape.points == tuple(map(tuple, drawn))
        assert pair.present.shape.points != pair.draft.shape.points
    zone.refresh_from_db()
    assert zone.points != drawn


def test_a_zone_that_no_rule_watches_says_so(desk: Client, camera: Camera) -> None:
    zone = make_zone(camera)
    given = {"camera": camera.pk, "name": "Z", "purpose": "watch", "points": json.dumps(zone.points)}
    answer = desk.post(f"/admin/maps/zone/{zone.pk}/tryout/", given)
    assert (answer.status_code, "nothing to try" in answer.json()["errors"][0]) == (409, True)


def test_of_a_camera_that_is_not_watched_that_is_said(desk: Client, camera: Camera) -> None:
    Watch.objects.update(state=Watch.State.NOT_WATCHING)
    answer = desk.post("/admin/detectors/rule/tryout/", filled(camera.rules.get()))
    assert (answer.status_code, "not watched now" in answer.json()["errors"][0]) == (409, True)


def test_a_question_that_nobody_asked_has_no_answer(desk: Client, camera: Camera) -> None:
    assert desk.get(f"/admin/detectors/rule/tryout/{uuid4()}/").json()["state"] == "failed"


def test_the_panel_stands_below_both_forms(desk: Client, camera: Camera) -> None:
    for page in (f"detectors/rule/{camera.rules.get().pk}/change/", f"maps/zone/{Zone.objects.get().pk}/change/"):
        assert "data-tryout" in desk.get(f"/admin/{page}").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_does_not_configure_finds_no_door(client: Client, camera: Camera, role: Role, asked: list[Pair]) -> None:
    client.force_login(make_user(role, is_staff=True))
    rule = camera.rules.get()
    for path in ("detectors/rule/tryout/", f"detectors/rule/{rule.pk}/tryout/", f"maps/zone/{rule.zone_id}/tryout/"):
        assert client.post(f"/admin/{path}", filled(rule)).status_code in (302, 403)
    assert client.get(f"/admin/detectors/rule/tryout/{uuid4()}/").status_code in (302, 403)
    assert not asked


def test_a_rule_that_does_not_exist_is_not_tried(desk: Client, camera: Camera, asked: list[Pair]) -> None:
    assert desk.post(f"/admin/detectors/rule/{uuid4()}/tryout/", filled(camera.rules.get())).status_code == 403
    assert not asked
