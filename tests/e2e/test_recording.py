"""A draft of a rule is tried on a recording that a person hands in."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from detectors.recorded import passing, working
from hypervision.accounts.rights import Role
from hypervision.law.models import Authorisation
from maps.models import Camera
from tests.e2e.conftest import Site
from tests.e2e.test_tryout import pictured_camera
from tests.factories import make_user
from tests.recorded.conftest import place as place
from tests.recorded.conftest import scratch_folder as scratch_folder
from tests.recorded.worlds import Standing
from tests.vision.sources.cameras import write_video

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


class Patient(Standing):
    """Looks at the first pictures, then waits until the test has seen how far it is."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Event()

    def detect(self, image: Any) -> Any:
        if self.pictures == 20:
            assert self.may_go_on.wait(30)
        return super().detect(image)


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Patient]:
    """A worker in a thread of this process."""
    eyes, threads = Patient(), []

    def work(*given: Any) -> None:
        try:
            working.work(*given)
        finally:
            connection.close()

    def send(*given: Any) -> None:
        threads.append(threading.Thread(target=work, args=given))
        threads[-1].start()

    monkeypatch.setattr(passing, "send", send)
    monkeypatch.setattr(working, "open_detector", lambda file: eyes)
    monkeypatch.setattr(working, "TELL_S", 0.0)
    yield eyes
    eyes.may_go_on.set()
    for thread in threads:
        thread.join(30)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_video(tmp_path / "gate.mp4", rate=10, frames=200, size=(640, 480))


def opened(site: Site, camera: Camera, **values: Any) -> Page:
    page = site.page(make_user(Role.ADMINISTRATOR, username="ada", is_staff=True), **values)
    page.goto(f"/admin/detectors/rule/{camera.rules.get().pk}/change/")
    return page


def test_an_administrator_hands_a_recording_in_and_reads_what_a_draft_would_have_raised(
    site: Site, eyes: Patient, clip: Path, scratch_folder: Path
) -> None:
    page = opened(site, pictured_camera())
    panel = page.locator("[data-recording]")
    page.locator("[name='parameters.intrusion.dwell_seconds']").fill("3600")
    panel.get_by_label("Recording", exact=True).set_input_files(clip)
    panel.get_by_role("button", name="Try it on this recording").click()
    expect(panel.locator("[data-way]")).to_contain_text("of 0:20 min")
    expect(panel.get_by_role("button", name="Cancel")).to_be_visible()
    eyes.may_go_on.set()
    expect(panel.locator(".tryout__answer")).to_contain_text("0 by this draft, 1 by what stands now")
    expect(panel.locator(".tryout__rows tbody tr")).to_have_count(1)
    expect(panel.locator(".tryout__picture")).to_have_count(1)
    expect(panel.locator("[data-way]")).to_be_hidden()
    looked = eyes.pictures
    page.locator("[name='parameters.intrusion.dwell_seconds']").fill("2")
    panel.get_by_role("button", name="Try it on this recording").click()
    expect(panel.locator(".tryout__answer")).to_contain_text("1 by this draft, 1 by what stands now")
    assert eyes.pictures == looked, "it is looked at once"
    assert not list(scratch_folder.iterdir())


def test_who_cancels_is_told_that_nothing_is_left(site: Site, eyes: Patient, clip: Path, scratch_folder: Path) -> None:
    page = opened(site, pictured_camera())
    panel = page.locator("[data-recording]")
    panel.get_by_label("Recording", exact=True).set_input_files(clip)
    panel.get_by_role("button", name="Try it on this recording").click()
    expect(panel.locator("[data-way]")).to_contain_text("of 0:20 min")
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.locator(".tryout__answer")).to_contain_text("Nothing of the recording is left.")
    eyes.may_go_on.set()
    expect(panel.get_by_role("button", name="Try it on this recording")).to_be_enabled()


def test_what_is_wrong_is_said_before_anything_is_sent(site: Site, clip: Path) -> None:
    camera = pictured_camera()
    page = opened(site, camera)
    panel = page.locator("[data-recording]")
    send = panel.get_by_role("button", name="Try it on this recording")
    send.click()
    expect(panel.locator(".tryout__answer")).to_have_text("Choose a recording first.")
    panel.get_by_label("Recording", exact=True).set_input_files(clip)
    Authorisation.objects.all().delete()
    send.click()
    expect(panel.locator(".tryout__answer")).to_have_text("No authorisation covers the place of this camera.")
    site.complaints[:] = [text for text in site.complaints if "status of 409" not in text]
