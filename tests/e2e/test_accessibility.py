"""Every page, filled, in both themes, before axe-core: nothing serious hinders who sees or moves otherwise."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from detectors import configuration
from detectors.models import Rule, Watch
from detectors.vision.mask.jpeg import encode
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert
from hypervision.law import log
from hypervision.lib import clock
from hypervision.shifts import duty
from maps.models import Camera, Still, Zone
from tests.admin.test_admin import PAGES
from tests.e2e.conftest import Site, raise_now, room
from tests.factories import make_alert, make_authorisation, make_event, make_network, make_user
from tests.procedures.worlds import FIRE, make_version

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

AXE = Path("node_modules/axe-core/axe.min.js")
SERIOUS = {"serious", "critical"}
THEMES = ("light", "dark")

STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

FINDINGS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help, nodes: nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary}`),
  }));
}"""


def findings(page: Page, where: str) -> list[str]:
    """What axe-core calls serious in this page, in both themes."""
    page.evaluate(AXE.read_text())
    page.evaluate(STILL)  # a colour on its way from one theme to the other is neither
    found: list[str] = []
    for theme in THEMES:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        told: list[dict[str, Any]] = page.evaluate(FINDINGS)
        found += [
            f"{where}, {theme}: {one['id']} ({one['help']}): {'; '.join(one['nodes'][:3])}"
            for one in told
            if one["impact"] in SERIOUS
        ]
    return found


@dataclass(frozen=True)
class World:
    camera: Camera
    alert: Alert


@pytest.fixture
def world(site: Site, square: Camera) -> World:
    """A camera with a zone and a rule, alerts in several states, an authorisation, networks, and lines in the log."""
    now = clock.now()
    zone = Zone(camera=square, name="Yard", points=[[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]])
    configuration.save_zone(zone, "ada", created=True)
    rule = Rule(camera=square, zone=zone, kind="intrusion", parameters={"dwell_seconds": 2})
    configuration.save_rule(rule, "ada", created=True)
    Watch.objects.create(camera=square, state=Watch.State.WATCHING, since=now, expires_at=now + timedelta(hours=1))
    jpeg = encode(np.full((480, 640, 3), 150, np.uint8))
    Still.objects.create(camera=square, jpeg=jpeg, captured_at=now, erase_at=now + timedelta(days=1))
    make_version(FIRE, kind="intrusion")
    make_network()
    make_authorisation(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=9))
    for state in (Alert.State.CONFIRMED, Alert.State.REFUTED, Alert.State.CLAIMED):
        make_alert(square, state=state, event=make_event(square, captured_at=now))
    log.write("ada", "camera.save", str(square.pk), name="Square", rate=5)
    return World(square, raise_now(square))


def serious(page: Page, paths: list[str]) -> list[str]:
    found: list[str] = []
    for path in paths:
        page.goto(path)
        expect(page.locator("main, hv-map").first).to_be_visible()
        found += findings(page, path)
    return found


def expect_none(found: list[str]) -> None:
    assert not found, "\n".join(found)


def test_the_control_room_with_an_alert_open_its_help_and_the_wall(site: Site, world: World, anna: User) -> None:
    page = room(site.page(anna))
    page.locator(f"[data-alert='{world.alert.id}'] .card__open").click()
    expect(page.locator("hv-detail .verdict__stand")).not_to_be_empty()
    found = findings(page, "an alert")
    page.keyboard.press("r")
    expect(page.locator(".reasons")).to_be_visible()
    found += findings(page, "reasons")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.locator(".procedure__next li").first).to_be_visible()
    found += findings(page, "procedure")
    page.keyboard.press("Escape")
    page.keyboard.press("+")
    found += findings(page, "by hand")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    found += findings(page, "help")
    found += serious(page, ["/wall/"])
    expect_none(found)


def test_the_pages_of_a_shift(site: Site, world: World, anna: User, bert: User) -> None:
    duty.go_on(anna)
    page = site.page(bert)
    expect_none(
        serious(
            page,
            [
                "/hand-over/",
                "/logbook/",
                "/dashboard/",
                "/exercises/",
                "/procedures/",
                "/procedures/intrusion/",
                "/validations/",
            ],
        )
    )


def test_what_inspectors_and_officials_read(site: Site, world: World) -> None:
    expect_none(serious(site.page(make_user(Role.INSPECTOR, everywhere=True)), ["/log/", "/logbook/"]))
    expect_none(serious(site.page(make_user(Role.OFFICIAL)), ["/dashboard/"]))


def test_the_administration(site: Site, world: World) -> None:
    page = site.page(make_user(Role.ADMINISTRATOR, is_staff=True))
    rule = world.camera.rules.get()
    own = [
        f"maps/camera/{world.camera.pk}/change/",
        "maps/camera/table/",
        f"detectors/rule/{rule.pk}/change/",
        f"detectors/rule/{rule.pk}/history/",
        f"maps/zone/{rule.zone_id}/change/",
    ]
    paths = [f"/admin/{path}" for path in (*PAGES, *own)]
    expect_none(serious(page, [*paths, f"/cameras/{world.camera.pk}/calibration/"]))


def test_the_way_in_and_what_is_not_there(site: Site) -> None:
    page = site.page()
    expect_none(serious(page, ["/login/"]))
