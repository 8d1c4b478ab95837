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


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_bar_of_the_control_room_does_not_run_over(site: Site, square: Camera, width: int) -> None:
    person = make_user(Role.SUPERVISOR, first_name="Jean-Christophe", last_name="Delacroix")
    page = site.page(person, "fr")
    page.set_viewport_size({"width": width, "height": 800})
    room(page)
    assert runs_over(page) == 0
