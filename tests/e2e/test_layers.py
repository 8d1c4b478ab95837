"""Data of others in a browser: from a file to the map, with the way back."""

from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Page, expect

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from maps.layers import places
from maps.models import Camera, Layer
from tests.e2e.conftest import Site, room
from tests.e2e.test_accessibility import findings
from tests.factories import SQUARE, make_user
from tests.layers.files import geojson

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two places around the square in Web Mercator, which the file does not say."""
    points = [shapely.Point(SQUARE[0] + step / 1000, SQUARE[1]) for step in range(2)]
    rows = [({"nom": f"C{number}"}, places.in_mercator(point)) for number, point in enumerate(points)]
    return geojson(tmp_path / "cameras.geojson", rows)


def opened(site: Site) -> Page:
    page = site.page(make_user(Role.ADMINISTRATOR, username="ada", is_staff=True))
    page.goto("/admin/maps/layerimport/bring/")
    return page


def test_a_file_without_coordinates_comes_in_by_a_choice_on_the_map(site: Site, file: Path) -> None:
    page = opened(site)
    page.get_by_label("File:").set_input_files(file)
    page.get_by_label("What its rows are:").select_option("cameras")
    see = page.get_by_role("button", name="See what it would do")
    see.click()
    expect(page.get_by_label("EPSG:3857")).to_be_checked()
    expect(page.get_by_role("region", name="Where the rows lie").locator("canvas")).to_be_visible()
    assert findings(page, "the page that brings data in") == []
    see.click()
    expect(page.get_by_role("row", name="1 C0 new")).to_be_visible()
    assert findings(page, "the page that brings data in") == []
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_text("cameras.geojson · cameras is brought in: 2 new.", exact=False)).to_be_visible()
    assert Camera.objects.count() == 2
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("is taken back")).to_be_visible()
    assert not Camera.objects.exists()


def test_a_layer_appears_in_the_open_control_room_and_on_its_map(site: Site, anna: User, file: Path) -> None:
    watching = room(site.page(anna))
    page = opened(site)
    page.get_by_label("File:").set_input_files(file)
    page.get_by_label("What its rows are:").select_option("layer")
    page.get_by_label("Name:", exact=True).fill("Hydrants")
    see = page.get_by_role("button", name="See what it would do")
    see.click()
    expect(page.get_by_label("EPSG:3857")).to_be_checked()
    see.click()
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_role("button", name="Take back")).to_be_visible()
    watching.locator("body").press("l")
    with watching.expect_response(f"**/tiles/layers/{Layer.objects.get().pk}/**"):
        watching.get_by_label("Hydrants").check()
