"""How well detectors and the people who judge them work, as plain values."""

from typing import Annotated, TypedDict

from msgspec import Meta

from hypervision.board.detectors import Detector, Work
from hypervision.board.figures import Confirmed


class VerdictsCard(TypedDict):
    """How people judged the alerts; share with its 95 % interval, None where nobody judged any."""

    confirmed: int
    judged: int
    unreviewed: int
    missed: int
    share: float | None
    low: float | None
    high: float | None


class RateCard(TypedDict):
    """A rate, with its 95 % interval."""

    value: float
    low: float
    high: float


class ReasonCard(TypedDict):
    reason: str
    alerts: int


class DetectorCard(TypedDict):
    """One kind as it does: why alerts were refuted, and refuted alerts a camera and day of watching."""

    kind: str
    unreviewed_share: float | None
    false_alarms: Annotated[RateCard | None, Meta(description="None: nothing was watched.")]
    reasons: list[ReasonCard]


class TimesCard(TypedDict):
    """From the alert to its first verdict, in seconds: half came within one, 19 of 20 within the other."""

    median: float
    late: float


class OutcomeCard(TypedDict):
    kind: str
    outcome: str
    alerts: int


class OrderCard(VerdictsCard):
    """The verdicts of one kind under one authorisation."""

    authorisation: Annotated[str, Meta(description="Reference of its order; empty where it is not known.")]
    kind: str


class WorkCard(TypedDict):
    detectors: list[DetectorCard]
    times: Annotated[TimesCard | None, Meta(description="None: too few verdicts.")]
    outcomes: list[OutcomeCard]
    authorisations: list[OrderCard]


def work_card(found: Work) -> WorkCard:
    times = found.times
    return {
        "detectors": [_detector(row) for row in found.detectors],
        "times": {"median": times.median.total_seconds(), "late": times.late.total_seconds()} if times else None,
        "outcomes": [{"kind": kind, "outcome": outcome, "alerts": count} for kind, outcome, count in found.outcomes],
        "authorisations": [
            {"authorisation": reference, "kind": kind, **verdicts_card(confirmed)}
            for reference, kind, confirmed in found.authorisations
        ],
    }


def verdicts_card(one: Confirmed) -> VerdictsCard:
    low, high = one.interval or (None, None)
    return {
        "confirmed": one.confirmed,
        "judged": one.judged,
        "unreviewed": one.unreviewed,
        "missed": one.missed,
        "share": one.share,
        "low": low,
        "high": high,
    }


def _detector(row: Detector) -> DetectorCard:
    rate = row.false_alarms
    return {
        "kind": row.kind,
        "unreviewed_share": row.unreviewed_share,
        "false_alarms": {"value": rate.value, "low": rate.low, "high": rate.high} if rate else None,
        "reasons": [{"reason": reason, "alerts": count} for reason, count in row.reasons],
    }
