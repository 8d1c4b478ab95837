"""The page of the reports in a browser: a paper is made, opened and sent by mail to whoever asks."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from detectors.models import Lease
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from maps.models import Camera
from tests.e2e.conftest import Site
from tests.e2e.test_accessibility import expect_none, findings
from tests.factories import make_event, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def mayor(site: Site, square: Camera) -> User:
    """Of a city whose square was watched for two weeks."""
    now = clock.now()
    Lease.objects.create(camera=square, token=1, worker="w", taken_at=now - timedelta(days=14))
    for number in range(40):
        make_event(square, captured_at=now - timedelta(hours=8 * number))
    return make_user(Role.OFFICIAL, username="mayor", email="mayor@city.example")


@pytest.fixture
def page(site: Site, mayor: User) -> Page:
    page = site.page(mayor)
    page.goto("/reports/")
    return page


def test_a_paper_is_made_and_taken_along(page: Page) -> None:
    page.get_by_role("button", name="Report of week").first.click()
    expect(page.get_by_text("The report is made.")).to_be_visible()
    link = page.get_by_role("link", name="Report of week").first
    answer = page.context.request.get(f"{link.get_attribute('href')}")
    assert answer.body().startswith(b"%PDF")
    expect_none(findings(page, "the reports"))


def test_it_is_sent_by_mail_until_it_is_stopped(page: Page) -> None:
    page.get_by_role("button", name="Send by mail").click()
    expect(page.get_by_text("The next one goes there by mail.")).to_be_visible()
    page.get_by_role("button", name="Stop: mayor, Week").click()
    expect(page.get_by_text("Nobody gets reports by mail.")).to_be_visible()


def test_it_fits_a_phone(page: Page) -> None:
    page.get_by_role("button", name="Report of week").first.click()
    expect(page.get_by_text("The report is made.")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("() => document.querySelector('main').scrollWidth <= innerWidth")
