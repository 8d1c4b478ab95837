"""Specification of the doors: the form's own judgement, saved by nobody, open to who configures."""

import json
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from detectors.models import Rule
from detectors.recorded import asking
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import Authorisation, LogEntry
from maps.models import Camera, Zone
from tests.admin.conftest import desk as desk
from tests.factories import make_user
from tests.recorded.worlds import Standing, recording

pytestmark = pytest.mark.django_db


def filled(rule: Rule, **values: Any) -> dict[str, Any]:
    given = {"camera": rule.camera_id, "zone": rule.zone_id, "kind": rule.kind, "severity": "high", "enabled": "on"}
    return {**given, "parameters": json.dumps({"dwell_seconds": 2}), **values}


def send(desk: Client, door: str, lists: str, given: dict[str, Any], bytes_: bytes) -> Any:
    """As the page does it; the answer that it shows."""
    begun = desk.post(f"{door}?size={len(bytes_)}", given)
    assert begun.status_code == 202, begun.json()
    mine = f"{lists}{begun.json()['question']}/"
    for at in range(0, len(bytes_), 700):
        part = desk.post(f"{mine}part/?at={at}", bytes_[at : at + 700], content_type="application/octet-stream")
        assert part.status_code == 200
    assert desk.post(f"{mine}start/").status_code == 202
    return desk.get(mine).json()


def test_a_draft_of_a_rule_is_tried_and_not_saved(
    desk: Client, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    rule = camera.rules.get()
    of, lists = f"/admin/detectors/rule/{rule.pk}/recording/", "/admin/detectors/rule/recording/"
    answer = send(desk, of, lists, filled(rule), recording(tmp_path))
    assert answer["outcomes"][0]["words"].endswith("1 by this draft, 1 by what stands now.")
    rule.refresh_from_db()
    assert (rule.parameters, rule.version) == ({"dwell_seconds": 1}, 1)


def test_a_new_rule_and_a_drawn_zone_are_tried_too(
    desk: Client, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    rule, zone, bytes_ = camera.rules.get(), Zone.objects.get(), recording(tmp_path)
    door = "/admin/detectors/rule/recording/"
    assert not send(desk, door, door, filled(rule), bytes_)["outcomes"][0]["has_present"]
    drawn = {"camera": camera.pk, "name": "Yard", "purpose": "watch", "points": "[[0, 0], [0.4, 0], [0.4, 0.4]]"}
    lists = "/admin/maps/zone/recording/"
    answer = send(desk, f"/admin/maps/zone/{zone.pk}/recording/", lists, drawn, bytes_)
    assert answer["outcomes"][0]["words"].endswith("0 by this draft, 1 by what stands now.")


def test_what_the_form_refuses_is_said_as_the_form_says_it(desk: Client, camera: Camera) -> None:
    given = filled(camera.rules.get(), parameters=json.dumps({"dwell_seconds": -1}))
    answer = desk.post("/admin/detectors/rule/recording/?size=1000", given)
    assert answer.status_code == 400
    assert answer.json()["errors"][0].startswith("Parameters: ")


@pytest.mark.parametrize("size", ["", "?size=", "?size=0", "?size=-5", "?size=many", "?size=٣"])
def test_without_a_size_nothing_comes_in(desk: Client, camera: Camera, size: str) -> None:
    answer = desk.post(f"/admin/detectors/rule/recording/{size}", filled(camera.rules.get()))
    assert answer.status_code in (202, 409)
    assert (answer.status_code == 202) == (size == "?size=٣"), "a number is a number in any script"


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-06-01T23:10", 20), ("2026-06-01T23:10:00Z", 23), ("", None), ("noon", None), ("2026-99-01", None)],
)
def test_the_time_of_the_recording_is_by_the_citys_clocks(
    desk: Client, camera: Camera, monkeypatch: pytest.MonkeyPatch, text: str, hour: int | None
) -> None:
    given: list[Any] = []

    def begin(*_: Any, recorded_at: Any, **__: Any) -> Any:
        given.append(recorded_at)
        return uuid4()

    monkeypatch.setattr(asking, "begin", begin)
    desk.post(f"/admin/detectors/rule/recording/?size=10&recorded={text}", filled(camera.rules.get()))
    [at] = given
    assert (at and at.astimezone(UTC).hour) == hour


def test_what_the_law_does_not_let_is_said_before_anything_is_sent(desk: Client, camera: Camera) -> None:
    Authorisation.objects.all().delete()
    answer = desk.post("/admin/detectors/rule/recording/?size=1000", filled(camera.rules.get()))
    assert (answer.status_code, answer.json()["errors"]) == (409, ["No authorisation covers the place of this camera."])


def test_a_recording_that_nobody_announced_has_no_doors(desk: Client, camera: Camera) -> None:
    mine = f"/admin/detectors/rule/recording/{uuid4()}/"
    assert desk.post(f"{mine}part/?at=0", b"x", content_type="application/octet-stream").status_code == 409
    assert desk.post(f"{mine}start/").status_code == 409
    assert desk.post(f"{mine}cancel/").status_code == 200
    assert desk.get(mine).json()["state"] == "failed"


def test_who_cancels_may_begin_again_at_once(desk: Client, camera: Camera) -> None:
    door = "/admin/detectors/rule/recording/"
    first = desk.post(f"{door}?size=1000", filled(camera.rules.get())).json()["question"]
    assert desk.post(f"{door}?size=1000", filled(camera.rules.get())).status_code == 409
    assert desk.post(f"{door}{first}/cancel/").status_code == 200
    assert desk.post(f"{door}?size=1000", filled(camera.rules.get())).status_code == 202


def test_the_panel_stands_below_both_forms_and_says_its_limits(desk: Client, camera: Camera) -> None:
    for page in (f"detectors/rule/{camera.rules.get().pk}/change/", f"maps/zone/{Zone.objects.get().pk}/change/"):
        page = desk.get(f"/admin/{page}").content.decode()
        assert "data-recording" in page
        assert "at most 300 MB and 10 minutes" in page


def test_the_file_is_no_field_of_the_form(desk: Client, camera: Camera) -> None:
    """Who saves the rule sends no recording along."""
    page = desk.get(f"/admin/detectors/rule/{camera.rules.get().pk}/change/").content.decode()
    tag = page[page.index('<input type="file"') :].split(">", 1)[0]
    assert "name=" not in tag


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_does_not_configure_finds_no_door(client: Client, camera: Camera, role: Role) -> None:
    client.force_login(make_user(role, is_staff=True))
    rule = camera.rules.get()
    for path in ("detectors/rule/recording/", f"detectors/rule/{rule.pk}/recording/", "maps/zone/recording/"):
        assert client.post(f"/admin/{path}?size=10", filled(rule)).status_code in (302, 403)
    mine = f"/admin/detectors/rule/recording/{uuid4()}/"
    for door in ("part/?at=0", "start/", "cancel/"):
        assert client.post(f"{mine}{door}").status_code in (302, 403)
    assert client.get(mine).status_code in (302, 403)
    assert not LogEntry.objects.exists()


def test_a_form_of_another_site_hands_nothing_in(camera: Camera, administrator: User) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(administrator)
    assert stranger.post("/admin/detectors/rule/recording/?size=10", filled(camera.rules.get())).status_code == 403
    mine = f"/admin/detectors/rule/recording/{uuid4()}/part/?at=0"
    assert stranger.post(mine, b"x", content_type="application/octet-stream").status_code == 403
