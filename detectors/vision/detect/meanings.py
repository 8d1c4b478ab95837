"""What the classes of a network count as here.

A class is known by its name, or said outright: ``machete=weapon`` in a network's list of classes is a class "machete"
that counts as a weapon. A knife counts as a weapon only if it is said outright: what a network of COCO takes for one is
mostly a phone or an umbrella.
"""

import re
from collections.abc import Mapping, Sequence

from detectors.vision.types import Label

SAYS = "="
"""Stands between the name of a class and the label as which it counts."""

MEANINGS: Mapping[str, Label] = {
    "person": Label.PERSON,
    "pedestrian": Label.PERSON,
    "people": Label.PERSON,
    "bicycle": Label.BICYCLE,
    "bike": Label.BICYCLE,
    "motorcycle": Label.MOTORCYCLE,
    "motorbike": Label.MOTORCYCLE,
    "car": Label.VEHICLE,
    "van": Label.VEHICLE,
    "bus": Label.VEHICLE,
    "truck": Label.VEHICLE,
    "backpack": Label.BAG,
    "handbag": Label.BAG,
    "suitcase": Label.BAG,
    "fire": Label.FIRE,
    "flame": Label.FIRE,
    "smoke": Label.SMOKE,
    "weapon": Label.WEAPON,
    "gun": Label.WEAPON,
    "pistol": Label.WEAPON,
    "handgun": Label.WEAPON,
    "rifle": Label.WEAPON,
}
"""Cars, buses and trucks are one label, so that a van is one object."""

TRAIT_WORDS = """man woman men women male female boy girl child children kid baby toddler adult elderly senior teenager
face head eye eyes skin hair beard hat cap helmet mask glasses hood hoodie coat dress skirt hijab veil turban
emotion angry happy sad fear suspicious"""
TRAITS = frozenset(TRAIT_WORDS.split())
"""Words that tell persons apart (R-10 to R-12): a network that has them is not taken in, whatever else it finds."""


def label_of(name: str) -> Label | None:
    """None for a class that does not count here. Raises ValueError for a label that does not exist."""
    plain, says, said = name.lower().partition(SAYS)
    return Label(said.strip()) if says else MEANINGS.get(plain.strip())


def labels_of(classes: Sequence[str]) -> frozenset[Label]:
    """All that a network with these classes finds, as it counts here."""
    return frozenset(label for name in classes if (label := label_of(name)) is not None)


def counting(classes: Sequence[str]) -> list[int]:
    """Positions of the classes that count here."""
    return [position for position, name in enumerate(classes) if label_of(name) is not None]


def traits_among(classes: Sequence[str]) -> list[str]:
    """The classes that would tell one person from another."""
    return [name for name in classes if TRAITS.intersection(re.findall(r"[a-z]+", name.lower()))]
