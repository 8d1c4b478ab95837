"""Specification of the engines of a machine: quantised beside the parent, chosen once, and named where people look."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from detectors import build, engines, networks
from detectors.management.commands import quantise
from detectors.models import Network
from detectors.networks import RefusedError
from detectors.vision.detect import selftest
from detectors.vision.detect.engines import Engine
from detectors.vision.detect.selftest import Trial
from detectors.vision.detect.session import NetworkFile
from detectors.vision.types import Image
from detectors.weights.fetch import Fetched
from hypervision.law.models import LogEntry
from tests.vision.detect import networks as tiny

pytestmark = pytest.mark.django_db

PICTURES: list[Image] = [np.full((60, 80, 3), shade, np.uint8) for shade in (0, 120)]
PLAIN, QUICK = Trial(Engine.PLAIN, 40, 1.0, 20), Trial(Engine.INT8, 20, 1.0, 20)


@pytest.fixture(autouse=True)
def choices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(engines, "CHOICES", tmp_path / "engines")
    return tmp_path / "engines"


@pytest.fixture
def parent(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> NetworkFile:
    """A registered network, and in place of the quantiser one that changes nothing."""
    monkeypatch.setattr(settings, "WEIGHTS_DIR", tmp_path, raising=False)
    monkeypatch.setattr(networks, "quantised", lambda path, pictures: path.read_bytes())
    file = tiny.write(tmp_path, tiny.nanodet_answers(tiny.Cell(16, 1, 2, "person", 0.9)), [1, tiny.SIDE, tiny.SIDE, 3])
    Network.objects.create(
        name="tiny", purpose="objects", family="nanodet", file=file.path.name, sha256=file.sha256,
        licence="MIT", classes=list(file.classes), card="A test.",
    )  # fmt: skip
    return file


def chosen_now(monkeypatch: pytest.MonkeyPatch, *trials: Trial) -> None:
    monkeypatch.setattr(selftest, "tried", lambda file, pictures: list(trials))


def test_without_a_choice_the_plain_engine_serves(parent: NetworkFile) -> None:
    assert build.networks_in_use()["objects"].engine is Engine.PLAIN


def test_a_form_is_registered_beside_its_parent_whose_hash_stays(
    parent: NetworkFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen_now(monkeypatch, PLAIN, QUICK)
    networks.quantise("tiny", PICTURES, PICTURES, "shell:operator")
    found = build.networks_in_use()["objects"]
    assert found.sha256 == parent.sha256, "what authorisations attest"
    assert found.int8 is not None
    assert found.int8[0].read_bytes() == parent.path.read_bytes()
    assert found.engine is Engine.INT8
    entry = LogEntry.objects.get(action="network.quantise")
    assert (entry.actor, entry.facts["parent"]) == ("shell:operator", parent.sha256)


def test_a_form_that_finds_something_else_is_not_registered(
    parent: NetworkFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen_now(monkeypatch, PLAIN, replace(QUICK, agreement=0.9))
    with pytest.raises(RefusedError, match=r"90\.0% of 20 boxes"):
        networks.quantise("tiny", PICTURES, PICTURES, "shell:operator")
    assert build.networks_in_use()["objects"].int8 is None
    assert not parent.path.with_name("network.int8.onnx").exists()


def test_a_network_that_nobody_registered_is_refused_by_name() -> None:
    with pytest.raises(RefusedError, match="no network “other”"):
        networks.quantise("other", PICTURES, PICTURES, "shell:operator")


def test_another_form_or_a_broken_note_asks_for_another_trial(
    parent: NetworkFile, choices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen_now(monkeypatch, PLAIN, QUICK)
    file = replace(parent, int8=(parent.path, parent.sha256))
    engines.settle(file, PICTURES)
    assert engines.with_choice(file).engine is Engine.INT8
    assert engines.with_choice(replace(file, int8=(parent.path, "0" * 64))).engine is Engine.PLAIN
    [note] = choices.iterdir()
    assert [each["engine"] for each in json.loads(note.read_text())["trials"]] == ["onnxruntime", "onnxruntime int8"]
    note.write_text("{")
    assert engines.with_choice(file).engine is Engine.PLAIN


def test_where_there_are_no_pictures_nothing_is_tried(
    parent: NetworkFile, choices: Path, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO_DIR", tmp_path / "nothing", raising=False)
    engines.settle_at_start(parent)
    assert not choices.exists()


def test_who_replaces_the_parent_has_no_form_any_more(
    parent: NetworkFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen_now(monkeypatch, PLAIN, QUICK)
    networks.quantise("tiny", PICTURES, PICTURES, "shell:operator")
    (tmp_path / "new").mkdir()
    answers = tiny.nanodet_answers(tiny.Cell(16, 2, 2, "person", 0.9))
    other = tiny.write(tmp_path / "new", answers, [1, tiny.SIDE, tiny.SIDE, 3])
    networks.register(
        [Fetched("tiny", "objects", "nanodet", other.path, other.sha256, "MIT", other.classes, None, "Another.")]
    )
    assert build.networks_in_use()["objects"].int8 is None


def test_a_set_up_makes_the_form_once_and_again_when_its_file_is_gone(
    parent: NetworkFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen_now(monkeypatch, PLAIN, QUICK)
    monkeypatch.setattr(quantise, "_pictures", lambda folder: (PICTURES, PICTURES))
    said = [set_up() for _ in range(2)]
    assert said[0].startswith("onnxruntime: 40.0 ms")
    assert said[1] == "Its form with whole numbers is in place.\n"
    parent.path.with_name("network.int8.onnx").unlink()
    assert set_up().startswith("onnxruntime: 40.0 ms")


def test_a_set_up_goes_on_with_the_plain_engine_where_the_form_finds_something_else(
    parent: NetworkFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen_now(monkeypatch, PLAIN, replace(QUICK, agreement=0.9))
    monkeypatch.setattr(quantise, "_pictures", lambda folder: (PICTURES, PICTURES))
    assert "90.0% of 20 boxes" in set_up()
    with pytest.raises(CommandError, match=r"90\.0% of 20 boxes"):
        call_command("quantise", "tiny", stdout=StringIO(), stderr=StringIO())


def set_up() -> str:
    out = StringIO()
    call_command("quantise", "tiny", if_missing=True, stdout=out, stderr=StringIO())
    return out.getvalue()
