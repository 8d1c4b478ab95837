"""Legal regimes are dated data (R-02): one TOML file each, read here and nowhere else."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from hypervision.lib.errors import Refusal
from hypervision.lib.languages import Said, in_mine

FOLDER = Path(__file__).parent
ANY = "*"
LONGEST_RETENTION_DAYS = 28


@dataclass(frozen=True, slots=True)
class Regime:
    """What a legal basis allows at all; an authorisation under it narrows this to a place, a time and kinds.

    starts, ends: first day and last day, None when open. aggregates_only: sums and nothing else (R-06).
    demo_only: covers only cameras of the demonstration. max_days: longest authorisation (R-04).
    retention_days: how long pictures are kept, event_retention_days: how long events, with their alerts, verdicts and
    notes, are; both counted from the capture (R-30). early_recipients: an authorisation may name city systems that are
    told of alerts before a person has confirmed them (R-16). titles, sources: by language; a law is cited as it is.
    """

    name: str
    titles: Said
    sources: Said
    kinds: frozenset[str]
    aggregates_only: bool
    demo_only: bool
    max_days: int
    retention_days: int
    event_retention_days: int
    starts: date | None = None
    ends: date | None = None
    early_recipients: bool = False

    @property
    def title(self) -> str:
        return in_mine(self.titles)

    @property
    def source(self) -> str:
        return in_mine(self.sources)

    def allows_kind(self, kind: str) -> bool:
        return ANY in self.kinds or kind in self.kinds

    def in_force(self, at: datetime) -> bool:
        first = datetime.combine(self.starts or date.min, time.min, UTC)
        last = datetime.combine(self.ends, time.min, UTC) + timedelta(days=1) if self.ends else None
        return first <= at and (last is None or at < last)


@lru_cache(maxsize=1)
def regimes() -> dict[str, Regime]:
    """All regimes by name. A file that cannot be read as a regime stops the start."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        regime = _read(path)
        found[regime.name] = regime
    return found


def regime(name: str) -> Regime:
    known = regimes()
    if name not in known:
        raise Refusal(f"There is no regime {name}. Known are {', '.join(known)}.", code="unknown_regime")
    return known[name]


def _read(path: Path) -> Regime:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    read = Regime(**{**data, "kinds": frozenset(data["kinds"])})
    _check_retention(path.name, read)
    return read


def _check_retention(file: str, read: Regime) -> None:
    """A picture is part of its event and cannot outlive it; under sums only there is nothing to keep."""
    pictures, events = read.retention_days, read.event_retention_days
    for name, days in (("retention_days", pictures), ("event_retention_days", events)):
        if days > LONGEST_RETENTION_DAYS:
            raise ValueError(f"{file}: {name} is {days}, at most {LONGEST_RETENTION_DAYS} (R-30).")
    if read.aggregates_only and (pictures or events):
        raise ValueError(f"{file}: sums only, so retention_days and event_retention_days are 0 (R-06).")
    if not read.aggregates_only and events < max(pictures, 1):
        raise ValueError(f"{file}: event_retention_days is {events}; name at least a day, and retention_days at least.")
