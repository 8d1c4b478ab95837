"""The suite ``scenes``: every kind on its composed scenes, tuned and held out apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

from detectors.analysis.errors import AnalysisError
from detectors.analysis.networks import shipped
from detectors.evaluation import documents, figures
from detectors.evaluation.catalogue import PARTS, Showing, scenes_in
from detectors.evaluation.figures import KindFigures
from detectors.evaluation.judging import Fired, Verdict, judge
from detectors.evaluation.measure import Asked, EvaluationError, Measure, Say
from detectors.evaluation.playing import play_all
from detectors.evaluation.tally import TOGETHER, Tally, measures
from detectors.scenes.scene import Expected
from detectors.scenes.studio import Studio, StudioError, open_studio
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.detect.session import NetworkFile
from detectors.vision.scene.registry import ALERTS
from detectors.vision.sentences import SentenceError

Happening = TypeVar("Happening", Expected, Fired)


def all_scenes(asked: Asked, say: Say) -> Iterator[Measure]:
    return _evaluate(asked, say, tuple(PARTS))


def tuned_scenes(asked: Asked, say: Say) -> Iterator[Measure]:
    return _evaluate(asked, say, ("tuned",))


def heldout_scenes(asked: Asked, say: Say) -> Iterator[Measure]:
    return _evaluate(asked, say, ("heldout",))


def open_parts(asked: Asked) -> tuple[Studio, Detector, NetworkFile]:
    """Raises EvaluationError, a sentence, where the clip or the network lacks."""
    try:
        network = shipped(asked.weights, ("objects",))["objects"]
        return open_studio(asked.clip), open_detector(network), network
    except (AnalysisError, StudioError, SentenceError) as error:
        raise EvaluationError(str(error)) from error


def tallies(asked: Asked, say: Say, parts: Iterable[str]) -> Iterator[tuple[str, str, Tally]]:
    """Kind, part and the sums; a kind of which nobody wrote a scene has empty ones."""
    open_parts(asked)
    for part in parts:
        sums = {kind: Tally() for kind in sorted(ALERTS)}
        for scene, fired in play_all(list(_wanted(part, asked)), asked.weights, asked.clip):
            for kind in sorted({watch.kind for watch in scene.watches}):
                verdict = judge(_of(kind, scene.expects), _of(kind, fired))
                sums[kind].add(scene, verdict)
                if kind == scene.kind or verdict.false:
                    say(f"{kind}: {scene.name}: {_said(verdict)}")
        yield from ((kind, part, tally) for kind, tally in sums.items() if tally.scenes or not asked.only)


def _wanted(part: str, asked: Asked) -> Iterator[Showing]:
    """What is written holds for all that a kind watches; what a person tries for a moment is that kind's own scenes."""
    kinds = (asked.only or ALERTS) if asked.write or not asked.only else None
    for scene in scenes_in(part):
        showing = Showing(part, scene.kind, scene.name, kinds)
        if (scene.kind in asked.only or scene.name in asked.only) if kinds is None else showing.scene().watches:
            yield showing


def _of(kind: str, happenings: Iterable[Happening]) -> list[Happening]:
    return [each for each in happenings if each.kind == kind]


def _evaluate(asked: Asked, say: Say, parts: Sequence[str]) -> Iterator[Measure]:
    if asked.write and not (asked.only <= ALERTS and set(parts) == set(PARTS)):
        raise EvaluationError(
            "Only whole kinds are written: name the suite scenes or none, and with --only kinds alone."
        )
    codes = {kind: figures.code_of(kind) for kind in ALERTS}  # of what runs, also when somebody edits it meanwhile
    found: dict[str, dict[str, Tally]] = {}
    for kind, part, tally in tallies(asked, say, parts):
        if tally.scenes:
            found.setdefault(kind, {})[part] = tally
            yield from measures(kind, part, tally)
        else:
            yield Measure("scenes", kind, "recall", None, part=part, note="There are no scenes of this kind yet.")
    if asked.write:
        _write(asked, found, codes)


def _write(asked: Asked, found: Mapping[str, Mapping[str, Tally]], codes: Mapping[str, str]) -> None:
    """The shipped figures first, then the documents that show them."""
    network = open_parts(asked)[2].sha256
    figures.write({kind: KindFigures(network, codes[kind], parts) for kind, parts in found.items()})
    for document, table in tables(asked.docs).items():
        documents.renew(document, "scenes", table)


def tables(docs: Path) -> dict[Path, str]:
    """The documents in this folder that show the shipped figures, and what each must show."""
    rows = {kind: list(_rows(kind, kept)) for kind, kept in sorted(figures.read().items())}
    cards = {docs / "models" / f"{kind}.md": documents.table(rows[kind]) for kind in rows}
    return {docs / "quality.md": documents.table(chain.from_iterable(rows.values())), **cards}


def _rows(kind: str, kept: KindFigures) -> Iterator[Measure]:
    """Each part apart, then what stands beside an alert."""
    for part, tally in kept.parts.items():
        yield from measures(kind, part, tally)
    yield from measures(kind, TOGETHER, kept.together)


def _said(verdict: Verdict) -> str:
    if not (verdict.delays or verdict.missed or verdict.false):
        return "nothing to see, nothing fired"
    said = [f"{len(verdict.delays)} of {len(verdict.delays) + len(verdict.missed)} found"]
    said += [f"missed at {event.begins:.1f} s" for event in verdict.missed]
    said += [f"FALSE {alert.kind} at {alert.at:.1f} s" for alert in verdict.false]
    return ", ".join(said)
