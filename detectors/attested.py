"""Which network looks for which kind: an authorisation for a kind attests that network and no other (R-04)."""

from collections.abc import Iterable, Mapping

from detectors.models import Network
from detectors.vision.detect.meanings import labels_of
from detectors.vision.detect.session import NetworkFile
from detectors.vision.scene.registry import KINDS
from detectors.vision.types import MOVERS, Label

Networks = Mapping[str, NetworkFile]
"""The networks in use, by purpose."""

NEEDED = (Network.Purpose.OBJECTS, Network.Purpose.FACES, Network.Purpose.PLATES)
"""Without these nothing is analysed: who cannot mask pictures may not take any."""


def is_complete(networks: Networks) -> bool:
    return set(NEEDED) <= set(networks)


def network_for(kind: str, networks: Networks) -> NetworkFile | None:
    """The network that finds what this kind is about; None when none of them does."""
    wanted = KINDS[kind].finds if kind in KINDS else Label.PERSON
    objects, things = (networks.get(purpose) for purpose in (Network.Purpose.OBJECTS, Network.Purpose.THINGS))
    if objects is not None and (wanted in MOVERS or wanted in labels_of(objects.classes)):
        return objects
    return things if things is not None and wanted in labels_of(things.classes) else None


def lacking(kinds: Iterable[str], networks: Networks) -> list[str]:
    """The kinds for which there is no network."""
    return sorted(kind for kind in set(kinds) if network_for(kind, networks) is None)


def without_idle(networks: Networks, kinds: Iterable[str]) -> dict[str, NetworkFile]:
    """The networks that a camera with rules of these kinds needs: the further one only if one of them needs it."""
    things = networks.get(Network.Purpose.THINGS)
    is_idle = all(network_for(kind, networks) is not things for kind in kinds)
    return {purpose: file for purpose, file in networks.items() if not (is_idle and file is things)}
