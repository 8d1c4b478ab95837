"""Alerts by hand as operators raise them: by a click, while the network is away, and what a camera missed."""

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from playwright.sync_api import Page, expect

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert, Miss
from maps.models import Camera, Street
from tests.e2e.conftest import Site, room
from tests.factories import make_user
from tests.hand.worlds import sees

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def click_on_the_square(page: Page, camera: Camera) -> None:
    """Where the map shows a place a little east of the camera."""
    page.wait_for_function("() => document.querySelector('hv-map').map.loaded()")
    lon, lat = camera.location.coords
    x, y = page.evaluate(
        "([lon, lat]) => { const { x, y } = document.querySelector('hv-map').map.project([lon, lat]); return [x, y] }",
        [lon + 0.00005, lat],
    )
    box = page.locator("hv-map canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + y)


def begin(page: Page, square: Camera, kind: str = "fight") -> None:
    page.keyboard.press("+")
    expect(page.locator("hv-raise")).to_be_visible()
    expect(page.get_by_role("button", name="Raise the alert")).to_be_disabled()
    click_on_the_square(page, square)
    expect(page.locator(".raise__place")).to_contain_text("60.17")
    page.locator("hv-raise").get_by_label("Kind").select_option(kind)


def test_an_alert_is_raised_by_a_click_and_seen_in_the_next_room(
    site: Site, square: Camera, anna: User, bert: User
) -> None:
    sees(square, 30)
    page, other = room(site.page(anna)), room(site.page(bert))
    begin(page, square, "intrusion")
    page.get_by_label("Heard by").select_option("radio")
    page.get_by_label("What was said").fill("Somebody climbs the <b>fence</b>.")
    page.get_by_role("checkbox", name="A detector should have seen this").check()
    expect(page.get_by_role("checkbox", name="Square")).to_be_checked()
    page.get_by_label("What was said").press("Control+Enter")
    detail = page.locator("hv-detail")
    expect(detail).to_contain_text("By hand, by anna (radio)")
    expect(detail).to_contain_text("Somebody climbs the <b>fence</b>.")
    expect(detail).to_contain_text("Square missed it, says anna")
    expect(other.locator("hv-queue .card")).to_contain_text("By hand, by anna (radio)")
    page.get_by_role("button", name="Withdraw").click()
    expect(detail.get_by_role("button", name="It missed this")).to_be_visible()
    assert Miss.objects.get().taken_back_by == anna
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict__stand")).to_contain_text("Confirmed by anna")
    assert Alert.objects.get().state == "confirmed"


def test_without_a_network_it_waits_and_is_raised_once(site: Site, square: Camera, anna: User) -> None:
    page = room(site.page(anna))
    begin(page, square)
    page.context.set_offline(True)
    page.get_by_role("button", name="Raise the alert").click()
    expect(page.locator(".queue__sending")).to_contain_text("1 alert waits for the connection.")
    page.context.set_offline(False)
    expect(page.locator("hv-queue .card")).to_contain_text("Fight")
    expect(page.locator(".queue__sending")).to_be_hidden()
    assert Alert.objects.count() == 1
    site.complaints.clear()  # the browser complains of what the missing network cost


def test_escape_leaves_nothing_behind(site: Site, square: Camera, anna: User) -> None:
    page = room(site.page(anna))
    begin(page, square)
    page.keyboard.press("Escape")
    expect(page.locator("hv-raise")).to_be_hidden()
    assert not Alert.objects.exists()


def test_whoever_gives_no_verdict_is_offered_nothing(site: Site, square: Camera) -> None:
    page = room(site.page(make_user(Role.INSPECTOR, username="vera")))
    page.keyboard.press("+")
    expect(page.locator("hv-raise")).to_be_hidden()
    expect(page.get_by_role("button", name="Raise an alert by hand")).to_be_hidden()


def test_by_keyboard_alone_at_a_street_that_the_search_finds(site: Site, square: Camera, anna: User) -> None:
    lon, lat = square.location.coords
    line = LineString((lon, lat), (lon, lat + 0.0005), srid=4326)
    Street.objects.create(name="Kaivokatu", lines=MultiLineString(line, srid=4326))
    page = room(site.page(anna))
    page.keyboard.press("/")
    page.keyboard.type("kaivo")
    expect(page.locator(".search__hit")).to_contain_text("Kaivokatu")
    page.keyboard.press("Enter")
    page.keyboard.press("+")
    expect(page.locator(".raise__place")).to_have_text("Kaivokatu")
    page.keyboard.press("Tab")
    page.keyboard.type("Fi")
    page.keyboard.press("Control+Enter")
    expect(page.locator("hv-queue .card")).to_contain_text("By hand, by anna (phone)")
    assert Alert.objects.get().event.kind == "fight"
