"""What is found wrong before the first frame of a recording, beside paths and sources."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from detectors.analysis.config_file import FileConfig
from detectors.analysis.errors import AnalysisError
from detectors.analysis.request import Request, prepare
from detectors.vision.config import PipelineConfig, RuleConfig, ShapeConfig
from detectors.vision.detect.session import NetworkFile
from tests.analysis.worlds import clip
from tests.vision.detect import networks

WEAPON = RuleConfig("w", 1, "weapon", ShapeConfig("z", "Gate", ((0, 0), (1, 0), (1, 1), (0, 1))))


def request(folder: Path, classes: tuple[str, ...] = networks.CLASSES) -> Request:
    file = networks.write(folder, networks.nanodet_answers(), [1, networks.SIDE, networks.SIDE, 3], classes=classes)

    def found(purposes: Sequence[str]) -> dict[str, NetworkFile]:
        return dict.fromkeys(purposes, file)

    return Request(str(clip(folder)), found, rate=10, config=FileConfig(PipelineConfig((WEAPON,))))


def test_a_rule_that_no_network_can_serve_is_refused_by_its_kind(tmp_path: Path) -> None:
    with pytest.raises(
        AnalysisError, match="the kind weapon needs a network that finds a weapon, and none comes along"
    ):
        prepare(request(tmp_path))


def test_a_rule_that_the_network_can_serve_is_taken(tmp_path: Path) -> None:
    assert prepare(request(tmp_path, classes=("person", "car", "bus", "bicycle", "pistol")))
