"""Networks become rows: what was fetched and opens is registered, all of it or nothing; so is what a city brings."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from detectors import engines
from detectors.models import Network
from detectors.vision.detect import selftest
from detectors.vision.detect.engines import Engine
from detectors.vision.detect.family import Pictures
from detectors.vision.detect.meanings import label_of, labels_of, traits_among
from detectors.vision.detect.probe import probe
from detectors.vision.detect.registry import open_detector
from detectors.vision.detect.selftest import Trial
from detectors.vision.detect.session import NetworkFile
from detectors.vision.mask.registry import open_masker
from detectors.vision.types import MOVERS, Detections, Image, Label
from detectors.weights import adopt
from detectors.weights.fetch import Fetched, write_whole
from detectors.weights.quantise import quantised
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
    if before != one.sha256:
        values["int8_sha256"] = ""  # made of the file before
    row, _ = Network.objects.update_or_create(
        name=one.name, defaults=values, create_defaults={**values, "active": not others.exists()}
    )
    if before != one.sha256:
        log.write("system", "network.register", one.name, sha256=one.sha256, before=before or "")
    return row


class RefusedError(Exception):
    """A network is not taken in; the sentence says why and what to do."""


class NotTheSameError(RefusedError):
    """A form with whole numbers finds something else than its parent: on this processor the plain one has to serve."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A network that a city brings. pictures: what it expects. classes: in the order of its outputs."""

    path: Path
    name: str
    family: str
    classes: tuple[str, ...]
    licence: str
    card: str
    pictures: Pictures


@dataclass(frozen=True, slots=True)
class Added:
    """seen: in each picture that was shown to it. is_new: False when it was there already."""

    network: Network
    seen: Sequence[Detections]
    is_new: bool


def add(brought: Brought, folder: Path, pictures: Sequence[Image], by: str) -> Added:
    """1. Check what is said of it. 2. Make it take a camera's picture. 3. Try it. 4. Put the file and the row in place.

    It serves what moves if it finds persons, further things else. Raises RefusedError, WeightsError or NetworkError;
    then neither file nor row is left.
    """
    purpose = _purpose(brought)
    source = adopt.read(brought.path)
    data = adopt.adopt(source, brought.path.name, brought.pictures)
    digest = sha256(data).hexdigest()
    with tempfile.TemporaryDirectory(prefix="network-") as work:
        tried = Path(work, brought.path.name)
        tried.write_bytes(data)
        seen = probe(NetworkFile(brought.family, tried, digest, brought.classes), pictures)
    known = Network.objects.filter(sha256=digest).first()
    if known is not None:
        return Added(_same(known, brought), seen, is_new=False)
    target = folder / f"{brought.name}.onnx"
    if target.exists() or Network.objects.filter(name=brought.name).exists():
        raise RefusedError(f"There is another network called {brought.name}; give this one another name with --name.")
    write_whole(target, data)
    try:
        return Added(_row(brought, purpose, target.name, digest, sha256(source).hexdigest(), by), seen, is_new=True)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


@transaction.atomic
def use(name: str, by: str) -> Network:
    """Puts a registered network in the place of the one that serves its purpose. Raises RefusedError.

    Authorisations that attest the one before do not cover it: the cameras stop until one attests this (R-04).
    """
    row = Network.objects.select_for_update().filter(name=name).first()
    if row is None:
        names = ", ".join(Network.objects.values_list("name", flat=True)) or "none"
        raise RefusedError(f"There is no network called {name}; there are: {names}.")
    if not row.active:
        Network.objects.filter(purpose=row.purpose, active=True).update(active=False)
        row.active = True
        row.save(update_fields=["active"])
        log.write(by, "network.use", row.name, sha256=row.sha256, purpose=row.purpose)
    return row


def _purpose(brought: Brought) -> Network.Purpose:
    traits = traits_among(brought.classes)
    if traits:
        raise RefusedError(
            f"{brought.path.name} tells persons apart ({', '.join(traits)}), which this product does not do "
            "(docs/law.md): bring a network without these classes."
        )
    for name in brought.classes:
        try:
            label_of(name)
        except ValueError:
            raise RefusedError(f"“{name}” counts as nothing that is known; there are: {', '.join(Label)}.") from None
    found = labels_of(brought.classes)
    if Label.PERSON in found:
        return Network.Purpose.OBJECTS
    if found - set(MOVERS):
        return Network.Purpose.THINGS
    raise RefusedError(
        f"{brought.path.name} finds neither persons nor things that a rule looks for. A class by another name counts "
        "if it is said as what, for example machete=weapon or cyclist=bicycle."
    )


def _same(known: Network, brought: Brought) -> Network:
    if (known.family, known.classes) != (brought.family, list(brought.classes)):
        raise RefusedError(
            f"This file is registered already as {known.name}, of the family {known.family} with the classes "
            f"{', '.join(known.classes)}."
        )
    return known


@transaction.atomic
def _row(brought: Brought, purpose: Network.Purpose, file: str, digest: str, source: str, by: str) -> Network:
    row = Network.objects.create(
        name=brought.name,
        purpose=purpose,
        family=brought.family,
        file=file,
        sha256=digest,
        licence=brought.licence,
        classes=list(brought.classes),
        card=f"{brought.card.strip()}\n\nMade from {brought.path.name}, sha256 {source}.",
        active=not Network.objects.filter(purpose=purpose, active=True).exists(),
    )
    log.write(by, "network.register", row.name, sha256=digest, before="", source=source)
    return row


def is_quantised(name: str) -> bool:
    """Whether its form with whole numbers is registered and in place."""
    row = Network.objects.filter(name=name).exclude(int8_sha256="").first()
    if row is None:
        return False
    path = _whole_numbers_of(settings.WEIGHTS_DIR / row.file)
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == row.int8_sha256


def _whole_numbers_of(parent: Path) -> Path:
    return parent.with_name(f"{parent.stem}.int8.onnx")


def quantise(name: str, calibration: Sequence[Image], trial: Sequence[Image], by: str) -> list[Trial]:
    """1. Make the form with whole numbers. 2. Try it beside its parent. 3. Put the file and its hash in place.

    Its parent's hash stays the one that authorisations attest. Raises RefusedError where it finds something else than
    its parent, and NetworkError.
    """
    row = Network.objects.filter(name=name, purpose=Network.Purpose.OBJECTS).first()
    if row is None:
        raise RefusedError(f"There is no network “{name}” that finds persons and vehicles; see the administration.")
    parent = NetworkFile(row.family, settings.WEIGHTS_DIR / row.file, row.sha256, tuple(row.classes))
    open_detector(parent)  # that it is the one that was registered
    data = quantised(parent.path, calibration)
    digest = sha256(data).hexdigest()
    path = _whole_numbers_of(parent.path)
    with tempfile.TemporaryDirectory(prefix="quantise-") as work:
        tried = Path(work) / path.name
        tried.write_bytes(data)
        trials = selftest.tried(replace(parent, int8=(tried, digest)), trial)
    made = next(each for each in trials if each.engine is Engine.INT8)
    if not made.may_serve:
        why = made.trouble or f"{made.agreement:.1%} of {made.boxes} boxes"
        raise NotTheSameError(
            f"It finds something else than its parent ({why}; "
            f"{selftest.LEAST_AGREEMENT:.0%} are needed). Try more pictures; nothing was registered."
        )
    write_whole(path, data)
    with transaction.atomic():
        Network.objects.filter(id=row.id).update(int8_sha256=digest)
        log.write(by, "network.quantise", row.name, parent=row.sha256, sha256=digest)
    engines.settle(replace(parent, int8=(path, digest)), trial)
    return trials
