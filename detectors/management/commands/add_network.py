"""manage.py add_network FILE.onnx: a network of the city's own, checked, tried and registered. docs/networks.md."""

import argparse
import getpass
import re
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from detectors import attested, build, networks
from detectors.demo.clip import SOURCE
from detectors.networks import Added, Brought, RefusedError
from detectors.vision.detect.registry import FAMILIES
from detectors.vision.detect.session import NetworkError
from detectors.vision.scene.registry import KINDS
from detectors.vision.types import LABELS, Image
from detectors.weights import adopt
from detectors.weights.download import WeightsError

MOST_TEXT = 1_000_000
"""Bytes of a card or a list of classes."""

LONGEST_CLASS = 40
"""Characters, as the register has room for."""

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")

FRAME = 300
"""Of the demonstration's clip: six persons and two vehicles are in it."""


class Command(BaseCommand):
    help = "Takes in a network of your own: an ONNX file that finds objects, of one of five families."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.onnx")
        parser.add_argument("--family", required=True, choices=list(FAMILIES), help="the form of its outputs")
        parser.add_argument(
            "--classes",
            required=True,
            metavar="FILE_OR_LIST",
            help="its classes in order, one a line or with commas; name=label says what a class counts as",
        )
        parser.add_argument(
            "--card", required=True, metavar="TEXT_OR_FILE", help="what it is, how good, known failures"
        )
        parser.add_argument("--licence", required=True, help="under which terms you may use it")
        parser.add_argument("--name", help="what it is to be called; else the name of the file")
        parser.add_argument("--picture", type=Path, action="append", default=[], help="to try it on; may come again")
        parser.add_argument("--use", action="store_true", help="use it from now on, in place of the one in use")
        expects = parser.add_argument_group("what it expects of pictures, where that is not what its family expects")
        expects.add_argument("--order", choices=["rgb", "bgr"], help="order of the channels")
        expects.add_argument("--mean", type=_three, metavar="A,B,C", help="of 0 to 255, in its order of channels")
        expects.add_argument("--deviation", type=_three, metavar="A,B,C", help="of 0 to 255, in its order of channels")
        expects.add_argument("--side", type=_side, metavar="N", help="pixels, where the file leaves the size open")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = networks.add(_brought(options), settings.WEIGHTS_DIR, _pictures(options["picture"]), _actor())
            if options["use"]:
                networks.use(added.network.name, _actor())
                added.network.refresh_from_db()
        except (RefusedError, WeightsError, NetworkError) as error:
            raise CommandError(f"{error} Nothing was registered.") from error
        self._tell(added)

    def _tell(self, added: Added) -> None:
        row = added.network
        self.stdout.write(f"{row.name} is registered{'' if added.is_new else ' already'}: sha256 {row.sha256}.")
        for number, seen in enumerate(added.seen, start=1):
            found, counts = np.unique([LABELS[label] for label in seen.labels[seen.scores >= 0.4]], return_counts=True)
            said = ", ".join(f"{count} {label}" for label, count in zip(found, counts, strict=True))
            self.stdout.write(f"In picture {number} it saw: {said or 'nothing'}.")
        if not any(len(seen) for seen in added.seen):
            self.stdout.write("Show it pictures of what it has to find: --picture FILE.")
        if not row.active:
            self.stdout.write(
                f"Another network is in use for this; manage.py use_network {row.name} puts this one in its place."
            )
        self.stdout.write("An authorisation has to attest this sha256 before it may look at a camera (docs/law.md).")
        lacking = attested.lacking(KINDS, build.networks_in_use())
        if lacking:
            self.stdout.write(f"Still without a network: {', '.join(gettext(KINDS[kind].title) for kind in lacking)}.")


def _brought(options: dict[str, Any]) -> Brought:
    path: Path = options["file"]
    name = options["name"] or re.sub(r"[^a-z0-9_.-]+", "-", path.stem.lower()).strip("-._")
    if not NAME.fullmatch(name):
        raise RefusedError(f"“{name}” is no name for a network: small letters, digits, “-”, “_” and “.” make one.")
    rgb = None if options["order"] is None else options["order"] == "rgb"
    return Brought(
        path=path,
        name=name,
        family=options["family"],
        classes=_classes(options["classes"]),
        licence=options["licence"],
        card=_text(options["card"]),
        pictures=adopt.expected(
            FAMILIES[options["family"]].pictures,
            rgb=rgb,
            mean=options["mean"],
            deviation=options["deviation"],
            side=options["side"],
        ),
    )


def _classes(said: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in re.split(r"[,\n]", _text(said)) if name.strip())
    too_long = [name for name in names if len(name) > LONGEST_CLASS]
    twice = sorted({name for name in names if names.count(name) > 1})
    if not names or too_long or twice:
        wrong = (
            f"“{too_long[0][:60]}” is too long" if too_long else f"“{twice[0]}” stands there twice" if twice else "none"
        )
        raise RefusedError(f"--classes needs the names of the classes, each once ({wrong}).")
    return names


def _text(said: str) -> str:
    """What is written in the file of this name; the text itself where there is no such file."""
    try:
        path = Path(said)
        if not path.is_file():
            return said
        data = path.read_bytes() if path.stat().st_size <= MOST_TEXT else b""
    except (OSError, ValueError):
        return said  # too long for a name, or with a character that no name has
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = ""
    if not text.strip():
        raise RefusedError(f"{path} is empty, or no text of at most {MOST_TEXT:,} bytes.")
    return text


def _pictures(paths: list[Path]) -> list[Image]:
    """Those that are named, else one of the demonstration's clip where that is installed."""
    if not paths:
        return _demo_picture()
    return [_picture(path) for path in paths]


def _picture(path: Path) -> Image:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise RefusedError(f"{path} is no picture that can be read.")
    result: Image = picture
    return result


def _demo_picture() -> list[Image]:
    clip = settings.DEMO_DIR / SOURCE
    if not clip.is_file():
        return []
    video = cv2.VideoCapture(str(clip))
    try:
        video.set(cv2.CAP_PROP_POS_FRAMES, FRAME)
        done, picture = video.read()
    finally:
        video.release()
    return [picture] if done else []


def _actor() -> str:
    return f"shell:{getpass.getuser()}"


def _three(text: str) -> tuple[float, float, float]:
    values = [float(value) for value in text.split(",")]
    if len(values) != 3 or not np.isfinite(values).all():
        raise argparse.ArgumentTypeError(f"{text} is not three numbers with commas between them")
    return values[0], values[1], values[2]


def _side(text: str) -> int:
    side = int(text)
    if not 32 <= side <= 4096:
        raise argparse.ArgumentTypeError(f"{text} is no size of a network's picture: 32 to 4096 pixels")
    return side
