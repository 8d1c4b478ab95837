"""The page of the reports: who opens it, who makes one, who gets them; and that all of it is in the log."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.reports import printing, subscribing
from hypervision.reports.models import Report, Subscription
from tests.factories import NOON, area, make_user
from tests.reports import worlds

pytestmark = pytest.mark.django_db

PAGE = "/reports/"


@pytest.fixture(autouse=True)
def quick_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "to_pdf", lambda html: b"%PDF " + html.encode())


@pytest.fixture
def report(db: None) -> Report:
    return Report.objects.create(
        span="week",
        starts_on=date(2026, 5, 25),
        ends_on=date(2026, 5, 31),
        language="fr",
        made_at=NOON,
        figures=worlds.week(),
        digest="0" * 64,
        pdf=b"%PDF-1.7 a paper",
    )


def test_an_official_finds_the_paper_and_reading_it_is_logged(client: Client, official: User, report: Report) -> None:
    client.force_login(official)
    said = client.get(PAGE).content.decode()
    assert "Report of week 22 of 2026" in said
    assert f'href="/reports/{report.pk}.pdf"' in said
    answer = client.get(f"/reports/{report.pk}.pdf")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 a paper", "application/pdf")
    assert "report-week-2026-05-25-2026-05-31-fr.pdf" in answer["Content-Disposition"]
    entry = LogEntry.objects.get(action="report.read")
    assert (entry.actor, entry.subject) == ("official", str(report.pk))


def test_the_page_stands_in_the_bar_of_whoever_reads_figures(client: Client, official: User, operator: User) -> None:
    client.force_login(official)
    assert 'href="/reports/"' in client.get("/dashboard/").content.decode()
    client.force_login(operator)
    assert 'href="/reports/"' not in client.get("/logbook/").content.decode()


@pytest.mark.parametrize(
    "narrow", [{"everywhere": False, "perimeter": area()}, {"kinds": ["fire"]}], ids=["a part of the city", "one kind"]
)
def test_whoever_sees_a_part_reads_no_report(client: Client, report: Report, narrow: dict[str, object]) -> None:
    """Set against the figures of the part it would tell of the rest."""
    client.force_login(make_user(Role.OFFICIAL, **narrow))
    for address in (PAGE, f"/reports/{report.pk}.pdf"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "your account sees a part" in answer.content.decode()
    assert not LogEntry.objects.filter(action="report.read").exists()


def test_whoever_reads_no_figures_opens_no_paper(client: Client, operator: User, report: Report) -> None:
    client.force_login(operator)
    assert client.get(f"/reports/{report.pk}.pdf").status_code == 403


def test_nobody_is_asked_to_log_in_first(client: Client, report: Report) -> None:
    path = f"/reports/{report.pk}.pdf"
    assert client.get(path)["Location"] == f"/login/?next={path}"


def test_a_person_makes_the_last_week_now(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    said = client.post(PAGE, {"make": "week", "which": "latest"}, follow=True).content.decode()
    assert "The report is made." in said
    assert {one.language for one in Report.objects.all()} == {"en", "fr"}
    assert {entry.actor for entry in LogEntry.objects.filter(action="report.make")} == {"supervisor"}
    again = client.post(PAGE, {"make": "week", "which": "latest"}, follow=True).content.decode()
    assert "There is nothing new" in again
    assert Report.objects.count() == 2


@pytest.mark.parametrize("asked", [{"make": "year", "which": "latest"}, {"make": "week", "which": "next"}])
def test_what_is_no_report_is_refused_in_a_sentence(client: Client, supervisor: User, asked: dict[str, str]) -> None:
    client.force_login(supervisor)
    answer = client.post(PAGE, asked)
    assert answer.status_code == 422
    assert "There is no such report" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.SYSTEM])
def test_whoever_only_reads_makes_none_and_is_offered_none(client: Client, role: Role) -> None:
    client.force_login(make_user(role))
    assert "Make one now" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"make": "week", "which": "latest"}).status_code == 403
    assert not Report.objects.exists()


def test_a_printer_that_fails_is_said_on_the_page(
    client: Client, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def jammed(html: str) -> bytes:
        raise printing.NotPrinted("No PDF came of the report.")

    monkeypatch.setattr(printing, "to_pdf", jammed)
    client.force_login(supervisor)
    client.raise_request_exception = False
    answer = client.post(PAGE, {"make": "week", "which": "latest"})
    assert (answer.status_code, "No PDF came of the report." in answer.content.decode()) == (500, True)


def test_a_person_gets_it_by_mail_and_stops_it(client: Client) -> None:
    mayor = make_user(Role.OFFICIAL, username="mayor", email="mayor@city.example")
    client.force_login(mayor)
    client.post(PAGE, {"subscribe": "1", "person": mayor.pk, "span": "week", "language": "fr"})
    one = Subscription.objects.get()
    assert (one.person, one.span, one.language) == (mayor, "week", "fr")
    client.post(PAGE, {"stop": one.pk})
    assert not Subscription.objects.exists()
    told = [
        (entry.action, entry.actor, entry.subject) for entry in LogEntry.objects.filter(action__startswith="report")
    ]
    assert told == [("report.subscribe", "mayor", "mayor"), ("report.unsubscribe", "mayor", "mayor")]


def test_nobody_without_an_address_gets_mail(client: Client, official: User) -> None:
    client.force_login(official)
    answer = client.post(PAGE, {"subscribe": "1", "person": official.pk, "span": "week", "language": "fr"})
    assert answer.status_code == 422
    assert "no e-mail address" in answer.content.decode()


def test_nobody_chooses_for_others_but_an_administrator(client: Client, administrator: User) -> None:
    mayor = make_user(Role.OFFICIAL, username="mayor", email="mayor@city.example")
    other = make_user(Role.SUPERVISOR, username="other", email="other@city.example")
    wanted = {"subscribe": "1", "person": mayor.pk, "span": "quarter", "language": "fr"}
    client.force_login(other)
    assert client.post(PAGE, wanted).status_code == 422
    assert not Subscription.objects.exists()
    client.force_login(administrator)
    client.post(PAGE, wanted)
    one = Subscription.objects.get()
    client.force_login(other)
    assert client.post(PAGE, {"stop": one.pk}).status_code == 422
    assert "mayor" not in client.get(PAGE).content.decode()
    assert Subscription.objects.exists()


def test_an_account_that_may_not_read_reports_gets_none(client: Client, administrator: User) -> None:
    operator = make_user(Role.OPERATOR, username="vera", email="vera@city.example")
    client.force_login(administrator)
    answer = client.post(PAGE, {"subscribe": "1", "person": operator.pk, "span": "week", "language": "fr"})
    assert (answer.status_code, Subscription.objects.exists()) == (422, False)


def test_without_a_mail_server_the_page_says_so(client: Client, official: User, settings: Settings) -> None:
    client.force_login(official)
    assert "No mail server is set up" in client.get(PAGE).content.decode()
    settings.EMAIL_HOST = "mail.city.example"
    assert "No mail server is set up" not in client.get(PAGE).content.decode()


def test_another_language_takes_the_place_of_the_one_before(official: User) -> None:
    official.email = "a@city.example"
    for language in ("en", "fr", "fr"):
        subscribing.subscribe(official, "week", language, official)
    assert [one.language for one in Subscription.objects.all()] == ["fr"]
    assert LogEntry.objects.filter(action="report.subscribe").count() == 2
