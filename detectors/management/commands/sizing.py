"""manage.py sizing: measures this machine and says how many cameras it carries. Needs no database and no settings."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from detectors.analysis.errors import AnalysisError
from detectors.analysis.networks import MASKS, shipped
from detectors.sizing import clip
from detectors.sizing.machine import here
from detectors.sizing.plan import Question, plan
from detectors.sizing.report import text
from hypervision.env import ROOT, VAR, folder

SECONDS = 4.0
"""For each part, on the clock; a run takes about ten times that."""
MOST_PROCESSES = 32
PATIENCE_S = 300
PARIS = 185
"""Cameras with analytics at the Games of Paris in 2024."""


class Command(BaseCommand):
    help = "Measures this machine, says how many cameras it carries, what limits it, and what more would need."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cameras", type=_whole, default=PARIS, help="how many are wanted (185)")
        parser.add_argument("--codec", choices=clip.ENCODERS, default="h264")
        parser.add_argument("--resolution", type=_resolution, default=(1280, 720), metavar="WxH", help="(1280x720)")
        parser.add_argument("--fps", type=_rate, default=5.0, help="frames analysed a second (5)")
        parser.add_argument("--stream-fps", type=_rate, default=25.0, help="frames that the cameras send a second (25)")

    def handle(self, *args: Any, **options: Any) -> None:
        width, height = options["resolution"]
        asked = Question(options["cameras"], options["codec"], width, height, options["stream_fps"], options["fps"])
        load = os.getloadavg()[0]
        machine = here()
        try:
            found = self._measure(asked, min(machine.cores, MOST_PROCESSES))
        except (AnalysisError, clip.EncoderMissingError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(text(plan(asked, machine, found), load))

    def _measure(self, asked: Question, processes: int) -> list[dict[str, float]]:
        """One process a core, all at once, as the machine will be when it carries what it can."""
        weights = folder("WEIGHTS_DIR", VAR / "weights").resolve()
        shipped(weights, ("objects", *MASKS))
        scene = folder("DEMO_DIR", VAR / "demo") / "vtest.avi"
        with tempfile.TemporaryDirectory(prefix="sizing-") as work:
            self._say(f"Making {clip.SECONDS} s of {asked.codec}, {asked.width} × {asked.height} …")
            path = clip.write(
                *(Path(work) / "camera.mkv", asked.codec, (asked.width, asked.height)),
                *(round(asked.stream_rate), scene if scene.is_file() else None),
            )
            self._say(f"Measuring, a process on each of {processes} cores; about a minute …")
            command = [sys.executable, "-m", "detectors.sizing.worker", str(path), str(weights), str(SECONDS)]
            started = [_start(command) for _ in range(processes)]
            return [_answer(each) for each in started]

    def _say(self, sentence: str) -> None:
        self.stderr.write(sentence, self.style.NOTICE)


def _start(command: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603


def _answer(process: "subprocess.Popen[str]") -> dict[str, float]:
    try:
        out, errors = process.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        process.kill()
        raise AnalysisError("The measurement did not end in five minutes: the machine is too busy.") from error
    if process.returncode:
        last = (errors.strip() or "no reason given").splitlines()[-1]
        raise AnalysisError(f"The measurement failed: {last}")
    found: dict[str, float] = json.loads(out.splitlines()[-1])
    return found


def _whole(given: str) -> int:
    if not given.isdecimal() or not 0 < int(given) <= 100_000:
        raise argparse.ArgumentTypeError(f"{given} is no number of cameras")
    return int(given)


def _rate(given: str) -> float:
    try:
        rate = float(given)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= 120:
        raise argparse.ArgumentTypeError(f"{given} is no rate: frames a second, above 0 and up to 120")
    return rate


def _resolution(given: str) -> tuple[int, int]:
    width, _, height = given.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and 64 <= int(width) <= 8192 and 64 <= int(height) <= 8192):
        raise argparse.ArgumentTypeError(f"{given} is no resolution: write it as 1920x1080")
    return int(width) // 2 * 2, int(height) // 2 * 2
