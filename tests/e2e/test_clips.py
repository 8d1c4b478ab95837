"""The clip of an alert in a browser: played, by picture, with its box; and in words what is not there."""

from datetime import timedelta

import cv2
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from detectors.clips import keeping
from detectors.clips.keeping import Clip, Outcome
from detectors.vision.film import h264
from detectors.vision.film.mp4 import Film, film
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from maps import models
from maps.models import Camera
from tests import factories
from tests.e2e.conftest import Site, raise_now, room
from tests.factories import make_user

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(not h264.is_there(), reason=f"{h264.PACKAGE} is not installed"),
]

TIMES = list(range(0, 20_000, 500))
LINK = "/healthz?camera={camera}&at={epoch}"


def drawn(times: list[int]) -> Film:
    """Somebody walks through from left to right."""
    pictures = []
    for number in range(len(times)):
        picture = np.full((360, 640, 3), (96, 104, 100), np.uint8)
        left = 20 + 14 * number
        cv2.rectangle(picture, (left, 160), (left + 40, 300), (60, 70, 150), -1)
        pictures.append(bytes(cv2.imencode(".jpg", picture)[1]))
    return film(pictures, times, times[-1] + 500)


def film_it(alert: Alert, *, until: float = 10) -> None:
    """What a worker hands in some seconds after the event."""
    times, event = [time for time in TIMES if time < 10_000 + 1000 * until], alert.event
    made = drawn(times)
    boxes = [[(20 + 14 * n) / 640, 160 / 360, (60 + 14 * n) / 640, 300 / 360] for n in range(len(times))]
    clip = Clip(
        event.pk,
        made.mp4,
        made.width,
        made.height,
        {"times": times, "boxes": boxes, "zone": [[0.4, 0.5], [0.9, 0.5], [0.9, 0.95], [0.4, 0.95]]},
        event.captured_at - timedelta(seconds=10),
        event.captured_at + timedelta(seconds=until),
        event.captured_at + timedelta(days=28),
    )
    assert keeping.keep(clip) is Outcome.KEPT


@pytest.fixture
def alert(square: Camera) -> Alert:
    now = clock.now()
    factories.make_authorisation(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1))
    return raise_now(square)


def opened(page: Page, alert: Alert) -> Locator:
    """The control room with this alert, and its clip."""
    room(page)
    page.locator(f"[data-alert='{alert.pk}'] .card__open").click()
    page.keyboard.press("Space")
    return page.locator("hv-detail .clip")


def looks() -> int:
    return LogEntry.objects.filter(action="clip.view").count()


def test_a_key_plays_the_clip_and_others_go_by_picture(site: Site, alert: Alert, anna: User) -> None:
    film_it(alert)
    page = site.page(anna)
    clip = opened(page, alert)
    expect(clip).to_have_attribute("data-state", "ready")
    page.keyboard.press("Space")
    expect(clip.get_by_role("button", name="Play")).to_be_visible()
    clip.get_by_role("slider").fill("9000")
    expect(clip).to_have_attribute("data-index", "18")
    expect(clip.locator(".clip__note")).to_have_text("Picture 19 of 40 · 1 s before the event")
    before = clip.locator(".clip__box").get_attribute("x")
    page.locator("hv-detail h2").click()
    page.keyboard.press("ArrowRight")
    expect(clip.locator(".clip__note")).to_contain_text("0.5 s before the event")
    assert clip.locator(".clip__box").get_attribute("x") != before
    page.keyboard.press("ArrowRight")
    expect(clip.locator(".clip__note")).to_contain_text("at the event")
    page.keyboard.press("ArrowLeft")
    expect(clip).to_have_attribute("data-index", "19")
    page.keyboard.press(">")
    expect(clip.get_by_role("button", name="Speed: faster")).to_have_text("2×")
    page.keyboard.press("Space")
    expect(clip.get_by_role("button", name="Pause")).to_be_visible()
    assert looks() == 1


def test_a_clip_that_comes_while_somebody_waits_is_shown(site: Site, alert: Alert, anna: User) -> None:
    page = site.page(anna)
    clip = opened(page, alert)
    expect(clip).to_contain_text("The clip is not there yet")
    film_it(alert, until=4)
    expect(clip).to_have_attribute("data-state", "ready")
    expect(clip.locator(".clip__note")).to_contain_text("It ends 4 s after the event: the camera showed no more.")


def test_what_was_erased_is_said_and_the_picture_is_one_key_away(site: Site, alert: Alert, anna: User) -> None:
    film_it(alert)
    models.Clip.objects.update(erase_at=clock.now())
    page = site.page(anna)
    clip = opened(page, alert)
    expect(clip).to_contain_text("The clip was erased at the end of its retention.")
    page.locator("hv-detail").get_by_role("button", name="Clip").click()
    expect(clip).to_be_hidden()
    assert looks() == 0


def test_the_citys_own_video_opens_at_the_moment_of_the_event(site: Site, alert: Alert, anna: User) -> None:
    Camera.objects.update(video_link=f"{site.address}{LINK}")
    page = room(site.page(anna))
    page.locator(f"[data-alert='{alert.pk}'] .card__open").click()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="City video").click()
    popup.value.wait_for_url(f"**/healthz?camera={alert.event.camera_id}&at={int(alert.event.captured_at.timestamp())}")
    assert LogEntry.objects.filter(action="city_video.open", actor="anna").count() == 1


def test_whoever_may_not_go_there_sees_no_way(site: Site, alert: Alert) -> None:
    Camera.objects.update(video_link=f"{site.address}{LINK}")
    page = room(site.page(make_user(Role.INSPECTOR, username="iris")))
    page.locator(f"[data-alert='{alert.pk}'] .card__open").click()
    expect(page.locator("hv-detail").get_by_role("button", name="Clip")).to_be_visible()
    expect(page.get_by_role("link", name="City video")).to_be_hidden()
