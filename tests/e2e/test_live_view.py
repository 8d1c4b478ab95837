"""Live view in a browser: beside an alert, and on the wall that follows it. The workers' side is played by hand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from detectors import leases, states
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.law import stops
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from maps.models import Camera
from tests.e2e.conftest import Site, raise_now, room
from tests.factories import make_camera
from tests.liveview.cameras import send

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

JPEG = bytes(cv2.imencode(".jpg", np.full((90, 160, 3), 120, np.uint8))[1])


@contextmanager
def sending(*cameras: Camera) -> Iterator[None]:
    """Ten pictures a second of each, as long as it lasts."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(0.1):
            for camera in cameras:
                send(camera, JPEG)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def watched(camera: Camera) -> None:
    states.ensure_rows()
    token = leases.take(camera.id, "one")
    Watch.objects.filter(camera=camera).update(expires_at=clock.now() + timedelta(hours=1))
    states.settle(camera.id, Watch.State.WATCHING, token=token)


def opened(page: Page, camera: Camera) -> Page:
    """The control room with an alert of this camera, live."""
    room(page)
    alert = raise_now(camera)
    page.locator(f"[data-alert='{alert.pk}'] .card__open").click()
    page.keyboard.press("v")
    return page


def openings(camera: Camera) -> int:
    return LogEntry.objects.filter(action="view.open", subject=f"camera {camera.id}").count()


def test_a_key_turns_from_the_picture_of_the_event_to_what_its_camera_shows_now_and_back(
    site: Site, square: Camera, anna: User
) -> None:
    watched(square)
    with sending(square):
        page = opened(site.page(anna), square)
        expect(page.locator("hv-detail .view__badge")).to_contain_text("Live · 0.")
        expect(page.get_by_role("img", name="Live picture of Square")).to_be_visible()
        page.keyboard.press("v")
        expect(page.locator("hv-detail .view")).to_be_hidden()
    assert openings(square) == 1


def test_a_stream_that_ends_is_said_to_be_frozen_and_a_stop_leaves_no_picture(
    site: Site, square: Camera, anna: User
) -> None:
    watched(square)
    with sending(square):
        page = opened(site.page(anna), square)
        expect(page.locator("hv-detail .view__badge")).to_contain_text("Live")
    view = page.locator("hv-detail .view")
    expect(view).to_contain_text("Frozen: no picture for")
    with sending(square):
        expect(page.locator("hv-detail .view__badge")).to_contain_text("Live")
        stops.stop(anna, reason="Works", camera_id=square.id, place=square.location)
        expect(view).to_contain_text("Stopped by a person.", timeout=5000)
        expect(view.locator("canvas")).to_be_hidden()


def test_the_wall_follows_the_alert_that_the_control_room_selects(site: Site, square: Camera, anna: User) -> None:
    harbour = make_camera((24.9460, 60.1700), name="Harbour", address="rtsp://127.0.0.1:1/harbour")
    for camera in (square, harbour):
        watched(camera)
    page = room(site.page(anna))
    wall = page.context.new_page()
    wall.goto("/wall/")
    tiles = wall.locator(".tile:visible")
    expect(tiles).to_have_count(4)
    expect(tiles.nth(0).get_by_role("combobox")).to_have_value(str(harbour.id))
    with sending(square, harbour):
        alert = raise_now(square)
        page.locator(f"[data-alert='{alert.pk}'] .card__open").click()
        expect(tiles.nth(0).get_by_role("combobox")).to_have_value(str(square.id))
        expect(tiles.nth(1).get_by_role("combobox")).to_have_value(str(harbour.id))
        for tile in (tiles.nth(0), tiles.nth(1)):
            expect(tile.locator(".view__badge")).to_contain_text("Live")
    expect(wall.locator(".wall__sentence")).to_contain_text("Around the selected alert: Intrusion")


def test_the_wall_is_led_by_keys_and_stays_as_it_was_chosen(site: Site, square: Camera, anna: User) -> None:
    harbour = make_camera(name="Harbour", address="rtsp://127.0.0.1:1/harbour")
    watched(square)
    wall = site.page(anna)
    wall.goto("/wall/")
    expect(wall.locator(".wall__sentence")).to_contain_text("No alert is selected")
    wall.keyboard.press("3")
    expect(wall.locator(".tile:visible")).to_have_count(9)
    wall.keyboard.press("ArrowRight")
    wall.keyboard.press("Enter")
    expect(wall.locator(".tile:visible")).to_have_count(1)
    wall.keyboard.press("Escape")
    expect(wall.locator(".tile:visible")).to_have_count(9)
    wall.get_by_label("Camera of view 5").select_option(label="Square")
    expect(wall.locator(".wall__sentence")).to_contain_text("chosen by hand")
    wall.locator("hv-watching summary").click()
    wall.get_by_role("button", name="Harbour").click()
    expect(wall.get_by_label("Camera of view 1")).to_have_value(str(harbour.id))
    wall.reload()
    expect(wall.get_by_label("Camera of view 5")).to_have_value(str(square.id))


def test_a_wall_without_cameras_says_what_to_do(site: Site, anna: User) -> None:
    wall = site.page(anna, language="fr")
    wall.goto("/wall/")
    expect(wall.locator(".wall__sentence")).to_contain_text("Aucune caméra n’a encore de flux")
