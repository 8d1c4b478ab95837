"""The public page in a browser: for whoever cannot see well, has a telephone, or prints it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django import Settings

from hypervision.lib import clock
from maps.models import Camera
from tests.e2e.conftest import Site
from tests.e2e.test_accessibility import expect_none, findings
from tests.e2e.test_bars import runs_over
from tests.factories import make_alert, make_authorisation, make_event, make_rule

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def page(site: Site, square: Camera, settings: Settings) -> Page:
    """Of a city with one authorisation, one camera, and twenty verdicts of the day before yesterday."""
    settings.TRANSPARENCY_PAGE = True
    cache.clear()
    now = clock.now()
    make_authorisation(starts_at=now - timedelta(days=9), ends_at=now + timedelta(days=9), order_reference="Order 17")
    make_rule(square)
    Camera.objects.filter(pk=square.pk).update(osm_id=5)
    for _ in range(20):
        make_alert(square, state="confirmed", event=make_event(square, captured_at=now - timedelta(days=2)))
    page = site.page()
    page.goto("/transparency/")
    expect(page.get_by_role("heading", name="Order 17")).to_be_visible()
    return page


def test_nothing_serious_hinders_who_reads_it(page: Page) -> None:
    expect_none(findings(page, "the public page"))


def test_a_keyboard_reaches_the_content_first(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.split('#')[0]}#main")


def test_it_fits_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    assert runs_over(page) == 0


def test_on_paper_nothing_is_left_to_press_and_nothing_is_hidden(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("Square")).to_be_visible()
    width = "() => { const one = document.querySelector('.chart__scroll'); return one.scrollWidth - one.clientWidth }"
    assert page.evaluate(width) <= 0
