"""Specification of the cameras' forms: what is wrong is said at the field, what is secret stays secret."""

import json
from typing import Any

import pytest
from django.test import Client

from detectors.configuration import save_cameras
from detectors.credentials import unseal
from detectors.forms import CameraForm
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.law.models import LogEntry
from hypervision.pages.snapshot import snapshot
from maps.models import Camera, Still
from tests.factories import ELSEWHERE, NOON, make_camera, make_rule
from tests.live.worlds import assert_told, heard

PLACE = '{"type": "Point", "coordinates": [24.94, 60.17]}'
CAMERA = {"name": "Gate", "location": PLACE, "wanted_rate": "5"}
FORMSET = {"zones-TOTAL_FORMS": "0", "zones-INITIAL_FORMS": "0"}


def camera_form(**values: str) -> CameraForm:
    return CameraForm({**CAMERA, **values})


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
    answer = desk.post("/admin/maps/camera/add/", {**CAMERA, **FORMSET, **values})
    assert answer.status_code == 302, answer.context["errors"]
    camera = Camera.objects.get()
    assert camera.address == "rtsp://10.0.0.5/live"
    assert camera.credentials is not None
    stored = unseal(bytes(camera.credentials))
    assert (stored.user, stored.password) == ("admin", "s:cret")
    page = desk.get(f"/admin/maps/camera/{camera.id}/change/").content.decode()
    assert "cret" not in page
    assert not LogEntry.objects.filter(facts__icontains="cret").exists()


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
    said = {"name": "Gate", "address": "rtsp://10.0.0.5/live", "rate": 5.0, "pictures": False, "video_link": ""}
    assert entry.facts == said


def moved(camera: Camera, lon: float, lat: float) -> dict[str, Any]:
    place = json.dumps({"type": "Point", "coordinates": [lon, lat]})
    return {"name": camera.name, "location": place, "wanted_rate": 5, **FORMSET}


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


def test_a_link_to_the_citys_own_video_is_checked_kept_and_told(desk: Client, key: None, operator: User) -> None:
    camera = make_camera()
    before = snapshot(operator)
    page, given = f"/admin/maps/camera/{camera.pk}/change/", moved(camera, 24.94, 60.17)
    refused = desk.post(page, {**given, "video_link": "https://vms.example/{operator}"})
    assert "In braces may stand: camera, name, iso" in refused.content.decode()
    assert desk.post(page, {**given, "video_link": "https://vms.example/{camera}"}).status_code == 302
    assert Camera.objects.get().video_link == "https://vms.example/{camera}"
    assert heard(operator, before["number"])[-1]["card"]["video_link"] is True
    assert_told(before, operator)


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


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["ftp://10.0.0.5/", "file:///etc/passwd", "rtsp://", "not an address"])
def test_an_address_that_no_camera_has_is_refused(address: str) -> None:
    assert "address" in camera_form(address=address).errors


def test_the_administrator_reads_why_a_camera_is_not_watched_in_his_language(desk: Client) -> None:
    Watch.objects.create(
        camera=make_camera(address="rtsp://127.0.0.1:1/a"),
        since=NOON,
        reason={"en": "No picture.", "fr": "Pas d’image."},
    )
    for language, words in (("en", "No picture."), ("fr", "Pas d’image.")):
        desk.cookies["django_language"] = language
        assert words in desk.get("/admin/detectors/watch/").content.decode()


def test_cameras_with_a_stream_come_before_those_that_the_map_merely_tells_of(desk: Client) -> None:
    make_camera(name="A pole on the map", address="")
    make_camera(name="Harbour", address="rtsp://127.0.0.1:1/a")
    listed = desk.get("/admin/maps/camera/").context["cl"].result_list
    assert [camera.name for camera in listed] == ["Harbour", "A pole on the map"]


def test_a_rate_below_what_a_rule_needs_is_refused_until_the_rule_is_off(camera: Camera) -> None:
    rule = make_rule(camera, kind="abandoned_object", enabled=True)
    lower = CameraForm({**CAMERA, "wanted_rate": "2"}, instance=camera)
    assert list(lower.errors) == ["wanted_rate"]
    assert CameraForm({**CAMERA, "wanted_rate": "3"}, instance=camera).is_valid(), "just enough"
    rule.enabled = False
    rule.save()
    assert CameraForm({**CAMERA, "wanted_rate": "2"}, instance=camera).is_valid()


@pytest.mark.django_db
def test_a_camera_that_may_keep_no_pictures_any_more_loses_its_newest_one() -> None:
    shy, open_one = make_camera(name="Shy"), make_camera(name="Open", pictures=True)
    for one in (shy, open_one):
        Still.objects.create(camera=one, jpeg=b"masked", captured_at=NOON, erase_at=NOON)
    shy.pictures = False
    save_cameras([shy, open_one], "administrator")
    assert [still.camera.name for still in Still.objects.all()] == ["Open"]
