"""The control room as operators use it: an alert comes up, two people look, one decides."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from detectors import leases, states
from detectors.models import Watch
from detectors.said import said_lazily
from detectors.vision.sources.errors import Reason, SourceError
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions
from hypervision.alerts.models import Alert
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests.e2e.conftest import Site, raise_now, room
from tests.factories import ELSEWHERE, area, make_camera, make_user

CONFLICT = "Failed to load resource: the server responded with a status of 409 (Conflict)"
pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_an_alert_comes_up_by_itself_in_two_browsers_and_one_verdict_is_seen_in_both(
    site: Site, square: Camera, anna: User, bert: User
) -> None:
    first, second = room(site.page(anna)), room(site.page(bert))
    alert = raise_now(square)
    for page in (first, second):
        page.locator(f"[data-alert='{alert.id}'] .card__open").click()
        expect(page.locator("hv-detail")).to_contain_text("Kaivokatu")
    first.get_by_role("button", name="Confirm").click()
    first.get_by_role("button", name="Municipal police").click()
    first.get_by_role("button", name="Confirm").click()
    expect(second.locator("hv-detail .verdict__stand")).to_contain_text("anna")
    alert.refresh_from_db()
    assert alert.state == Alert.State.CONFIRMED
    assert alert.steps.get().informed == ["municipal_police"]


def test_who_decides_second_reads_who_was_first(site: Site, square: Camera, anna: User, bert: User) -> None:
    page = room(site.page(bert))
    alert = raise_now(square)
    page.locator(f"[data-alert='{alert.id}'] .card__open").click()

    def anna_is_faster(route: Route) -> None:
        actions.refute(alert.pk, anna, "lamp")
        route.continue_()

    page.route("**/api/v1/alerts/*/confirm/", anna_is_faster)
    with page.expect_console_message(lambda message: message.text == CONFLICT):
        page.get_by_role("button", name="Confirm").click()
        page.get_by_role("button", name="Confirm").click()
    site.complaints.remove(CONFLICT)  # the browser's own note of the answer
    expect(page.locator("hv-notices")).to_contain_text("anna refuted this alert first, at ")
    expect(page.locator("hv-detail .verdict__stand")).to_contain_text("anna")


def test_the_keyboard_refutes_with_a_reason(site: Site, square: Camera, anna: User) -> None:
    page = room(site.page(anna))
    alert = raise_now(square)
    expect(page.locator(f"[data-alert='{alert.id}']")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("hv-detail")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".reasons")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("hv-detail .verdict__stand")).to_contain_text("anna")
    alert.refresh_from_db()
    assert alert.state == Alert.State.REFUTED
    assert alert.steps.get(to_state=Alert.State.REFUTED).reason


def test_an_alert_goes_its_whole_way_by_keyboard_and_a_supervisor_corrects_it(
    site: Site, square: Camera, anna: User, bert: User
) -> None:
    page, desk = room(site.page(anna)), room(site.page(bert))
    alert = raise_now(square)
    for one in (page, desk):
        one.locator(f"[data-alert='{alert.id}'] .card__open").click()
    stand = page.locator("hv-detail .verdict__stand")
    for key, says in (("e", "To the supervisor"), ("Enter", "Claimed by anna")):
        page.keyboard.press(key)
        expect(stand).to_contain_text(says)
    for key in ("c", "2", "c"):
        page.keyboard.press(key)
    expect(stand).to_contain_text("Confirmed by anna")
    page.keyboard.press("x")
    page.keyboard.press("1")
    expect(stand).to_contain_text("Closed by anna: They left by themselves")
    expect(page.get_by_role("button", name="Correct")).to_be_hidden()
    expect(desk.locator("hv-detail .verdict__stand")).to_contain_text("Closed by anna")
    desk.keyboard.press("u")
    desk.get_by_label("Note", exact=True).fill("The recording shows the gardener.")
    desk.get_by_role("button", name="Shadow").click()
    expect(stand).to_contain_text("Refuted by bert")
    expect(page.locator(".story__list")).to_contain_text("Corrected to “Refuted” by bert: Shadow")


def test_after_the_bar_was_used_by_keyboard_enter_claims_the_alert_that_was_stepped_to(
    site: Site, square: Camera, anna: User
) -> None:
    """And does not press "Go off duty", where the focus was left."""
    page = room(site.page(anna))
    raise_now(square)
    expect(page.locator("hv-duty summary")).to_have_text("Nobody on duty")
    page.locator("hv-duty summary").press("Enter")
    page.get_by_role("button", name="Go on duty").press("Enter")
    page.get_by_role("button", name="Go off duty").focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("hv-detail .verdict__stand")).to_contain_text("Claimed by anna")
    expect(page.locator("hv-duty summary")).to_contain_text("1 on duty: anna")


def test_the_past_is_replayed_on_the_same_screen_and_nothing_can_be_done_in_it(
    site: Site, square: Camera, anna: User
) -> None:
    raise_now(square)
    page = room(site.page(anna))
    judged = raise_now(square)
    page.locator(f"[data-alert='{judged.id}'] .card__open").click()
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.locator("hv-detail .verdict__stand")).to_contain_text("Refuted by anna")
    told_first = JournalEntry.objects.earliest("number")
    JournalEntry.objects.filter(pk=told_first.pk).update(at=timezone.now() - timedelta(hours=2))
    page.get_by_role("button", name="Replay").click()
    page.get_by_role("button", name="Show the past").click()
    expect(page.locator(".replay__stamp")).to_contain_text("Past: ")
    page.get_by_role("button", name="600×").click()
    expect(page.get_by_role("button", name="Over")).to_be_visible(timeout=20_000)  # an hour in six seconds
    page.locator("[data-alert] .card__open").first.click()
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    present = raise_now(square)
    page.get_by_role("button", name="Back to now: 1 new alert").click()
    expect(page.locator(f"[data-alert='{present.id}']")).to_be_visible()
    expect(page.locator("body")).not_to_have_class("is-past")


def test_the_outsider_sees_no_foreign_alert(site: Site, square: Camera) -> None:
    outsider = make_user(Role.OPERATOR, everywhere=False, perimeter=area(*ELSEWHERE))
    theirs = make_camera(ELSEWHERE, name="Harbour")
    page = room(site.page(outsider))
    foreign, own = raise_now(square), raise_now(theirs)
    expect(page.locator(f"[data-alert='{own.id}']")).to_be_visible()
    expect(page.locator(f"[data-alert='{foreign.id}']")).to_have_count(0)


def test_a_camera_that_nobody_watches_is_said_not_to_be_watched(site: Site, square: Camera, anna: User) -> None:
    page = room(site.page(anna))
    expect(page.locator("hv-watching")).to_contain_text("0 of 1")


def test_a_lifted_stop_vanishes_in_the_browser_that_lifted_it_and_in_the_others(
    site: Site, square: Camera, anna: User, bert: User
) -> None:
    first, second = room(site.page(anna)), room(site.page(bert))
    first.get_by_text("Stop", exact=True).click()
    first.get_by_label("Reason").fill("Works in the street")
    first.get_by_role("button", name="Stop the whole system").click()
    for page in (first, second):
        expect(page.locator("hv-notices")).to_contain_text("Works in the street (anna")
    first.get_by_text("Stop", exact=True).click()
    first.get_by_role("button", name="Lift the stop of the whole system").click()
    for page in (first, second):
        expect(page.locator("hv-notices")).to_be_hidden()
    expect(first.get_by_role("button", name="Lift the stop of the whole system")).to_have_count(0)


def test_one_message_says_in_english_and_in_french_why_a_camera_is_not_watched(
    site: Site, square: Camera, anna: User, bert: User
) -> None:
    pages = {
        "but no picture could be decoded for 12.5 s": room(site.page(anna)),
        "mais aucune image n’a pu être décodée depuis 12,5 s": room(site.page(bert, language="fr")),
    }
    error = SourceError(
        Reason.BROKEN_STREAM, "The camera sends, but no picture could be decoded for %(seconds)s s.", seconds=12.5
    )
    states.ensure_rows()
    token = leases.take(square.id, "one")
    states.settle(square.id, Watch.State.RECONNECTING, said_lazily(error.sentence), token)
    for words, page in pages.items():
        page.locator("hv-watching summary").click()
        expect(page.locator("hv-watching")).to_contain_text(words)


def test_hostile_text_is_shown_as_text(site: Site, anna: User) -> None:
    camera = make_camera(name="<img src=x onerror=alert(1)>")
    page = room(site.page(anna))
    alert = raise_now(camera)
    page.locator(f"[data-alert='{alert.id}'] .card__open").click()
    expect(page.locator("hv-detail")).to_contain_text("<img src=x")


def test_the_french_room_speaks_french(site: Site, square: Camera, anna: User) -> None:
    page = room(site.page(anna, language="fr"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("region", name="Alertes", exact=True)).to_be_visible()
