from collections.abc import Callable
from pathlib import Path

import pytest

from maps import services
from maps.services import ImportReport
from tests.maps.extracts import World, square

Import = Callable[..., ImportReport]


@pytest.fixture
def bring_in(db: None, tmp_path: Path) -> Import:
    """Writes a world as an extract and imports it."""

    def bring_in(world: World, *, replace: bool = False) -> ImportReport:
        return services.import_city(world.write(tmp_path / "city.osm.pbf"), "Helsinki", replace=replace)

    return bring_in


@pytest.fixture
def helsinki(bring_in: Import) -> ImportReport:
    return bring_in(square())
