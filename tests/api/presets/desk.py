"""An administrator before the views of one camera, and what is needed to look at them."""

from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import Polygon

from detectors import build
from detectors.vision.config import PipelineConfig
from hypervision.accounts.rights import Role
from maps.models import Camera, Preset, Still
from tests.api.calibration.marks import body
from tests.api.conftest import ClientOf
from tests.factories import NOON, make_user

EDGES = b"edges of the square"
OTHERS = b"edges of the yard"
GROUNDS = {
    "Square": Polygon(((24.94, 60.17), (24.95, 60.17), (24.95, 60.18), (24.94, 60.17))),
    "Yard": Polygon(((24.94, 60.17), (24.93, 60.17), (24.93, 60.16), (24.94, 60.17))),
}


def give_still(camera: Camera, background: bytes | None = EDGES, preset: Preset | None = None) -> None:
    values = {"captured_at": NOON, "erase_at": NOON + timedelta(days=1), "background": background, "preset": preset}
    Still.objects.update_or_create(camera=camera, defaults={"jpeg": b"masked", **values})


class Desk:
    """An administrator before the presets of one camera."""

    def __init__(self, client_of: ClientOf, camera: Camera) -> None:
        self.client = client_of(make_user(Role.ADMINISTRATOR))
        self.camera = camera
        self.address = f"/api/v1/cameras/{camera.id}/presets/"

    def add(self, name: str = "") -> Any:
        return self.client.post(self.address, {"name": name}, format="json")

    def of(self, name: str) -> Preset:
        return Preset.objects.get(camera=self.camera, name=name)

    def look(self, name: str) -> str:
        return f"{self.address}{self.of(name).pk}/look/"

    def calibrate(self, **more: Any) -> Any:
        return self.client.post(f"/api/v1/cameras/{self.camera.pk}/calibration/", body(**more), format="json")

    def two(self) -> None:
        """The square, of which there is a picture, and the yard, which waits for its own."""
        give_still(self.camera)
        self.add("Square")
        self.add("Yard")

    def plan(self) -> PipelineConfig:
        return build.plan_of(self.camera.id, NOON)[0].config


def ground_of(desk: Desk) -> str | None:
    """On whose ground the map shows the camera."""
    ring = desk.client.get(f"/api/v1/cameras/{desk.camera.id}/").json()["view"]
    return next((name for name, ground in GROUNDS.items() if ring == [list(place) for place in ground.coords[0]]), ring)
