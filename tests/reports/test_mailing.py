"""Reports by mail: caught by a real mail server; once, also after it was down; and stopped in one click."""

import email
import socket
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError
from django.test import Client
from pytest_django import Settings

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.reports import mailing, subscribing
from hypervision.reports.gathering import digest
from hypervision.reports.models import Mailing, Report, Subscription
from tests.factories import NOON, area, make_user
from tests.reports import worlds

pytestmark = pytest.mark.django_db

ADDRESS = "https://city.example"


class Catcher:
    """Says what it is told to say, and keeps what it takes. drops: it goes away after it was given a mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"
        self.recipient_answer = "250 OK"
        self.drops = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
        if self.drops:
            server.transport.abort()
        return self.answer


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def catcher(port: int, settings: Settings) -> Iterator[Catcher]:
    """A mail server on this machine."""
    set_up(settings, port)
    caught = Catcher()
    server = Controller(caught, hostname="127.0.0.1", port=port)
    server.start()
    yield caught
    server.stop()


def set_up(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.PUBLIC_ADDRESS = "127.0.0.1", port, ADDRESS


@pytest.fixture
def mayor(db: None) -> User:
    """Gets each week by mail, in French."""
    person = make_user(Role.OFFICIAL, username="mayor", email="mayor@city.example")
    subscribing.subscribe(person, "week", "fr", person)
    return person


def make_report(**values: Any) -> Report:
    figures = worlds.week()
    base: dict[str, Any] = {
        "span": "week",
        "starts_on": date(2026, 5, 25),
        "ends_on": date(2026, 5, 31),
        "language": "fr",
        "made_at": NOON,
        "figures": figures,
        "digest": digest(figures),
        "pdf": b"%PDF-1.7 a paper",
    }
    report = Report.objects.create(**{**base, **values})
    mailing.queue(report)
    return report


def test_a_report_comes_with_its_paper_and_what_it_says_in_short(mayor: User, catcher: Catcher) -> None:
    make_report()
    assert mailing.send(NOON) == 1
    (mail,) = catcher.mails
    assert mail["To"] == "mayor@city.example"
    body, paper = mail.get_body(("plain",)), next(mail.iter_attachments())
    assert body is not None
    assert "Centre" in body.get_content()
    assert (paper.get_filename(), paper.get_content_type(), paper.get_content()) == (
        "report-week-2026-05-25-2026-05-31-fr.pdf",
        "application/pdf",
        b"%PDF-1.7 a paper",
    )


def test_a_report_goes_to_each_person_once(mayor: User, catcher: Catcher) -> None:
    make_report()
    assert [mailing.send(NOON + timedelta(hours=hour)) for hour in range(3)] == [1, 0, 0]
    assert len(catcher.mails) == 1
    entry = LogEntry.objects.get(action="report.mail")
    assert (entry.subject, entry.facts["state"]) == ("mayor", "sent")


def test_another_language_and_another_span_go_to_whoever_wants_them(mayor: User, catcher: Catcher) -> None:
    make_report(language="en")
    make_report(span="quarter", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    assert mailing.send(NOON) == 0


@pytest.mark.parametrize(
    "values",
    [{"edition": 2}, {"ends_on": date(2026, 5, 28)}, {"made_at": NOON + timedelta(days=30)}],
    ids=["a new edition", "so far", "made up for late"],
)
def test_what_is_nobodys_news_is_on_the_page_alone(mayor: User, values: dict[str, Any]) -> None:
    make_report(**values)
    assert not Mailing.objects.exists()


def test_a_mail_server_that_is_down_is_asked_again(mayor: User, port: int, settings: Settings) -> None:
    set_up(settings, port)
    make_report()
    assert mailing.send(NOON) == 0
    waiting = Mailing.objects.get()
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert "Connection refused" in waiting.problem
    assert mailing.send(NOON + timedelta(seconds=59)) == 0
    caught = Catcher()
    server = Controller(caught, hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert mailing.send(NOON + timedelta(seconds=60)) == 1
    finally:
        server.stop()
    assert len(caught.mails) == 1


def test_after_three_days_nobody_tries_any_more(mayor: User, port: int, settings: Settings) -> None:
    set_up(settings, port)
    make_report()
    mailing.send(NOON + timedelta(days=3, seconds=1))
    assert Mailing.objects.get().state == "left"


@pytest.mark.parametrize(
    ("answer", "state"), [("451 Later.", "waiting"), ("554 No.", "left")], ids=["for a time", "for good"]
)
def test_a_mail_that_is_refused_waits_or_stays(mayor: User, catcher: Catcher, answer: str, state: str) -> None:
    catcher.answer = answer
    make_report()
    assert mailing.send(NOON) == 0
    assert (Mailing.objects.get().state, answer[4:] in Mailing.objects.get().problem) == (state, True)


def test_an_address_that_there_is_not_is_not_tried_again(mayor: User, catcher: Catcher) -> None:
    catcher.recipient_answer = "550 No such person."
    make_report()
    mailing.send(NOON)
    assert (Mailing.objects.get().state, Mailing.objects.get().problem) == ("left", "550 No such person.")


def test_a_server_that_falls_silent_with_the_mail_is_not_given_it_again(mayor: User, catcher: Catcher) -> None:
    """It may have it."""
    catcher.drops = True
    make_report()
    assert mailing.send(NOON) == 0
    assert Mailing.objects.get().state == "uncertain"
    catcher.drops = False
    assert mailing.send(NOON + timedelta(hours=1)) == 0
    assert len(catcher.mails) == 1


def test_of_two_that_send_one_has_it(mayor: User) -> None:
    make_report()
    key = Mailing.objects.get().pk
    assert mailing._claim(key, NOON)
    assert mailing._claim(key, NOON) is None


def test_a_report_has_one_row_a_person(mayor: User) -> None:
    report = make_report()
    with pytest.raises(IntegrityError):
        mailing.queue(report)


def test_a_process_that_died_while_sending_sends_nothing_twice(mayor: User, catcher: Catcher) -> None:
    make_report()
    assert mailing._claim(Mailing.objects.get().pk, NOON)
    assert mailing.send(NOON + timedelta(minutes=1)) == 0
    mailing.send(NOON + timedelta(minutes=6))
    assert Mailing.objects.get().state == "uncertain"
    assert catcher.mails == []


def test_without_a_mail_server_it_waits_and_says_why(mayor: User) -> None:
    make_report()
    assert mailing.send(NOON) == 0
    assert (Mailing.objects.get().state, Mailing.objects.get().problem) == (
        "waiting",
        "No mail server is set up (EMAIL_HOST).",
    )


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"role": Role.OPERATOR}, {"everywhere": False, "perimeter": area()}, {"email": ""}],
    ids=["closed", "without the right", "of a part of the city", "without an address"],
)
def test_whoever_may_not_read_it_any_more_gets_none(mayor: User, catcher: Catcher, change: dict[str, Any]) -> None:
    make_report()
    for name, value in change.items():
        setattr(mayor, name, value)
    mayor.save()
    assert mailing.send(NOON) == 0
    assert Mailing.objects.get().state == "left"


def test_what_was_stopped_meanwhile_is_not_sent(mayor: User, catcher: Catcher) -> None:
    make_report()
    subscribing.stop(Subscription.objects.get().pk, mayor)
    assert mailing.send(NOON) == 0
    assert catcher.mails == []


def test_one_click_in_the_mail_stops_it(mayor: User, catcher: Catcher) -> None:
    """As RFC 8058 has it: the program of the reader sends one POST, and nobody is logged in."""
    make_report()
    mailing.send(NOON)
    (mail,) = catcher.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip(" <>").removeprefix(ADDRESS)
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert Subscription.objects.exists()  # a program that looks at links stops nothing
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    entry = LogEntry.objects.get(action="report.unsubscribe")
    assert (entry.actor, entry.facts) == ("mayor", {"span": "week", "by_mail": True})
    assert client.post(path).status_code == 200


def test_a_stop_that_is_made_up_is_not_found(client: Client, mayor: User) -> None:
    token = subscribing.token_of(Subscription.objects.get())
    for wrong in ("x", token[:-1] + ("a" if token[-1] != "a" else "b"), str(Subscription.objects.get().pk)):
        assert client.post(f"/reports/stop/{wrong}/").status_code == 404
        assert client.get(f"/reports/stop/{wrong}/").status_code == 404
    assert Subscription.objects.exists()


def test_without_a_known_address_the_mail_says_where_to_stop(mayor: User, catcher: Catcher, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = ""
    make_report(language="fr")
    mailing.send(NOON)
    assert catcher.mails[0]["List-Unsubscribe"] is None


def test_a_line_in_the_name_of_the_city_adds_no_head(mayor: User, catcher: Catcher) -> None:
    report = make_report()
    report.figures["city"]["name"] = "Paris\r\nBcc: other@outside.example"
    report.save()
    mailing.send(NOON)
    assert all("outside.example" not in str(mail.get("Bcc", "")) for mail in catcher.mails)
