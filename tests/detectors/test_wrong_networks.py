"""An ONNX file that is not what it should be: named with a sentence, to whoever installs it and to whoever looks on."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from detectors import attested, states, watching
from detectors.management.commands import fetch_models
from detectors.models import Network
from detectors.vision.detect.session import NetworkFile
from detectors.vitals import Vitals
from detectors.weights.fetch import Fetched
from hypervision.lib import clock
from tests import factories
from tests.vision.detect import networks

CHANNELS_FIRST = [1, 3, 8, 8]
TAKES_NO_PICTURE = "network.onnx takes no picture"


@pytest.fixture
def file(tmp_path: Path) -> NetworkFile:
    """A network whose picture has its channels first, as most networks have it and none here."""
    return networks.write(tmp_path, {"answer": np.ones((1, 2))}, CHANNELS_FIRST)


@pytest.mark.django_db
def test_whoever_installs_it_reads_what_is_wrong_and_nothing_is_registered(
    file: NetworkFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Fetched("nanodet", "objects", "nanodet", file.path, file.sha256, "MIT", ("person",), None, "A card.")
    monkeypatch.setattr(fetch_models, "fetch_all", lambda folder, progress: [wrong])
    with pytest.raises(CommandError, match=TAKES_NO_PICTURE):
        call_command("fetch_models")
    assert not Network.objects.exists()


def as_it_was(data: bytes) -> bytes:
    return data


def cut_off(data: bytes) -> bytes:
    return data[: len(data) // 2]


def turned(data: bytes) -> bytes:
    """One bit on the disk is wrong."""
    return bytes([data[0], data[1] ^ 1]) + data[2:]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (as_it_was, TAKES_NO_PICTURE),
        (cut_off, "network.onnx is not the one that was registered"),
        (turned, "network.onnx is not the one that was registered"),
    ],
)
def test_whoever_looks_at_the_camera_reads_what_is_wrong(
    file: NetworkFile,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[bytes], bytes],
    expected: str,
) -> None:
    file.path.write_bytes(damage(file.path.read_bytes()))
    settings.WEIGHTS_DIR, settings.SPOOL_DIR = tmp_path, tmp_path / "spool"
    said: list[str] = []

    def failed(_: Vitals, sentence: object) -> None:
        said.append(str(sentence))
        watching.stopping.set()

    monkeypatch.setattr(Vitals, "failed", failed)
    camera = factories.make_camera(address="rtsp://127.0.0.1:1/a")
    factories.make_rule(camera)
    for purpose, sha256 in zip(attested.NEEDED, (file.sha256, "1" * 64, "2" * 64), strict=True):
        factories.make_network(name=purpose, purpose=purpose, file=file.path.name, sha256=sha256)
    now, day = clock.now(), timedelta(days=1)
    factories.make_authorisation(starts_at=now - day, ends_at=now + day, model_hash=file.sha256)
    states.ensure_rows()
    try:
        watching.watch(camera.id, "one")
    finally:
        watching.stopping.clear()
    assert len(said) == 1
    assert expected in said[0]
