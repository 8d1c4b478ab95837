"""A procedure as operators follow it: by keyboard, with a colleague, without network, and at the close."""

import re

import pytest
from playwright.sync_api import Page, expect

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from hypervision.procedures import actions
from hypervision.procedures.actions import Deed
from hypervision.procedures.models import Run, RunStep
from maps.models import Camera
from tests.e2e.conftest import Site, room
from tests.factories import make_alert, make_event, make_user
from tests.procedures.worlds import FIRE, make_version

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def alert(square: Camera) -> Alert:
    make_version(FIRE)
    now = clock.now()
    event = make_event(square, kind="fire", started_at=now, captured_at=now)
    return make_alert(square, event=event)


@pytest.fixture
def confirmed(alert: Alert) -> Alert:
    alert.state = Alert.State.CONFIRMED
    alert.save()
    return alert


def opened(page: Page) -> Page:
    """The procedure of the only alert, by keyboard."""
    selected(room(page))
    page.keyboard.press("p")
    return page


def selected(page: Page) -> Page:
    """The only alert in the list, with its procedure as it stands."""
    expect(page.locator("hv-queue .card")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator(".procedure__stand")).not_to_be_empty()
    return page


def at_hand(page: Page, words: str) -> None:
    """The step is there, and takes keys."""
    expect(page.locator(".step:not(.is-fresh) .step__title")).to_have_text(words)


def rows(alert: Alert) -> list[tuple[str, str, int | None, str]]:
    return list(RunStep.objects.filter(run=alert.pk).order_by("id").values_list("key", "verb", "answer", "reason"))


def test_a_procedure_is_followed_by_keyboard_alone(site: Site, alert: Alert, anna: User) -> None:
    page = opened(site.page(anna))
    expect(page.locator(".procedure__next li")).to_have_count(2)
    page.keyboard.press("Enter")
    at_hand(page, "Look")
    expect(page.locator(".step__due")).to_have_text(re.compile(r"due in \d"))
    page.keyboard.press("Enter")
    at_hand(page, "Fire")
    page.keyboard.press("1")
    at_hand(page, "Brigade")
    expect(page.locator(".step__facts")).to_contain_text("Call: Fire brigade")
    page.keyboard.press("s")
    page.keyboard.type("They are here.")
    page.keyboard.press("Enter")
    at_hand(page, "Note")
    page.keyboard.press("Enter")
    expect(page.locator(".procedure__words")).to_have_text("All steps are done or skipped.")
    expect(page.locator(".story")).to_contain_text("“Fire” answered by anna: To below")
    expect(page.locator(".story")).to_contain_text("They are here.")
    assert rows(alert) == [
        ("look", "done", None, ""),
        ("fire", "done", 1, ""),
        ("brigade", "skipped", None, "They are here."),
        ("note", "done", None, ""),
    ]


def test_a_second_enter_does_not_do_the_next_step_unread(site: Site, alert: Alert, anna: User) -> None:
    page = opened(site.page(anna))
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    at_hand(page, "Look")
    assert Alert.objects.get().state == Alert.State.NEW


def test_a_colleague_sees_each_step_and_two_who_do_one_are_told_who_was_first(
    site: Site, alert: Alert, anna: User, bert: User
) -> None:
    page, other = opened(site.page(anna)), opened(site.page(bert))
    page.keyboard.press("Enter")
    at_hand(other, "Look")
    other.context.set_offline(True)
    other.get_by_role("button", name="It is done").click()
    expect(other.locator(".procedure__fold")).to_contain_text("1 step done")
    page.get_by_role("button", name="It is done").click()
    at_hand(page, "Fire")
    other.context.set_offline(False)
    expect(other.locator("hv-notices")).to_contain_text("anna did this step first")
    site.complaints.clear()  # the browser complains of what the missing network and the conflict cost
    other.locator(".procedure__done summary").click()
    expect(other.locator(".procedure__done li")).to_contain_text("anna")
    assert rows(alert) == [("look", "done", None, "")]


def test_whoever_writes_a_reason_goes_on_writing_whatever_colleagues_do(
    site: Site, alert: Alert, anna: User, bert: User
) -> None:
    page = opened(site.page(anna))
    page.keyboard.press("Enter")
    at_hand(page, "Look")
    page.keyboard.press("s")
    actions.act(alert.pk, bert, Deed("look", "done"))
    expect(page.locator(".procedure__fold")).to_contain_text("1 step done")
    page.keyboard.type("Nobody can see here.")
    expect(page.get_by_label("Why is it skipped?")).to_have_value("Nobody can see here.")
    page.keyboard.press("Enter")
    expect(page.locator("hv-notices")).to_contain_text("bert did this step first")
    at_hand(page, "Fire")
    site.complaints.clear()  # the browser's own note of the conflict
    assert rows(alert) == [("look", "done", None, "")]
    assert Alert.objects.get().state == Alert.State.NEW


def test_without_network_steps_are_kept_and_sent_once(site: Site, alert: Alert, anna: User) -> None:
    page = opened(site.page(anna))
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    at_hand(page, "Look")
    page.get_by_role("button", name="It is done").click()
    at_hand(page, "Fire")
    expect(page.locator(".verdict__stand")).to_have_text("The step waits for the connection")
    page.locator(".procedure__done summary").click()
    expect(page.locator(".procedure__done li")).to_contain_text("waits for the connection")
    assert not Run.objects.exists()
    page.context.set_offline(False)
    expect(page.locator(".procedure__done li")).to_contain_text("anna, ")
    site.complaints.clear()  # the browser complains of what the missing network cost
    assert rows(alert) == [("look", "done", None, "")]


def test_a_step_is_taken_back(site: Site, alert: Alert, anna: User) -> None:
    page = opened(site.page(anna))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="It is done").click()
    at_hand(page, "Fire")
    page.locator(".procedure__done summary").click()
    page.get_by_role("button", name="Undo “Look”").click()
    at_hand(page, "Look")
    assert [verb for _, verb, _, _ in rows(alert)] == ["done", "undone"]


def test_closing_asks_for_the_open_steps_in_one_list(site: Site, confirmed: Alert, anna: User) -> None:
    page = room(site.page(anna))
    page.locator(".chip--done").click()
    selected(page)
    page.keyboard.press("x")
    page.get_by_role("button", name="Put out").click()
    settle = page.get_by_role("region", name="Open steps of the procedure")
    expect(settle.get_by_role("group")).to_have_count(2)
    close = settle.get_by_role("button", name="Close the alert")
    expect(close).to_be_disabled()
    settle.get_by_role("group", name="Look").get_by_label("It is done").check()
    settle.get_by_role("group", name="Fire").get_by_label("To guard").check()
    expect(settle.get_by_role("group")).to_have_count(3)
    settle.get_by_role("group", name="Note").get_by_label("Skip…").check()
    expect(settle).to_contain_text("1 step is still open.")
    page.keyboard.type("On paper.")
    close.click()
    expect(page.locator(".verdict__stand")).to_have_text("Closed by anna: Put out")
    assert rows(confirmed) == [
        ("look", "done", None, ""),
        ("fire", "done", 2, ""),
        ("note", "skipped", None, "On paper."),
    ]


def test_the_inspector_reads_a_run_and_is_offered_nothing(site: Site, alert: Alert, anna: User) -> None:
    actions.begin(alert.pk, anna)
    page = opened(site.page(make_user(Role.INSPECTOR, username="ines")))
    at_hand(page, "Look")
    expect(page.locator(".procedure__words")).to_have_text("Your role follows no procedure.")
    expect(page.locator(".procedure .button")).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    assert rows(alert) == []
