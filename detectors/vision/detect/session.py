"""Networks in memory: checked by hash, opened once per process on one thread each, shared by all cameras.

Cameras run beside one another: ``Network.run`` may be called from many threads at once.
"""

import hashlib
import math
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from detectors.vision.detect.engines import ENGINES, WITH_WHOLE_NUMBERS, Dimension, Engine, Session, Value
from detectors.vision.detect.meanings import counting
from detectors.vision.detect.narrow import NotNarrowError, narrowed
from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import Floats, Image


class NetworkError(SentenceError):
    """A network cannot be used: the file, its shape, its family or what it answers."""


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """An ONNX file as the register knows it.

    family: which code reads its outputs. sha256: of the bytes that were registered and authorised.
    classes: what it tells apart, in the order of its outputs. engine: what it runs on.
    int8: the path and hash of its form with whole numbers, made of this file (``weights/quantise.py``); None without.
    """

    family: str
    path: Path
    sha256: str
    classes: tuple[str, ...] = ()
    int8: tuple[Path, str] | None = None
    engine: Engine = Engine.PLAIN

    @property
    def opened(self) -> tuple[Path, str]:
        """The path and hash of the file that its engine opens."""
        return self.int8 if self.engine in WITH_WHOLE_NUMBERS and self.int8 else (self.path, self.sha256)


class Network:
    """A checked ONNX file that takes one picture: uint8 [1, height, width, 3], BGR.

    classes: what it tells apart as it runs here, in the order of its outputs.
    """

    def __init__(self, file: NetworkFile) -> None:
        self.file = file
        data, self.classes = _form(file)
        self._session = _open(file, data)
        self.size = _picture_size(self._session, file)
        self.outputs: Sequence[Value] = self._session.outputs

    def run(self, picture: Image, names: Sequence[str], telling: Collection[str] | None = None) -> list[Floats]:
        """The outputs that are named, for one picture, uint8 [1, height, width, 3].

        telling: those of them that say whether anything is there; None: all. Raises NetworkError when the engine fails
        or one of these holds a value that is not a number: a network that has gone wrong must not look like a quiet
        street.
        """
        try:
            results = self._session.run(picture, names)
        except Exception as error:  # the engines' errors share no base but Exception; none is swallowed here
            raise NetworkError(
                gettext_noop("The network %(file)s failed on a picture: %(reason)s"),
                file=self.file.path.name,
                reason=error,
            ) from error
        for name, result in zip(names, results, strict=True):
            if (telling is None or name in telling) and not _is_finite(result):
                raise NetworkError(
                    gettext_noop("The network %(file)s gave values that are not numbers in its output %(output)s."),
                    file=self.file.path.name,
                    output=name,
                )
        return results

    def refuse(self, wanted: str) -> NetworkError:
        """The error for a file whose outputs are not those of its family; wanted: what the family needs."""
        return NetworkError(
            gettext_noop(
                "The network %(file)s is not of the family %(family)s: that needs %(wanted)s, the file has %(found)s."
            ),
            file=self.file.path.name,
            family=self.file.family,
            wanted=wanted,
            found=", ".join(f"{output.name} {_shape_text(output.shape)}" for output in self.outputs),
        )


_networks: dict[NetworkFile, Network] = {}
_opening = threading.Lock()


def open_network(file: NetworkFile) -> Network:
    """The network of this file, opened on first use and then shared by the whole process.

    Raises NetworkError when the file is missing, is not the one that was registered, or takes no picture.
    """
    with _opening:
        if file not in _networks:
            _networks[file] = Network(file)
        return _networks[file]


def close_network(file: NetworkFile) -> None:
    """Gives its memory back once whoever holds it lets it go."""
    with _opening:
        _networks.pop(file, None)


def _form(file: NetworkFile) -> tuple[bytes, tuple[str, ...]]:
    """What its engine opens, made of the bytes whose hash was checked; and the classes that this tells apart."""
    data = _read(*file.opened)
    if file.engine is Engine.PLAIN:
        return data, file.classes
    kept = counting(file.classes)
    try:
        return narrowed(data, len(file.classes), kept), tuple(file.classes[position] for position in kept)
    except NotNarrowError as error:
        if file.engine is not Engine.NARROW:
            return data, file.classes
        raise NetworkError(
            gettext_noop("The network %(file)s cannot leave out what counts for nothing, because %(reason)s."),
            file=file.path.name,
            reason=error,
        ) from error


def _open(file: NetworkFile, data: bytes) -> Session:
    try:
        return ENGINES[file.engine](data)
    except Exception as error:  # the engines' errors share no base but Exception; none is swallowed here
        raise NetworkError(
            gettext_noop("The file %(file)s is not an ONNX network that can be opened: %(reason)s"),
            file=file.opened[0].name,
            reason=error,
        ) from error


def _read(path: Path, sha256: str) -> bytes:
    """The bytes whose hash was checked are the bytes that are opened: the file is read once."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NetworkError(
            gettext_noop("The network %(file)s cannot be read (%(reason)s); run manage.py fetch_models."),
            file=path.name,
            reason=error.strerror,
        ) from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise NetworkError(
            gettext_noop(
                "The network %(file)s is not the one that was registered: its sha256 is %(found)s, "
                "registered is %(sha256)s."
            ),
            file=path.name,
            found=found,
            sha256=sha256,
        )
    return data


def _picture_size(session: Session, file: NetworkFile) -> tuple[Dimension, Dimension]:
    """Height and width that the network wants."""
    inputs = session.inputs
    value = inputs[0]
    batch, height, width, channels = value.shape if len(value.shape) == 4 else (None, None, None, None)
    if len(inputs) != 1 or value.type != "tensor(uint8)" or batch != 1 or channels != 3:
        raise NetworkError(
            gettext_noop(
                "The network %(file)s takes no picture: one input uint8 [1, height, width, 3] is needed, "
                "the file has %(found)s."
            ),
            file=file.path.name,
            found=", ".join(f"{value.name} {value.type} {_shape_text(value.shape)}" for value in inputs),
        )
    return height, width


def _is_finite(values: Floats) -> bool:
    """The sum of the squares is finite only if every value is (or one is beyond 10^18), and soonest told."""
    row = values.ravel()
    return math.isfinite(row.dot(row))


def _shape_text(shape: Sequence[Dimension]) -> str:
    return "[" + ", ".join(str(dimension) for dimension in shape) + "]"
