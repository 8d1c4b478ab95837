"""How well detectors and the people who judge them work: verdicts, reasons, outcomes, and how long a verdict takes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from uuid import UUID

from hypervision.alerts.models import Alert
from hypervision.board.events import Scope
from hypervision.board.figures import Confirmed, Figures
from hypervision.board.tally import Row, Tally
from hypervision.board.wishes import Wish
from hypervision.law.models import Authorisation
from hypervision.lib.statistics import poisson

ENOUGH = 20
"""Verdicts, from which on the time in which 19 of 20 came says something."""
LADDER = [timedelta(minutes=number) for number in (1, 2, 5, 10, 15, 30, 60, 120, 360, 1440)]
"""In fives, times are told up to one of these: a median that moves tells of one verdict."""


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """Refuted alerts a camera and day of watching, with the 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Detector:
    """reasons: why alerts were refuted, the most frequent first. false_alarms: None where nothing was watched."""

    kind: str
    confirmed: Confirmed
    reasons: Sequence[tuple[str, int]]
    false_alarms: FalseAlarms | None

    @property
    def unreviewed_share(self) -> float | None:
        whole = self.confirmed.judged + self.confirmed.unreviewed
        return self.confirmed.unreviewed / whole if whole else None


@dataclass(frozen=True, slots=True)
class Times:
    """From the alert to its first verdict: within which time so many came. is_coarse: one of few that are told."""

    median: timedelta
    late: timedelta
    is_coarse: bool


@dataclass(frozen=True, slots=True)
class Work:
    """outcomes: kind, outcome, count. authorisations: reference (empty where none is known), kind, verdicts."""

    detectors: Sequence[Detector]
    times: Times | None
    outcomes: Sequence[tuple[str, str, int]]
    authorisations: Sequence[tuple[str, str, Confirmed]]


def work(scope: Scope, shown: Figures) -> Work:
    """The detectors of the kinds that are in the figures of this scope."""
    last = scope.totals(("kind", "reason"), "reason").rows
    reasons = _of_last_step(last, scope, Alert.State.REFUTED, "refusals")
    outcomes = _of_last_step(last, scope, Alert.State.CLOSED, "outcomes")
    days = shown.watching_hours.total / 24
    detectors = [
        Detector(
            row.kind,
            row.confirmed,
            [(reason, count) for (kind, reason), count in reasons.most_common() if kind == row.kind],
            _false_alarms(row.confirmed, days),
        )
        for row in shown.kinds
        if row.is_detected
    ]
    return Work(
        detectors,
        _times(scope, sum(each.confirmed.judged for each in detectors)),
        [
            (kind, outcome, count)
            for (kind, outcome), count in sorted(outcomes.items(), key=lambda one: (one[0][0], -one[1]))
        ],
        _authorisations(scope),
    )


def _by_kind(row: tuple[str, str, int]) -> tuple[str, int, str]:
    """The most frequent outcome of a kind first."""
    kind, outcome, count = row
    return kind, -count, outcome


def _false_alarms(confirmed: Confirmed, days: float) -> FalseAlarms | None:
    if not days:
        return None
    wrong = confirmed.judged - confirmed.confirmed
    low, high = poisson(wrong // confirmed.unit)
    return FalseAlarms(*(value / days for value in (wrong, confirmed.unit * low, confirmed.unit * high)))


def _of_last_step(found: Sequence[Row], scope: Scope, state: str, name: str) -> Counter[tuple[str, ...]]:
    """Alerts of the machine that stand in a state, by kind and by the reason of the step that led there."""
    beginning = f"{state}:"
    rows = [
        (at, (kind, reason.removeprefix(beginning)), count)
        for at, (kind, reason), count in found
        if reason.startswith(beginning)
    ]
    tally = Tally(("kind", "reason"), rows, scope.period.by_hour, scope.telling, scope.chosen.fixed, name)
    return tally.by("kind", "reason")


def _authorisations(scope: Scope) -> list[tuple[str, str, Confirmed]]:
    """Alerts of the machine under each authorisation, by kind."""
    sums = scope.verdicts.by("authorisation", "kind", "verdict")
    keys = sorted({(authorisation, kind) for authorisation, kind, _ in sums if authorisation})
    names = {
        str(key): reference
        for key, reference in Authorisation.objects.filter(
            pk__in={UUID(authorisation) for authorisation, _ in keys}
        ).values_list("pk", "order_reference")
    }
    found: dict[tuple[str, str], Counter[str]] = {}
    for (authorisation, kind, verdict), count in sums.items():
        if authorisation:
            found.setdefault((names.get(authorisation, ""), kind), Counter())[verdict] += count
    return [
        (
            reference,
            kind,
            Confirmed(
                counts["confirmed"],
                counts["confirmed"] + counts["refuted"],
                counts["unreviewed"],
                unit=scope.telling.unit,
            ),
        )
        for (reference, kind), counts in sorted(found.items())
    ]


def _times(scope: Scope, judged: int) -> Times | None:
    """Up to which rung of a ladder: each verdict by itself is kept no longer than its alert."""
    if judged < ENOUGH:
        return None
    rungs = Counter[int]()
    for _at, (rung,), count in scope.counts(Wish(("took",), "took", None)):
        rungs[int(rung)] += count
    if not rungs:
        return None
    median, late = (timedelta(seconds=_nearest(rungs, share)) for share in (0.5, 0.95))
    if scope.telling.is_exact:
        return Times(median, late, is_coarse=False)
    return Times(_up_to(median), _up_to(late), is_coarse=True)


def _nearest(rungs: Counter[int], share: float) -> int:
    """By nearest rank."""
    rank, counted = ceil(share * rungs.total()), 0
    for rung, count in sorted(rungs.items()):
        counted += count
        if counted >= rank:
            return rung
    return max(rungs)


def _up_to(took: timedelta) -> timedelta:
    return next((step for step in LADDER if took <= step), LADDER[-1])
