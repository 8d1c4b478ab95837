"""The bars hold what they say, in French as in English, on a telephone as on a desk: no page runs over its side."""

import pytest
from playwright.sync_api import Page, expect

from hypervision.accounts.rights import Role
from maps.models import Camera
from tests.e2e.conftest import Site, room
from tests.factories import make_user

pytestmark = pytest.mark.e2e
FIRST = {Role.OFFICIAL: "/dashboard/", Role.ADMINISTRATOR: "/log/"}


def runs_over(page: Page) -> int:
    """By how many pixels."""
    over: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return over


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR, Role.OFFICIAL, Role.OPERATOR])
def test_no_bar_of_a_page_runs_over(site: Site, role: Role) -> None:
    person = make_user(role, first_name="Jean-Christophe", last_name="Delacroix", is_staff=role == Role.ADMINISTRATOR)
    page = site.page(person, "fr")
    for width in (390, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(FIRST.get(role, "/procedures/"))
        assert runs_over(page) == 0, width


def test_on_a_telephone_the_menu_of_the_account_leads_to_every_page(site: Site) -> None:
    page = site.page(make_user(Role.SUPERVISOR))
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/procedures/")
    page.locator(".header__tools summary").click()
    expect(page.get_by_role("link", name="Logbook")).to_be_visible()
    expect(page.get_by_role("button", name="Dark")).to_be_visible()
    page.get_by_role("link", name="Exercises").click()
    expect(page.get_by_role("heading", name="Exercises", level=1)).to_be_visible()


CUT = """() => [...document.querySelectorAll(".bar__city, .bar .search__input, .bar__end > *, .bar > *")]
  .filter((one) => one.checkVisibility())
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline"
    || one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.outerHTML.slice(0, 80))"""
HINT = """() => {
  const input = document.querySelector(".search__input");
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = getComputedStyle(input).font;
  const { paddingLeft, paddingRight } = getComputedStyle(input);
  const room = input.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return room - pen.measureText(input.placeholder).width;
}"""


@pytest.mark.parametrize("width", [390, 1024, 1280, 1440, 1920])
def test_the_bar_of_the_control_room_cuts_nothing_off(site: Site, square: Camera, width: int) -> None:
    person = make_user(Role.SUPERVISOR, first_name="Jean-Christophe", last_name="Delacroix")
    page = site.page(person, "fr")
    page.set_viewport_size({"width": width, "height": 800})
    room(page)
    assert runs_over(page) == 0
    assert page.evaluate(CUT) == []
    assert page.evaluate(HINT) >= 0


def test_a_narrow_bar_still_tells_a_screen_reader_the_whole_sentence(site: Site, square: Camera) -> None:
    page = site.page(make_user(Role.SUPERVISOR))
    page.set_viewport_size({"width": 1280, "height": 800})
    room(page)
    expect(page.locator(".watching__short")).to_have_text("Cameras 0/1")
    expect(page.locator("hv-watching summary")).to_contain_text("0 of 1 camera watching")


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/maps/camera/", "/admin/maps/camera/{}/change/", "/admin/law/stop/"]
)
def test_on_a_telephone_the_administration_stands_in_one_column(site: Site, square: Camera, path: str) -> None:
    page = site.page(make_user(Role.ADMINISTRATOR, is_staff=True), "fr")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path.format(square.pk))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert runs_over(page) == 0
    box = page.locator(".desk__main").bounding_box()
    assert box is not None
    assert box["width"] == 390
