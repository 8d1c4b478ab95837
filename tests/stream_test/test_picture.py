"""Specification of the masked test picture: where the law allows pictures, masked like all others, fetched once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import cv2
import numpy as np
import pytest
from django.test import Client

from detectors import attested, build, tasks
from detectors.demo.rtsp_server import Channel
from detectors.stream_test import asking, passing, picture
from detectors.stream_test.passing import PICTURE_S, picture_of
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.types import Detections, Image, Tracks
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import Authorisation, LogEntry
from hypervision.lib import clock
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from maps.models import Camera, Still
from tests import factories
from tests.admin.conftest import desk as desk
from tests.vision.sources import cameras

PAGE = "/admin/maps/camera/stream/"
PLACE = '{"type": "Point", "coordinates": [24.94, 60.17]}'

pytestmark = pytest.mark.django_db


class Masks:
    """Sees nobody, and covers everything with one colour."""

    def detect(self, image: Image) -> Detections:
        return Detections.none()

    def mask(self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty | None = None) -> Image:
        return np.full_like(image, 200)


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    for purpose, digit in zip(attested.NEEDED, "abc", strict=True):
        factories.make_network(name=purpose, purpose=purpose, sha256=digit * 64)
    now = clock.now()
    factories.make_authorisation(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1))
    monkeypatch.setattr(build, "open_eyes", lambda networks: (Masks(), Masks()))
    monkeypatch.setattr(picture, "LOOK_S", 0.3)


def take_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is this very process."""

    def send(person: int, place: tuple[float, float], question: UUID, address: str, sealed: str) -> None:
        tasks.take_picture(person, str(question), address, sealed, *place)

    monkeypatch.setattr(passing, "send_for_picture", send)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    take_at_once(monkeypatch)


def filled(address: str = "rtsp://10.0.0.5/a", **values: str) -> dict[str, str]:
    return {"address": address, "location": PLACE, **values}


def test_a_masked_picture_is_fetched_once_and_kept_nowhere(desk: Client, tmp_path: Path, at_once: None) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        question = desk.post(f"{PAGE}picture/", filled(stand.url())).json()["question"]
    assert desk.get(f"{PAGE}{question}/").json()["state"] == "done"
    answer = desk.get(f"{PAGE}{question}/picture/")
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("image/jpeg", True)
    image = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (48, 64, 3)
    assert np.abs(image.astype(int) - 200).max() < 4, "what the masker gave, and nothing of the camera"
    assert desk.get(f"{PAGE}{question}/picture/").status_code == 404
    assert not Still.objects.exists()
    assert not Camera.objects.exists()


def test_it_waits_a_minute_at_most_and_for_who_asked_alone(
    administrator: User, supervisor: User, tmp_path: Path, at_once: None
) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        camera = factories.make_camera(address=stand.url())
        question = asking.ask_for_picture(administrator, camera)
    with open_broker(1) as broker:
        assert 0 < broker.ttl(picture_of(administrator.pk, question)) <= PICTURE_S
    assert asking.fetch(supervisor, question) is None
    assert asking.fetch(administrator, question) is not None


def test_without_an_authorisation_none_is_taken(desk: Client) -> None:
    Authorisation.objects.all().delete()
    answer = desk.post(f"{PAGE}picture/", filled())
    assert (answer.status_code, "No authorisation allows pictures" in answer.json()["errors"][0]) == (409, True)
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("values", [{"regime": "FR-STATS", "kinds": ["occupancy"]}, {"kinds": ["occupancy"]}])
def test_where_sums_alone_are_allowed_none_is_taken(desk: Client, values: dict[str, Any]) -> None:
    Authorisation.objects.update(**values)
    assert desk.post(f"{PAGE}picture/", filled()).status_code == 409


def test_the_worker_asks_the_gate_again(administrator: User, tmp_path: Path) -> None:
    """The authorisation was revoked on the way."""
    Authorisation.objects.all().delete()
    question = uuid4()
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        tasks.take_picture(administrator.pk, str(question), stand.url(), "", 24.94, 60.17)
    answer = asking.answer(administrator, question)
    assert (answer["state"], "No authorisation allows pictures" in answer["words"]) == ("failed", True)
    assert asking.fetch(administrator, question) is None


def test_what_cannot_be_masked_is_not_shown(
    administrator: User, tmp_path: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> Image:
        raise ZeroDivisionError

    monkeypatch.setattr(Masks, "mask", breaks)
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        question = asking.ask_for_picture(administrator, factories.make_camera(address=stand.url()))
    assert asking.answer(administrator, question)["state"] == "failed"
    assert asking.fetch(administrator, question) is None


def test_who_does_not_see_the_place_sees_no_picture_of_it() -> None:
    perimeter = factories.area(*factories.ELSEWHERE)
    stranger = factories.make_user(Role.ADMINISTRATOR, username="s", everywhere=False, perimeter=perimeter)
    with pytest.raises(Refusal, match="outside of what your account sees"):
        asking.ask_for_picture(stranger, factories.make_camera(address="rtsp://10.0.0.5/a"))


@pytest.mark.parametrize(
    ("values", "status"), [({"address": ""}, 409), ({"address": "ftp://a/b"}, 400), ({"location": ""}, 400)]
)
def test_what_cannot_be_taken_says_why(desk: Client, values: dict[str, str], status: int) -> None:
    answer = desk.post(f"{PAGE}picture/", {**filled(), **values})
    assert (answer.status_code, bool(answer.json()["errors"])) == (status, True)


def test_each_is_logged(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing, "send_for_picture", lambda *_: None)
    camera = factories.make_camera(address="rtsp://10.0.0.5/a")
    asking.ask_for_picture(administrator, camera)
    entry = LogEntry.objects.get()
    assert (entry.action, entry.subject, entry.facts) == (
        "stream.picture",
        str(camera.pk),
        {"address": "rtsp://10.0.0.5/a"},
    )


def test_the_question_goes_to_those_who_watch(administrator: User) -> None:
    asking.ask_for_picture(administrator, factories.make_camera(address="rtsp://10.0.0.5/a"))
    with open_broker(1) as broker:
        message = json.loads(broker.lrange("watch", -1, -1)[0])
        broker.delete("watch")
    assert message["headers"]["task"] == tasks.take_picture.name


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_does_not_configure_finds_no_door(client: Client, role: Role) -> None:
    client.force_login(factories.make_user(role, is_staff=True))
    assert client.post(f"{PAGE}picture/", filled()).status_code in (302, 403)
    assert client.get(f"{PAGE}{uuid4()}/picture/").status_code in (302, 403)
    assert not LogEntry.objects.exists()
