"""The demonstration: made once, repeated without harm, and plainly no street."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from detectors import attested, build, duty
from detectors.demo import setup
from detectors.demo.scene import CAMERAS
from detectors.management.commands import setup_demo
from detectors.models import Rule
from detectors.vision.locate.earth import Anchor
from detectors.vision.scene import registry
from hypervision.accounts.models import ApiToken, User
from hypervision.law import authorisations
from hypervision.law.models import Authorisation
from hypervision.lib import clock
from maps.models import Camera, Zone
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def networks(db: None) -> None:
    for purpose, digit in zip(attested.NEEDED, "abc", strict=True):
        factories.make_network(name=purpose, purpose=purpose, sha256=digit * 64)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setup_demo, "VAR", tmp_path)
    return tmp_path


def rows() -> list[int]:
    return [model.objects.count() for model in (Camera, Zone, Rule, Authorisation, User, ApiToken)]


def test_a_second_run_makes_nothing_and_keeps_the_passwords(folder: Path) -> None:
    call_command("setup_demo")
    before, accounts = rows(), (folder / "demo-users.txt").read_text()
    call_command("setup_demo")
    assert (rows(), (folder / "demo-users.txt").read_text()) == (before, accounts)


def test_the_accounts_stand_in_a_file_that_only_its_owner_reads(folder: Path) -> None:
    call_command("setup_demo")
    file = folder / "demo-users.txt"
    words = [line.split() for line in file.read_text().splitlines()]
    assert file.stat().st_mode & 0o777 == 0o600
    roles = ["operator", "supervisor", "official", "administrator", "inspector"]
    assert [line[0] for line in words] == [*roles, "city-system"]
    assert words[-1][2] == "token"
    assert all(User.objects.get(username=name).check_password(word) for name, word, _ in words[:-1])


def test_what_people_changed_stays() -> None:
    setup.set_up(print)
    Rule.objects.update(enabled=False)
    Camera.objects.update(name="Ours now", wanted_rate=1)
    setup.set_up(print)
    assert not Rule.objects.filter(enabled=True).exists()
    assert set(Camera.objects.values_list("name", "wanted_rate")) == {("Ours now", 1.0)}


def test_each_demo_camera_is_labelled_and_may_be_watched_now() -> None:
    for camera in setup.set_up(print):
        plan, wanted = build.plan_of(camera.id, clock.now())
        assert camera.is_demo
        assert camera.is_simulated
        assert "demo" in camera.name
        assert wanted.state is None
        for rule in plan.config.rules:
            registry.check(rule)


def test_the_authorisation_lasts_a_month_at_most_and_is_renewed_before_it_ends() -> None:
    setup.set_up(print)
    first = Authorisation.objects.get()
    assert first.ends_at - first.starts_at <= timedelta(days=31)
    Authorisation.objects.update(ends_at=clock.now() + timedelta(days=2))
    setup.set_up(print)
    assert Authorisation.objects.count() == 2


def test_an_authorisation_that_a_person_revoked_is_not_renewed() -> None:
    setup.set_up(print)
    authorisations.revoke(Authorisation.objects.get(), None)
    camera = setup.set_up(print)[0]
    assert Authorisation.objects.count() == 1
    assert build.plan_of(camera.id, clock.now())[1].state == "not_authorised"


def test_the_demonstration_covers_no_camera_of_the_street() -> None:
    demo = setup.set_up(print)[0]
    street = factories.make_camera(place=(demo.location.x, demo.location.y), address="rtsp://127.0.0.1/x")
    assert duty.of(street, {"intrusion"}, build.networks_in_use(), clock.now()).state == "not_authorised"


@pytest.mark.parametrize("bearing", [demo.bearing for demo in CAMERAS])
def test_the_recording_is_turned_so_that_the_middle_of_its_lower_edge_lies_ahead(bearing: float) -> None:
    """The foot of the picture lies before the camera, in the direction in which the camera looks."""
    matrix = np.array(setup.homography_at(bearing)).reshape(3, 3)
    east, north, scale = matrix @ (384, 300, 1)
    ahead = np.degrees(np.arctan2(east / scale, north / scale)) % 360
    assert abs((ahead - bearing + 180) % 360 - 180) < 6
    assert 10 < np.hypot(east / scale, north / scale) < 50


def test_the_camera_stands_thirty_metres_from_what_it_looks_at() -> None:
    demo = CAMERAS[0]
    setup.set_up(print)
    camera = Camera.objects.get(id=setup.id_of(demo.path))
    east, north = Anchor(camera.location.x, camera.location.y).to_metres(demo.lon, demo.lat)
    assert (east**2 + north**2) ** 0.5 == pytest.approx(setup.AHEAD_M, abs=0.1)
