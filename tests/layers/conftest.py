"""A city, and the desk at which files are brought in."""

from pathlib import Path

import pytest

from maps.models import City
from tests.layers.files import town
from tests.layers.worlds import Desk


@pytest.fixture
def city() -> City:
    return town()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
