"""Which columns of a network's scores count here, and as what."""

from dataclasses import dataclass

import numpy as np

from detectors.vision.detect.meanings import MEANINGS, label_of
from detectors.vision.detect.session import Network, NetworkError
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import LABELS, Floats, Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a network's scores count, and as what.

    columns: sorted by label. first: where each label begins among them. labels: the labels, one each.
    """

    columns: Ints
    first: Ints
    labels: Ints

    @classmethod
    def of(cls, network: Network) -> "Columns":
        """Raises NetworkError for a network that finds nothing that counts here."""
        found = ((label_of(name), column) for column, name in enumerate(network.classes))
        known = sorted((LABELS.index(label), column) for label, column in found if label is not None)
        if not known:
            raise NetworkError(
                gettext_noop(
                    "The network %(file)s knows none of the classes that count here (%(classes)s). A class by another "
                    "name counts if it is said as what, for example machete=weapon."
                ),
                file=network.file.path.name,
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
