"""The short lists from which people choose: why an alert is wrong, who was informed, how it ended."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = Mapping[str, str | Promise]

OTHER = "other"
"""The choice that says nothing by itself: it needs a note."""

REFUTATIONS: Choices = {
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
    "not_found": _("Nothing of the kind was found"),
    "known_already": _("Known already"),
    "false_call": _("False call"),
    OTHER: _("Something else (say what)"),
}

_SEEN_WRONGLY = ("lamp", "animal", "reflection", "shadow", "vegetation")
_REFUTATIONS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "intrusion": (*_SEEN_WRONGLY, "authorised_person", "wrong_place", OTHER),
    "wrong_direction": ("animal", "reflection", "shadow", "authorised_person", "wrong_place", OTHER),
    "density": ("reflection", "shadow", "vegetation", "wrong_place", OTHER),
    "abandoned_object": ("attended", "fixture", "puddle", "resting", "reflection", "shadow", "wrong_place", OTHER),
    "fire": ("lamp", "reflection", "vegetation", "wrong_place", OTHER),
    "crowd_movement": ("play", "reflection", "shadow", "wrong_place", OTHER),
    "weapon": ("harmless", "authorised_person", "reflection", "shadow", "wrong_place", OTHER),
    "fall": ("resting", "animal", "reflection", "shadow", "fixture", "wrong_place", OTHER),
}

_SEEN = tuple(code for code in REFUTATIONS if code not in ("not_found", "known_already", "false_call"))
_SAID = ("not_found", "known_already", "false_call", "wrong_place", OTHER)
"""Of what people raised: a caller is wrong in other ways than a detector."""

INFORMED: Choices = {
    "municipal_police": _("Municipal police"),
    "national_police": _("National police"),
    "fire_brigade": _("Fire brigade"),
    "ambulance": _("Ambulance"),
    "road_service": _("Road service"),
    "site_guard": _("Guard on site"),
    "supervisor": _("Supervisor"),
}
"""Who a person called. Nobody is a fair answer, too."""

OUTCOMES: Choices = {
    "left": _("They left by themselves"),
    "sent_away": _("Sent away"),
    "handed_over": _("Handed over to the police"),
    "helped": _("Somebody was helped"),
    "owner_back": _("The owner came back"),
    "removed": _("Taken away"),
    "made_safe": _("Made safe by specialists"),
    "dispersed": _("The crowd dispersed"),
    "regulated": _("Traffic was regulated"),
    "put_out": _("Put out"),
    "nothing_found": _("Nothing was found on site"),
    OTHER: _("Something else (say what)"),
}

_OUTCOMES_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "intrusion": ("left", "sent_away", "handed_over", "nothing_found", OTHER),
    "wrong_direction": ("left", "regulated", "handed_over", "nothing_found", OTHER),
    "density": ("dispersed", "regulated", "nothing_found", OTHER),
    "abandoned_object": ("owner_back", "removed", "made_safe", "nothing_found", OTHER),
    "fire": ("put_out", "nothing_found", OTHER),
    "crowd_movement": ("dispersed", "helped", "handed_over", "nothing_found", OTHER),
    "weapon": ("handed_over", "left", "nothing_found", OTHER),
    "fall": ("helped", "left", "nothing_found", OTHER),
    "accident": ("helped", "regulated", "removed", "handed_over", "nothing_found", OTHER),
    "fight": ("left", "sent_away", "helped", "handed_over", "nothing_found", OTHER),
    "distress": ("helped", "left", "handed_over", "nothing_found", OTHER),
    "damage": ("made_safe", "removed", "handed_over", "nothing_found", OTHER),
    "obstacle": ("removed", "regulated", "nothing_found", OTHER),
    "flooding": ("removed", "made_safe", "regulated", "nothing_found", OTHER),
}


def refutations_for(kind: str, *, by_hand: bool = False) -> Choices:
    """The refutations that make sense for a kind of event, code to label; a detector's for one that names none.

    by_hand: of an alert that a person raised, whatever its kind.
    """
    return {code: REFUTATIONS[code] for code in (_SAID if by_hand else _REFUTATIONS_OF_KIND.get(kind, _SEEN))}


def outcomes_for(kind: str) -> Choices:
    """The outcomes that make sense for a kind of event; all of them for a kind that names none."""
    return {code: OUTCOMES[code] for code in _OUTCOMES_OF_KIND.get(kind, tuple(OUTCOMES))}
