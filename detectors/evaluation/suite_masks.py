"""The suite ``masks``: what the pictures that leave still show of heads and number plates.

On recordings with marks made by hand (``marks/``), each from its first frame on, as a camera would see it; and on the
composed scenes, where each head is known. ``--folder F`` says where the clips lie that do not come along.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import open_frames
from detectors.analysis.networks import shipped
from detectors.evaluation import documents
from detectors.evaluation.measure import Asked, EvaluationError, Measure, Say
from detectors.scenes.compose import compose
from detectors.scenes.scene import Composed
from detectors.scenes.studio import StudioError, open_studio
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.registry import open_detector
from detectors.vision.mask.masker import COVER
from detectors.vision.mask.registry import open_masker
from detectors.vision.pipeline import Pipeline
from detectors.vision.quality.masks import BANDS, Mark, Marked, Uncovered, covered_by, read_marks
from detectors.vision.sentences import SentenceError
from hypervision.lib.statistics import wilson

MARKS = Path(__file__).with_name("marks")
SUFFIXES = (".mp4", ".avi", ".mkv")

SCENES = ("intrusion", "density")
"""The kinds whose scenes are full of people, upright and not, by day and by night."""

EVERY_S = 2.0
"""Between two pictures of a scene."""

VISIBLE = 0.9
"""Share of an actor that must be visible for its head to count: whose head is hidden is no matter here."""

Open = Callable[[], Pipeline]


def masks(asked: Asked, say: Say) -> Iterator[Measure]:
    try:
        networks = shipped(asked.weights, ("objects", "faces", "plates"))
        masker = open_masker(networks["faces"], networks["plates"])
        detector = open_detector(networks["objects"])
        opened = partial(Pipeline, PipelineConfig(), detector, masker, always=True)
        measures = []
        for name, uncovered in _parts(asked, say, opened):
            measures += list(_measures(name, uncovered))
            yield from _measures(name, uncovered)
    except (AnalysisError, StudioError, SentenceError) as error:
        raise EvaluationError(str(error)) from error
    if asked.write:
        documents.renew(asked.docs / "quality.md", "masks", documents.table(measures))


def _parts(asked: Asked, say: Say, opened: Open) -> Iterator[tuple[str, Uncovered]]:
    for file in sorted(MARKS.glob("*.txt")):
        if not asked.only or file.stem in asked.only:
            clip = _clip(file.stem, asked)
            if clip is None:
                say(f"{file.stem} is not measured: say with --folder where it lies.")
            else:
                yield file.stem, _of_clip(file, clip, opened(), say)
    if not asked.only or "scenes" in asked.only:
        yield "scenes", _of_scenes(asked, opened, say)


def _clip(name: str, asked: Asked) -> Path | None:
    if asked.clip.stem == name and asked.clip.is_file():
        return asked.clip
    places = [asked.folder / f"{name}{suffix}" for suffix in SUFFIXES] if asked.folder else []
    return next((place for place in places if place.is_file()), None)


def _of_clip(file: Path, clip: Path, pipeline: Pipeline, say: Say) -> Uncovered:
    try:
        rate, marks = read_marks(file.read_text())
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{file} cannot be used: {error}") from error
    say(f"{file.stem}: {sum(map(len, marks.values()))} marks in {len(marks)} frames")
    uncovered = Uncovered()
    for number, frame in enumerate(open_frames(str(clip), rate), start=1):
        analysis = pipeline.analyse(frame, _nothing)
        if number in marks:
            cover = covered_by(pipeline.masked(analysis), COVER)
            for each in uncovered.add(cover, marks[number]):
                say(f"{file.stem}, frame {number}: a {each.mark} of {each.pixels:.0f} px is bare at {each.box}")
        if number >= max(marks):
            break
    return uncovered


def _of_scenes(asked: Asked, opened: Open, say: Say) -> Uncovered:
    studio, uncovered = open_studio(asked.clip), Uncovered()
    for kind in SCENES:
        for scene in import_module(f"detectors.scenes.library.{kind}").SCENES:
            pipeline, due = opened(), EVERY_S
            before = sum(uncovered.bare.values())
            for composed in compose(scene, studio):
                analysis = pipeline.analyse(composed.frame, _nothing)
                if composed.seconds >= due:
                    due += EVERY_S
                    uncovered.add(covered_by(pipeline.masked(analysis), COVER), _heads(composed))
            bare = sum(uncovered.bare.values()) - before
            say(f"scene “{scene.name}”: {f'{bare} heads bare' if bare else 'all heads covered'}")
    return uncovered


def _heads(composed: Composed) -> Iterator[Marked]:
    """The heads that show, with enough of their bodies around."""
    height, width = composed.frame.image.shape[:2]
    for each in composed.truth:
        if each.head is not None and each.visible >= VISIBLE:
            left, top, right, bottom = each.head
            if 0 <= left < right <= width and 0 <= top < bottom <= height:
                yield Marked(Mark.HEAD, each.head)


def _measures(name: str, uncovered: Uncovered) -> Iterator[Measure]:
    for mark in Mark:
        for band, (least, below) in enumerate(BANDS):
            bare, seen = uncovered.count(mark, band)
            if seen:
                low, high = wilson(bare, seen)
                matters = least > 0
                yield Measure(
                    "masks",
                    f"{mark}s, {_band(least, below)}",
                    "uncovered",
                    bare / seen,
                    part=name,
                    low=low,
                    high=high,
                    count=seen,
                    of=f"{mark}s",
                    goal="0" if matters else "",
                    met=bare == 0 if matters else None,
                )
    if uncovered.covered:
        mean = sum(uncovered.covered) / len(uncovered.covered)
        yield Measure("masks", "picture", "covered", mean, part=name, count=len(uncovered.covered), of="pictures")


def _band(least: int, below: int) -> str:
    return (
        f"under {below} px"
        if not least
        else f"{least} px and more"
        if below == BANDS[-1][1]
        else f"{least} to {below} px"
    )


def _nothing(*_: object) -> bool:
    return False
