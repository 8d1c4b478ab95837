"""Looks at a recording once, with the shipped pipeline: what the rules would be given comes out, and no picture."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import BinaryIO

import av
from django.utils.translation import gettext_noop

from detectors.vision.config import PipelineConfig, RuleConfig
from detectors.vision.pipeline import MayRun, Pipeline
from detectors.vision.recall import Moment
from detectors.vision.sentences import SentenceError
from detectors.vision.sources.container import ContainerReader
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.source import Picture

MOST_MINUTES = 10
MOST_S = 60.0 * MOST_MINUTES
MOST_PICTURES = int(120 * MOST_S)
"""Of a recording whose own clock stands still."""
MOST_BYTES = 64 * 2**20
"""Of what is remembered of it: ten minutes of ten pictures a second with ten tracks each."""

Tell = Callable[[float, float | None], None]
"""Hears of each picture at which second it is, and how many there are, where the header says it. May raise."""

TOO_LONG = gettext_noop("The recording is longer than %(minutes)s minutes. Cut out the part that matters.")
TOO_FULL = gettext_noop("Too much moves in this recording. Cut out the part that matters.")
NO_PICTURE = gettext_noop("There is no picture in this recording.")
ELSEWHERE = gettext_noop(
    "The recording shows none of the views of this camera, so its zones would lie wrong. Take one that this camera "
    "made, as it stands now."
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule, and the view in which its zone lies: None for all."""

    rule: RuleConfig
    view: str | None


def config_for(rules: Iterable[Placed], plan: PipelineConfig) -> PipelineConfig:
    """The camera's own views, calibrations and private zones, with these rules alone, whose eyes will look.

    Every picture is looked at, as always of a recording.
    """
    named = [Placed(replace(one.rule, id=str(number)), one.view) for number, one in enumerate(rules)]

    def of(view: str | None) -> tuple[RuleConfig, ...]:
        return tuple(one.rule for one in named if one.view == view)

    presets = tuple(replace(one, rules=of(one.id)) for one in plan.presets)
    return replace(plan, rules=of(None), presets=presets, motion_gate=False)


@dataclass(frozen=True, slots=True)
class Clock:
    """start: when the recording was made. rate: pictures a second that are looked at, as of the camera."""

    start: datetime
    rate: float

    def after(self, offset: float) -> float:
        """The second at which the next picture is due."""
        return (int(offset * self.rate + 1e-6) + 1) / self.rate


def look(stream: BinaryIO, pipeline: Pipeline, clock: Clock, may_run: MayRun, tell: Tell) -> list[Moment]:
    """Ends early when nothing may look any more. Raises SentenceError: unreadable, too long, nothing to see."""
    reader = ContainerReader(stream)
    try:
        return _moments(reader, pipeline, clock, may_run, tell)
    finally:
        reader.close()


def _moments(reader: ContainerReader, pipeline: Pipeline, clock: Clock, may_run: MayRun, tell: Tell) -> list[Moment]:
    length = reader.frames / reader.rate if reader.frames else None
    _check_length(length or 0.0, 0)
    moments: list[Moment] = []
    due, size, looks = 0.0, 0, 0
    for number, (offset, video) in enumerate(_pictures(reader)):
        _check_length(offset, number)
        tell(offset, length)
        if offset < due:
            continue
        due = clock.after(offset)
        analysis = pipeline.analyse(Picture(video, clock.start + timedelta(seconds=offset)).frame(), may_run)
        looks += 1
        if analysis.analysed and analysis.view is not None:
            shape = analysis.frame.image.shape
            view = analysis.view.preset.id if analysis.view.preset else ""
            moments.append(Moment(analysis.frame.at, view, (shape[1], shape[0]), analysis.tracks, analysis.evidence))
            size += moments[-1].bytes
            if size > MOST_BYTES:
                raise SentenceError(TOO_FULL)
        elif not analysis.elsewhere:
            return moments
    if not looks:
        raise SentenceError(NO_PICTURE)
    if not moments:
        raise SentenceError(ELSEWHERE)
    return moments


def _pictures(reader: ContainerReader) -> Iterator[tuple[float, av.VideoFrame]]:
    """Each with its second, which never goes back."""
    first: float | None = None
    offset = 0.0
    number = 0
    while True:
        try:
            video = reader.read()
        except SourceError as error:
            if error.reason is Reason.ENDED:
                return
            raise
        if video.pts is None:
            offset = max(offset, number / reader.rate)
        else:
            moment = video.pts * reader.time_base
            first = moment if first is None else first
            offset = max(offset, moment - first)
        number += 1
        yield offset, video


def _check_length(seconds: float, pictures: int) -> None:
    if seconds > MOST_S or pictures > MOST_PICTURES:
        raise SentenceError(TOO_LONG, minutes=MOST_MINUTES)
