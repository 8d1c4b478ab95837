"""An administrator who sends the calibration of a camera."""

from typing import Any

import pytest

from hypervision.accounts.rights import Role
from maps.models import Camera
from tests.api.calibration.marks import Post
from tests.api.conftest import ClientOf
from tests.factories import make_user


@pytest.fixture
def post(client_of: ClientOf, camera: Camera) -> Post:
    client = client_of(make_user(Role.ADMINISTRATOR))

    def send(sent: dict[str, Any], query: str = "") -> Any:
        return client.post(f"/api/v1/cameras/{camera.id}/calibration/{query}", sent, format="json")

    return send
