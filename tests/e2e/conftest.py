"""A real server and a real browser. An error on the console of a page fails the test."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection, transaction
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert
from hypervision.alerts.services import raise_alert
from hypervision.lib import clock
from maps.models import Camera, City
from tests.factories import make_camera, make_event, make_user
from tests.live.browsers import server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless=new --no-sandbox --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader"
)
NETWORK_CHANGED = "Failed to load resource: net::ERR_NETWORK_CHANGED"
"""Chromium drops what it loads, also from the loopback, when any program adds or removes a network interface."""
SIZE: ViewportSize = {"width": 1440, "height": 900}
expect.set_options(timeout=20_000)  # as long as a click waits: a machine under load is slow, not wrong
EXTENT = (24.935, 60.164, 24.953, 60.179)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright runs a loop in this thread; the tests' own use of the database is synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def city(transactional_db: None) -> City:
    return City.objects.create(
        id=1,
        name="Helsinki",
        extent=Polygon.from_bbox(EXTENT),
        source="test",
        attribution="© OpenStreetMap contributors",
        imported_at=clock.now(),
    )


def is_complaint(message: ConsoleMessage) -> bool:
    """Whether a page has a fault. What a page says by itself comes with arguments; what the browser says has none."""
    is_of_this_machine = message.text == NETWORK_CHANGED and not message.args
    return message.type == "error" and not is_of_this_machine


@dataclass
class Site:
    """The product as people open it."""

    address: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def page(self, person: User | None = None, language: str = "en") -> Page:
        """A window of its own, logged in as the person."""
        context = self.browser.new_context(viewport=SIZE, base_url=self.address, locale=language)
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "django_language", "value": language, "url": self.address}])
        if person is not None:
            client = Client()
            client.force_login(person)
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}]
            )
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if is_complaint(message):
            self.complaints.append(message.text)


@pytest.fixture
def site(chromium: Browser, city: City) -> Iterator[Site]:
    with server() as port:
        here = Site(f"http://localhost:{port}", chromium)
        yield here
        for context in list(chromium.contexts):
            context.close()
    _hang_up()
    assert here.complaints == [], "The console of a page complained."


def room(page: Page) -> Page:
    """The control room, when it is there and live."""
    page.goto("/map/")
    expect(page.locator("hv-watching")).not_to_be_empty()
    expect(page.locator("hv-map canvas")).to_be_visible()
    return page


@transaction.atomic
def raise_now(camera: Camera) -> Alert:
    """What intake does for the browsers: event, alert and message in one transaction."""
    now = clock.now()
    return raise_alert(make_event(camera, started_at=now, captured_at=now), Alert.Severity.HIGH)


@pytest.fixture
def square(site: Site) -> Camera:
    return make_camera(name="Square", address="rtsp://127.0.0.1:1/square")


@pytest.fixture
def anna(site: Site) -> User:
    return make_user(Role.OPERATOR, username="anna")


@pytest.fixture
def bert(site: Site) -> User:
    return make_user(Role.SUPERVISOR, username="bert")


def _hang_up() -> None:
    """Ends what the server's threads left open: a browser that goes in mid-request leaves its connection behind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
