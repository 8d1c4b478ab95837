"""A square in Helsinki with a counting line, a speed zone and their bins, and a client that reads them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from rest_framework.test import APIClient

from hypervision.accounts.models import User
from maps.models import Camera, CountBin, Zone
from tests.detectors.test_ground import calibrated
from tests.factories import NOON, make_count, make_rule, make_zone

ROOT = "/sta/v1.1"
SPEEDS: dict[str, Any] = {"kind": "speed", "measure": "speed", "label": "vehicle", "way": ""}


def make_square() -> Camera:
    """On its bridge 40 persons forwards and 3 back at noon, and 50 forwards five minutes later."""
    camera = calibrated(name="Square")
    bridge = make_bridge(camera)
    make_count(camera, 40, zone=bridge)
    make_count(camera, 3, zone=bridge, way="backward")
    make_count(camera, 50, zone=bridge, starts_at=NOON + timedelta(minutes=5))
    return camera


def make_bridge(camera: Camera, name: str = "Bridge") -> Zone:
    """A line with the rule that counts at it."""
    bridge = make_zone(camera, name=name, purpose="line", points=[[0.4, 0.8], [0.6, 0.8]])
    make_rule(camera, zone=bridge, kind="line_count", version=3)
    return bridge


def make_bins(camera: Camera, zone: Zone, at: Iterable[datetime]) -> None:
    """Seven persons forwards in each."""
    sums = {"objects_seen": 7, "basis": 7.0, "total": 7.0, "squares": 7.0, "variances": 0.0}
    names = {"kind": "line_count", "measure": "crossings", "label": "person", "way": "forward"}
    CountBin.objects.bulk_create(
        [CountBin(zone=zone, camera=camera, starts_at=each, **names, **sums) for each in at], batch_size=5000
    )


def make_speeds(camera: Camera, zone: Zone, speeds: Iterable[float], **values: Any) -> None:
    """One vehicle each, km/h, measured to 1 km/h."""
    all_of = list(speeds)
    sums = {"total": sum(all_of), "squares": sum(one**2 for one in all_of), "variances": float(len(all_of))}
    make_count(camera, len(all_of), zone=zone, **SPEEDS, **sums, **values)


def read(user: User, path: str, **asked: Any) -> Any:
    """The answer, whatever it is. asked: options without their dollar."""
    client = APIClient()
    client.force_login(user)
    return client.get(f"{ROOT}/{path}" if path else ROOT, {f"${name}": value for name, value in asked.items()})


def told(user: User, path: str, **asked: Any) -> Any:
    """What one entity is, or a page says."""
    answer = read(user, path, **asked)
    assert answer.status_code == 200, (answer.status_code, answer.content)
    return answer.json()


def found(user: User, path: str, **asked: Any) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = told(user, path, **asked)["value"]
    return entities


def path_of(entity: dict[str, Any]) -> str:
    """Of its own address, behind the root."""
    return str(entity["@iot.selfLink"]).partition(f"{ROOT}/")[2]


def refused(user: User, path: str, status: int = 400, **asked: Any) -> str:
    """The sentence of a refusal."""
    answer = read(user, path, **asked)
    assert answer.status_code == status, (answer.status_code, answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    return str(answer.json()["detail"])
