"""What the pages of REST and of its neighbours tell a shell to do is done by a shell, against a running server."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from django.contrib.gis.geos import LineString, MultiLineString
from django.utils import timezone

from detectors.models import Schedule
from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts.models import Handling
from hypervision.mqtt.models import Subscription
from hypervision.outward import addresses
from hypervision.outward.models import Webhook
from maps.models import Camera, Event, Street, Zone
from tests.admin.conftest import key as key
from tests.factories import make_camera, make_token, make_zone
from tests.layers.conftest import city as city
from tests.layers.files import SQUARE, geojson
from tests.layers.test_tiles import layer as layer
from tests.live.browsers import server
from tests.outward.worlds import confirmed

DOCS = Path(__file__).parents[2] / "docs"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def blocks(page: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)


def curls(page: str) -> list[str]:
    """The blocks that ask a server."""
    return [block for block in blocks(page) if "curl " in block]


@pytest.fixture
def camera() -> Camera:
    return make_camera(name="Square")


class Shell:
    """In a folder of its own, before a server of the test's world."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def run(self, example: str, user: User, *scopes: Scope, **more: str) -> str:
        """What it prints; a request that is refused fails."""
        token = make_token(user, *scopes)
        (self.folder / "var").mkdir(exist_ok=True)
        (self.folder / "var" / "demo-users.txt").write_text(f"city-system {token}\n")
        words = example.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}").replace("curl ", "curl -fsS ")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", words],
            cwd=self.folder,
            env={**os.environ, "TOKEN": token, **more},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with server() as port:
        yield Shell(tmp_path, port)


def test_events_are_read_as_the_page_says(shell: Shell, camera: Camera, operator: User, city_system: User) -> None:
    confirmed(camera, operator)
    assert '"kind":"intrusion"' in shell.run(curls("api.md")[0], city_system, Scope.EVENTS_READ)


def test_a_zone_is_changed_as_the_page_says(shell: Shell, camera: Camera, administrator: User) -> None:
    make_zone(camera)
    said = shell.run(curls("api.md")[1], administrator, Scope.ZONES_READ, Scope.ZONES_WRITE)
    assert '"name":"Yard"' in said
    assert Zone.objects.get().name == "Yard"


def test_a_schedule_is_made_as_the_page_says(shell: Shell, administrator: User) -> None:
    shell.run(curls("api.md")[2], administrator, Scope.RULES_WRITE)
    assert Schedule.objects.get().special[0]["why"] == "Christmas"


def test_figures_are_read_as_the_page_says(shell: Shell, camera: Camera, operator: User, city_system: User) -> None:
    confirmed(camera, operator)
    said = shell.run(curls("api.md")[3], city_system, Scope.COUNTS_READ, Scope.ALERTS_READ)
    assert '"unit":1' in said
    assert "figure,kind,district" in said


def test_no_example_of_the_page_is_left_out() -> None:
    assert [len(curls(page)) for page in ("api.md", "interfaces/sending-events.md")] == [4, 2]


def test_events_are_sent_as_the_page_says(shell: Shell, city_system: User) -> None:
    """At the time of the page they would be older than events are kept."""
    Street.objects.create(
        name="Kaivokatu", lines=MultiLineString(LineString((24.94, 60.17), (24.941, 60.17)), srid=4326)
    )
    now = timezone.localtime().isoformat(timespec="seconds")
    example = curls("interfaces/sending-events.md")[0].replace("2026-06-01T12:00:00+02:00", now)
    assert '"taken":2' in shell.run(example, city_system, Scope.EVENTS_WRITE)
    assert Event.objects.count() == 2


def test_a_dispatch_says_how_far_it_is_as_the_page_says(
    shell: Shell, camera: Camera, operator: User, city_system: User
) -> None:
    alert = confirmed(camera, operator)
    shell.run(curls("interfaces/sending-events.md")[1], city_system, Scope.ALERTS_HANDLE, ALERT=str(alert.pk))
    assert Handling.objects.get().reference == "F-2231"


def test_feeds_are_read_as_the_page_says(shell: Shell, camera: Camera, operator: User, city_system: User) -> None:
    """What comes behind the bar is GDAL's, which reads the same feed in its own test."""
    confirmed(camera, operator)
    lines = [line.split(" | ")[0] for line in curls("interfaces/feeds.md")[0].splitlines()]
    said = [shell.run(line, city_system, Scope.ALERTS_READ) for line in lines]
    assert ["<feed" in said[0], "urn:oasis" in said[1] or "<feed" in said[1], "FeatureCollection" in said[2]] == [
        True
    ] * 3


@pytest.mark.usefixtures("layer")
def test_layers_are_read_as_the_page_says(shell: Shell, city_system: User) -> None:
    assert '"Lieux"' in shell.run(curls("interfaces/layers.md")[1], city_system, Scope.TILES_READ)


@pytest.mark.usefixtures("city")
def test_a_file_is_sent_as_the_page_says(shell: Shell, administrator: User) -> None:
    geojson(shell.folder / "arbres.geojson", [({"nom": "Platane"}, shapely.Point(*SQUARE))])
    said = shell.run(curls("interfaces/layers.md")[0], administrator, Scope.CAMERAS_WRITE)
    assert json.loads(said)["counts"]["new"] == 1


def test_cameras_for_openstreetmap_are_read_as_the_page_says(shell: Shell, camera: Camera, city_system: User) -> None:
    lines = [line for line in curls("interfaces/openstreetmap.md")[0].splitlines() if line.startswith("curl ")]
    shell.run("\n".join(lines), city_system, Scope.CAMERAS_READ)
    assert "<osm" in (shell.folder / "cameras.osm").read_text()


def test_a_webhook_is_made_as_the_page_says(
    shell: Shell, key: None, administrator: User, city_system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "look_up", lambda _host, _port: ["93.184.216.34"])
    said = shell.run(curls("interfaces/webhooks.md")[0], administrator, Scope.WEBHOOKS_WRITE)
    assert '"secret":' in said
    assert Webhook.objects.get().name == "Dispatch"


def test_a_broker_is_made_and_read_as_the_page_says(
    shell: Shell, key: None, administrator: User, city_system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "look_up", lambda _host, _port: ["93.184.216.34"])
    shell.run(curls("interfaces/mqtt.md")[0], administrator, Scope.MQTT_WRITE)
    assert Subscription.objects.get().broker.name == "Sensors"
