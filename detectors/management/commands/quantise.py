"""manage.py quantise NETWORK: makes its form with whole numbers, tries it, and registers it beside its parent."""

import getpass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from detectors import engines, networks
from detectors.networks import NotTheSameError, RefusedError
from detectors.vision.detect.session import NetworkError
from detectors.vision.types import Image

CALIBRATION, TRIAL, APART = 40, 20, 19
"""Pictures that give the ranges, pictures that try the result, and how many frames of the clip they lie apart."""


class Command(BaseCommand):
    help = "Makes a network's form with whole numbers (half the time), and registers it where it finds the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("network", help="its name, as the administration lists it")
        parser.add_argument(
            "--pictures", type=Path, metavar="FOLDER", help="pictures of your cameras instead of the demonstration's"
        )

        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="for set-up: nothing is done where it is in place, and the plain one serves where it finds less",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_missing"] and networks.is_quantised(options["network"]):
            self.stdout.write("Its form with whole numbers is in place.")
            return
        calibration, trial = _pictures(options["pictures"])
        self.stderr.write("Quantising; about half a minute …", self.style.NOTICE)
        try:
            trials = networks.quantise(options["network"], calibration, trial, f"shell:{getpass.getuser()}")
        except NotTheSameError as error:
            if not options["if_missing"]:
                raise CommandError(str(error)) from error
            self.stdout.write(str(error))
            return
        except (RefusedError, NetworkError) as error:
            raise CommandError(str(error)) from error
        for each in trials:
            self.stdout.write(engines.sentence(each))
        self.stdout.write("It is registered beside its parent; workers here use the fastest of these within seconds.")


def _pictures(folder: Path | None) -> tuple[list[Image], list[Image]]:
    """Those for the ranges and others for the trial."""
    if folder is None:
        calibration = engines.demo_pictures(0, CALIBRATION, APART)
        trial = engines.demo_pictures(APART // 2, TRIAL, 2 * APART)
    else:
        found = [cv2.imread(str(path)) for path in sorted(folder.iterdir())] if folder.is_dir() else []
        pictures = [np.asarray(each, np.uint8) for each in found if each is not None]
        calibration, trial = pictures[::2], pictures[1::2]
    if len(calibration) < 10 or not trial:
        raise CommandError(
            "At least 20 pictures with persons and vehicles are needed: name a folder with --pictures, or run "
            "manage.py setup_demo, which fetches a clip."
        )
    return calibration, trial
