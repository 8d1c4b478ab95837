"""Reports over REST: which there are, and their papers; for who sees the whole, with each look in the log."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry
from hypervision.reports.models import Report
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.factories import NOON, area, make_user
from tests.reports import worlds

pytestmark = pytest.mark.django_db
LIST = "/api/v1/reports/"


@pytest.fixture
def api(client_of: ClientOf, city_system: User) -> APIClient:
    return client_of(city_system, Scope.COUNTS_READ)


@pytest.fixture
def reports(db: None) -> list[Report]:
    """Of one week, in both languages."""
    values = {"span": "week", "starts_on": date(2026, 5, 25), "ends_on": date(2026, 5, 31), "made_at": NOON}
    paper = {"figures": worlds.week(), "digest": "0" * 64}
    return [
        Report.objects.create(**values, **paper, language=language, pdf=f"%PDF-1.7 {language}".encode())
        for language in ("en", "fr")
    ]


def test_they_are_listed_by_language_without_their_papers(api: APIClient, reports: list[Report]) -> None:
    assert len(api.get(LIST).json()["results"]) == 2
    [told] = api.get(LIST, {"language": "fr", "span": "week"}).json()["results"]
    assert (told["id"], told["ends_on"]) == (str(reports[1].pk), "2026-05-31")
    assert api.get(f"{LIST}{told['id']}/").json() == told


def test_a_paper_is_read_in_whatever_form_is_asked_for_and_each_look_is_logged(
    api: APIClient, reports: list[Report]
) -> None:
    answer = api.get(f"{LIST}{reports[1].pk}/paper/", headers={"Accept": "application/pdf"})
    assert (answer.content, answer["Content-Language"]) == (b"%PDF-1.7 fr", "fr")
    entry = LogEntry.objects.get(action="report.read")
    assert (entry.actor, entry.subject) == ("city-system", str(reports[1].pk))


def test_whoever_sees_a_part_reads_none(client_of: ClientOf, reports: list[Report]) -> None:
    part = client_of(make_user(Role.OFFICIAL, everywhere=False, perimeter=area()))
    for path in (LIST, f"{LIST}{reports[0].pk}/", f"{LIST}{reports[0].pk}/paper/"):
        answer = part.get(path)
        assert (answer.status_code, "a part" in answer.json()["detail"]) == (403, True)
    assert not LogEntry.objects.exists()


def test_a_token_for_events_reads_none(client_of: ClientOf, city_system: User, reports: list[Report]) -> None:
    assert client_of(city_system, Scope.EVENTS_READ).get(LIST).status_code == 403
