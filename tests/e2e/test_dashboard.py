"""The dashboard in a browser: its charts are drawn from the figures in the page, saved, and lead to what is behind."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from detectors.models import Lease
from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from maps.models import Camera, District
from tests.e2e.conftest import Site
from tests.e2e.test_accessibility import expect_none, findings
from tests.factories import area, make_alert, make_event

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def past(square: Camera) -> Camera:
    """Of three days: watched but for the middle one; six intrusions and a fall, all judged."""
    now = clock.now()
    Lease.objects.create(
        camera=square, token=1, worker="w", taken_at=now - timedelta(days=6), ended_at=now - timedelta(days=4)
    )
    Lease.objects.create(camera=square, token=2, worker="w", taken_at=now - timedelta(days=2))
    for number in range(6):
        at = now - timedelta(hours=1 + number)
        make_alert(square, event=make_event(square, captured_at=at), state=Alert.State.CONFIRMED)
    make_alert(square, event=make_event(square, captured_at=now - timedelta(hours=2), kind="fall"), state="refuted")
    return square


@pytest.fixture
def page(site: Site, past: Camera, bert: User) -> Page:
    page = site.page(bert)
    page.goto("/dashboard/?period=week")
    expect(page.locator("hv-plot svg")).to_have_count(6)
    return page


def test_each_chart_is_drawn_and_says_what_it_shows(page: Page) -> None:
    expect(page.get_by_role("img", name="Intrusion is the most frequent kind: 6 of 7 events.")).to_be_visible()
    expect(page.locator("[data-draws=districts] svg")).to_contain_text("Outside all districts")


def test_a_chart_is_saved_as_a_picture_of_either_kind(page: Page) -> None:
    menu = page.locator("[data-draws=kinds] .plot__menu")
    menu.locator("summary").click()
    for name, begins in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as download:
            menu.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == f"kinds.{name.lower()}"
        assert download.value.path().read_bytes().startswith(begins)


def test_a_kind_leads_to_its_own_figures_and_back(page: Page) -> None:
    section = page.get_by_role("region", name="By kind")
    section.locator("summary", has_text="Table").click()
    section.get_by_role("link", name="Fall").click()
    expect(page).to_have_url(re.compile(r"/dashboard/\?period=week&kind=fall$"))
    expect(page.locator(".head__figure").first).to_have_text("1")
    page.get_by_role("link", name=re.compile("leave out")).click()
    expect(page.locator(".head__figure").first).to_have_text("7")


def test_the_form_puts_what_is_chosen_into_the_address(page: Page) -> None:
    page.get_by_text("Choose what is shown").click()
    page.get_by_label("Kind", exact=True).select_option("fall")
    page.get_by_role("combobox", name="Period").select_option("month")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="30 days")).to_have_attribute("aria-current", "page")
    expect(page.locator(".head__figure").first).to_have_text("1")


def test_nothing_serious_hinders_who_reads_it_with_all_open(page: Page) -> None:
    page.evaluate("() => { for (const one of document.querySelectorAll('main details')) one.open = true }")
    expect_none(findings(page, "the dashboard, all open"))


def test_a_long_list_of_districts_begins_with_its_first_rows_and_is_whole_on_paper(
    site: Site, square: Camera, bert: User
) -> None:
    for number in range(12):
        district = District.objects.create(name=f"District {number:02}", area=area())
        make_event(square, district=district, captured_at=clock.now() - timedelta(hours=1))
    page = site.page(bert)
    page.goto("/dashboard/?period=week")
    drawn = page.locator("[data-draws=districts] svg")
    expect(drawn).to_contain_text("District 07")
    expect(drawn).not_to_contain_text("District 08")
    page.emulate_media(media="print")
    expect(drawn).to_contain_text("District 11")
    page.emulate_media(media="screen")
    expect(drawn).not_to_contain_text("District 11")
    page.get_by_role("button", name="Show all 12").click()
    expect(drawn).to_contain_text("District 11")
    expect(page.get_by_role("button", name="Show all 12")).to_have_count(0)


def test_it_fits_a_phone(site: Site, past: Camera, bert: User) -> None:
    page = site.page(bert)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/dashboard/?period=week")
    expect(page.locator("hv-plot svg")).to_have_count(6)
    assert page.evaluate("() => document.querySelector('main').scrollWidth <= innerWidth")
