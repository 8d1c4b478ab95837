"""Networks are registered all together or not at all, and a wrong file is refused by name."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from detectors import networks
from detectors.management.commands import fetch_models
from detectors.models import Network
from detectors.vision.detect.session import NetworkError
from detectors.weights.download import sha256_of
from detectors.weights.fetch import Fetched
from tests import factories

pytestmark = pytest.mark.django_db


PURPOSES = {"nanodet": "objects", "centerface": "faces", "odd": "objects"}


def fetched(folder: Path, family: str, name: str) -> Fetched:
    path = folder / f"{name}.onnx"
    path.write_bytes(f"no network at all: {name}".encode())
    sha256 = sha256_of(path)
    return Fetched(name, PURPOSES[name], family, path, sha256, "MIT", ("person",), None, "A card.")


def test_a_tampered_file_is_refused_by_name_and_nothing_is_registered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    wrong = fetched(tmp_path, "nanodet", "nanodet")
    monkeypatch.setattr(fetch_models, "fetch_all", lambda folder, progress: [wrong])
    with pytest.raises(CommandError, match=r"nanodet\.onnx"):
        call_command("fetch_models")
    assert not Network.objects.exists()


def test_a_family_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="family"):
        networks.register([fetched(tmp_path, "telepathy", "odd")])


def test_a_network_of_the_citys_own_stays_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "_try_out", lambda files: None)
    own = factories.make_network(name="our own", sha256="e" * 64)
    networks.register([fetched(tmp_path, "nanodet", "nanodet")])
    assert list(Network.objects.filter(active=True)) == [own]


def test_registering_again_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "_try_out", lambda files: None)
    files = [fetched(tmp_path, "nanodet", "nanodet"), fetched(tmp_path, "centerface", "centerface")]
    first = [row.pk for row in networks.register(files)]
    assert [row.pk for row in networks.register(files)] == first
    assert Network.objects.filter(active=True).count() == 2
