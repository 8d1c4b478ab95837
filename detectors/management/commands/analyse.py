"""manage.py analyse SOURCE: the shipped pipeline on a recording, a folder of pictures or a stream.

Works without settings, database and broker (manage.py starts it without them); only --camera asks for them.
"""

import argparse
import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from detectors.analysis import config_file
from detectors.analysis.config_file import FileConfig
from detectors.analysis.errors import AnalysisError
from detectors.analysis.networks import shipped
from detectors.analysis.request import Outputs, Request, prepare
from detectors.analysis.run import Parts, Report, run
from detectors.analysis.table import Progress, closing
from hypervision.env import VAR, folder


class Command(BaseCommand):
    help = "Runs the shipped pipeline on a recording, a folder of pictures or a stream, and says what it saw."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help="a file, a folder of pictures, or an address (rtsp, http)")
        rules = parser.add_mutually_exclusive_group()
        rules.add_argument("--camera", metavar="NAME", help="zones, rules, calibration of this camera (asks the gate)")
        rules.add_argument("--config", metavar="FILE.yml", type=Path, help="zones, rules, calibration of a file")
        parser.add_argument("--fps", metavar="N", type=_rate, help="the true rate: each frame counts, in order")
        boxes = parser.add_mutually_exclusive_group()
        boxes.add_argument("--detections", metavar="OUT.npz", type=Path, help="keep what the network saw")
        boxes.add_argument("--from-detections", metavar="IN.npz", type=Path, help="take that instead of a network")
        parser.add_argument("--tracks", metavar="OUT.txt", type=Path, help="tracks of persons, MOTChallenge rows")
        parser.add_argument("--events", metavar="OUT.jsonl", type=Path, help="what the rules saw, one JSON a line")
        parser.add_argument("--video", metavar="OUT.mp4", type=Path, help="masked pictures with all that was seen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            parts = prepare(_request(options))
            report = self._run(parts, quiet=options["verbosity"] == 0)
        except AnalysisError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(closing(report))

    def _run(self, parts: Parts, *, quiet: bool) -> Report:
        progress = Progress(sys.stderr, parts.frames.total)
        try:
            with ended_by_signals(parts.frames.stop):
                return run(parts, (lambda *_: None) if quiet else progress)
        finally:
            progress.close()


def _request(options: dict[str, Any]) -> Request:
    outputs = Outputs(options["detections"], options["tracks"], options["events"], options["video"])
    request = partial(
        Request, options["source"], rate=options["fps"], recorded=options["from_detections"], outputs=outputs
    )
    if options["camera"]:
        orders = _orders(options["camera"], options["source"], outputs)
        return request(
            networks=orders.networks,
            config=orders.config,
            may_run=orders.may_run,
            further=orders.further,
            always=False,
        )
    networks = partial(shipped, folder("WEIGHTS_DIR", VAR / "weights"))
    return request(networks=networks, config=config_file.read(options["config"]) if options["config"] else FileConfig())


def _orders(camera: str, source: str, outputs: Outputs) -> Any:
    """What the database says of a camera. Its models need Django, which nothing else here does."""
    try:
        if not apps.ready:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hypervision.settings")
            django.setup()
        from detectors.by_camera import orders
    except ImproperlyConfigured as error:
        raise AnalysisError(f"--camera needs the database. {error}") from error
    return orders(camera, source, outputs)


@contextmanager
def ended_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and ``kill`` end the run after the present frame; a second one ends it where it stands."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _: object) -> None:
        for each in before:
            signal.signal(each, signal.default_int_handler)
        stop()

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in before:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not 0 < rate <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is no rate: a number of frames a second, above 0 and up to 1000")
    return rate
