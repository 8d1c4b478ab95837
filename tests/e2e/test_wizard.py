"""A camera step by step, with the mouse and without it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from detectors import attested, build, tasks
from detectors.demo.rtsp_server import Channel
from detectors.stream_test import passing, trying
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from maps.models import Camera
from tests.admin.conftest import key as key
from tests.discovery.cameras import Maker
from tests.discovery.test_search import at_once as at_once
from tests.discovery.test_search import camera as camera
from tests.e2e.conftest import Site
from tests.e2e.test_accessibility import findings
from tests.factories import area, make_authorisation, make_network, make_user
from tests.stream_test.test_picture import Masks, take_at_once
from tests.vision.sources import cameras

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PAGE = "/admin/maps/camera/wizard/"


def opened(site: Site, **values: Any) -> Page:
    page = site.page(make_user(Role.ADMINISTRATOR, username="ada", is_staff=True), **values)
    page.goto(PAGE)
    return page


def authorise() -> None:
    """For intrusion, all around the square."""
    now = clock.now()
    for purpose, digit in zip(attested.NEEDED, "abc", strict=True):
        make_network(name=purpose, purpose=purpose, sha256=digit * 64)
    make_authorisation(perimeter=area(half=0.02), starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1))


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Next").click()


def fill_address(page: Page, address: str = "rtsp://10.0.0.5/a") -> None:
    page.get_by_label("Name:", exact=True).fill("Gate")
    page.get_by_label("Stream address:", exact=True).fill(address)
    go_on(page)


def test_a_camera_is_entered_step_by_step_and_saved_at_the_end(site: Site) -> None:
    now = clock.now()
    for purpose, digit in zip(attested.NEEDED, "abc", strict=True):
        make_network(name=purpose, purpose=purpose, sha256=digit * 64)
    make_authorisation(perimeter=area(half=0.02), starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1))
    page = opened(site)
    expect(page.get_by_role("heading", name="Which camera")).to_be_visible()
    fill_address(page)
    expect(page.get_by_role("heading", name="Where does it stand?")).to_be_focused()
    board = page.locator("[data-step='place'] canvas")
    expect(board).to_be_visible()
    board.click()
    go_on(page)
    expect(page.get_by_role("heading", name="Where does it look?")).to_be_visible()
    far = page.get_by_title("Direction", exact=True)
    expect(far).to_be_visible()
    page.get_by_label("Bearing:").fill("90")
    expect(page.get_by_title("Edge of what it sees")).to_be_visible()
    box = far.bounding_box()
    assert box
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] + 100, steps=4)
    page.mouse.up()
    assert 100 < float(page.get_by_label("Bearing:").input_value()) < 200
    assert page.get_by_label("Field of view:").input_value() == "60"
    go_on(page)
    expect(page.get_by_role("heading", name="How do pixels become places?")).to_be_visible()
    go_on(page)
    expect(page.locator("[data-cover]")).to_contain_text("It may raise alerts for: Intrusion.")
    go_on(page)
    expect(page.locator("[data-summary]")).to_contain_text("rtsp://10.0.0.5/a")
    assert not Camera.objects.exists(), "nothing is saved before the end"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("“Gate” is saved.")
    camera = Camera.objects.get()
    assert (camera.name, camera.field_angle, camera.pictures) == ("Gate", 60, True)


def test_the_keyboard_alone_is_enough(site: Site) -> None:
    page = opened(site)
    page.get_by_label("Name:", exact=True).focus()
    page.keyboard.type("Gate")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Where does it stand?")).to_be_focused()
    expect(page.locator("[data-step='place'] canvas")).to_be_visible()
    page.get_by_role("button", name="Mark the middle").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-step='place'] .maplibregl-marker")).to_be_visible()
    for heading in ("Where does it look?", "How do pixels become places?", "What may it do?", "Is all of it right?"):
        page.get_by_role("button", name="Next").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=heading)).to_be_focused()
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("“Gate” is saved.")


def test_what_is_wrong_holds_the_step_and_is_said_at_its_field(site: Site) -> None:
    page = opened(site)
    page.get_by_label("Stream address:", exact=True).fill("ftp://10.0.0.5/a")
    go_on(page)
    expect(page.locator("[data-field='address'] [role='alert']")).to_contain_text("An address must begin with")
    expect(page.locator("[data-field='name'] [role='alert']")).to_have_text("This field is required.")
    expect(page.get_by_role("heading", name="Which camera")).to_be_visible()
    page.get_by_role("link", name="Summary").click()
    expect(page.get_by_role("heading", name="Which camera")).to_be_visible()


def test_the_browsers_own_way_back_leads_one_step_back_and_keeps_what_is_filled_in(site: Site) -> None:
    page = opened(site)
    fill_address(page)
    expect(page.get_by_role("heading", name="Where does it stand?")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Which camera")).to_be_visible()
    assert page.get_by_label("Name:", exact=True).input_value() == "Gate"
    page.go_forward()
    expect(page.get_by_role("heading", name="Where does it stand?")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("heading", name="Which camera")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_step_hinders_who_sees_or_moves_otherwise(site: Site, language: str) -> None:
    page = opened(site, language=language)
    found = findings(page, "address")
    page.locator("[name='name']").fill("Gate")
    page.locator("[data-next]").click()
    expect(page.locator("[data-step='place'] canvas")).to_be_visible()
    page.locator("[data-step='place'] .draw__tools button").first.click()
    for step in ("place", "direction", "calibration", "watching", "summary"):
        expect(page.locator(f"#step-{step}")).to_be_visible()
        found += findings(page, step)
        if step != "summary":
            page.locator("[data-next]").click()
    assert found == []


def test_a_camera_that_answers_on_the_network_fills_in_its_name_and_its_stream(
    site: Site, camera: Maker, key: None
) -> None:
    page = opened(site)
    page.get_by_role("button", name="Look for cameras on the network").click()
    found = page.locator("[data-discovery]")
    expect(found.locator("[data-words]")).to_have_text("1 camera answered.")
    expect(found.locator("li")).to_contain_text("Gate North · P3245-V · 127.0.0.1")
    take = page.get_by_role("button", name="Take: Gate North")
    take.click()
    expect(found.locator("[data-words]")).to_contain_text("Enter its user name and password")
    assert page.get_by_label("Stream address:", exact=True).input_value() == "rtsp://127.0.0.1/"
    page.locator("[name='user']").fill("viewer")
    page.locator("[name='password']").fill("hush")
    take.click()
    expect(found.locator("[data-words]")).to_contain_text("Its address is filled in.")
    assert page.get_by_label("Name:", exact=True).input_value() == "Gate North"
    assert page.get_by_label("Stream address:", exact=True).input_value() == "rtsp://127.0.0.1:554/live?token=7&n=1"
    assert findings(page, "found") == []


def test_where_an_authorisation_covers_the_place_a_masked_picture_can_be_taken(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorise()
    monkeypatch.setattr(build, "open_eyes", lambda networks: (Masks(), Masks()))
    take_at_once(monkeypatch)
    look = trying.look
    monkeypatch.setattr(trying, "look", lambda spec: look(spec, seconds=0.3))
    monkeypatch.setattr(passing, "send", lambda person, question, *rest: tasks.try_stream(person, str(question), *rest))
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path, size=(640, 480)))}) as stand:
        page = opened(site)
        page.get_by_label("Stream address:", exact=True).fill(stand.url())
        page.get_by_role("button", name="Test the stream").click()
        expect(page.locator("[data-stream-test] .tryout__answer")).to_contain_text("H.264, 640 × 480 pixels")
        fill_address(page, stand.url())
        expect(page.locator("[data-step='place'] canvas")).to_be_visible()
        page.get_by_role("button", name="Mark the middle").click()
        for _ in range(3):
            go_on(page)
        expect(page.locator("[data-cover]")).to_contain_text("It may raise alerts for: Intrusion.")
        page.get_by_role("button", name="Take a masked test picture").click()
        expect(page.locator(".wizard__picture img")).to_be_visible()
        expect(page.locator(".wizard__picture")).to_contain_text("with all that is masked")
