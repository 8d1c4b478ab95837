"""A network beside the usual one: it looks only where a rule that needs it may run, and finds things alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from detectors.vision.config import PipelineConfig, PresetConfig, RuleConfig, ShapeConfig
from detectors.vision.detect.registry import Further
from detectors.vision.locate.background import Background
from detectors.vision.pipeline import Analysis, Pipeline
from detectors.vision.scene import registry
from detectors.vision.scene.intrusion import Intrusion
from detectors.vision.scene.registry import KINDS, RuleKind
from detectors.vision.types import LABELS, Detections, Evidence, Frame, Image, Label
from tests.vision.pipelines import LEFT_HALF, Eyes, RedMask
from tests.vision.test_pipeline_looks import paving
from tests.vision.worlds import HEIGHT, WIDTH, at, box, see

PISTOL = see([box(300, 300, 12, 8)], label=Label.WEAPON)


@dataclass
class Sees:
    """Counts how often it is asked."""

    seen: Detections = field(default_factory=Detections.none)
    asked: int = 0

    def detect(self, image: Image) -> Detections:
        self.asked += 1
        return self.seen


class Remembers(Intrusion):
    considered: list[Evidence] = []

    def consider(self, evidence: Evidence) -> None:
        self.considered.append(evidence)


@pytest.fixture(autouse=True)
def weapons(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = KINDS["intrusion"]
    kinds: Mapping[str, RuleKind[Any, Any]] = {
        **KINDS,
        "test_weapon": RuleKind("Weapon", Remembers, usual.parameters, usual.shape, finds=Label.WEAPON),
    }
    monkeypatch.setattr(registry, "KINDS", kinds)
    monkeypatch.setattr(Remembers, "considered", [])


def analysed(more: Sees, *allowed: str) -> Analysis:
    rules = tuple(
        RuleConfig(kind, 1, kind, ShapeConfig("z", "Gate", LEFT_HALF)) for kind in ("test_weapon", "intrusion")
    )
    further = Further(more, frozenset({Label.WEAPON}))
    pipeline = Pipeline(PipelineConfig(rules), Eyes(), RedMask(), further=further)
    return pipeline.analyse(Frame(np.zeros((HEIGHT, WIDTH, 3), np.uint8), at(0)), lambda kind, _: kind in allowed)


def test_what_it_finds_is_evidence_for_the_rules() -> None:
    analysed(Sees(PISTOL), "test_weapon")
    (evidence,) = Remembers.considered
    assert evidence.of(Label.WEAPON).boxes.tolist() == PISTOL.boxes.tolist()


@pytest.mark.parametrize("allowed", ["intrusion", ""])
def test_where_no_rule_that_needs_it_may_run_it_does_not_look(allowed: str) -> None:
    more = Sees(PISTOL)
    analysed(more, allowed)
    assert more.asked == 0


def test_in_a_view_without_a_rule_that_needs_it_it_does_not_look() -> None:
    needs, other = (
        PresetConfig(kind, kind, rules=(RuleConfig(kind, 1, kind, ShapeConfig("z", "Gate", LEFT_HALF)),))
        for kind in ("test_weapon", "intrusion")
    )
    asked = []
    for present, away in ((needs, other), (other, needs)):
        more = Sees(PISTOL)
        presets = (present, replace(away, background=Background.of(paving()).dump()))
        further = Further(more, frozenset({Label.WEAPON}))
        pipeline = Pipeline(PipelineConfig(presets=presets), Eyes(), RedMask(), further=further)
        pipeline.analyse(Frame(paving(200), at(0)), lambda *_: True)
        asked.append(more.asked)
    assert asked == [1, 0]


def test_persons_are_the_other_networks_to_find() -> None:
    analysis = analysed(Sees(PISTOL.and_also(see([box(300, 300)]))), "test_weapon")
    assert len(analysis.tracks) == 0
    assert [LABELS[label] for label in analysis.detections.labels] == [Label.WEAPON]
    (evidence,) = Remembers.considered
    assert len(evidence.things) == 1
