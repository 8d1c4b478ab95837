"""A draft of a rule is tried on the last hour, before it goes live."""

from datetime import timedelta

import numpy as np
import pytest
from playwright.sync_api import expect

from detectors.build import Plan
from detectors.models import Watch
from detectors.tryout.desk import Notebook, desk
from detectors.vision.mask.jpeg import encode
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from maps.models import Camera, Still
from tests.detectors.watched import watched_camera
from tests.e2e.conftest import Site
from tests.factories import make_rule, make_user
from tests.tryout.worlds import analysed, noted, plan_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_an_administrator_sees_what_a_draft_would_have_raised_and_nothing_is_saved(site: Site) -> None:
    camera = pictured_camera()
    rule, plan = camera.rules.get(), plan_of(camera)
    page = site.page(make_user(Role.ADMINISTRATOR, username="ada", is_staff=True))
    with desk.open(camera.pk) as notebook:
        for begins, ends in ((900, 880), (300, 296)):
            stays(notebook, plan, begins, ends)
        page.goto(f"/admin/detectors/rule/{rule.pk}/change/")
        page.locator("[name='parameters.intrusion.dwell_seconds']").fill("10")
        page.get_by_role("button", name="Try it", exact=True).click()
        expect(page.locator("[data-tryout] .tryout__answer")).to_contain_text("1 by this draft, 2 by what stands now")
        expect(page.locator(".tryout__rows tbody tr")).to_have_count(2)
        expect(page.locator(".tryout__draft")).to_have_count(1)
        expect(page.locator(".tryout__present")).to_have_count(2)
        page.locator("[name='parameters.intrusion.dwell_seconds']").fill("9999999")
    rule.refresh_from_db()
    assert (rule.parameters, rule.version) == ({"dwell_seconds": 1}, 1)


def test_each_rule_of_a_zone_has_the_picture_below_what_it_would_have_raised(site: Site) -> None:
    camera = pictured_camera()
    rule = camera.rules.get()
    make_rule(camera, zone=rule.zone, kind="intrusion", parameters={"dwell_seconds": 2})
    plan = plan_of(camera)
    page = site.page(make_user(Role.ADMINISTRATOR, username="ada", is_staff=True))
    with desk.open(camera.pk) as notebook:
        stays(notebook, plan, 300, 280)
        page.goto(f"/admin/maps/zone/{rule.zone_id}/change/")
        page.get_by_role("button", name="Try it", exact=True).click()
        expect(page.locator(".tryout__outcome")).to_have_count(2)
        expect(page.locator(".tryout__where .tryout__picture")).to_have_count(2)


def pictured_camera() -> Camera:
    """It is watched, and there is a picture of it."""
    camera, now = watched_camera(), clock.now()
    Watch.objects.update(state=Watch.State.WATCHING, expires_at=now + timedelta(minutes=5))
    Still.objects.create(
        camera=camera,
        jpeg=encode(np.full((480, 640, 3), 150, np.uint8)),
        captured_at=now,
        erase_at=now + timedelta(days=1),
    )
    return camera


def stays(notebook: Notebook, plan: Plan, begins: int, ends: int) -> None:
    for ago in np.arange(begins, ends, -0.25):
        noted(notebook, plan, analysed(plan, float(ago)))
