"""Specification of the self-test of engines, with tiny networks whose answers are written by hand.

Each network says the same of every picture: a person in the middle, and whatever a test changes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from detectors.vision.detect import engines
from detectors.vision.detect.engines import Engine, installed
from detectors.vision.detect.selftest import Trial, agreement, fastest, tried
from detectors.vision.detect.session import NetworkFile
from detectors.vision.types import Detections, Image, Label
from tests.vision.detect import networks
from tests.vision.worlds import box, see

PICTURES: list[Image] = [np.full((60, 80, 3), shade, np.uint8) for shade in (0, 120)]


@pytest.fixture
def parent(tmp_path: Path) -> NetworkFile:
    return _network(tmp_path, "parent", score=0.9)


def _network(folder: Path, name: str, score: float) -> NetworkFile:
    answers = networks.nanodet_answers(networks.Cell(16, 1, 2, "person", score))
    (folder / name).mkdir()
    return networks.write(folder / name, answers, [1, networks.SIDE, networks.SIDE, 3])


def with_int8(parent: NetworkFile, int8: NetworkFile) -> NetworkFile:
    return replace(parent, int8=(int8.path, int8.sha256))


def trial_of(engine: Engine, trials: Sequence[Trial]) -> Trial:
    return next(trial for trial in trials if trial.engine is engine)


def test_the_plain_engine_is_always_there_and_others_where_they_are_installed() -> None:
    assert installed(has_int8=False)[0] is Engine.PLAIN
    assert Engine.NARROW in installed(has_int8=False)
    assert Engine.INT8 not in installed(has_int8=False)
    assert Engine.INT8 in installed(has_int8=True)


def test_an_engine_that_finds_the_same_may_serve(parent: NetworkFile, tmp_path: Path) -> None:
    trials = tried(with_int8(parent, _network(tmp_path, "int8", score=0.8)), PICTURES)
    assert trial_of(Engine.PLAIN, trials).agreement == 1
    int8 = trial_of(Engine.INT8, trials)
    assert (int8.agreement, int8.boxes, int8.may_serve) == (1, 2 * len(PICTURES), True)


def test_an_engine_that_finds_something_else_may_not(parent: NetworkFile, tmp_path: Path) -> None:
    trials = tried(with_int8(parent, _network(tmp_path, "int8", score=0.2)), PICTURES)
    assert not trial_of(Engine.INT8, trials).may_serve
    assert fastest([*trials]).engine is not Engine.INT8


def test_an_engine_that_fails_is_no_choice_and_says_why(parent: NetworkFile) -> None:
    broken = parent.path.with_name("broken.onnx")
    broken.write_bytes(b"no network")
    digest = hashlib.sha256(b"no network").hexdigest()
    int8 = trial_of(Engine.INT8, tried(replace(parent, int8=(broken, digest)), PICTURES))
    assert not int8.may_serve
    assert "broken.onnx" in int8.trouble


def test_a_form_with_other_bytes_than_registered_is_not_opened(parent: NetworkFile, tmp_path: Path) -> None:
    int8 = _network(tmp_path, "int8", score=0.9)
    wrong = replace(parent, int8=(int8.path, parent.sha256[::-1]))
    assert "not the one that was registered" in trial_of(Engine.INT8, tried(wrong, PICTURES)).trouble


def test_a_network_that_cannot_leave_out_classes_is_no_choice_in_that_form_and_says_why(parent: NetworkFile) -> None:
    narrow = trial_of(Engine.NARROW, tried(parent, PICTURES))
    assert not narrow.may_serve
    assert narrow.trouble.startswith("The network network.onnx cannot leave out what counts for nothing, because its")


def test_of_those_that_may_serve_the_fastest_is_taken() -> None:
    trials = [
        Trial(Engine.PLAIN, 40, 1.0, 100),
        Trial(Engine.INT8, 20, 0.98, 100),
        Trial(Engine.OPENVINO, 30, 0.995, 100),
    ]
    assert fastest(trials).engine is Engine.OPENVINO


def test_pictures_without_anybody_prove_nothing() -> None:
    assert fastest([Trial(Engine.PLAIN, 40, 0, 0), Trial(Engine.INT8, 20, 0, 0)]).engine is Engine.PLAIN


def test_agreement_counts_what_is_missing_and_what_is_too_much() -> None:
    two, one = see([box(50, 60), box(200, 60)]), see([box(51, 60)])
    share, boxes = agreement([two], [one])
    assert share == pytest.approx(2 / 3)
    assert boxes == 3
    assert agreement([one], [see([box(51, 60)], label=Label.VEHICLE)]) == (0, 2)
    assert agreement([Detections.none()], [Detections.none()]) == (0, 0)
    assert agreement([see([box(50, 60)], score=0.3)], [Detections.none()]) == (0, 0), "a doubtful box asks for nothing"


def test_openvino_is_tried_on_both_forms_where_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    there = ModuleSpec("openvino", None)
    monkeypatch.setattr(engines, "find_spec", lambda name: there if name == "openvino" else None)
    assert {Engine.OPENVINO, Engine.OPENVINO_INT8} <= {*installed(has_int8=True)}
    assert Engine.OPENVINO_INT8 not in installed(has_int8=False)
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    assert not {Engine.OPENVINO, Engine.OPENVINO_INT8} & {*installed(has_int8=True)}


@pytest.mark.parametrize("engine", Engine)
def test_each_engine_opens_its_own_form_and_the_network_itself_where_there_is_none(
    engine: Engine, parent: NetworkFile, tmp_path: Path
) -> None:
    int8 = _network(tmp_path, "int8", score=0.8)
    assert replace(parent, engine=engine).opened == (parent.path, parent.sha256)
    form = int8 if engine in (Engine.INT8, Engine.OPENVINO_INT8) else parent
    assert replace(with_int8(parent, int8), engine=engine).opened == (form.path, form.sha256)


@pytest.mark.skipif(Engine.OPENVINO not in installed(has_int8=False), reason="OpenVINO is an extra")
def test_openvino_reads_the_same_files_to_the_same_answers(parent: NetworkFile, tmp_path: Path) -> None:
    trials = tried(with_int8(parent, _network(tmp_path, "int8", score=0.8)), PICTURES)
    assert [trial_of(each, trials).agreement for each in (Engine.OPENVINO, Engine.OPENVINO_INT8)] == [1, 1]
