"""The way in, and the pages beside the control room."""

import re
from datetime import timedelta

import numpy as np
import pytest
from playwright.sync_api import expect

from detectors.vision.mask.jpeg import encode
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from maps.models import Calibration, Camera, Still
from tests.e2e.conftest import Site
from tests.factories import make_alert, make_camera, make_event, make_user, make_zone

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_person_logs_in_and_stands_where_the_work_is(site: Site) -> None:
    make_user(Role.OFFICIAL, username="claire", password="a long word of hers")
    page = site.page()
    page.goto("/")
    page.get_by_label("Name").fill("claire")
    page.get_by_label("Password").fill("a long word of hers")
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{site.address}/dashboard/")


def test_a_wrong_password_is_said_in_a_sentence(site: Site) -> None:
    page = site.page()
    page.goto("/login/")
    page.get_by_label("Name").fill("claire")
    page.get_by_label("Password").fill("wrong")
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_the_official_reads_figures_of_what_the_room_decided(site: Site) -> None:
    camera, at = make_camera(), clock.now() - timedelta(hours=2)
    for state in (Alert.State.CONFIRMED, Alert.State.REFUTED) * 5:
        make_alert(camera, state=state, event=make_event(camera, captured_at=at))
    page = site.page(make_user(Role.OFFICIAL))
    page.goto("/dashboard/")
    expect(page.get_by_role("main")).to_contain_text("of 10 judged alerts were confirmed")
    expect(page.locator("main img")).to_have_count(0)


@pytest.mark.parametrize("path", ["/admin/maps/camera/add/", "/admin/law/authorisation/add/"])
def test_the_administration_offers_something_to_draw_on(site: Site, path: str) -> None:
    administrator = make_user(Role.ADMINISTRATOR, is_staff=True)
    page = site.page(administrator)
    page.goto(path)
    expect(page.locator(".draw__board").first).to_be_visible()


def test_a_zone_asks_for_its_camera_before_there_is_something_to_draw_on(site: Site) -> None:
    page = site.page(make_user(Role.ADMINISTRATOR, is_staff=True))
    page.goto("/admin/maps/zone/add/")
    expect(page.locator(".draw__words")).to_contain_text("Choose the camera first")
    expect(page.locator(".draw__board")).to_be_hidden()


def test_a_place_is_clicked_on_the_map(site: Site) -> None:
    page = site.page(make_user(Role.ADMINISTRATOR, is_staff=True))
    page.goto("/admin/maps/camera/add/")
    page.locator(".draw__board canvas").click(position={"x": 200, "y": 200})
    expect(page.locator("textarea.draw-place")).to_have_value(
        re.compile(r'^\{"type":"Point","coordinates":\[24\.\d+,60\.\d+\]\}$')
    )


def test_a_zone_is_drawn_in_the_picture_and_on_the_map_at_once(site: Site) -> None:
    camera = make_camera(name="Square", address="rtsp://127.0.0.1:1/a")
    still_of(camera)
    Calibration.objects.create(
        camera=camera,
        version=1,
        width=1000,
        height=500,
        homography=[0.05, 0, -25, 0, -0.05, 25, 0, 0, 1],
        rmse=0.1,
    )
    page = site.page(make_user(Role.ADMINISTRATOR, is_staff=True))
    zone = make_zone(camera, points=[[0.4, 0.4], [0.6, 0.4], [0.6, 0.8]])
    page.goto(f"/admin/maps/zone/{zone.pk}/change/")
    expect(page.locator(".draw__pin")).to_have_count(3)
    expect(page.locator(".draw__density")).to_contain_text("a metre has 20 pixels")
    ink = page.locator(".draw__ink")
    box = ink.bounding_box()
    assert box is not None
    ink.click(position={"x": 0.45 * box["width"], "y": 0.8 * box["height"]})
    expect(page.locator(".draw__pin")).to_have_count(4)
    page.locator(".draw__pin").nth(3).drag_to(
        page.locator(".draw__pin").nth(0), target_position={"x": 7, "y": 7}, force=True
    )
    expect(page.locator("textarea.draw-picture-shape")).to_have_value(re.compile(r"\[0\.(39|4)\d*,0\.(39|4)\d*\]\]$"))
    page.locator(".draw__map canvas").click(position={"x": 380, "y": 209})
    expect(page.locator(".draw__pin")).to_have_count(5)
    page.locator(".draw__map canvas").click(position={"x": 380, "y": 380})
    expect(page.locator(".draw__density")).to_contain_text("does not see that place")


def still_of(camera: Camera) -> None:
    jpeg, now = encode(np.full((500, 1000, 3), 150, np.uint8)), clock.now()
    Still.objects.create(camera=camera, jpeg=jpeg, captured_at=now, erase_at=now + timedelta(days=1))
