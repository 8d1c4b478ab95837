"""The desk before the views of the camera."""

import pytest

from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.api.presets.desk import Desk


@pytest.fixture
def desk(client_of: ClientOf, camera: Camera) -> Desk:
    return Desk(client_of, camera)
