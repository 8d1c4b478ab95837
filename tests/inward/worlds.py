"""What other systems send, with values that a reader can picture."""

from typing import Any

from hypervision.lib import clock
from tests.factories import SQUARE


def told(**more: Any) -> dict[str, Any]:
    """A fire panel at the square, just now; nobody is asked for a verdict. None leaves a field out."""
    at = clock.now().replace(microsecond=0).isoformat()
    said = {"id": "panel-1", "kind": "fire_alarm", "at": at, "lon": SQUARE[0], "lat": SQUARE[1]} | more
    return {name: value for name, value in said.items() if value is not None}
