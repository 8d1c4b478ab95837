"""What is wished of counts of events, whether roll-ups or rows answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

SOURCES = {
    "district": "district_id",
    "kind": "kind",
    "authorisation": "authorisation_id",
    "verdict": "value",
    "reason": "value",
    "took": "value",
}
"""Name of a column of a tally: column of the roll-up."""


@dataclass(frozen=True, slots=True)
class Wish:
    """columns: of the tally. facet: see ``board.models``. step: an hour, a day, or None where all is one."""

    columns: Sequence[str]
    facet: str
    step: timedelta | None

    @property
    def sources(self) -> list[str]:
        return [SOURCES[name] for name in self.columns]

    @property
    def folded_facet(self) -> str:
        return "all" if self.facet == "verdict" and "value" not in self.sources else self.facet
