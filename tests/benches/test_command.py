"""Specification of ``manage.py bench``: a goal that is missed is a result, nothing to measure is an error."""

import json
from collections.abc import Iterator
from importlib import import_module
from io import StringIO
from types import ModuleType

import pytest
from django.core.management import CommandError, call_command

from detectors.benches import BENCHES
from detectors.management.commands import bench
from hypervision.lib.bench import Bench, Figure, Say, at_most
from hypervision.lib.errors import Refusal


def short(say: Say, *, full: bool) -> Iterator[Figure]:
    say("Measuring more." if full else "Measuring.")
    yield at_most("delay", 2.0, "s", 1)


def nothing_runs(say: Say, *, full: bool) -> Iterator[Figure]:
    yield at_most("delay", 0.5, "s", 1)
    raise Refusal("Nothing runs here. Start it with bin/up.")


def install(monkeypatch: pytest.MonkeyPatch, measure: Bench) -> None:
    module = ModuleType("benched")
    module.measure = measure  # type: ignore[attr-defined]
    monkeypatch.setattr(bench, "import_module", lambda name: module)


def test_a_bench_that_falls_short_prints_its_figures_and_ends_well(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, short)
    figures, sentences = StringIO(), StringIO()
    call_command("bench", "main_job", stdout=figures, stderr=sentences)
    assert [json.loads(line)["met"] for line in figures.getvalue().splitlines()] == [False]
    assert "Measuring." in sentences.getvalue()


def test_a_bench_can_be_asked_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, short)
    sentences = StringIO()
    call_command("bench", "main_job", full=True, stdout=StringIO(), stderr=sentences)
    assert "Measuring more." in sentences.getvalue()


def test_a_bench_that_has_nothing_to_measure_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, nothing_runs)
    figures = StringIO()
    with pytest.raises(CommandError, match="Start it with bin/up"):
        call_command("bench", "main_job", stdout=figures)
    assert len(figures.getvalue().splitlines()) == 1, "what was measured before is not lost"


def test_a_bench_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(CommandError, match="invalid choice: 'speed'"):
        call_command("bench", "speed")


@pytest.mark.parametrize("name", BENCHES)
def test_each_registered_bench_can_be_called(name: str) -> None:
    assert callable(import_module(BENCHES[name]).measure)
