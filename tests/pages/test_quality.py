"""What stands beside an alert about how right its kind was."""

from dataclasses import replace

import pytest

from detectors import build
from detectors.evaluation import figures
from detectors.evaluation.figures import KindFigures
from detectors.evaluation.tally import Tally
from hypervision.pages.quality import qualities

NETWORK = "a" * 64
TUNED = Tally(scenes=16, hostile=8, events=20, found=20, false=0, seconds=3000.0, delays=[0.1] * 20)
HELDOUT = Tally(scenes=8, hostile=4, events=10, found=9, false=1, seconds=600.0, delays=[0.2] * 9)


@pytest.fixture(autouse=True)
def _this_network_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "networks_in_use", dict)
    monkeypatch.setattr(build, "hash_of", lambda networks: NETWORK)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> KindFigures:
    measured = KindFigures(NETWORK, figures.code_of("intrusion"), {"tuned": TUNED, "heldout": HELDOUT})
    monkeypatch.setattr(figures, "read", lambda: {"intrusion": measured})
    return measured


def test_it_counts_tuned_and_held_out_scenes_together(measured: KindFigures) -> None:
    evaluated = qualities(["intrusion"])["intrusion"]["evaluated"]
    assert evaluated is not None
    assert evaluated["scenes"] == 24
    assert evaluated["recall"] is not None
    assert evaluated["recall"] == pytest.approx((29 / 30, 0.833, 0.994), abs=1e-3)
    assert evaluated["false_an_hour"] == pytest.approx((1.0, 0.025, 5.572), abs=1e-3)


def test_a_kind_that_was_measured_with_another_network_is_not_evaluated(
    measured: KindFigures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "read", lambda: {"intrusion": replace(measured, network="b" * 64)})
    assert qualities(["intrusion"])["intrusion"] == {"maturity": "proven", "evaluated": None}


def test_a_kind_whose_rule_was_changed_since_is_not_evaluated(
    measured: KindFigures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "read", lambda: {"intrusion": replace(measured, code="of yesterday")})
    assert qualities(["intrusion"])["intrusion"]["evaluated"] is None


def test_without_any_network_nothing_is_claimed(measured: KindFigures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "hash_of", lambda networks: None)
    assert qualities(["intrusion"])["intrusion"]["evaluated"] is None


def test_a_kind_that_nobody_measured_is_not_evaluated(measured: KindFigures) -> None:
    assert qualities(["density"])["density"]["evaluated"] is None
