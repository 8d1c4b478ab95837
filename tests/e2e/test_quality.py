"""Beside an alert stands how mature and how right its kind is."""

import os

import pytest
from playwright.sync_api import Page, expect

from detectors.evaluation import figures
from detectors.evaluation.tally import Tally
from hypervision.accounts.models import User
from maps.models import Camera
from tests.e2e.conftest import Site, raise_now, room

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

MEASURED = Tally(scenes=24, hostile=12, events=200, found=194, false=0, seconds=33_120.0)


def facts_of_an_alert(page: Page, camera: Camera) -> Page:
    page = room(page)
    alert = raise_now(camera)
    page.locator(f"[data-alert='{alert.id}'] .card__open").click()
    return page


def test_a_kind_that_was_not_evaluated_says_so(site: Site, square: Camera, anna: User) -> None:
    page = facts_of_an_alert(site.page(anna), square)
    expect(page.locator("hv-detail .facts")).to_contain_text("Proven")
    expect(page.locator("hv-detail .facts")).to_contain_text("Not evaluated with this network and this rule.")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "On 24 composed scenes: 97 % [94, 99] found, 0 [0, 0.4] false alarms an hour."),
        ("fr", "Sur 24 scènes composées : rappel 97 % [94 ; 99], fausses alertes par heure 0 [0 ; 0,4]."),
    ],
)
def test_an_evaluated_kind_shows_its_figures(
    site: Site, square: Camera, anna: User, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    monkeypatch.setattr(figures, "current", lambda kind, network: MEASURED)
    page = facts_of_an_alert(site.page(anna, language=language), square)
    expect(page.locator("hv-detail .facts")).to_contain_text(sentence)
    if "SHOTS" in os.environ:
        page.screenshot(path=f"{os.environ['SHOTS']}/view_quality_{language}.png")
