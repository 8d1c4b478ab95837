"""The suite ``scenes``: every kind on its composed scenes, tuned and held out apart."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from itertools import chain

from detectors.analysis.errors import AnalysisError
from detectors.analysis.networks import shipped
from detectors.evaluation import documents, figures
from detectors.evaluation.figures import KindFigures
from detectors.evaluation.judging import Verdict, judge
from detectors.evaluation.measure import Asked, EvaluationError, Measure, Say
from detectors.evaluation.playing import play
from detectors.evaluation.tally import Tally, measures
from detectors.scenes.scene import Scene
from detectors.scenes.studio import Studio, StudioError, open_studio
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.detect.session import NetworkFile
from detectors.vision.scene.registry import ALERTS
from detectors.vision.sentences import SentenceError

PARTS = {"tuned": "detectors.scenes.library", "heldout": "detectors.scenes.heldout"}


def all_scenes(asked: Asked, say: Say) -> Iterator[Measure]:
    return _evaluate(asked, say, ("tuned", "heldout"))


def tuned_scenes(asked: Asked, say: Say) -> Iterator[Measure]:
    return _evaluate(asked, say, ("tuned",))


def heldout_scenes(asked: Asked, say: Say) -> Iterator[Measure]:
    return _evaluate(asked, say, ("heldout",))


def scenes_of(kind: str, part: str) -> tuple[Scene, ...]:
    """Of one kind, in one part; none where nobody wrote any."""
    module = f"{PARTS[part]}.{kind}"
    return tuple(import_module(module).SCENES) if find_spec(module) else ()


def open_parts(asked: Asked) -> tuple[Studio, Detector, NetworkFile]:
    """Raises EvaluationError, a sentence, where the clip or the network lacks."""
    try:
        network = shipped(asked.weights, ("objects",))["objects"]
        return open_studio(asked.clip), open_detector(network), network
    except (AnalysisError, StudioError, SentenceError) as error:
        raise EvaluationError(str(error)) from error


def tallies(asked: Asked, say: Say, parts: Iterable[str]) -> Iterator[tuple[str, str, Tally]]:
    """Kind, part and the sums, one after the other."""
    studio, detector, _ = open_parts(asked)
    for kind in sorted(ALERTS):
        for part in parts:
            wanted = [scene for scene in scenes_of(kind, part) if _is_wanted(scene, asked)]
            if wanted:
                yield kind, part, _tally(wanted, studio, detector, say)
            elif not asked.only:
                yield kind, part, Tally()


def _evaluate(asked: Asked, say: Say, parts: Iterable[str]) -> Iterator[Measure]:
    found: dict[str, dict[str, Tally]] = {}
    for kind, part, tally in tallies(asked, say, parts):
        if tally.scenes:
            found.setdefault(kind, {})[part] = tally
            yield from measures(kind, part, tally)
        else:
            yield Measure("scenes", kind, "recall", None, part=part, note="There are no scenes of this kind yet.")
    if asked.write:
        _write(asked, found)


def _write(asked: Asked, found: Mapping[str, Mapping[str, Tally]]) -> None:
    """The shipped figures first, then the documents that show them."""
    if not asked.only <= ALERTS or any(set(parts) != set(PARTS) for parts in found.values()):
        raise EvaluationError("Only whole kinds are written: leave --only out or name kinds, with the suite scenes.")
    network = open_parts(asked)[2].sha256
    figures.write({kind: KindFigures(network, figures.code_of(kind), parts) for kind, parts in found.items()})
    rows = {kind: _rows(kind, kept) for kind, kept in sorted(figures.read().items())}
    documents.renew(asked.docs / "quality.md", "scenes", documents.table(chain.from_iterable(rows.values())))
    for kind in found:
        documents.renew(asked.docs / "models" / f"{kind}.md", "scenes", documents.table(rows[kind]))


def _rows(kind: str, kept: KindFigures) -> list[Measure]:
    return [each for part, tally in kept.parts.items() for each in measures(kind, part, tally)]


def _is_wanted(scene: Scene, asked: Asked) -> bool:
    return not asked.only or scene.kind in asked.only or scene.name in asked.only


def _tally(scenes: Iterable[Scene], studio: Studio, detector: Detector, say: Say) -> Tally:
    tally = Tally()
    for scene in scenes:
        verdict = judge(scene.expects, play(scene, studio, detector))
        tally.add(scene, verdict)
        say(f"{scene.kind}: {scene.name}: {_said(verdict)}")
    return tally


def _said(verdict: Verdict) -> str:
    if not (verdict.delays or verdict.missed or verdict.false):
        return "nothing to see, nothing fired"
    said = [f"{len(verdict.delays)} of {len(verdict.delays) + len(verdict.missed)} found"]
    said += [f"missed at {event.begins:.1f} s" for event in verdict.missed]
    said += [f"FALSE {alert.kind} at {alert.at:.1f} s" for alert in verdict.false]
    return ", ".join(said)
