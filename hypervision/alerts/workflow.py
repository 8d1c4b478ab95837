"""The states of an alert as a table: which action leads from where to where."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypervision.alerts.models import Alert

State = Alert.State

OPEN = (State.NEW, State.ESCALATED, State.CLAIMED)
"""Waits for a verdict."""

TRUE = (State.CONFIRMED, State.CLOSED)
"""A person said that it happened; closed ones have an outcome, too."""

JUDGED = (*TRUE, State.REFUTED)


@dataclass(frozen=True, slots=True)
class Move:
    """sources: the states that it leads from."""

    sources: tuple[State, ...]
    target: State


MOVES: Mapping[str, Move] = {
    "claim": Move((State.NEW, State.ESCALATED), State.CLAIMED),
    # A claim says "I am on it"; it does not keep a colleague from judging when its owner was called away. Nor does an
    # escalation: it asks for the supervisor, and whoever can judge meanwhile may.
    "escalate": Move((State.NEW, State.CLAIMED), State.ESCALATED),
    "confirm": Move(OPEN, State.CONFIRMED),
    "refute": Move(OPEN, State.REFUTED),
    "close": Move((State.CONFIRMED,), State.CLOSED),
    # A wrong verdict, or one that came too late; both verdicts stay in the story.
    "correct_to_confirmed": Move((State.REFUTED, State.EXPIRED), State.CONFIRMED),
    "correct_to_refuted": Move((*TRUE, State.EXPIRED), State.REFUTED),
    # What time does by itself.
    "overdue": Move((State.NEW,), State.ESCALATED),
    "expire": Move(OPEN, State.EXPIRED),
}
