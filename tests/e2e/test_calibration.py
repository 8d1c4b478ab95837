"""Calibration as an administrator does it: click in the picture, click on the map, read the error, save."""

import math
import re
from datetime import timedelta

import cv2
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from detectors.demo.setup import homography_at
from detectors.vision.locate.background import Background
from detectors.vision.locate.earth import Anchor
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.vtest import VTEST
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from maps.models import Calibration, Camera, Still
from tests.e2e.conftest import Site
from tests.factories import make_camera, make_user, make_zone

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

ZOOM = 18
TILE = 512
WIDTH, HEIGHT = VTEST.width, VTEST.height
BEARING = 200.0
TRUTH = Homography(np.array(homography_at(BEARING)).reshape(3, 3))
PIXELS = [(100, 520), (380, 540), (680, 520), (120, 330), (640, 330), (190, 220), (580, 200), (390, 270)]
HELD_OUT = [(250, 450), (520, 420), (300, 300), (480, 240)]


@pytest.fixture
def camera(site: Site) -> Camera:
    return make_camera(name="Railway square", address="rtsp://127.0.0.1:1/a", origin=Camera.Origin.DEMO)


def give_still(camera: Camera) -> None:
    """Paving of 2 m, as the clip's camera would see it."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    places = TRUTH.to_ground(np.column_stack([columns.ravel(), rows.ravel()])).reshape(HEIGHT, WIDTH, 2)
    dark = (np.floor(np.nan_to_num(places) / 2).sum(axis=2) % 2).astype(bool)
    grey = np.where(np.isnan(places[:, :, 0]), 210, np.where(dark, 120, 160)).astype(np.uint8)
    jpeg = cv2.imencode(".jpg", grey)[1].tobytes()
    now = clock.now()
    edges = Background.of(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)).dump()
    Still.objects.create(camera=camera, jpeg=jpeg, captured_at=now, erase_at=now + timedelta(days=1), background=edges)


def opened(site: Site, camera: Camera, language: str = "en") -> Page:
    page = site.page(make_user(Role.ADMINISTRATOR, is_staff=True), language)
    page.goto(f"/cameras/{camera.pk}/calibration/")
    expect(page.locator("canvas")).to_be_visible()
    return page


def on_map(camera: Camera, lon: float, lat: float, board: Locator) -> dict[str, float]:
    """Where a place is drawn: Web Mercator around the camera, which the map opens on."""
    box = board.bounding_box()
    assert box is not None
    world = float(TILE * 2**ZOOM)

    def y(degrees: float) -> float:
        return (1 - math.asinh(math.tan(math.radians(degrees))) / math.pi) / 2 * world

    return {
        "x": box["width"] / 2 + (lon - camera.location.x) / 360 * world,
        "y": box["height"] / 2 + y(lat) - y(camera.location.y),
    }


def mark(page: Page, camera: Camera, pixels: list[tuple[int, int]]) -> None:
    picture = page.locator(".board__sheet")
    ground = page.locator("[data-part=map]")
    anchor = Anchor(camera.location.x, camera.location.y)
    before = page.locator(".points__row").count()
    for number, pixel in enumerate(pixels, before + 1):
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box is not None
        picture.click(position={"x": pixel[0] / WIDTH * box["width"], "y": pixel[1] / HEIGHT * box["height"]})
        place = anchor.to_lonlat(*TRUTH.to_ground([pixel])[0].tolist())
        ground.click(position=on_map(camera, *place, ground))  # type: ignore[arg-type]
        expect(page.locator(".points__row")).to_have_count(number)


def forget(site: Site, status: int) -> None:
    """A browser writes each refusal of a server on its console, also one that the page has told in a sentence."""
    site.complaints[:] = [text for text in site.complaints if f"status of {status}" not in text]


def held_out_rmse(row: Calibration) -> float:
    found = Homography(np.array(row.homography).reshape(3, 3))
    missed = found.to_ground(HELD_OUT) - TRUTH.to_ground(HELD_OUT)
    return float(np.sqrt((missed**2).sum(axis=1).mean()))


def test_eight_pairs_of_clicks_calibrate_a_camera_as_well_as_the_map_can_be_clicked(site: Site, camera: Camera) -> None:
    """A pixel of the map is .15 m at this zoom."""
    give_still(camera)
    make_zone(camera, name="Square", points=[[0.2, 0.4], [0.8, 0.4], [0.8, 0.9], [0.2, 0.9]])
    page = opened(site, camera)
    expect(page.get_by_role("status").first).to_contain_text("Click a point on the ground in the picture")
    mark(page, camera, PIXELS)
    expect(page.locator(".figures")).to_contain_text("Leave-one-out error")
    expect(page.locator(".board__band").first).to_be_attached()
    page.get_by_label("Why this version").fill("First survey")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator("[data-part=saved]")).to_contain_text("Saved as version 1.")
    expect(page.locator(".versions")).to_contain_text("First survey")
    row = Calibration.objects.get(camera=camera)
    assert row.forecast is not None
    assert held_out_rmse(row) < 0.25
    assert row.view is not None


def test_a_point_that_does_not_fit_is_named_dragged_and_taken_back(site: Site, camera: Camera) -> None:
    give_still(camera)
    page = opened(site, camera)
    mark(page, camera, PIXELS)
    pin = page.get_by_role("button", name="Point 3 in the picture")
    pin.hover()
    page.mouse.down()
    box = pin.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] - 60, box["y"] - 60, steps=4)
    page.mouse.up()
    expect(page.locator(".points__row--bad")).to_have_count(1)
    expect(page.locator("[data-part=warnings]")).to_contain_text("Point 3 does not fit the others")
    page.keyboard.press("Control+z")
    expect(page.locator(".points__row--bad")).to_have_count(0)


@pytest.mark.parametrize("side", ["in the picture", "on the map"])
def test_a_point_that_is_held_is_not_lost_when_an_answer_of_the_server_comes(
    site: Site, camera: Camera, side: str
) -> None:
    give_still(camera)
    page = opened(site, camera)
    mark(page, camera, PIXELS)
    expect(page.locator(".figures")).to_contain_text("Leave-one-out error")
    pin = page.get_by_role("button", name=f"Point 3 {side}")
    page.wait_for_load_state("networkidle")  # an answer makes the pins anew, as long as none is held
    pin.hover()
    before = pin.bounding_box()
    assert before is not None
    page.mouse.down()
    with page.expect_response("**/calibration/?dry_run=true"):
        page.locator("[data-part=map-error]").dispatch_event("change")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.mouse.move(before["x"] - 30, before["y"] - 60, steps=4)
    page.mouse.up()
    expect(page.locator(".points__row--bad")).to_have_count(1)
    after = pin.bounding_box()
    assert after is not None
    assert after["y"] < before["y"] - 30


def test_points_are_moved_and_deleted_by_keyboard(site: Site, camera: Camera) -> None:
    give_still(camera)
    page = opened(site, camera)
    page.get_by_role("button", name="Add a point in the middle").click()
    pin = page.get_by_role("button", name="Point 1 in the picture")
    expect(pin).to_be_focused()
    before = pin.bounding_box()
    page.keyboard.press("Shift+ArrowRight")
    expect(pin).to_be_focused()
    after = pin.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] > before["x"] + 4
    there = page.get_by_role("button", name="Point 1 on the map")
    there.focus()
    before = there.bounding_box()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowUp")
    expect(there).to_be_focused()
    after = there.bounding_box()
    assert before is not None
    assert after is not None
    assert before["y"] - after["y"] == pytest.approx(4 / 0.149, abs=3), "metres at this zoom: the map itself stays"
    page.keyboard.press("Delete")
    expect(page.locator(".points__row")).to_have_count(0)


def test_what_no_camera_sees_is_said_where_the_person_looks(site: Site, camera: Camera) -> None:
    give_still(camera)
    page = opened(site, camera)
    mark(page, camera, [(100, 540), (300, 520), (500, 500), (700, 480)])
    expect(page.get_by_role("status").filter(has_text="lie on one line")).to_be_visible()
    expect(page.get_by_role("button", name="Save as a new version")).to_be_disabled()
    forget(site, 422)


def test_a_camera_without_a_picture_says_why(site: Site, camera: Camera) -> None:
    page = opened(site, camera)
    expect(page.locator(".board__empty")).to_contain_text("There is no picture of this camera yet")
    expect(page.locator(".board__empty")).to_contain_text("No worker has taken this camera yet.")
    forget(site, 404)


def test_a_view_is_taken_renamed_and_forgotten(site: Site, camera: Camera) -> None:
    give_still(camera)
    page = opened(site, camera)
    words = page.locator("[data-part=preset]")
    expect(words).to_contain_text("No view is kept")
    page.get_by_role("button", name="Add a view").click()
    expect(words).to_contain_text("its analysis pauses and says so")
    name = page.get_by_label("Name of the view")
    name.fill("Square")
    name.press("Tab")
    expect(page.locator(".views__one")).to_contain_text("as at")
    page.get_by_role("button", name="Forget the view").click()
    expect(page.locator(".views__one")).to_contain_text("waits for its picture")
    page.get_by_role("button", name="Remove the view “Square”").click()
    expect(words).to_contain_text("No view is kept")


def test_a_view_that_the_picture_does_not_show_is_not_calibrated_in_it(site: Site, camera: Camera) -> None:
    give_still(camera)
    page = opened(site, camera)
    for view in ("Square", "Yard"):
        page.get_by_label("Name of a view").fill(view)
        page.get_by_role("button", name="Add a view").click()
        expect(page.get_by_role("button", name=f"Remove the view “{view}”")).to_be_visible()
    page.get_by_role("button", name="Newer picture").click()
    page.get_by_label("Choose the view “Yard”").check()
    expect(page.locator("[data-part=words]")).to_contain_text("This picture shows the view “Square”.")
    mark(page, camera, PIXELS[:4])
    expect(page.locator(".figures")).to_contain_text("RMSE")
    expect(page.get_by_role("button", name="Save as a new version")).to_be_disabled()
    page.get_by_label("Choose the view “Square”").check()
    expect(page.locator("[data-part=words]")).to_contain_text("Click a point on the ground")


def test_the_newest_version_is_there_to_be_corrected(site: Site, camera: Camera) -> None:
    give_still(camera)
    page = opened(site, camera)
    mark(page, camera, PIXELS[:5])
    page.get_by_label("Why this version").fill("Five points")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".versions")).to_contain_text("Five points")
    page.reload()
    expect(page.locator(".points__row")).to_have_count(5)
    expect(page.locator(".figures")).to_contain_text("RMSE")


def test_it_speaks_french(site: Site, camera: Camera) -> None:
    give_still(camera)
    page = opened(site, camera, "fr")
    expect(page.get_by_role("heading", name=re.compile("Étalonnage"))).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("Cliquez")
