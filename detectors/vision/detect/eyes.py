"""Extra eyes: what some rules need beside the tracks. An eye is one file and one line here.

An eye looks at pictures, without a network, and says which things it sees. It runs only where a rule that needs it may
run, and looks as seldom as it can.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from detectors.vision.detect.flames import Flames
from detectors.vision.detect.smoke import Smoke
from detectors.vision.detect.still import StillThings
from detectors.vision.types import Detections, Image, Tracks


class Eye(StrEnum):
    """What the extra eyes are called in ``RuleKind.eyes`` and ``Evidence.looked``."""

    STILL = "still"
    FLAMES = "flames"
    SMOKE = "smoke"


class Sight(Protocol):
    """Looks at one camera's pictures, all of one size, in order of capture."""

    def look(self, image: Image, tracks: Tracks, at: datetime) -> Detections | None:
        """The things that it sees now, in pixels of ``image``; None when it leaves this frame out.

        tracks: whatever moves by itself, hidden ones included.
        """


EYES: Mapping[Eye, Callable[[], Sight]] = {
    Eye.STILL: StillThings,
    Eye.FLAMES: Flames,
    Eye.SMOKE: Smoke,
}
