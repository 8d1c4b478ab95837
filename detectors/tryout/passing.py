"""What passes through the broker for a try-out: the question to who watches the camera, and the answer to who asked.

All of it runs out by itself (R-30), and nobody but who asked finds the answer.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from detectors.vision.config import HoursConfig, RuleConfig, ShapeConfig, Span

PICKED_UP_S = 15
"""A question that no worker took by then is not asked any more: nobody watches the camera."""
ANSWER_S = 600
MOST_EVENTS = 200
"""Of a rule that are told one by one; all are counted."""


def questions_of(camera: UUID) -> str:
    return f"hypervision:tryout:questions:{camera}"


def answer_to(person: int, question: UUID) -> str:
    return f"hypervision:tryout:answer:{person}:{question}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A draft, and the rule that it would take the place of: None for a new one. view: of its zone; None: in all."""

    draft: RuleConfig
    present: RuleConfig | None
    view: str | None


@dataclass(frozen=True, slots=True)
class Question:
    id: UUID
    person: int
    camera: UUID
    pairs: tuple[Pair, ...]

    def dump(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def load(cls, text: bytes | str) -> "Question":
        """Raises whatever comes of what is no question."""
        given = json.loads(text)
        pairs = tuple(Pair(_rule(one["draft"]), _rule_or_none(one["present"]), one["view"]) for one in given["pairs"])
        return cls(UUID(given["id"]), int(given["person"]), UUID(given["camera"]), pairs)


@dataclass(frozen=True, slots=True)
class Raised:
    """What a rule would have said. at: when; foot, box: as shares of the picture."""

    at: datetime
    started_at: datetime
    score: float
    foot: tuple[float, float]
    box: tuple[float, float, float, float] | None
    facts: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one pair.

    begins, until: of what was remembered and allowed, None where nothing was. pictures: how many those are.
    drafted, stood: how many alerts the draft and the present rule would have raised; stood: None for a new rule.
    draft, present: the first of them, one by one. refused: by language, why nothing was tried.
    """

    kind: str
    begins: datetime | None = None
    until: datetime | None = None
    pictures: int = 0
    drafted: int = 0
    stood: int | None = None
    draft: tuple[Raised, ...] = ()
    present: tuple[Raised, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


def dump_answer(state: str, outcomes: tuple[Outcome, ...] = ()) -> str:
    """state: waiting, working, done, absent (the watch has gone, or not begun) or failed."""
    return json.dumps({"state": state, "outcomes": [asdict(one) for one in outcomes]}, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _rule(given: dict[str, Any]) -> RuleConfig:
    shape = given["shape"]
    points = tuple((float(x), float(y)) for x, y in shape["points"])
    return RuleConfig(
        given["id"],
        int(given["version"]),
        given["kind"],
        ShapeConfig(shape["id"], shape["name"], points),
        given["parameters"],
        given["time_zone"],
        _hours(given["hours"]) if given["hours"] else None,
    )


def _hours(given: dict[str, Any]) -> HoursConfig:
    special = tuple((date.fromisoformat(day), _spans(spans)) for day, spans in given["special"])
    return HoursConfig(tuple(_spans(spans) for spans in given["week"]), special)


def _spans(given: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple((begin, end) for begin, end in given)


def _rule_or_none(given: dict[str, Any] | None) -> RuleConfig | None:
    return None if given is None else _rule(given)
