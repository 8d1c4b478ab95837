"""A whole shift as one person plays it: from the hand-over that she reads to the one that she signs."""

from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert
from hypervision.alerts.services import raise_alert
from hypervision.alerts.workflow import State
from hypervision.incidents import joining
from hypervision.law.models import Stop
from hypervision.lib import clock
from hypervision.procedures.models import Run
from hypervision.shifts.models import HandOver
from maps.models import Camera
from tests.e2e.conftest import Site
from tests.factories import make_camera, make_event, make_user
from tests.procedures.worlds import FIRE, make_version

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

ALERTS = 200
NAME, PASSWORD = "anna", "a long word of hers"
OFFLINE = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
APART = 0.004
"""Degrees between cameras that have nothing to do with each other, some 200 m."""


@pytest.fixture
def anna(site: Site) -> User:
    return make_user(Role.OPERATOR, username=NAME, password=PASSWORD)


@pytest.fixture
def streets(site: Site) -> list[Camera]:
    """Eight cameras in streets of their own."""
    return [
        make_camera((24.937 + APART / 2 * (number % 4), 60.166 + APART * (number // 4)), name=f"Street {number + 1}")
        for number in range(8)
    ]


@pytest.fixture
def corner(site: Site) -> list[Camera]:
    """Three cameras around one corner, some 20 m from each other."""
    return [make_camera((24.951 + 0.0003 * number, 60.177), name=f"Corner {number + 1}") for number in range(3)]


@transaction.atomic
def happen(camera: Camera, seconds_ago: float, kind: str = "intrusion", severity: str = "low") -> Alert:
    at = clock.now() - timedelta(seconds=seconds_ago)
    return raise_alert(
        make_event(camera, kind=kind, captured_at=at, started_at=at), Alert.Severity(severity), also=joining.join
    )


def test_a_shift_from_hand_over_to_hand_over(
    site: Site, streets: list[Camera], corner: list[Camera], anna: User, bert: User
) -> None:
    make_version(FIRE)
    night = site.page(bert)
    hands_over(night, "The lift at the station is out of order.")

    page = site.page()
    logs_in(page)
    takes_over(page, "The lift at the station is out of order.")
    goes_on_duty(page)
    everything = alerts_come(streets)
    expect(page.get_by_role("group", name="Filters").get_by_role("button", name="To do")).to_contain_text(str(ALERTS))
    judges_by_keyboard(page)
    an_incident_of_three_cameras(page, corner)
    follows_a_procedure_and_closes(page, make_camera((24.936, 60.178), name="Depot"))
    the_network_goes_away_in_mid_verdict(page, site, make_camera((24.951, 60.166), name="Harbour"))
    stops_a_camera(page)
    hands_over(page, "Two men are still at the corner.")
    night.goto("/map/")
    takes_over(night, "Two men are still at the corner.")

    assert Alert.objects.count() == len(everything) + 5
    assert [str(one.taken_by) for one in HandOver.objects.order_by("signed_at")] == [NAME, str(bert)]


def hands_over(page: Page, words: str) -> None:
    page.goto("/hand-over/")
    page.get_by_label("What the next shift must know").fill(words)
    page.get_by_role("button", name="Sign and hand over").click()
    expect(page.get_by_text("another account signs for it")).to_be_visible()


def logs_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in").click()
    expect(page.locator("hv-watching")).not_to_be_empty()


def takes_over(page: Page, words: str) -> None:
    expect(page.locator("hv-duty summary")).to_have_text("Hand-over to sign")
    page.locator("hv-duty summary").press("Enter")
    page.get_by_role("link", name="Hand-over of").press("Enter")
    expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="I have read it and take over").press("Enter")
    expect(page.get_by_text("Signed for by")).to_be_visible()


def goes_on_duty(page: Page) -> None:
    page.goto("/map/")
    expect(page.locator("hv-duty summary")).to_have_text("Nobody on duty")
    page.locator("hv-duty summary").press("Enter")
    page.get_by_role("button", name="Go on duty").press("Enter")
    expect(page.locator("hv-duty summary")).to_contain_text("1 on duty")


def alerts_come(streets: list[Camera]) -> list[Alert]:
    """Each in a minute of its own, so that they are not one incident."""
    return [happen(streets[number % len(streets)], 60 + 300 * (number // len(streets))) for number in range(ALERTS)]


def judges_by_keyboard(page: Page) -> None:
    """Five are claimed and confirmed, five refuted; the page keeps in step with what the room decided."""
    stand = page.locator("hv-detail .verdict__stand")
    for _ in range(5):
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(stand).to_contain_text("Claimed by anna")
        page.keyboard.press("c")
        page.keyboard.press("c")
        expect(stand).to_contain_text("Confirmed by anna")
    for _ in range(5):
        page.keyboard.press("j")
        page.keyboard.press("r")
        page.keyboard.press("1")
        expect(stand).to_contain_text("Refuted by anna")
    assert Alert.objects.filter(state=State.CONFIRMED).count() == 5
    assert Alert.objects.filter(state=State.REFUTED).count() == 5


def an_incident_of_three_cameras(page: Page, corner: list[Camera]) -> None:
    alerts = [happen(camera, 10 - 4 * number, severity="high") for number, camera in enumerate(corner)]
    head = page.locator(".group__fold")
    expect(head).to_contain_text("3 alerts of 3 cameras")
    opens(page, alerts[-1])
    expect(page.locator(".incident__why")).to_contain_text("3 cameras")


def follows_a_procedure_and_closes(page: Page, camera: Camera) -> None:
    """Look; nothing burns; so nothing more is asked for, and the alert is closed."""
    alert = happen(camera, 1, kind="fire", severity="high")
    opens(page, alert)
    stand = page.locator("hv-detail .verdict__stand")
    page.keyboard.press("c")
    page.keyboard.press("c")
    expect(stand).to_contain_text("Confirmed by anna")
    expect(page.locator(".procedure__stand")).not_to_be_empty()
    page.keyboard.press("p")
    expect(page.locator(".procedure__next li")).to_have_count(2)
    page.keyboard.press("Enter")
    at_hand(page, "Look")
    page.keyboard.press("Enter")
    at_hand(page, "Fire")
    page.keyboard.press("3")
    expect(page.locator(".procedure__words")).to_have_text("All steps are done or skipped.")
    page.keyboard.press("x")
    page.keyboard.press("1")
    expect(stand).to_contain_text("Closed by anna")
    assert Run.objects.filter(alert=alert).exists()


def opens(page: Page, alert: Alert) -> None:
    """Under the pointer the list would hold still, so it goes back to the map."""
    page.locator(f"[data-alert='{alert.pk}'] .card__open").click()
    page.locator("hv-map").hover(position={"x": 10, "y": 300})


def at_hand(page: Page, words: str) -> None:
    """The step is there, and takes keys."""
    expect(page.locator(".step:not(.is-fresh) .step__title")).to_have_text(words)


def the_network_goes_away_in_mid_verdict(page: Page, site: Site, camera: Camera) -> None:
    """What was decided waits, and is sent once."""
    alert = happen(camera, 1, severity="high")
    opens(page, alert)
    page.context.set_offline(True)
    page.keyboard.press("r")
    page.keyboard.press("1")
    stand = page.locator("hv-detail .verdict__stand")
    expect(stand).to_contain_text("waits for the connection")
    page.context.set_offline(False)
    expect(stand).to_contain_text("Refuted by anna")
    assert alert.steps.filter(to_state=State.REFUTED).count() == 1
    site.complaints[:] = [one for one in site.complaints if one != OFFLINE]  # the browser's own note of it


def stops_a_camera(page: Page) -> None:
    page.locator(".stopper").click()
    page.get_by_label("Reason").fill("Works in the street")
    page.get_by_role("button", name="Stop camera “").click()
    expect(page.locator("hv-notices")).to_contain_text("Works in the street (anna")
    assert Stop.objects.get().camera_id is not None
