"""How people on call are told outside the room: once for all that waits, again where it failed, no particulars."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from pytest_django import Settings

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.oncall import asking, sending
from hypervision.oncall.models import Call
from hypervision.oncall.transports import mail as by_mail
from maps.models import Camera
from tests.factories import make_user
from tests.oncall.worlds import after, on_call, waits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def server(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.city.example"


@pytest.fixture
def bert(db: None) -> User:
    person = make_user(Role.SUPERVISOR, username="bert", email="bert@city.example")
    on_call(person)
    return person


def ask(camera: Camera, alerts: int = 1) -> None:
    for _ in range(alerts):
        waits(camera)
    asking.look(after(0))


def test_one_message_for_all_that_waits(camera: Camera, bert: User) -> None:
    ask(camera, 3)
    assert sending.send(after(0)) == 1
    assert sending.send(after(5)) == 0
    (letter,) = mail.outbox
    assert letter.to == ["bert@city.example"]
    assert "3 alerts wait in the control room" in letter.body
    assert LogEntry.objects.get(action="oncall.tell").facts == {"alerts": 3}


def test_it_names_neither_kind_nor_place(camera: Camera, bert: User) -> None:
    ask(camera)
    sending.send(after(0))
    text = mail.outbox[0].subject + str(mail.outbox[0].body)
    assert not [word for word in ("ntrusion", "Kaivokatu", "Square", "Gate") if word in text]


def test_a_storm_is_told_once_in_a_while(camera: Camera, bert: User) -> None:
    ask(camera)
    sending.send(after(0))
    ask(camera, 20)
    assert sending.send(after(30)) == 0
    assert sending.send(after(30) + sending.QUIET) == 1
    assert "20 alerts" in mail.outbox[1].body


def test_it_is_written_in_the_language_of_the_account(camera: Camera, bert: User) -> None:
    bert.language = "fr"
    bert.save()
    ask(camera)
    assert sending.send(after(0)) == 1


def test_what_failed_says_why_and_is_tried_again(camera: Camera, bert: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise SMTPServerDisconnected

    ask(camera)
    with monkeypatch.context() as patch:
        patch.setattr(by_mail, "send_mail", away)
        assert sending.send(after(0)) == sending.send(after(1)) == 0
    assert "SMTPServerDisconnected" in Call.objects.get().failure
    assert LogEntry.objects.filter(action="oncall.failed").count() == 1
    assert sending.send(after(2)) == 1
    assert Call.objects.get().failure == ""


@pytest.mark.parametrize(("host", "address", "why"), [("", "b@c.example", "EMAIL_HOST"), ("mail", "", "no e-mail")])
def test_without_a_server_or_an_address_the_page_alone_tells(
    camera: Camera, bert: User, settings: Settings, host: str, address: str, why: str
) -> None:
    settings.EMAIL_HOST = host
    bert.email = address
    bert.save()
    ask(camera)
    assert sending.send(after(0)) == 0
    assert why in Call.objects.get().failure
    assert mail.outbox == []


def test_who_is_not_needed_any_more_is_not_told(camera: Camera, bert: User) -> None:
    ask(camera)
    Call.objects.update(answer=Call.Answer.WITHDRAWN)
    assert sending.send(after(0) + timedelta(minutes=5)) == 0
