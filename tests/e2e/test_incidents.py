"""Incidents as operators meet them: a group in the list, why it is one, and putting it right, by keyboard alone."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.services import raise_alert
from hypervision.incidents import joining
from hypervision.incidents.models import Member
from maps.models import Camera
from tests.e2e.conftest import Site, room
from tests.factories import make_camera, make_event

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def happen(camera: Camera, seconds_ago: float) -> Alert:
    at = timezone.now() - timedelta(seconds=seconds_ago)
    with transaction.atomic():
        event = make_event(camera, captured_at=at, started_at=at)
        return raise_alert(event, Alert.Severity.HIGH, also=joining.join)


@pytest.fixture
def three(square: Camera) -> list[Alert]:
    """One incident: two alerts of the square, one of a camera beside it."""
    beside = make_camera((square.location.x + 0.0003, square.location.y), name="Beside")
    return [happen(square, 30), happen(square, 20), happen(beside, 10)]


def test_an_incident_is_one_group_that_folds_and_says_why(site: Site, three: list[Alert], anna: User) -> None:
    page = room(site.page(anna))
    head = page.locator(".group__fold")
    expect(head).to_contain_text("Intrusion · 3 alerts of 2 cameras")
    expect(page.locator("hv-queue .card")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("g")
    expect(head).to_have_attribute("aria-expanded", "true")
    expect(page.locator("hv-queue .card.is-member")).to_have_count(3)
    expect(page.locator(".incident__why")).to_contain_text("2 cameras, 17")
    expect(page.locator(".incident__others li")).to_have_count(2)
    page.keyboard.press("g")
    expect(page.locator("hv-queue .card")).to_have_count(1)


def test_an_alert_is_split_out_and_the_split_undone_by_keyboard(site: Site, three: list[Alert], anna: User) -> None:
    page = room(site.page(anna))
    expect(page.locator(".group__fold")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".incident__last")).to_contain_text("The machine joined this")
    page.keyboard.press("i")
    page.keyboard.press("Enter")
    expect(page.locator(".incident__last")).to_contain_text("anna split an alert out")
    expect(page.locator(".group__fold")).to_contain_text("2 alerts")
    assert Member.objects.filter(incident__isnull=False).count() == 2
    page.get_by_role("button", name="Undo the last step").press("Enter")
    expect(page.locator(".group__fold")).to_contain_text("3 alerts")
    expect(page.locator(".incident__others li")).to_have_count(2)


def test_two_alerts_are_merged_by_hand_and_a_colleague_sees_it(
    site: Site, square: Camera, anna: User, bert: User
) -> None:
    happen(square, 900)
    happen(square, 30)
    page, other = room(site.page(anna)), room(site.page(bert))
    expect(page.locator("hv-queue .card")).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator(".incident__words")).to_contain_text("stands alone")
    page.get_by_role("button", name="Merge with…").click()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(other.locator(".group__fold")).to_contain_text("2 alerts of 1 camera")
    expect(page.locator(".incident__last")).to_contain_text("anna merged this")
