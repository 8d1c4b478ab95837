"""The states of an alert as a table: which action leads from where to where, and the reasons for a refutation."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hypervision.alerts.models import Alert

State = Alert.State


@dataclass(frozen=True, slots=True)
class Move:
    """sources: the states that it leads from, in the order in which an alert passes through them."""

    sources: tuple[State, ...]
    target: State


MOVES: Mapping[str, Move] = {
    "claim": Move((State.NEW,), State.CLAIMED),
    # A claim says "I am on it"; it does not keep a colleague from judging when its owner was called away.
    "confirm": Move((State.NEW, State.CLAIMED), State.CONFIRMED),
    "refute": Move((State.NEW, State.CLAIMED), State.REFUTED),
}

JUDGED = (State.CONFIRMED, State.REFUTED)

OTHER = "other"
"""The reason that says nothing by itself: it needs a note."""

REASONS: Mapping[str, str | Promise] = {
    "lamp": _("Lamp or headlight"),
    "animal": _("Animal"),
    "reflection": _("Reflection"),
    "shadow": _("Shadow"),
    "vegetation": _("Plants in the wind"),
    "fixture": _("Bench, sign or other fixture"),
    "puddle": _("Puddle or wet ground"),
    "attended": _("Somebody is with it"),
    "resting": _("Person who sits, rests or sleeps"),
    "play": _("Play, sport or people in a hurry"),
    "harmless": _("Tool, phone, umbrella or toy"),
    "authorised_person": _("Person or vehicle that may be there"),
    "wrong_place": _("Not at the place that the map shows"),
    OTHER: _("Something else (say what)"),
}

_SEEN_WRONGLY = ("lamp", "animal", "reflection", "shadow", "vegetation")
_REASONS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "intrusion": (*_SEEN_WRONGLY, "authorised_person", "wrong_place", OTHER),
    "wrong_direction": ("animal", "reflection", "shadow", "authorised_person", "wrong_place", OTHER),
    "density": ("reflection", "shadow", "vegetation", "wrong_place", OTHER),
    "abandoned_object": ("attended", "fixture", "puddle", "resting", "reflection", "shadow", "wrong_place", OTHER),
    "fire": ("lamp", "reflection", "vegetation", "wrong_place", OTHER),
    "crowd_movement": ("play", "reflection", "shadow", "wrong_place", OTHER),
    "weapon": ("harmless", "authorised_person", "reflection", "shadow", "wrong_place", OTHER),
    "fall": ("resting", "animal", "reflection", "shadow", "fixture", "wrong_place", OTHER),
}


def reasons_for(kind: str) -> dict[str, str | Promise]:
    """The reasons that make sense for a kind of event, code to label; all of them for a kind that names none."""
    return {code: REASONS[code] for code in _REASONS_OF_KIND.get(kind, tuple(REASONS))}
