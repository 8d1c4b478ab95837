"""An exercise as a supervisor runs it and an operator meets it: marked everywhere, ended at once, kept as a record."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from hypervision.accounts.models import User
from hypervision.exercises import script
from hypervision.exercises.models import Exercise
from maps.models import Camera
from tests.e2e.conftest import Site, raise_now, room
from tests.exercises.worlds import SCRIPT, played
from tests.factories import SQUARE

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def paper(site: Site, square: Camera, bert: User) -> Page:
    """The page with the rows of a fire at once and a crowd ten seconds later."""
    page = site.page(bert)
    page.goto("/exercises/")
    page.get_by_label("Script").fill(SCRIPT)
    expect(row(page, 2).get_by_label("After (seconds)")).to_have_value("10")
    return page


def row(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=f"Alert {number}", exact=True)


def kinds(page: Page) -> list[str]:
    """As the text has them, which is what is started."""
    return re.findall(r"kind: (\w+)", page.get_by_label("Script").input_value())


def test_the_text_fills_the_rows_and_the_rows_write_the_text(paper: Page, bert: User) -> None:
    fire = row(paper, 1)
    expect(fire.get_by_label("Kind")).to_have_value("fire")
    expect(fire.get_by_label("Text")).to_have_value("Smoke behind the stalls.")
    expect(paper.get_by_label("Title")).to_have_value("Fire at the market")
    fire.get_by_label("Text").fill("Flames: high.")
    paper.get_by_label("Title").fill("Fire")
    expect(paper.get_by_label("Script")).to_have_value(re.compile('text: "Flames: high."'))
    read = script.read(paper.get_by_label("Script").input_value(), bert)
    assert (read.title, read.lines[0].text, len(read.lines)) == ("Fire", "Flames: high.", 2)


def test_rows_are_added_moved_taken_out_and_brought_back_by_keyboard(paper: Page) -> None:
    paper.get_by_role("button", name="Add an alert").press("Enter")
    expect(row(paper, 3).get_by_label("After (seconds)")).to_be_focused()
    expect(row(paper, 3).get_by_label("After (seconds)")).to_have_value("40")
    row(paper, 3).get_by_label("Kind").select_option("fall")
    row(paper, 3).get_by_label("Place").press("Alt+ArrowUp")
    expect(row(paper, 2).get_by_label("Place")).to_be_focused()
    assert kinds(paper) == ["fire", "fall", "crowd_movement"]
    assert re.findall(r"second: (\d+)", paper.get_by_label("Script").input_value()) == ["0", "10", "40"]
    row(paper, 1).get_by_role("button", name="Take alert 1 out").press("Enter")
    assert kinds(paper) == ["fall", "crowd_movement"]
    paper.get_by_role("button", name="Undo").press("Enter")
    expect(row(paper, 3)).to_be_visible()
    assert kinds(paper) == ["fire", "fall", "crowd_movement"]


def test_what_is_wrong_stands_at_its_row_while_somebody_writes(paper: Page, site: Site) -> None:
    place = row(paper, 2).get_by_label("Place")
    place.fill("")
    place.press_sequentially("Atlantis")
    expect(row(paper, 2)).to_contain_text("nothing in your perimeter is called “Atlantis”.")
    expect(row(paper, 1).locator(".field__wrong")).to_have_count(0)
    expect(place).to_be_focused()
    expect(place).to_have_value("Atlantis")
    place.fill("Square")
    expect(row(paper, 2).locator(".field__wrong")).to_have_count(0)
    paper.get_by_label("Script").fill("title: [")
    expect(paper.get_by_text("Line 1 is no YAML.")).to_be_visible()
    site.complaints.clear()  # the browser's own note of the refusal
    paper.get_by_label("Script").fill(SCRIPT)
    expect(paper.get_by_text("Line 1 is no YAML.")).to_be_hidden()
    expect(row(paper, 2)).to_be_visible()


def test_a_place_is_clicked_on_the_map_where_the_alerts_stand(paper: Page, bert: User) -> None:
    city = paper.get_by_role("region", name="Where the alerts lie")
    expect(city.locator(".exercise-mark")).to_have_text(["1", "2"])
    row(paper, 2).get_by_role("button", name="On the map").click()
    mark = city.locator(".exercise-mark").first.bounding_box()
    assert mark is not None
    paper.mouse.click(mark["x"] - 20, mark["y"] - 20)
    expect(row(paper, 2).get_by_label("Place")).not_to_have_value(f"{SQUARE[0]}, {SQUARE[1]}")
    fire, run = script.read(paper.get_by_label("Script").input_value(), bert).lines
    assert (run.place.x < fire.place.x, run.place.y > fire.place.y) == (True, True)
    paper.get_by_role("button", name="Start now").click()
    expect(paper.get_by_role("heading", name="Exercise: Fire at the market")).to_be_visible()
    assert Exercise.objects.get().cues.count() == 2


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
