"""The administration as its users fill it in: what is wrong is said at the field, what is secret stays secret."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from detectors.credentials import unseal
from detectors.forms import CameraForm, RuleForm, ZoneForm
from detectors.models import Rule
from hypervision.accounts.models import ApiToken, User
from hypervision.law.models import Authorisation, LogEntry
from maps.models import Camera, Zone
from tests.factories import MODEL_HASH, NOON, area, make_camera, make_rule, make_zone

PLACE = '{"type": "Point", "coordinates": [24.94, 60.17]}'
SQUARE = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]


@pytest.fixture
def key(settings: Any, tmp_path: Any) -> None:
    settings.CREDENTIALS_KEY_FILE = tmp_path / "key"
    settings.CREDENTIALS_KEY_FILE.write_bytes(b"3q2-7zZK0bq8yNn1l2y3m4p5q6r7s8t9u0v1w2x3y4E=")


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


PAGES = [
    "",
    "accounts/user/",
    "accounts/user/add/",
    "accounts/apitoken/add/",
    "law/authorisation/",
    "law/authorisation/add/",
    "law/logentry/",
    "law/stop/",
    "maps/camera/",
    "maps/camera/add/",
    "maps/zone/add/",
    "maps/city/",
    "detectors/rule/",
    "detectors/rule/add/",
    "detectors/network/",
    "detectors/watch/",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_opens_each_page_and_nothing_comes_from_outside(desk: Client, page: str) -> None:
    answer = desk.get(f"/admin/{page}")
    assert answer.status_code == 200
    assert not re.search(r"""(?:src|href)="(?:https?:)?//""", answer.content.decode())


@pytest.mark.parametrize("role", ["operator", "supervisor", "official", "city_system"])
def test_no_other_role_opens_the_administration(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    person: User = request.getfixturevalue(role)
    person.is_staff = True
    person.save()
    client.force_login(person)
    assert client.get("/admin/maps/camera/").status_code == 403


def camera_form(**values: str) -> CameraForm:
    return CameraForm({"name": "Gate", "location": PLACE, "wanted_rate": "5", **values})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"address": "rtsp://10.0.0.5/live", "user": "admin", "password": "s:cret"},
        {"address": "rtsp://admin:s%3Acret@10.0.0.5/live"},
    ],
    ids=["in the fields", "in the address"],
)
def test_credentials_are_stored_encrypted_and_the_address_bare(values: dict[str, str], desk: Client, key: None) -> None:
    answer = desk.post(
        "/admin/maps/camera/add/", {"name": "Gate", "location": PLACE, "wanted_rate": "5", **FORMSET, **values}
    )
    assert answer.status_code == 302, answer.context["errors"]
    camera = Camera.objects.get()
    assert camera.address == "rtsp://10.0.0.5/live"
    assert camera.credentials is not None
    stored = unseal(bytes(camera.credentials))
    assert (stored.user, stored.password) == ("admin", "s:cret")
    page = desk.get(f"/admin/maps/camera/{camera.id}/change/").content.decode()
    assert "cret" not in page
    assert not LogEntry.objects.filter(facts__icontains="cret").exists()


FORMSET = {"zones-TOTAL_FORMS": "0", "zones-INITIAL_FORMS": "0"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["ftp://10.0.0.5/", "file:///etc/passwd", "rtsp://", "not an address"])
def test_an_address_that_no_camera_has_is_refused(address: str) -> None:
    assert "address" in camera_form(address=address).errors


def zone_form(camera: Camera, points: Any, purpose: str = "watch") -> ZoneForm:
    return ZoneForm({"camera": camera.pk, "name": "Z", "purpose": purpose, "points": json.dumps(points)})


@pytest.mark.parametrize(
    ("points", "purpose"),
    [
        ([[0.1, 0.1], [0.9, 0.9]], "watch"),  # two points
        ([[0, 0], [1, 1], [1, 0], [0, 1]], "watch"),  # crosses itself
        ([[0, 0], [1.5, 0], [1, 1]], "watch"),  # outside the picture
        ([[0.5, 0.5]], "line"),
        ("nonsense", "watch"),
        ([[0, 0], ["a", 0], [1, 1]], "private"),
    ],
)
def test_a_shape_that_cannot_be_watched_is_refused_at_its_field(camera: Camera, points: Any, purpose: str) -> None:
    assert list(zone_form(camera, points, purpose).errors) == ["points"]


def test_a_good_shape_is_taken(camera: Camera) -> None:
    assert zone_form(camera, SQUARE).is_valid()


def rule_form(zone: Zone, **values: str) -> RuleForm:
    data = {"camera": zone.camera_id, "zone": zone.pk, "kind": "intrusion", "severity": "high", "parameters": "{}"}
    return RuleForm({**data, **values})


def test_a_parameter_out_of_range_is_refused_with_its_name(camera: Camera) -> None:
    form = rule_form(make_zone(camera), parameters='{"dwell_seconds": -5}')
    assert "dwell_seconds" in str(form.errors["parameters"])


def test_an_unknown_parameter_is_refused(camera: Camera) -> None:
    assert "parameters" in rule_form(make_zone(camera), parameters='{"colour": "red"}').errors


def test_a_line_count_needs_a_line(camera: Camera) -> None:
    assert "zone" in rule_form(make_zone(camera), kind="line_count").errors


def test_a_rule_looks_at_a_zone_of_its_own_camera(camera: Camera) -> None:
    assert "zone" in rule_form(make_zone(camera), camera=str(make_camera().pk)).errors


def test_a_changed_zone_makes_a_new_version_of_its_rules(desk: Client, camera: Camera) -> None:
    rule = make_rule(camera)
    desk.post(
        f"/admin/maps/zone/{rule.zone_id}/change/",
        {"camera": camera.pk, "name": "New", "purpose": "watch", "points": json.dumps(SQUARE)},
    )
    assert (Zone.objects.get().version, Rule.objects.get().version) == (2, 2)
    assert LogEntry.objects.get(action="zone.save").actor == "administrator"


def authorisation(**values: str) -> dict[str, str]:
    return {
        "regime": "EU-OTHER",
        "controller": "City",
        "kinds": "intrusion, density",
        "reasons": "Depot.",
        "perimeter": area().geojson,
        "notice": "Notice.",
        "starts_at_0": f"{NOON:%Y-%m-%d}",
        "starts_at_1": "12:00",
        "ends_at_0": f"{NOON + timedelta(days=20):%Y-%m-%d}",
        "ends_at_1": "12:00",
        "order_reference": "2026-1",
        "order_sha256": "b" * 64,
        "model_hash": MODEL_HASH,
        **values,
    }


def test_an_authorisation_is_granted_with_its_author_and_never_changed(desk: Client) -> None:
    answer = desk.post("/admin/law/authorisation/add/", authorisation())
    assert answer.status_code == 302, answer.context["errors"]
    one = Authorisation.objects.get()
    assert (one.kinds, str(one.created_by)) == (["intrusion", "density"], "administrator")
    assert desk.post(f"/admin/law/authorisation/{one.id}/change/", authorisation(controller="X")).status_code == 403


def test_a_kind_that_the_regime_does_not_allow_is_refused_at_its_field(desk: Client) -> None:
    answer = desk.post("/admin/law/authorisation/add/", authorisation(regime="FR-STATS"))
    assert "kinds" in answer.context["adminform"].form.errors
    assert not Authorisation.objects.exists()


def test_a_crossed_perimeter_is_refused(desk: Client) -> None:
    bow = '{"type": "Polygon", "coordinates": [[[24, 60], [25, 61], [25, 60], [24, 61], [24, 60]]]}'
    answer = desk.post("/admin/law/authorisation/add/", authorisation(perimeter=bow))
    assert "crosses itself" in str(answer.context["adminform"].form.errors["perimeter"])


def test_a_token_is_shown_once_and_stored_hashed(desk: Client, city_system: User) -> None:
    answer = desk.post(
        "/admin/accounts/apitoken/add/", {"name": "Dispatch", "user": city_system.pk, "scopes": ["events:read"]}
    )
    said = str(next(iter(get_messages(answer.wsgi_request))))
    secret = re.search(r"is (\S+)\.", said)
    assert secret is not None
    token = ApiToken.objects.get()
    assert token.scopes == ["events:read"]
    assert secret[1] not in (token.digest, token.token_key)
    assert Client().get("/api/v1/events/", headers={"Authorization": f"Token {secret[1]}"}).status_code == 200
