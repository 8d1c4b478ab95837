"""Specification of the test of a stream: opened as the watch would open it, told in words, seen by nobody."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from detectors import tasks
from detectors.credentials import seal
from detectors.demo.auth import Guard
from detectors.demo.rtsp_server import Channel
from detectors.stream_test import answering, asking, passing, trying
from detectors.stream_test.passing import ANSWER_S, PATIENCE_S, TAKEN_S, key_of
from detectors.vision.sources.address import Credentials
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.registry import SourceSpec
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from maps.models import Camera, Still
from tests.admin.conftest import desk as desk
from tests.admin.conftest import key as key
from tests.factories import make_camera, make_user
from tests.vision.sources import cameras

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is this very process, and counts for a moment only."""
    monkeypatch.setattr(passing, "send", lambda person, question, *rest: tasks.try_stream(person, str(question), *rest))
    look = trying.look
    monkeypatch.setattr(trying, "look", lambda spec: look(spec, seconds=0.3))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent to a worker that never answers."""
    messages: list[Any] = []
    monkeypatch.setattr(passing, "send", lambda *given: messages.append([str(one) for one in given]))
    return messages


def test_a_stream_that_comes_is_measured(tmp_path: Path) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path, rate=20))}) as stand:
        found = trying.look(SourceSpec(stand.url()), seconds=1.0)
    assert (found.width, found.height, found.codec) == (64, 48, "H.264")
    assert found.rate == pytest.approx(20, rel=0.3)
    assert 0 < found.first_s < 5


def test_a_recording_that_ends_is_no_failure(tmp_path: Path) -> None:
    path = cameras.write_video(tmp_path / "a.mp4", rate=20, frames=5)
    assert trying.look(SourceSpec(f"file://{path}", allow_local=True), seconds=5).width == 64


def test_a_stream_that_does_not_come_says_why() -> None:
    with pytest.raises(SourceError) as caught:
        trying.look(SourceSpec("rtsp://127.0.0.1:1/a"))
    assert caught.value.reason in (Reason.UNREACHABLE, Reason.REFUSED)


def test_who_asks_reads_what_came(administrator: User, tmp_path: Path, at_once: None) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path, rate=20))}) as stand:
        question = asking.ask(administrator, Camera(address=stand.url()))
    answer = asking.answer(administrator, question)
    assert answer["state"] == "done"
    assert "64 × 48 pixels" in answer["words"]


def test_who_asks_reads_why_nothing_came(administrator: User, at_once: None) -> None:
    question = asking.ask(administrator, Camera(address="rtsp://127.0.0.1:1/a"))
    answer = asking.answer(administrator, question)
    assert answer["state"] == "failed"
    assert "127.0.0.1" in answer["words"]


def test_what_nobody_foresaw_is_an_answer_too(
    administrator: User, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(trying, "look", breaks)
    answer = asking.answer(administrator, asking.ask(administrator, Camera(address="rtsp://10.0.0.5/a")))
    assert (answer["state"], "ZeroDivisionError" in answer["words"]) == ("failed", True)


def test_a_password_that_the_worker_cannot_open_is_an_answer_too(administrator: User, key: None, at_once: None) -> None:
    camera = Camera(address="rtsp://10.0.0.5/a", credentials=b"sealed with another key")
    assert asking.answer(administrator, asking.ask(administrator, camera))["state"] == "failed"


def test_the_password_travels_sealed_and_opens_the_stream(
    administrator: User, tmp_path: Path, key: None, at_once: None
) -> None:
    channel = Channel(cameras.make_clip(tmp_path), guard=Guard("viewer", "hush", digest=True))
    with cameras.rtsp({"a": channel}) as stand:
        camera = Camera(address=stand.url(), credentials=seal(Credentials("viewer", "hush")))
        assert asking.answer(administrator, asking.ask(administrator, camera))["state"] == "done"
        camera.credentials = seal(Credentials("viewer", "wrong"))
        assert asking.answer(administrator, asking.ask(administrator, camera))["state"] == "failed"


def test_no_password_is_readable_on_its_way(administrator: User, key: None, sent: list[Any]) -> None:
    asking.ask(administrator, Camera(address="rtsp://10.0.0.5/a", credentials=seal(Credentials("viewer", "hush"))))
    assert "hush" not in json.dumps(sent)


def test_the_question_goes_to_those_who_watch_and_runs_out(administrator: User) -> None:
    asking.ask(administrator, Camera(address="rtsp://10.0.0.5/a"))
    with open_broker(PATIENCE_S) as broker:
        [message] = broker.lrange("watch", 0, -1)
        broker.delete("watch")
    headers = json.loads(message)["headers"]
    assert headers["task"] == tasks.try_stream.name
    assert headers["expires"]


def test_each_test_is_logged_without_credentials(administrator: User, key: None, sent: list[Any]) -> None:
    camera = make_camera(address="rtsp://10.0.0.5/a", credentials=seal(Credentials("viewer", "hush")))
    asking.ask(administrator, camera)
    entry = LogEntry.objects.get()
    assert (entry.action, entry.subject) == ("stream.test", str(camera.pk))
    assert entry.facts == {"address": "rtsp://10.0.0.5/a"}


def test_nobody_finds_the_answer_to_the_question_of_another(
    administrator: User, supervisor: User, sent: list[Any]
) -> None:
    question = asking.ask(administrator, Camera(address="rtsp://10.0.0.5/a"))
    assert asking.answer(administrator, question)["state"] == "waiting"
    assert asking.answer(supervisor, question)["state"] == "failed"


def test_questions_and_answers_run_out_by_themselves(administrator: User, sent: list[Any]) -> None:
    question = asking.ask(administrator, Camera(address="rtsp://127.0.0.1:1/a"))
    with open_broker(PATIENCE_S) as broker:
        assert 0 < broker.ttl(key_of(administrator.pk, question)) <= TAKEN_S
        answering.work(administrator.pk, question, "rtsp://127.0.0.1:1/a", "")
        assert 0 < broker.ttl(key_of(administrator.pk, question)) <= ANSWER_S


def test_where_no_worker_is_free_that_is_said(administrator: User) -> None:
    assert "No worker was free" in asking.answer(administrator, uuid4())["words"]


def test_without_a_broker_that_is_said(administrator: User, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(Refusal, match="broker is away"):
        asking.ask(administrator, Camera(address="rtsp://10.0.0.5/a"))
    assert "broker is away" in asking.answer(administrator, uuid4())["words"]


# --- the door ---


def filled(**values: Any) -> dict[str, Any]:
    """No name and no place yet: the stream can be tried all the same."""
    return {"address": "rtsp://10.0.0.5/a", "wanted_rate": "5", **values}


def test_what_is_filled_in_is_tried_and_not_saved(desk: Client, key: None, sent: list[Any]) -> None:
    answer = desk.post("/admin/maps/camera/stream/", filled(user="viewer", password="hush"))
    assert (answer.status_code, list(answer.json())) == (202, ["question"])
    [(_person, _question, address, sealed)] = sent
    assert address == "rtsp://10.0.0.5/a"
    assert sealed
    assert not Camera.objects.exists()


def test_left_empty_the_stored_password_is_used(desk: Client, key: None, sent: list[Any]) -> None:
    camera = make_camera(address="rtsp://10.0.0.5/a", credentials=seal(Credentials("viewer", "hush")))
    desk.post(f"/admin/maps/camera/{camera.pk}/stream/", filled(address="rtsp://10.0.0.5/other"))
    assert sent[0][3]


@pytest.mark.parametrize("address", ["rtsp://elsewhere.example/a", "rtsp://10.0.0.5:8554/a"])
def test_what_is_stored_for_one_host_is_sent_to_no_other(
    desk: Client, key: None, sent: list[Any], address: str
) -> None:
    camera = make_camera(address="rtsp://10.0.0.5/a", credentials=seal(Credentials("viewer", "hush")))
    desk.post(f"/admin/maps/camera/{camera.pk}/stream/", filled(address=address))
    assert sent[0][3] == ""
    camera.refresh_from_db()
    assert camera.credentials


@pytest.mark.parametrize(
    ("values", "sentence", "status"),
    [
        ({"address": "ftp://10.0.0.5/a"}, "An address must begin with", 400),
        ({"password": "hush"}, "A password needs a user name.", 400),
        ({"address": ""}, "Enter the address of the stream first.", 409),
    ],
)
def test_what_cannot_be_tried_says_why(desk: Client, values: dict[str, str], sentence: str, status: int) -> None:
    answer = desk.post("/admin/maps/camera/stream/", filled(**values))
    assert (answer.status_code, sentence in answer.json()["errors"][0]) == (status, True)


def test_no_picture_of_a_test_is_kept(desk: Client, tmp_path: Path, at_once: None) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        question = desk.post("/admin/maps/camera/stream/", filled(address=stand.url())).json()["question"]
    assert desk.get(f"/admin/maps/camera/stream/{question}/").json()["state"] == "done"
    assert not Still.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_does_not_configure_finds_no_door(client: Client, role: Role, sent: list[Any]) -> None:
    client.force_login(make_user(role, is_staff=True))
    assert client.post("/admin/maps/camera/stream/", filled()).status_code in (302, 403)
    assert client.get(f"/admin/maps/camera/stream/{uuid4()}/").status_code in (302, 403)
    assert not sent


def test_the_worker_answers_in_every_language(administrator: User, at_once: None) -> None:
    question = uuid4()
    answering.work(administrator.pk, question, "rtsp://127.0.0.1:1/a", "")
    with open_broker(PATIENCE_S) as broker:
        told = json.loads(broker.get(key_of(administrator.pk, question)) or b"{}")
    assert set(told["words"]) == {"en", "fr"}
