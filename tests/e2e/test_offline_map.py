"""The saved map in a browser: drawn, and not one request to anybody."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hypervision.accounts.models import User
from hypervision.lib import clock
from maps.models import Camera, District
from tests.e2e.conftest import Site
from tests.factories import area, make_event

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def saved(site: Site, square: Camera, bert: User, tmp_path: Path) -> Path:
    """As a person saves it, with the progress that the page shows."""
    centre = District.objects.create(name="<b>Centre</b>", area=area())
    for number in range(7):
        make_event(square, district=centre, captured_at=clock.now() - timedelta(hours=1 + number))
    page = site.page(bert)
    page.goto("/dashboard/?period=week")
    page.get_by_text("Take the figures along").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Map (HTML)").click()
    expect(page.get_by_text("Saved: events-")).to_be_visible()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_saved_map_is_drawn_without_asking_anybody(site: Site, saved: Path) -> None:
    page: Page = site.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(saved.as_uri())
    shape = page.locator("path.leaflet-interactive")
    expect(shape).to_have_count(1)
    shape.hover()
    expect(page.locator(".leaflet-tooltip")).to_contain_text("<b>Centre</b>")
    page.mouse.wheel(0, 300)
    page.get_by_text("Table").click()
    expect(page.get_by_role("row", name="<b>Centre</b> 7")).to_be_visible()
    assert asked == [saved.as_uri()]
