"""What came of a try-out, in the words of who asked: one row for each alert, the draft's beside what stands now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from detectors.said import kind_name
from hypervision.lib.languages import in_mine

SAME_SECONDS = 5.0
"""Two alerts that began nearer to each other are the same one, said by both, one of them maybe later."""


class Row(TypedDict):
    """One alert. began: by the clocks of its telling. draft, present: the score by which each would raise it."""

    began: str
    draft: float | None
    present: float | None
    foot: tuple[float, float]


class Told(TypedDict):
    """Of one rule. words: what came out, a sentence. rows: newest first."""

    title: str
    words: str
    is_refused: bool
    has_present: bool
    rows: list[Row]


class Answer(TypedDict):
    """state: waiting, done or failed. words: what to say of all of it, if anything."""

    state: str
    words: str
    outcomes: list[Told]


@dataclass(frozen=True, slots=True)
class Telling:
    """alone, beside: the sentence of a new rule, and of one that stands; clock: how a moment is said."""

    alone: str
    beside: str
    clock: Callable[[datetime], str]


LAST_HOUR = Telling(
    gettext_noop("Alerts of the last %(minutes)s min (%(pictures)s pictures): %(draft)s."),
    gettext_noop(
        "Alerts of the last %(minutes)s min (%(pictures)s pictures): %(draft)s by this draft, "
        "%(present)s by what stands now."
    ),
    lambda at: date_format(timezone.localtime(at), "H:i:s"),
)


def told(outcome: Mapping[str, Any], telling: Telling) -> Told:
    """outcome: one of ``passing.dump_answer``, loaded."""
    title = kind_name(outcome["kind"])
    if outcome["refused"]:
        words = in_mine(outcome["refused"])
        return {"title": title, "words": words, "is_refused": True, "has_present": False, "rows": []}
    return {
        "title": title,
        "words": _words(outcome, telling),
        "is_refused": False,
        "has_present": outcome["stood"] is not None,
        "rows": side_by_side(outcome["draft"], outcome["present"], telling.clock),
    }


def _words(outcome: Mapping[str, Any], telling: Telling) -> str:
    begins, until = (datetime.fromisoformat(outcome[name]) for name in ("begins", "until"))
    facts = {
        "minutes": number_format(max(1, round((until - begins).total_seconds() / 60))),
        "until": telling.clock(until),
        "pictures": number_format(outcome["pictures"], force_grouping=True),
        "draft": number_format(outcome["drafted"]),
    }
    if outcome["stood"] is None:
        return _(telling.alone) % facts
    return _(telling.beside) % {**facts, "present": number_format(outcome["stood"])}


def side_by_side(
    draft: Sequence[Mapping[str, Any]],
    present: Sequence[Mapping[str, Any]],
    clock: Callable[[datetime], str] = LAST_HOUR.clock,
) -> list[Row]:
    """One row for each alert, newest first; what began at nearly the same time for both is one."""
    rest = list(present)
    rows: list[tuple[datetime, Row]] = []
    for one in draft:
        twin = next((other for other in rest if _is_same(one, other)), None)
        if twin is not None:
            rest.remove(twin)
        rows.append((_began(one), _row(one, clock, draft=one["score"], present=twin["score"] if twin else None)))
    rows += [(_began(other), _row(other, clock, draft=None, present=other["score"])) for other in rest]
    return [row for _when, row in sorted(rows, key=lambda pair: pair[0], reverse=True)]


def _row(
    event: Mapping[str, Any], clock: Callable[[datetime], str], *, draft: float | None, present: float | None
) -> Row:
    return {"began": clock(_began(event)), "draft": draft, "present": present, "foot": tuple(event["foot"])}


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return abs((_began(one) - _began(other)).total_seconds()) <= SAME_SECONDS


def _began(event: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(event["started_at"])
