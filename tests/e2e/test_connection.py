"""What the control room says of its live connection when the server ends it."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.live.closing import Closing
from tests.e2e.conftest import Site, room

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def connection(page: Page) -> Locator:
    return page.locator("hv-connection")


def test_whoever_is_logged_out_is_told_so_and_led_to_the_login(site: Site, anna: User) -> None:
    page = room(site.page(anna))
    expect(connection(page)).to_contain_text("Live")
    Session.objects.all().delete()
    expect(connection(page)).to_contain_text("You were logged out.")
    expect(connection(page).get_by_role("link", name="Log in again")).to_be_visible()


def test_whoever_loses_the_right_is_told_so(site: Site, anna: User) -> None:
    page = room(site.page(anna))
    expect(connection(page)).to_contain_text("Live")
    User.objects.filter(pk=anna.pk).update(role=Role.OFFICIAL)
    expect(connection(page)).to_contain_text("Your account is not sent live messages")


class Wire:
    """Stands between page and server: passes all on, or ends each connection with a code."""

    def __init__(self, page: Page) -> None:
        self.cut: Closing | None = None
        self.routes: list[WebSocketRoute] = []
        page.route_web_socket("**/live/ws/**", self._open)

    def _open(self, route: WebSocketRoute) -> None:
        if self.cut is not None:
            route.close(code=int(self.cut))
            return
        route.connect_to_server()
        self.routes.append(route)

    def end(self, why: Closing) -> None:
        self.cut = why
        self.routes[-1].close(code=int(why))


def test_a_slow_reader_is_told_and_comes_back_by_itself(site: Site, anna: User) -> None:
    page = site.page(anna)
    wire = Wire(page)
    expect(connection(room(page))).to_contain_text("Live")
    wire.end(Closing.TOO_SLOW)
    expect(connection(page)).to_contain_text("Connection lost since")
    wire.cut = None
    expect(connection(page)).to_contain_text("Live")
    assert len(wire.routes) == 2


def test_a_flood_is_cut_off_and_the_page_says_so(site: Site, anna: User) -> None:
    """The page itself never floods; it waits for half a minute, so that no two fight over it."""
    page = site.page(anna)
    wire = Wire(page)
    expect(connection(room(page))).to_contain_text("Live")
    wire.end(Closing.FLOOD)
    expect(connection(page)).to_contain_text("Connection lost since")
