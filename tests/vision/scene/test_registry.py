"""Specification of the register of rules."""

import pytest

from detectors.vision.config import RuleConfig, ShapeConfig
from detectors.vision.scene.parameters import ParameterError
from detectors.vision.scene.registry import ALERTS, KINDS, STATISTICS, Maturity, UnknownKindError, build
from detectors.vision.scene.shapes import ShapeError
from tests.vision.scene.rules import SQUARE, make


def test_alerts_and_statistics_are_told_apart() -> None:
    assert set(ALERTS) == {
        "intrusion",
        "wrong_direction",
        "density",
        "abandoned_object",
        "fall",
        "fire",
        "crowd_movement",
        "weapon",
    }
    assert set(STATISTICS) == {"line_count", "speed", "occupancy", "parking", "queue", "dwell", "journeys"}


def test_only_what_the_evaluation_of_the_games_found_satisfactory_is_called_proven() -> None:
    assert {name for name in ALERTS if KINDS[name].maturity == Maturity.PROVEN} == {
        "intrusion",
        "wrong_direction",
        "density",
    }


def test_a_kind_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(UnknownKindError, match="There is no rule of the kind “emotion”"):
        make("emotion")


def test_a_rule_with_a_wrong_parameter_is_not_built() -> None:
    with pytest.raises(ParameterError, match="dwell_seconds"):
        make("intrusion", dwell_seconds=-1)


def test_a_rule_with_a_wrong_shape_is_not_built() -> None:
    with pytest.raises(ShapeError, match="at least 3 corners"):
        make("intrusion", SQUARE[:2])


def test_a_zone_keeps_its_place_in_a_picture_of_another_size() -> None:
    config = RuleConfig("r1", 1, "intrusion", ShapeConfig("z1", "Gate", SQUARE), {})
    for width, height in ((1000, 500), (1920, 1080), (1, 1)):
        assert build(config, width, height).config is config
