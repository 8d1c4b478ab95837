"""A real server and a real browser. An error on the console of a page fails the test."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright

from hypervision.accounts.models import User
from hypervision.lib import clock
from maps.models import City
from tests.live.browsers import server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--headless=new --no-sandbox --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader"
)
SIZE: ViewportSize = {"width": 1440, "height": 900}
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
        if message.type == "error":
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


def _hang_up() -> None:
    """Ends what the server's threads left open: a browser that goes in mid-request leaves its connection behind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
