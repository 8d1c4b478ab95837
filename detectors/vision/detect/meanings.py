"""What the classes of a network count as here.

A class is known by its name, or said outright: ``machete=weapon`` in a network's list of classes is a class "machete"
that counts as a weapon. A knife counts as a weapon only if it is said outright: what a network of COCO takes for one is
mostly a phone or an umbrella.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detectors.vision.detect.session import NetworkError, NetworkFile
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import LABELS, Floats, Ints, Label

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


def traits_among(classes: Sequence[str]) -> list[str]:
    """The classes that would tell one person from another."""
    return [name for name in classes if TRAITS.intersection(re.findall(r"[a-z]+", name.lower()))]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a network's scores count, and as what.

    columns: sorted by label. first: where each label begins among them. labels: the labels, one each.
    """

    columns: Ints
    first: Ints
    labels: Ints

    @classmethod
    def of(cls, file: NetworkFile) -> "Columns":
        """Raises NetworkError for a network that finds nothing that counts here."""
        found = ((label_of(name), column) for column, name in enumerate(file.classes))
        known = sorted((LABELS.index(label), column) for label, column in found if label is not None)
        if not known:
            raise NetworkError(
                gettext_noop(
                    "The network %(file)s knows none of the classes that count here (%(classes)s). A class by another "
                    "name counts if it is said as what, for example machete=weapon."
                ),
                file=file.path.name,
                classes=", ".join(MEANINGS),
            )
        labels, first = np.unique([label for label, _ in known], return_index=True)
        return cls(np.array([column for _, column in known]), first, labels)

    def label_of(self, count: int) -> Ints:
        """[count]: the label of each column, -1 of those that do not count."""
        result = np.full(count, -1)
        result[self.columns] = self.labels.repeat(np.diff([*self.first, len(self.columns)]))
        return result

    def best(self, scores: Floats) -> Floats:
        """[n, classes] to [n, labels]: the best class of each label."""
        result: Floats = np.maximum.reduceat(scores.take(self.columns, axis=1), self.first, axis=1)
        return result
