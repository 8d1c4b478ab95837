"""How exactly counts are told: as they are to whoever may see alerts, in fives to whoever may not.

In fives, each **atom** (one day or one hour, and of it one district, one kind, one verdict, where these are told
apart) is rounded to a multiple of five, up or down by lot, so that sums are right on average. The lot is drawn once
for ever: it follows from the atom's name and the installation's secret, so that asking again, or for a longer time,
draws no second one. Every figure is a sum of told atoms, and so is every difference of two: nought, or five at least.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from detectors.vision.scene.sums import FEWEST
from hypervision.accounts.permissions import Person, may
from hypervision.accounts.rights import Right
from hypervision.board.period import floor

PATIENCE = timedelta(minutes=30)
"""Nothing younger is told to whoever may not see alerts."""


@dataclass(frozen=True, slots=True)
class Telling:
    """unit: 1, or the number in which counts are told.

    The lot of an atom adds at most four times its count to its variance, so with each five taken as one an interval
    is no narrower than it ought to be.
    """

    unit: int

    @property
    def is_exact(self) -> bool:
        return self.unit == 1

    def is_told(self, count: int) -> bool:
        """Whether a count is told as it is."""
        return not count % self.unit

    def tell(self, count: int, atom: str) -> int:
        """The count of an atom, as it is told. atom: its name."""
        fives, rest = divmod(count, self.unit)
        return self.unit * (fives + (rest > self.unit * _lot(atom))) if rest else count

    def horizon(self, now: datetime, step: timedelta) -> datetime | None:
        """Where the last step that may be told of ends; None where all may be."""
        return None if self.is_exact else floor(now - PATIENCE, step)


EXACT = Telling(1)
IN_FIVES = Telling(FEWEST)


def telling_for(person: Person) -> Telling:
    return EXACT if may(person, Right.SEE_ALERTS) else IN_FIVES


def _lot(name: str) -> float:
    """From 0 up to 1, evenly."""
    drawn = hmac.digest(settings.SECRET_KEY.encode(), b"board.telling|" + name.encode(), sha256)
    return int.from_bytes(drawn[:6], "big") / 2**48
