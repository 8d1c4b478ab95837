"""Networks become rows: what was fetched and opens is registered, all of it or nothing."""

from collections.abc import Sequence

from django.db import transaction

from detectors.models import Network
from detectors.vision.detect.registry import open_detector
from detectors.vision.detect.session import NetworkFile
from detectors.vision.mask.registry import open_masker
from detectors.weights.fetch import Fetched
from hypervision.law import log


def register(fetched: Sequence[Fetched]) -> list[Network]:
    """Opens each file and registers them together. Raises NetworkError, which names the file, and registers nothing.

    A network of the city's own that serves a purpose already stays in use.
    """
    _try_out(fetched)
    with transaction.atomic():
        return [_put(one) for one in fetched]


def _try_out(fetched: Sequence[Fetched]) -> None:
    """Raises NetworkError when code and file do not fit together."""
    files = {one.purpose: NetworkFile(one.family, one.path, one.sha256, one.classes) for one in fetched}
    if Network.Purpose.OBJECTS in files:
        open_detector(files[Network.Purpose.OBJECTS])
    if Network.Purpose.FACES in files and Network.Purpose.PLATES in files:
        open_masker(files[Network.Purpose.FACES], files[Network.Purpose.PLATES])


def _put(one: Fetched) -> Network:
    others = Network.objects.filter(purpose=one.purpose, active=True).exclude(name=one.name)
    values = {
        "purpose": one.purpose,
        "family": one.family,
        "file": one.path.name,
        "sha256": one.sha256,
        "licence": one.licence,
        "classes": list(one.classes),
        "card": one.card,
    }
    before = Network.objects.filter(name=one.name).values_list("sha256", flat=True).first()
    row, _ = Network.objects.update_or_create(
        name=one.name, defaults=values, create_defaults={**values, "active": not others.exists()}
    )
    if before != one.sha256:
        log.write("system", "network.register", one.name, sha256=one.sha256, before=before or "")
    return row
