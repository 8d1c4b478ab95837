"""A supervisor writes a procedure: rows by keyboard, faults at their row, two at once, versions taken back."""

import pytest
from playwright.sync_api import Page, expect

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.procedures import editing, selectors
from hypervision.procedures.scopes import Scope
from hypervision.procedures.steps import Steps
from maps.models import District
from tests.e2e.conftest import Site
from tests.factories import area, make_user
from tests.procedures.worlds import FIRE, make_version, step

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def written(site: Site) -> None:
    make_version(FIRE)


def editor(page: Page, kind: str = "fire") -> Page:
    page.goto(f"/procedures/{kind}/")
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    return page


def save(page: Page, reason: str) -> None:
    page.get_by_label("Why is it changed?").fill(reason)
    page.get_by_role("button", name="Save as a new version").click()


def newest() -> Steps:
    version = selectors.newest("fire")
    assert version is not None
    return version.read()


def texts(page: Page, words: str) -> list[str]:
    return [field.input_value() for field in page.get_by_label(words, exact=True).all()]


@pytest.mark.usefixtures("written")
def test_a_step_is_added_written_moved_by_keyboard_and_saved(site: Site, bert: User) -> None:
    page = editor(site.page(bert))
    page.get_by_role("button", name="Add a step").press("Enter")
    page.keyboard.type("Call the mayor")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert texts(page, "What is to be done (English)") == [
        "Look",
        "Fire",
        "Brigade",
        "Call the mayor",
        "Guard",
        "Note",
    ]
    row = page.get_by_role("group", name="Step 4", exact=True)
    expect(row.get_by_label("What is to be done (English)")).to_be_focused()
    row.get_by_label("Then").select_option(label="the end")
    page.get_by_role("group", name="Step 3", exact=True).get_by_label("Then").select_option("step-1")
    save(page, "He asked.")
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    expect(page.locator(".editor__versions li").first).to_contain_text("bert")
    assert [(one.key, one.to) for one in newest()][2:4] == [("brigade", "step-1"), ("step-1", "end")]
    page.goto("/procedures/")
    expect(page.get_by_role("row", name="Start of fire")).to_contain_text("He asked.")


@pytest.mark.usefixtures("written")
def test_what_is_wrong_stands_at_its_row_and_nothing_is_lost(site: Site, bert: User) -> None:
    page = editor(site.page(bert))
    page.get_by_role("group", name="Step 3", exact=True).get_by_label("What is to be done (English)").fill("")
    page.get_by_role("button", name="Take step 5 out").click()
    save(page, "Shorter.")
    row = page.get_by_role("group", name="Step 3", exact=True)
    expect(row).to_contain_text("Write what is to be done.")
    expect(row).to_contain_text("It leads to a step that is not there any more.")
    expect(page.get_by_role("group", name="Step 1", exact=True).locator(".field__wrong")).to_have_count(0)
    expect(row.get_by_label("Then").locator("option")).to_have_text(
        ["the step below", "step 4: Guard", "the end", "a step that is gone"]
    )
    row.get_by_label("What is to be done (English)").fill("Brigade!")
    row.get_by_label("Then").select_option(label="the end")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    site.complaints.clear()  # the browser's own note of the refusal
    assert [one.title["en"] for one in newest()] == ["Look", "Fire", "Brigade!", "Guard"]


@pytest.mark.usefixtures("written")
def test_of_two_editors_the_later_is_told_what_the_other_changed_and_loses_nothing(site: Site, bert: User) -> None:
    page = editor(site.page(bert))
    page.get_by_role("group", name="Step 1", exact=True).get_by_label("Help (English)").fill("Mine.")
    other = make_user(Role.SUPERVISOR, username="carla")
    editing.save("fire", other, (*FIRE, step("more")), "Carla was quicker.", 1)
    save(page, "Mine.")
    expect(page.get_by_role("status").first).to_contain_text("carla saved version 2")
    expect(page.get_by_role("region", name="What was changed meanwhile")).to_contain_text("Step 6 added: “More”")
    assert texts(page, "Help (English)")[0] == "Mine."
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Saved as version 3.")).to_be_visible()
    site.complaints.clear()  # the browser's own note of the conflict
    assert [one.help.get("en") for one in newest()] == ["Mine.", None, None, None, None]


@pytest.mark.usefixtures("written")
def test_an_older_version_is_compared_and_taken_back_with_a_reason(site: Site, bert: User) -> None:
    editing.save("fire", bert, FIRE[:1], "Much shorter.", 1)
    page = editor(site.page(bert))
    page.get_by_role("button", name="Version 1: Compare").click()
    expect(page.locator(".editor__changes")).to_contain_text("Step 5 taken out: “Note”")
    page.get_by_role("button", name="Version 1: Take back").click()
    expect(page.get_by_label("Why is it changed?")).to_have_value("Back to version 1: ")
    page.keyboard.type("it was too short.")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Saved as version 3.")).to_be_visible()
    assert newest() == FIRE


@pytest.mark.usefixtures("written")
def test_the_preview_is_walked_as_an_operator_will_and_follows_what_is_written(site: Site, bert: User) -> None:
    page = editor(site.page(bert))
    preview = page.get_by_role("region", name="Preview", exact=True)
    preview.get_by_role("button", name="It is done").click()
    preview.get_by_role("button", name="To guard").click()
    expect(preview.locator(".step__title")).to_have_text("Guard")
    page.get_by_role("group", name="Step 4", exact=True).get_by_label("What is to be done (English)").fill("Ring")
    expect(preview.locator(".step__title")).to_have_text("Ring")
    preview.get_by_role("button", name="From the beginning").click()
    expect(preview.locator(".step__title")).to_have_text("Look")


def test_a_kind_without_a_procedure_begins_with_what_the_product_suggests(site: Site, bert: User) -> None:
    page = editor(site.page(bert), "fall")
    expect(page.get_by_text("This procedure has no steps.")).to_be_visible()
    page.get_by_role("button", name="Begin with what the product suggests").click()
    save(page, "A beginning.")
    expect(page.get_by_text("Saved as version 1.")).to_be_visible()
    assert selectors.newest("fall") is not None


@pytest.mark.usefixtures("written")
def test_another_procedure_is_written_for_a_district_and_says_where_it_is_taken(site: Site, bert: User) -> None:
    for name in ("Harbour", "Kallio"):
        District.objects.create(name=name, area=area())
    page = site.page(bert)
    page.goto("/procedures/")
    page.get_by_role("link", name="Write another procedure").click()
    form = page.get_by_role("group", name="For which alerts")
    form.get_by_label("Start of fire").check()
    expect(form).to_contain_text("“Start of fire” is taken for the same alerts already.")
    form.get_by_label("Harbour").focus()
    page.keyboard.press("Space")
    expect(form).not_to_contain_text("is taken for the same alerts already")
    expect(form).to_contain_text("Start of fire: in Harbour")
    which = page.get_by_role("region", name="Which one is taken?")
    which.get_by_label("Where").select_option("Harbour")
    expect(which.get_by_role("status")).to_have_text("This one")
    which.get_by_label("Where").select_option("Kallio")
    expect(which.get_by_role("link", name="Start of fire")).to_have_attribute("href", "/procedures/fire/")
    page.get_by_role("button", name="Begin with what the product suggests").click()
    save(page, "Boats burn otherwise.")
    page.wait_for_url("**/procedures/fire-2/")
    expect(page.get_by_role("heading", name="Start of fire (Harbour)")).to_be_visible()
    version = selectors.newest("fire-2")
    assert version is not None
    assert version.scope == Scope(("fire",), ("Harbour",))


@pytest.mark.usefixtures("written")
def test_the_inspector_reads_and_is_offered_nothing(site: Site) -> None:
    page = editor(site.page(make_user(Role.INSPECTOR, username="ines")))
    assert texts(page, "What is to be done (English)")[0] == "Look"
    expect(page.get_by_label("What is to be done (English)").first).to_be_disabled()
    expect(page.get_by_role("button", name="Save as a new version")).to_have_count(0)
    expect(page.get_by_role("button", name="Version 1: Take back")).to_have_count(0)
    expect(page.get_by_role("button", name="Version 1: Compare")).to_be_enabled()
