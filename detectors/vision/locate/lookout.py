"""Notices at which of its presets a camera looks, that it looks at none of them, and that it is back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import cv2
import numpy as np

from detectors.vision.locate.background import HEIGHT, WIDTH, Background, View
from detectors.vision.mask.zones import PrivateZones
from detectors.vision.types import Bools, Image

EVERY = timedelta(seconds=2)
LEAVES_AFTER = 3
"""Looks in a row that must say that nothing known is seen: a lorry that fills the picture passes."""
RETURNS_AFTER = 2
"""Looks in a row that must say that something known is seen again. From one known view to another one look is enough:
nothing that passes looks like it, and the private zones of the wrong view would not cover what they should."""
WIDER = 0.15
"""A box is widened by this share of its height, since shadow and motion are no background either."""
BORDER = 7
"""Pixels of the map across which the border of a blank zone shows: it is blurred."""

NOWHERE = -1
UNSAID = -2
"""What a look told that told nothing: night, fog, a covered lens."""


class Reference:
    """A known view. background None: it waits for its picture, and is what is seen whenever no other view is.

    private: zones that are blank in it. Their borders are no edges of the scene: they would be found in every view.
    """

    def __init__(self, background: Background | None, private: PrivateZones | None = None) -> None:
        self._private = private or PrivateZones(())
        self._hidden = _hidden(self._private)
        self.background = background.without(self._hidden) if background else None

    def told(self, image: Image) -> View:
        return self.background.compare(self._of(image)) if self.background else View.UNKNOWN

    def likeness(self, image: Image) -> float:
        return self.background.likeness(self._of(image)) if self.background else 0.0

    def _of(self, image: Image) -> Background:
        return Background.of(self._private.blank(image)).without(self._hidden)


def _hidden(private: PrivateZones) -> Bools:
    """[HEIGHT, WIDTH]: where these zones and their borders lie."""
    black = (private.blank(np.full((HEIGHT, WIDTH, 3), 255, np.uint8)) == 0).all(axis=2)
    return np.asarray(cv2.dilate(black.astype(np.uint8), np.ones((BORDER, BORDER), np.uint8)), np.bool_)


@dataclass(slots=True)
class Lookout:
    """One camera's. Feed it frames in order; ``update`` says which reference it looks at now, by its place in the list.

    A look that tells nothing leaves things as they are. The first that tells something decides alone: a watch that
    begins before a turned camera must not analyse even for some seconds. Until then a camera of one view is believed
    to look there, and one of several to look nowhere.
    """

    references: Sequence[Reference]
    seen: int = NOWHERE
    _doubt: tuple[int, int] = (UNSAID, 0)
    _is_new: bool = True
    _due: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.references) == 1:
            self.seen = 0

    def update(self, image: Image, at: datetime) -> int | None:
        """None: it looks at none of them."""
        if self._is_due(at):
            self._consider(self._look(image))
        return None if self.seen == NOWHERE else self.seen

    def _is_due(self, at: datetime) -> bool:
        if all(reference.background is None for reference in self.references):
            return False  # there is nothing to compare with
        if self._due is not None and self._due - EVERY <= at < self._due:
            return False
        self._due = at + EVERY
        return True

    def _look(self, image: Image) -> int:
        """The reference that is seen; of several, which only look alike, the one that agrees best."""
        if self._is_known(self.seen) and self.references[self.seen].told(image) is View.HERE:
            return self.seen
        told = {place: one.told(image) for place, one in enumerate(self.references) if one.background}
        here = [place for place, view in told.items() if view is View.HERE]
        if here:
            return here[0] if len(here) == 1 else max(here, key=lambda place: self.references[place].likeness(image))
        if told.get(self.seen) is View.UNKNOWN or set(told.values()) == {View.UNKNOWN}:
            return UNSAID
        return next((place for place, one in enumerate(self.references) if not one.background), NOWHERE)

    def _consider(self, told: int) -> None:
        if told == UNSAID:
            return
        before, looks = self._doubt
        self._doubt = (told, looks + 1 if told == before else 1)
        if self._is_new or told == self.seen or self._doubt[1] >= self._needed(told):
            self._is_new, self.seen, self._doubt = False, told, (UNSAID, 0)

    def _needed(self, told: int) -> int:
        """Looks in a row."""
        if not self._is_known(told):
            return LEAVES_AFTER
        return 1 if self._is_known(self.seen) else RETURNS_AFTER

    def _is_known(self, place: int) -> bool:
        return place != NOWHERE and self.references[place].background is not None


def covered(width: int, height: int, boxes: Iterable[Iterable[float]]) -> Bools:
    """[height, width]: where persons and vehicles hide the background. boxes: x1 y1 x2 y2 in pixels."""
    hidden = np.zeros((height, width), bool)
    for left, top, right, bottom in boxes:
        more = WIDER * (bottom - top)
        across, down = (
            (max(0, int(left - more)), int(right + more) + 1),
            (max(0, int(top - more)), int(bottom + more) + 1),
        )
        hidden[slice(*down), slice(*across)] = True
    return hidden
