"""The sums of sizing: what was measured becomes cameras, with the margins that are said."""

from dataclasses import replace
from pathlib import Path

import pytest

from detectors.sizing.machine import here
from detectors.sizing.plan import Machine, Plan, Question, plan
from detectors.sizing.report import text

ASKED = Question(cameras=185, codec="h264", width=1280, height=720, stream_rate=25, rate=5)
MACHINE = Machine(cores=8, memory_mb=16_000)
PROCESS = {"read": 2.0, "convert": 0.2, "detect": 38.0, "follow": 1.8, "mask": 100.0, "process": 250.0, "camera": 20.0}
"""0.05 + 0.20 + 0.02 = 0.27 cores a camera."""


def planned(question: Question = ASKED, machine: Machine = MACHINE, **measured: float) -> Plan:
    return plan(question, machine, [{**PROCESS, **measured}])


def test_a_camera_costs_its_stream_its_analysis_and_its_pictures() -> None:
    assert planned().cores_a_camera == pytest.approx(25 * 0.002 + 5 * 0.04 + 0.2 * 0.1)


def test_seven_tenths_of_the_cores_carry_cameras() -> None:
    assert planned().by_cpu == 20, "8 x 0.7 / 0.27"


def test_memory_is_what_the_other_processes_and_ours_leave() -> None:
    assert planned().by_memory == 490, "(16000 x 0.8 - 1000 - 8 x 250) / 20"


def test_the_smaller_of_the_two_is_the_limit_and_is_named() -> None:
    assert planned().carried == 20
    assert "The processor is the limit; the memory would carry 490." in text(planned(), 0)
    heavy = planned(camera=2000)
    assert heavy.carried == heavy.by_memory == 4
    assert "The memory is the limit; the processor would carry 20." in text(heavy, 0)


def test_more_cameras_need_more_machines_like_this_one() -> None:
    assert planned().machines == 10, "185 / 20, rounded up"
    assert "185 cameras need 10 machines like this one, or larger ones with 72 cores and" in text(planned(), 0)


def test_fewer_cameras_fit() -> None:
    assert text(planned(replace(ASKED, cameras=20)), 0).endswith("20 cameras fit.")


def test_a_machine_that_is_too_small_says_so() -> None:
    small = planned(machine=Machine(1, 4000), detect=400)
    assert (small.carried, small.machines) == (0, None)
    assert "too small for one such camera" in text(small, 0)


def test_a_busy_machine_is_said_to_be_busy() -> None:
    assert "Measure again" not in text(planned(), 1)
    assert "Before the measurement 9.0 programs wanted one of the 8 cores" in text(planned(), 9)


def test_the_median_process_counts_and_the_others_are_shown() -> None:
    found = [{**PROCESS, "detect": cost} for cost in (40.0, 60.0, 44.0)]
    table = text(plan(ASKED, MACHINE, found), 0)
    [line] = [line for line in table.splitlines() if line.startswith("find objects")]
    assert line.split() == ["find", "objects", "44.00", "40.00", "to", "60.00", "5", "0.2200"]


def test_a_container_that_may_use_less_is_a_smaller_machine(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("100000 100000\n")
    (tmp_path / "memory.max").write_text("500000000\n")
    assert here(tmp_path) == Machine(1, 500.0)


def test_without_limits_it_is_the_whole_machine(tmp_path: Path) -> None:
    whole = here(tmp_path)
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert here(tmp_path) == whole
    assert whole.cores >= 1
