"""What can be brought in, and who is told of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from detectors import changes
from detectors.layer_import.cameras import Cameras
from hypervision.accounts.rights import Right
from hypervision.live import journal
from hypervision.live.messages import MapChanged
from maps.layers.plain import Source
from maps.layers.targets.base import Target
from maps.layers.targets.districts import Districts
from maps.layers.targets.extent import Extent
from maps.layers.targets.layer import Overlay
from maps.layers.targets.streets import Streets
from maps.models import LayerImport

MOST_NAME = 80

TARGETS: Mapping[str, Target] = {
    str(target.choice): target for target in (Extent(), Districts(), Streets(), Cameras(), Overlay())
}


@contextmanager
def told(cameras: QuerySet[Any] | None) -> Iterator[None]:
    """At the end all browsers hear that the map is another. cameras: those that come back or go, where any do."""
    if cameras is None:
        yield
    else:
        with changes.told(cameras):
            yield
    journal.append(MapChanged(changes.map_version()), right=Right.SEE_MAP)


def named(target: Target, name: str, source: Source) -> str:
    """A layer is called as its file where nobody names it."""
    return name or (Path(source.name).stem[:MOST_NAME] if target.choice == LayerImport.Target.LAYER else "")
