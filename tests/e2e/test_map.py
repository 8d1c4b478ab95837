"""The map as people use it: layers, past alerts, links, measuring."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests.e2e.conftest import Site, raise_now, room
from tests.factories import ELSEWHERE, area, make_alert, make_camera, make_event, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

DRAWN = "(layers) => document.querySelector('hv-map').map.queryRenderedFeatures({ layers }).length > 0"
CLICK_FEATURE = """(layer) => {
  const { map } = document.querySelector("hv-map");
  const [feature] = map.queryRenderedFeatures({ layers: [layer] });
  const { x, y } = map.project(feature.geometry.coordinates);
  const box = map.getContainer().getBoundingClientRect();
  return [x + box.left, y + box.top];
}"""


def go_to(page: Page, camera: Camera, zoom: float) -> None:
    page.evaluate(
        "([lon, lat, zoom]) => document.querySelector('hv-map').map.jumpTo({ center: [lon, lat], zoom })",
        [camera.location.x, camera.location.y, zoom],
    )


def past_alert(camera: Camera, **values: Any) -> Alert:
    """Of three days ago: the control room does not hold it any more."""
    at = timezone.now() - timedelta(days=3)
    return make_alert(camera, event=make_event(camera, captured_at=at, started_at=at, **values), state="new")


def click_on(page: Page, layer: str) -> None:
    page.wait_for_function(DRAWN, arg=[layer])
    page.mouse.click(*page.evaluate(CLICK_FEATURE, layer))


def test_past_alerts_of_one_place_open_as_a_list_and_each_tells_its_story(
    site: Site, square: Camera, anna: User
) -> None:
    first, _second = past_alert(square), past_alert(square, kind="fall")
    page = room(site.page(anna))
    go_to(page, square, 18.5)
    page.keyboard.press("l")
    page.get_by_label("Past alerts", exact=True).check()
    page.keyboard.press("Escape")
    click_on(page, "history-ring")
    expect(page.locator(".past")).to_contain_text("2 alerts here")
    page.locator(".past").get_by_role("button", name="Intrusion").click()
    expect(page.locator("hv-detail")).to_contain_text("Intrusion")
    assert page.evaluate("document.querySelector('hv-queue').room.selected") == str(first.pk)


def test_the_layers_that_a_person_chose_are_there_after_a_reload(site: Site, square: Camera, anna: User) -> None:
    page = room(site.page(anna))
    page.keyboard.press("l")
    page.get_by_label("Coverage", exact=True).check()
    page.get_by_label("Cameras", exact=True).uncheck()
    expect(page.locator(".map__layers")).to_contain_text("0 of 1 cameras are calibrated")
    room(page)
    page.keyboard.press("l")
    expect(page.get_by_label("Coverage", exact=True)).to_be_checked()
    expect(page.get_by_label("Cameras", exact=True)).not_to_be_checked()


def test_counts_are_offered_to_whoever_may_see_figures(site: Site, square: Camera, anna: User, bert: User) -> None:
    for person, many in ((anna, 0), (bert, 1)):
        page = room(site.page(person))
        page.keyboard.press("l")
        expect(page.get_by_label("Counts of the last hour")).to_have_count(many)


def test_a_link_opens_the_same_place_and_alert_for_somebody_else(
    site: Site, square: Camera, anna: User, bert: User
) -> None:
    old = past_alert(square)
    page = room(site.page(anna))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(id) => document.querySelector('hv-queue').room.visit(id)", str(old.pk))
    expect(page.locator("hv-detail")).to_be_visible()
    go_to(page, square, 17.5)
    page.keyboard.press("y")
    expect(page.get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = site.page(bert)
    other.goto(link)
    expect(other.locator("hv-detail")).to_contain_text("Kaivokatu")
    centre = other.evaluate("document.querySelector('hv-map').map.getCenter().toArray()")
    assert centre == pytest.approx([square.location.x, square.location.y], abs=1e-4)
    assert other.evaluate("document.querySelector('hv-map').map.getZoom()") == pytest.approx(17.5, abs=0.01)


def test_a_link_survives_the_login(site: Site, square: Camera) -> None:
    make_user(Role.OPERATOR, username="clara", password="a-long-enough-password-7")
    old = past_alert(square)
    page = site.page()
    page.goto(f"/map/#alert={old.pk}")
    page.locator("input[name=username]").fill("clara")
    page.locator("input[name=password]").fill("a-long-enough-password-7")
    page.keyboard.press("Enter")
    expect(page.locator("hv-detail")).to_contain_text("Kaivokatu")


def gone(site: Site, page: Page, alert: str) -> None:
    """The browser notes the answer 404 by itself."""
    with page.expect_console_message(lambda message: "404" in message.text):
        page.goto(f"/map/#alert={alert}")
    expect(page.locator("hv-notices")).to_contain_text("it was erased at the end of its time, or your account does not")
    site.complaints[:] = [text for text in site.complaints if "404" not in text]


def test_a_link_to_what_was_erased_and_to_what_is_out_of_sight_says_the_same_sentence(
    site: Site, square: Camera, anna: User
) -> None:
    gone(site, site.page(anna), "0b7e1a52-9f3c-4a3a-8f64-1d2c3b4a5f60")
    outsider = make_user(Role.OPERATOR, everywhere=False, perimeter=area(*ELSEWHERE))
    gone(site, site.page(outsider), str(past_alert(square).pk))


def test_a_broken_link_opens_the_room_and_says_so(site: Site, square: Camera, anna: User) -> None:
    page = site.page(anna)
    page.goto("/map/#map=17/60.17&alert=0b7")
    expect(page.locator("hv-notices")).to_contain_text("This link cannot be read to its end")


def test_a_link_to_a_moment_shows_the_past(site: Site, square: Camera, anna: User) -> None:
    raise_now(square)
    told_first = JournalEntry.objects.earliest("number")
    JournalEntry.objects.filter(pk=told_first.pk).update(at=timezone.now() - timedelta(hours=2))
    page = site.page(anna)
    page.goto(f"/map/#at={(timezone.now() - timedelta(hours=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}")
    expect(page.locator(".replay__stamp")).to_contain_text("Past: ")


def test_a_distance_and_an_area_are_measured_by_mouse_and_by_keyboard(site: Site, square: Camera, anna: User) -> None:
    page = room(site.page(anna))
    go_to(page, square, 16)
    page.keyboard.press("d")
    words = page.locator(".measure__words")
    expect(words).to_contain_text("set the first two points")
    page.keyboard.press("Enter")
    page.mouse.click(1000, 300)
    expect(words).to_have_text(re.compile(r"^\d+\sm$"))
    page.mouse.click(1000, 600)
    expect(words).to_contain_text("along the line")
    expect(words).to_contain_text("inside")
    page.keyboard.press("Backspace")
    expect(words).not_to_contain_text("inside")
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()


def test_the_outsider_sees_no_past_alert_of_other_cameras(site: Site, square: Camera) -> None:
    outsider = make_user(Role.OPERATOR, everywhere=False, perimeter=area(*ELSEWHERE))
    theirs = make_camera(ELSEWHERE, name="Harbour")
    past_alert(square)
    past_alert(theirs)
    page = room(site.page(outsider))
    page.keyboard.press("l")
    page.get_by_label("Past alerts", exact=True).check()
    page.wait_for_function(DRAWN, arg=["history-one"])
    seen = page.evaluate(
        "document.querySelector('hv-map').map.querySourceFeatures('history', { sourceLayer: 'alerts' })"
        ".map(({ properties }) => properties.id)"
    )
    assert set(seen) == {str(Alert.objects.get(event__camera=theirs).pk)}


def test_a_second_window_keeps_in_step_also_after_a_reload_of_either(site: Site, square: Camera, anna: User) -> None:
    first, second = raise_now(square), raise_now(square)
    page = room(site.page(anna))
    with page.expect_popup() as popup:
        page.keyboard.press("w")
    screen = popup.value
    expect(screen.locator("hv-map canvas")).to_be_visible()
    expect(screen.locator("hv-queue")).to_be_hidden()
    shows = "(id) => document.querySelector('hv-map').room?.selected === id"
    for window in (screen, page):
        page.locator(f"[data-alert='{first.id}'] .card__open").click()
        screen.wait_for_function(shows, arg=str(first.id))
        window.reload()
        screen.wait_for_function(shows, arg=str(first.id))
        page.locator(f"[data-alert='{second.id}'] .card__open").click()
        screen.wait_for_function(shows, arg=str(second.id))
    screen.evaluate("document.querySelector('hv-map').room.select(null)")
    expect(page.locator("hv-detail")).to_be_hidden()


def test_the_queue_stands_in_a_window_of_its_own(site: Site, square: Camera, anna: User) -> None:
    alert = raise_now(square)
    page = room(site.page(anna))
    page.get_by_text("Second screen").click()
    with page.expect_popup() as popup:
        page.get_by_role("button", name="The queue in a window of its own").click()
    screen = popup.value
    screen.locator(f"[data-alert='{alert.id}'] .card__open").click()
    expect(screen.locator("hv-detail")).to_be_visible()
    expect(screen.locator("hv-map canvas")).to_be_hidden()
    expect(page.locator("hv-detail")).to_be_visible()
