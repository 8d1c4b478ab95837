"""People on call as they meet it: asked in the bar, answered with one click, read in the alert's story."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.oncall import asking
from hypervision.oncall.models import Call
from maps.models import Camera
from tests.e2e.conftest import Site, raise_now, room
from tests.oncall.worlds import on_call

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_who_is_asked_says_that_they_come(site: Site, square: Camera, anna: User, bert: User) -> None:
    on_call(bert)
    raise_now(square)
    page, other = room(site.page(bert)), room(site.page(anna))
    expect(page.locator("hv-oncall")).to_be_hidden()
    asking.look(clock.now() + asking.GRACE + timedelta(seconds=1))
    expect(page.locator("hv-oncall summary")).to_have_text("You are called")
    expect(other.locator("hv-oncall")).to_contain_text("On call: bert asked at")
    page.locator("hv-oncall summary").click()
    expect(other.locator("hv-oncall button").first).to_be_hidden()
    page.get_by_role("button", name="I am coming").click()
    expect(other.locator("hv-oncall")).to_contain_text("On call: bert is coming")
    other.keyboard.press("j")
    expect(other.locator(".story")).to_contain_text("bert, on call, was asked: nobody present may take it")
    expect(other.locator(".story")).to_contain_text("bert is coming")
    assert Call.objects.get().answer == "accepted"
