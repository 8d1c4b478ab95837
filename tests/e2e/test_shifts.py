"""A shift in the browser: on duty, a note, handed over, taken by the next."""

import pytest
from playwright.sync_api import expect

from hypervision.accounts.rights import Role
from hypervision.shifts.models import HandOver
from tests.e2e.conftest import Site
from tests.factories import make_user

STARTS_MS, TOLD_MS = 60_000, 20_000
"""On a busy machine; the product is quicker."""

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.mark.usefixtures("city")
def test_one_person_goes_on_duty_hands_over_and_the_next_signs_for_it(site: Site) -> None:
    ada, bo = site.page(make_user(Role.OPERATOR, username="ada")), site.page(make_user(Role.OPERATOR, username="bo"))
    for page in (ada, bo):
        page.goto("/map/", wait_until="commit")
        expect(page.locator("hv-duty summary")).to_have_text("Nobody on duty", timeout=STARTS_MS)
    ada.locator("hv-duty summary").press("Enter")
    ada.get_by_role("button", name="Go on duty").press("Enter")
    expect(bo.locator("hv-duty summary")).to_have_text("1 on duty: ada", timeout=TOLD_MS)
    ada.get_by_role("link", name="Logbook").first.press("Enter")
    ada.get_by_label("New note").fill("The lift is out of order.")
    ada.get_by_role("button", name="Write").press("Enter")
    expect(ada.get_by_role("cell", name="The lift is out of order.")).to_be_visible()
    ada.get_by_role("link", name="Hand-over", exact=True).press("Enter")
    ada.get_by_label("What the next shift must know").fill("Mind the lane.")
    ada.get_by_role("button", name="Sign and hand over").press("Enter")
    expect(ada.get_by_text("another account signs for it")).to_be_visible()
    expect(bo.locator("hv-duty summary")).to_have_text("Hand-over to sign", timeout=TOLD_MS)
    bo.locator("hv-duty summary").press("Enter")
    bo.get_by_role("link", name="Hand-over of ada").press("Enter")
    expect(bo.get_by_text("Mind the lane.")).to_be_visible()
    bo.get_by_role("button", name="I have read it and take over").press("Enter")
    expect(bo.get_by_text("Signed for by")).to_be_visible()
    assert str(HandOver.objects.get().taken_by) == "bo"
