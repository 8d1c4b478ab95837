"""A draft before what a watch remembers: only where the gate would have let the draft run, then and now."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from detectors import attested, build, duty
from detectors.build import Plan
from detectors.said import said_lazily
from detectors.tryout.passing import MOST_EVENTS, Outcome, Pair, Raised
from detectors.vision.config import CalibrationConfig, PipelineConfig, RuleConfig
from detectors.vision.recall import Moment, Recall, Size, replay
from detectors.vision.scene import registry
from detectors.vision.sentences import SentenceError
from detectors.vision.types import SceneEvent
from hypervision.law import gate
from hypervision.law.reasons import REASONS
from hypervision.lib import clock
from hypervision.lib.languages import Text, in_every_language
from maps.models import Camera

WORK_S = 0.01
"""After so much work it rests as long: the eyes of all cameras of this process share its one interpreter."""

NO_ALERTS = _("Statistics raise no alerts, so there is nothing to try.")
NOT_SEEN_YET = _("Nothing is remembered yet: the camera has been watched for too short a time. Try again in a minute.")
NO_EYE = _(
    "{} needs an eye that looked for no rule of this camera in the last hour. Save the rule, let it watch for a while, "
    "and try its changes then."
)


class _NotTriedError(Exception):
    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch knows of its camera: by which plan it looks, and what it remembers."""

    plan: Plan
    recall: Recall


def attempt(pair: Pair, watched: Watched) -> Outcome:
    """Asks the database for the law's answer."""
    try:
        return compared(pair, _permitted(pair, watched), watched.plan.config)
    except _NotTriedError as error:
        return Outcome(pair.draft.kind, refused=in_every_language(error.reason))
    except SentenceError as error:
        return Outcome(pair.draft.kind, refused=in_every_language(said_lazily(error.sentence)))


def compared(pair: Pair, moments: Sequence[Moment], plan: PipelineConfig) -> Outcome:
    """Both on the same moments, of which there is one at least. Raises what ``registry.check`` raises."""
    sizes = {one.at: one.size for one in moments}
    draft = _events(pair.draft, moments, plan)
    present = _events(pair.present, moments, plan) if pair.present else None
    return Outcome(
        pair.draft.kind,
        begins=moments[0].at,
        until=moments[-1].at,
        pictures=len(moments),
        drafted=len(draft),
        stood=None if present is None else len(present),
        draft=tuple(_raised(event, sizes[event.at]) for event in draft[:MOST_EVENTS]),
        present=tuple(_raised(event, sizes[event.at]) for event in (present or [])[:MOST_EVENTS]),
    )


def _permitted(pair: Pair, watched: Watched) -> list[Moment]:
    """Those moments at which the law let a rule of this kind raise alerts; the gate is also asked for now."""
    kind, plan = pair.draft.kind, watched.plan
    if kind in registry.STATISTICS:
        raise _NotTriedError(NO_ALERTS)
    network = attested.network_for(kind, plan.networks)
    if network is None:
        is_idle = attested.network_for(kind, build.networks_in_use()) is not None
        raise _NotTriedError(format_lazy(NO_EYE, _(registry.find(kind).title)) if is_idle else duty.lacks([kind]))
    camera = Camera.objects.filter(id=plan.camera_id).first()
    if camera is None:
        raise _NotTriedError(_("The camera was taken away."))
    facts = duty.facts_of(camera)
    ruling = gate.may_run(facts, kind, network.sha256, clock.now())
    if not ruling.allowed:
        raise _NotTriedError(REASONS.get(ruling.reason, ruling.reason))
    moments = watched.recall.moments(view=pair.view)
    times = {one.at for one in moments}
    allowed = gate.allowed_among(facts, kind, network.sha256, times)
    moments = [one for one in moments if one.at in allowed]
    if not moments:
        raise _NotTriedError(NOT_SEEN_YET)
    _check_eyes(kind, moments)
    return moments


def _check_eyes(kind: str, moments: Iterable[Moment]) -> None:
    """An eye that did not look says nothing, and a draft that needs it would look like a quiet street."""
    known = registry.find(kind)
    looked = {eye for one in moments for eye in one.evidence.looked}
    if not set(map(str, known.eyes)) <= looked:
        raise _NotTriedError(format_lazy(NO_EYE, _(known.title)))


def _events(config: RuleConfig, moments: Iterable[Moment], plan: PipelineConfig) -> list[SceneEvent]:
    calibrations = _calibrations(plan)
    found: list[SceneEvent] = []
    rest_at = time.monotonic() + WORK_S
    for events in replay(moments, config, calibrations.get):
        found += events
        if time.monotonic() >= rest_at:
            time.sleep(WORK_S)
            rest_at = time.monotonic() + WORK_S
    return found


def _calibrations(plan: PipelineConfig) -> Mapping[str, CalibrationConfig | None]:
    """By view; the empty one is that of a camera with one look alone."""
    return {"": plan.calibration} | {one.id: plan.within(one).calibration for one in plan.presets}


def _raised(event: SceneEvent, size: Size) -> Raised:
    width, height = size
    box = event.box and tuple(value / side for value, side in zip(event.box, (width, height) * 2, strict=True))
    foot = event.foot[0] / width, event.foot[1] / height
    return Raised(event.at, event.started_at, event.score, foot, box or None, event.facts)  # type: ignore[arg-type]
