"""Specification of the search as people ask for it: by a worker, and never of a machine that a browser names."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from detectors import tasks
from detectors.discovery import asking, onvif, passing, probe
from detectors.discovery.passing import ANSWER_S, TAKEN_S, key_of
from detectors.discovery.probe import Device
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from tests.admin.conftest import desk as desk
from tests.admin.conftest import key as key
from tests.discovery.cameras import Maker, answering, matches, speaking
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE = "/admin/maps/camera/discovery/"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is this very process, and this machine may have cameras."""
    by_name = {task.name: task for task in (tasks.search_cameras, tasks.ask_camera)}
    monkeypatch.setattr(passing, "send", lambda task, *given: by_name[task](*given))
    monkeypatch.setattr(probe, "may_be_asked", lambda ip: True)


@pytest.fixture
def camera(at_once: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    """One that answers the search and knows a password."""
    maker, search = Maker(user="viewer", password="hush"), probe.search
    with speaking(maker) as port, answering(matches(f"http://127.0.0.1:{port}/onvif")) as where:
        monkeypatch.setattr(probe, "search", lambda: search(0.3, where))
        yield maker


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent to a worker that never answers."""
    messages: list[Any] = []
    monkeypatch.setattr(passing, "send", lambda *given: messages.append(given))
    return messages


def found(person: User) -> UUID:
    """A search that has found one camera."""
    question = uuid4()
    with open_broker(1) as broker:
        device = Device("10.0.0.5", "http://10.0.0.5/onvif", "Gate", "P3245-V")
        broker.set(key_of(person.pk, question), passing.dump("done", devices=[device]), ex=60)
    return question


def test_who_searches_reads_who_answered_and_then_where_the_stream_is(desk: Client, camera: Maker, key: None) -> None:
    question = desk.post(PAGE).json()["question"]
    told = desk.get(f"{PAGE}{question}/").json()
    assert told["state"] == "done"
    [device] = told["devices"]
    assert (device["ip"], device["name"], device["hardware"]) == ("127.0.0.1", "Gate North", "P3245-V")
    asked = desk.post(f"{PAGE}{question}/0/", {"user": "viewer", "password": "hush"}).json()["question"]
    told = desk.get(f"{PAGE}{asked}/").json()
    assert (told["state"], told["address"]) == ("done", "rtsp://127.0.0.1:554/live?token=7&n=1")


def test_a_camera_that_refuses_says_what_to_do(desk: Client, camera: Maker, key: None) -> None:
    question = desk.post(PAGE).json()["question"]
    for given in ({}, {"user": "viewer", "password": "wrong"}):
        asked = desk.post(f"{PAGE}{question}/0/", given).json()["question"]
        told = desk.get(f"{PAGE}{asked}/").json()
        assert (told["state"], "Enter its user name and password" in told["words"]) == ("failed", True)


def test_where_nobody_answers_it_is_said_why_that_may_be(
    desk: Client, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "search", list)
    told = desk.get(f"{PAGE}{desk.post(PAGE).json()['question']}/").json()
    assert told["state"] == "failed"
    assert "container without the network of its host" in told["words"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(1, "Operation not permitted"), "cannot ask its network: Operation not"),
        (ZeroDivisionError(), "ZeroDiv"),
    ],
)
def test_what_goes_wrong_is_an_answer_too(
    desk: Client, at_once: None, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def breaks() -> Any:
        raise error

    monkeypatch.setattr(probe, "search", breaks)
    told = desk.get(f"{PAGE}{desk.post(PAGE).json()['question']}/").json()
    assert (told["state"], sentence in told["words"]) == ("failed", True)


def test_no_machine_is_asked_that_did_not_answer_the_persons_own_search(
    administrator: User, supervisor: User, sent: list[Any]
) -> None:
    question = found(administrator)
    for person, searched, number in (
        (administrator, question, 1),
        (administrator, uuid4(), 0),
        (supervisor, question, 0),
    ):
        with pytest.raises(Refusal, match="too long ago"):
            asking.ask(person, searched, number, "", "")
    assert not sent
    assert not LogEntry.objects.exists()


def test_a_worker_asks_none_outside_of_private_networks_whatever_it_is_sent(
    administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onvif, "stream_of", lambda *_: "rtsp://8.8.8.8/")
    question = uuid4()
    device = {"ip": "8.8.8.8", "service": "http://8.8.8.8/onvif", "name": "", "hardware": ""}
    tasks.ask_camera(administrator.pk, str(question), device, "")
    assert asking.answer(administrator, question)["state"] == "failed"


def test_the_password_travels_sealed(administrator: User, sent: list[Any], key: None) -> None:
    asking.ask(administrator, found(administrator), 0, "viewer", "hush")
    assert "hush" not in json.dumps([[str(one) for one in message] for message in sent])


def test_a_user_name_with_a_colon_is_none(administrator: User, sent: list[Any], key: None) -> None:
    with pytest.raises(Refusal, match="colon"):
        asking.ask(administrator, found(administrator), 0, "a:b", "hush")
    assert not sent


def test_both_questions_are_logged_without_credentials(administrator: User, sent: list[Any], key: None) -> None:
    asking.search(administrator)
    asking.ask(administrator, found(administrator), 0, "viewer", "hush")
    search, ask = LogEntry.objects.order_by("number")
    assert (search.action, search.actor) == ("discovery.search", "administrator")
    assert (ask.action, ask.subject, ask.facts) == ("discovery.ask", "http://10.0.0.5/onvif", {"name": "Gate"})


def test_the_questions_go_to_those_who_watch_and_run_out(administrator: User) -> None:
    question = asking.search(administrator)
    with open_broker(1) as broker:
        message = json.loads(broker.lrange("watch", -1, -1)[0])
        broker.delete("watch")
        assert 0 < broker.ttl(key_of(administrator.pk, question)) <= TAKEN_S
    assert message["headers"]["task"] == tasks.search_cameras.name
    assert message["headers"]["expires"]


def test_an_answer_runs_out_and_nobody_else_finds_it(administrator: User, supervisor: User, camera: Maker) -> None:
    question = asking.search(administrator)
    with open_broker(1) as broker:
        assert 0 < broker.ttl(key_of(administrator.pk, question)) <= ANSWER_S
    told = asking.answer(supervisor, question)
    assert (told["state"], told["devices"]) == ("failed", [])
    assert "No worker was free" in told["words"]


def test_without_a_broker_it_is_said(desk: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = desk.post(PAGE)
    assert (answer.status_code, "broker is away" in answer.json()["errors"][0]) == (409, True)
    assert "broker is away" in desk.get(f"{PAGE}{uuid4()}/").json()["words"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_does_not_configure_finds_no_door(client: Client, role: Role, sent: list[Any]) -> None:
    client.force_login(make_user(role, is_staff=True))
    assert client.post(PAGE).status_code in (302, 403)
    assert client.post(f"{PAGE}{uuid4()}/0/").status_code in (302, 403)
    assert client.get(f"{PAGE}{uuid4()}/").status_code in (302, 403)
    assert not sent


def test_a_form_of_another_site_searches_nothing(administrator: User, sent: list[Any]) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(administrator)
    assert stranger.post(PAGE).status_code == 403
    assert not sent
