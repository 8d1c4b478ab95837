"""An exercise as a supervisor runs it and an operator meets it: marked everywhere, ended at once, kept as a record."""

import pytest
from playwright.sync_api import expect

from hypervision.accounts.models import User
from hypervision.exercises.models import Exercise
from maps.models import Camera
from tests.e2e.conftest import Site, raise_now, room
from tests.exercises.worlds import SCRIPT, played

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_an_exercise_is_started_met_ended_and_read(site: Site, square: Camera, anna: User, bert: User) -> None:
    paper = site.page(bert)
    paper.goto("/exercises/")
    paper.get_by_label("Script").fill("title: Fire\nalerts: [7]")
    paper.get_by_role("button", name="Start now").click()
    expect(paper.get_by_role("alert")).to_contain_text("Alert 1: write second")
    site.complaints.clear()  # the browser notes the refusal, which is meant
    paper.get_by_label("Script").fill(SCRIPT)
    paper.get_by_role("button", name="Start now").click()
    expect(paper.get_by_role("heading", name="Exercise: Fire at the market")).to_be_visible()
    page = room(site.page(anna))
    raise_now(square)
    exercise = Exercise.objects.get()
    played(exercise, 10)
    expect(page.locator("hv-exercise")).to_contain_text("Fire at the market")
    expect(page.locator("hv-exercise button")).to_be_hidden()
    expect(page.locator("hv-queue")).to_contain_text("EXERCISE")
    page.locator(".card", has_text="Start of fire").or_(page.locator(".group__fold", has_text="EXERCISE")).first.click()
    page.mouse.move(700, 300)  # under the pointer the list would hold still
    page.keyboard.press("j")
    expect(page.locator(".timebar__caption")).to_contain_text("1 alert in the last 8 h")
    control = room(site.page(bert))
    control.locator("hv-exercise summary").click()
    control.locator("hv-exercise").get_by_role("button", name="End the exercise").click()
    expect(page.locator("hv-exercise")).to_be_hidden()
    expect(page.locator("hv-queue .card")).to_have_count(1)
    paper.reload()
    expect(paper.get_by_role("heading", name="Who took part")).to_be_visible()
    expect(paper.locator("main")).to_contain_text("Nobody did anything.")
    assert Exercise.objects.get().ended_by == bert
