"""The administration as its users fill it in: what is wrong is said at the field, what is secret stays secret."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.test import Client
from django.utils.timezone import localtime

from detectors.credentials import unseal
from detectors.forms import CameraForm, RuleForm, ZoneForm
from detectors.models import Rule, Watch
from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role
from hypervision.law import log
from hypervision.law.models import Authorisation, LogEntry
from hypervision.lib import clock
from hypervision.pages.snapshot import snapshot
from maps.models import Camera, Zone
from tests.factories import (
    ELSEWHERE,
    MODEL_HASH,
    NOON,
    area,
    make_authorisation,
    make_camera,
    make_network,
    make_rule,
    make_user,
    make_zone,
)
from tests.live.worlds import assert_told, heard

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
    "axes/accessattempt/",
    "axes/accesslog/",
    "password_change/",
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


CAMERA = {"name": "Gate", "location": PLACE, "wanted_rate": "5"}


def test_empty_credentials_keep_what_is_stored(desk: Client, key: None) -> None:
    desk.post("/admin/maps/camera/add/", {**CAMERA, **FORMSET, "address": "rtsp://a:b@10.0.0.5/live"})
    camera = Camera.objects.get()
    desk.post(f"/admin/maps/camera/{camera.id}/change/", {**CAMERA, **FORMSET, "address": "rtsp://10.0.0.6/live"})
    camera.refresh_from_db()
    assert camera.address == "rtsp://10.0.0.6/live"
    assert camera.credentials is not None
    assert unseal(bytes(camera.credentials)).password == "b"


def test_a_saved_camera_is_logged_with_its_author(desk: Client, key: None) -> None:
    desk.post("/admin/maps/camera/add/", {**CAMERA, **FORMSET, "address": "rtsp://a:b@10.0.0.5/live"})
    entry = LogEntry.objects.get(action="camera.save")
    assert (entry.actor, entry.subject) == ("administrator", str(Camera.objects.get().id))
    assert entry.facts == {"name": "Gate", "address": "rtsp://10.0.0.5/live", "rate": 5.0, "pictures": False}


def moved(camera: Camera, lon: float, lat: float) -> dict[str, Any]:
    place = json.dumps({"type": "Point", "coordinates": [lon, lat]})
    inlines = {f"zones-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {"name": camera.name, "location": place, "wanted_rate": 5, **inlines}


def test_a_camera_that_is_moved_goes_for_who_sees_the_old_place_and_comes_for_who_sees_the_new(
    desk: Client, key: None, outsider: User, operator: User
) -> None:
    camera = make_camera(ELSEWHERE)
    then = [(person, snapshot(person)) for person in (outsider, operator)]
    answer = desk.post(f"/admin/maps/camera/{camera.pk}/change/", moved(camera, 24.94, 60.17))
    assert answer.status_code == 302, answer.context["errors"]
    assert [frame["kind"] for frame in heard(outsider, then[0][1]["number"])] == ["camera_gone"]
    for person, before in then:
        assert_told(before, person)


@pytest.mark.parametrize("way", ["its own page", "the list"])
def test_a_camera_that_is_deleted_is_told_and_logged(desk: Client, operator: User, way: str) -> None:
    camera = make_camera()
    then = snapshot(operator)
    if way == "the list":
        chosen = {"action": "delete_selected", "_selected_action": [str(camera.pk)], "post": "yes"}
        desk.post("/admin/maps/camera/", chosen)
    else:
        desk.post(f"/admin/maps/camera/{camera.pk}/delete/", {"post": "yes"})
    assert not Camera.objects.filter(pk=camera.pk).exists()
    assert LogEntry.objects.filter(action="camera.remove", subject=str(camera.pk)).exists()
    assert_told(then, operator)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"password": "secret"}, "A password needs a user name."),
        ({"user": "ad:min", "password": "secret"}, "A user name of a camera cannot contain a colon."),
    ],
)
def test_credentials_that_no_camera_takes_are_refused_at_the_user(values: dict[str, str], sentence: str) -> None:
    form = camera_form(address="rtsp://10.0.0.5/live", **values)
    assert form.errors == {"user": [sentence]}


FORMSET = {"zones-TOTAL_FORMS": "0", "zones-INITIAL_FORMS": "0"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["ftp://10.0.0.5/", "file:///etc/passwd", "rtsp://", "not an address"])
def test_an_address_that_no_camera_has_is_refused(address: str) -> None:
    assert "address" in camera_form(address=address).errors


def zone_form(camera: Camera, points: Any, purpose: str = "watch") -> ZoneForm:
    return ZoneForm({"camera": camera.pk, "name": "Z", "purpose": purpose, "points": json.dumps(points)})


DRAW_IT = "Draw the shape in the picture: a list of points [x, y] from 0 to 1."


@pytest.mark.parametrize(
    ("points", "purpose", "sentence"),
    [
        ([[0.1, 0.1], [0.9, 0.9]], "watch", "The zone “Z” needs at least 3 corners, not 2."),
        (
            [[0, 0], [1, 1], [1, 0], [0, 1]],
            "watch",
            "The border of the zone “Z” crosses itself: side 1 meets side 3.",
        ),
        (
            [[0, 0], [1.5, 0], [1, 1]],
            "private",
            "Point 2 of “Z” lies outside the picture: both numbers go from 0 to 1.",
        ),
        ([[0.5, 0.5]], "line", "The line “Z” needs at least 2 different points, not 1."),
        ([[0, 0], [0.001, 0], [0.001, 0.001]], "watch", "The zone “Z” has no area: draw it larger."),
        ("nonsense", "watch", DRAW_IT),
        ([[0, 0], ["a", 0], [1, 1]], "private", DRAW_IT),
    ],
)
def test_a_shape_that_cannot_be_watched_is_refused_at_its_field_with_a_sentence(
    camera: Camera, points: Any, purpose: str, sentence: str
) -> None:
    assert zone_form(camera, points, purpose).errors == {"points": [sentence]}


def test_the_sentence_of_a_refused_shape_stands_on_the_page_and_nothing_is_saved(desk: Client, camera: Camera) -> None:
    page = desk.post(
        "/admin/maps/zone/add/",
        {"camera": camera.pk, "name": "Gate", "purpose": "watch", "points": "[[0, 0], [1, 1], [1, 0], [0, 1]]"},
    )
    assert "The border of the zone “Gate” crosses itself: side 1 meets side 3." in page.content.decode()
    assert not Zone.objects.exists()


def test_a_good_shape_is_taken(camera: Camera) -> None:
    assert zone_form(camera, SQUARE).is_valid()


def rule_form(zone: Zone, **values: str) -> RuleForm:
    data = {"camera": zone.camera_id, "zone": zone.pk, "kind": "intrusion", "severity": "high", "parameters": "{}"}
    return RuleForm({**data, **values})


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ('{"dwell_seconds": -5}', "“dwell_seconds” must lie between 0 and 3600 s; -5 does not."),
        ('{"dwell_seconds": 4000}', "“dwell_seconds” must lie between 0 and 3600 s; 4000 does not."),
        ('{"dwell_seconds": "long"}', "“dwell_seconds” must be a number, not “long”."),
        ('{"colour": "red"}', "“colour” is not a parameter of this rule. It takes: "),
        ("{dwell", "Enter a valid JSON."),
    ],
)
def test_a_parameter_that_the_rule_cannot_take_is_refused_with_a_sentence(
    camera: Camera, parameters: str, sentence: str
) -> None:
    errors = rule_form(make_zone(camera), parameters=parameters).errors
    assert list(errors) == ["parameters"]
    assert str(errors["parameters"][0]).startswith(sentence)


def test_what_is_private_is_not_watched(camera: Camera) -> None:
    form = rule_form(make_zone(camera, purpose="private"))
    assert form.errors == {"zone": ["Intrusion needs a watched area."]}


def test_two_rules_of_one_statistic_do_not_sum_up_the_same_zone(camera: Camera) -> None:
    line = make_zone(camera, purpose="line", points=[[0, 0.5], [1, 0.5]])
    assert "kind" not in rule_form(line, kind="line_count").errors
    make_rule(camera, zone=line, kind="line_count")
    assert "kind" in rule_form(line, kind="line_count").errors


def test_a_line_count_needs_a_line(camera: Camera) -> None:
    assert "zone" in rule_form(make_zone(camera), kind="line_count").errors


def test_an_experimental_kind_stays_off_until_somebody_switches_it_on_knowingly(camera: Camera) -> None:
    zone = make_zone(camera)
    assert rule_form(zone, kind="fall").is_valid()
    assert list(rule_form(zone, kind="fall", enabled="on").errors) == ["knowingly"]
    assert rule_form(zone, kind="fall", enabled="on", knowingly="on").is_valid()
    assert rule_form(zone, kind="abandoned_object", enabled="on").is_valid()


def test_what_is_on_already_is_not_asked_again(camera: Camera) -> None:
    rule = make_rule(camera, kind="fall", enabled=True)
    sent = rule_form(rule.zone, kind="fall", enabled="on").data
    assert RuleForm(sent, instance=rule).is_valid()


def test_whoever_chooses_a_kind_reads_how_mature_it_is(desk: Client) -> None:
    page = desk.get("/admin/detectors/rule/add/").content.decode()
    for title in ("Intrusion (proven)", "Abandoned object (beta)", "Fall (experimental)", ">Line count<"):
        assert title in page


def test_a_rule_looks_at_a_zone_of_its_own_camera(camera: Camera) -> None:
    form = rule_form(make_zone(camera), camera=str(make_camera().pk))
    assert form.errors == {"zone": ["This zone belongs to another camera."]}


def test_a_changed_zone_makes_a_new_version_of_its_rules(desk: Client, camera: Camera) -> None:
    rule = make_rule(camera)
    desk.post(
        f"/admin/maps/zone/{rule.zone_id}/change/",
        {"camera": camera.pk, "name": "New", "purpose": "watch", "points": json.dumps(SQUARE)},
    )
    assert (Zone.objects.get().version, Rule.objects.get().version) == (2, 2)
    assert LogEntry.objects.get(action="zone.save").actor == "administrator"


def filled_in(camera: Camera, **parameters: str | list[str]) -> QueryDict:
    """What a browser sends: a field for each parameter of each kind."""
    sent = QueryDict(mutable=True)
    sent.update({key: value for key, value in rule_form(make_zone(camera)).data.items() if key != "parameters"})
    for name, values in parameters.items():
        sent.setlist(f"parameters.{name.replace('__', '.')}", values if isinstance(values, list) else [values])
    return sent


def test_parameters_are_filled_in_and_not_written_as_json(camera: Camera) -> None:
    form = RuleForm(
        filled_in(
            camera,
            intrusion__dwell_seconds="2,5",
            intrusion__leave_seconds="",
            intrusion__labels=["person", "vehicle"],
            intrusion__days=["monday", "sunday"],
            intrusion__begins_at="22:30",
            density__threshold_persons="7",
        )
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["parameters"] == {
        "dwell_seconds": 2.5,
        "labels": ["person", "vehicle"],
        "days": ["monday", "sunday"],
        "begins_at": "22:30",
    }


def test_a_parameter_that_is_filled_in_wrongly_is_refused_with_its_name(camera: Camera) -> None:
    form = RuleForm(filled_in(camera, intrusion__labels="person", intrusion__dwell_seconds="soon"))
    assert "dwell_seconds" in str(form.errors["parameters"])


def test_the_form_of_a_rule_shows_what_is_stored_and_what_is_usual(desk: Client, camera: Camera) -> None:
    rule = make_rule(camera, parameters={"dwell_seconds": 4})
    page = desk.get(f"/admin/detectors/rule/{rule.pk}/change/").content.decode()
    box = re.search(r'<input type="number"[^>]*name="parameters.intrusion.dwell_seconds"[^>]*>', page)
    assert box is not None
    assert 'value="4"' in box[0]
    assert 'placeholder="1.0"' in box[0]


def authorisation(**values: str) -> dict[str, Any]:
    return {
        "regime": "EU-OTHER",
        "controller": "City",
        "kinds": ["intrusion", "density"],
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
    make_network(sha256=MODEL_HASH)
    answer = desk.post("/admin/law/authorisation/add/", authorisation())
    assert answer.status_code == 302, answer.context["errors"]
    one = Authorisation.objects.get()
    assert (one.kinds, str(one.created_by)) == (["intrusion", "density"], "administrator")
    assert desk.post(f"/admin/law/authorisation/{one.id}/change/", authorisation(controller="X")).status_code == 403


def test_an_authorisation_is_never_deleted(desk: Client) -> None:
    one = make_authorisation()
    assert desk.post(f"/admin/law/authorisation/{one.id}/delete/", {"post": "yes"}).status_code == 403
    assert Authorisation.objects.exists()


def test_an_authorisation_is_revoked_with_its_author(desk: Client) -> None:
    one = make_authorisation()
    desk.post("/admin/law/authorisation/", {"action": "revoke", "_selected_action": [str(one.id)]})
    one.refresh_from_db()
    assert one.revoked_at is not None
    entry = LogEntry.objects.get(action="authorisation.revoke")
    assert (entry.actor, entry.subject) == ("administrator", str(one.id))


@pytest.mark.parametrize(
    "page", ["law/logentry", "law/stop", "detectors/network", "detectors/watch", "maps/city", "maps/district"]
)
def test_what_is_written_elsewhere_is_not_written_here(desk: Client, page: str) -> None:
    assert desk.get(f"/admin/{page}/add/").status_code == 403


def test_the_log_is_read_and_neither_changed_nor_deleted(desk: Client) -> None:
    entry = log.write("operator", "alert.confirm", "7")
    assert desk.get(f"/admin/law/logentry/{entry.pk}/change/").status_code == 200
    for step in ("change", "delete"):
        assert desk.post(f"/admin/law/logentry/{entry.pk}/{step}/", {"actor": "x", "post": "yes"}).status_code == 403


@pytest.mark.parametrize(("role", "opens"), [("administrator", True), ("operator", False), ("official", False)])
def test_whoever_may_configure_and_nobody_else_opens_the_administration(desk: Client, role: str, opens: bool) -> None:
    """Also when somebody had it before and was given another role."""
    person = make_user(Role.SUPERVISOR, username="person", is_staff=not opens)
    answer = desk.post(
        f"/admin/accounts/user/{person.pk}/change/", {"username": "person", "role": role, "is_active": "on"}
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    person.refresh_from_db()
    assert (person.role, person.is_staff) == (role, opens)


def test_the_page_of_a_person_shows_no_hash_of_the_password_and_lets_nobody_write_one(desk: Client) -> None:
    person = make_user(Role.OPERATOR, username="person", password="a long word of theirs")
    page = desk.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert person.password not in page
    assert "../password/" in page
    desk.post(
        f"/admin/accounts/user/{person.pk}/change/",
        {"username": "person", "role": "operator", "is_active": "on", "password": "x"},
    )
    person.refresh_from_db()
    assert person.check_password("a long word of theirs")


def test_what_is_granted_is_read_with_the_cameras_inside(desk: Client) -> None:
    make_camera(name="Square")
    make_camera(ELSEWHERE, name="Far away")
    page = desk.get(f"/admin/law/authorisation/{make_authorisation().pk}/change/").content.decode()
    assert "Square" in page
    assert "Far away" not in page
    assert "MULTIPOLYGON" not in page


def test_an_authorisation_names_a_network_that_is_known(desk: Client) -> None:
    answer = desk.post("/admin/law/authorisation/add/", authorisation())
    assert "model_hash" in answer.context["adminform"].form.errors


def test_the_lists_stand_together_by_task_under_plain_names(desk: Client) -> None:
    sections = desk.get("/admin/").context["app_list"]
    names = {str(section["name"]): [str(model["name"]) for model in section["models"]] for section in sections}
    assert list(names) == ["Watching", "Law", "People and systems", "City and networks"]
    assert "Failed log-ins" in names["People and systems"]


def test_failed_log_ins_are_read_and_taken_away_but_never_changed(desk: Client) -> None:
    one = AccessAttempt.objects.create(
        username="aino", ip_address="10.0.0.9", failures_since_start=8, path_info="/login/"
    )
    assert b"aino" in desk.get("/admin/axes/accessattempt/").content
    page = f"/admin/axes/accessattempt/{one.pk}/"
    assert desk.post(f"{page}change/", {"username": "eero"}).status_code == 403
    desk.post(f"{page}delete/", {"post": "yes"})
    assert not AccessAttempt.objects.exists()


def test_the_administrator_reads_why_a_camera_is_not_watched_in_his_language(desk: Client) -> None:
    Watch.objects.create(
        camera=make_camera(address="rtsp://127.0.0.1:1/a"),
        since=NOON,
        reason={"en": "No picture.", "fr": "Pas d’image."},
    )
    for language, words in (("en", "No picture."), ("fr", "Pas d’image.")):
        desk.cookies["django_language"] = language
        assert words in desk.get("/admin/detectors/watch/").content.decode()


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


def test_a_token_ends_when_its_form_says_so_and_is_never_changed(desk: Client, city_system: User) -> None:
    tomorrow = clock.now().replace(microsecond=0) + timedelta(days=1)
    at = {"expiry_0": f"{localtime(tomorrow):%Y-%m-%d}", "expiry_1": f"{localtime(tomorrow):%H:%M:%S}"}
    desk.post(
        "/admin/accounts/apitoken/add/",
        {"name": "Dispatch", "user": city_system.pk, "scopes": ["events:read"], **at},
    )
    token = ApiToken.objects.get()
    assert token.expiry == tomorrow
    more = {"name": "Dispatch", "user": city_system.pk, "scopes": ["events:read", "counts:read"]}
    assert desk.post(f"/admin/accounts/apitoken/{token.pk}/change/", more).status_code == 403
    token.refresh_from_db()
    assert token.scopes == ["events:read"]
