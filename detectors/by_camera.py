"""A recording analysed with the zones and rules of a camera: then the gate is asked, as for the camera itself."""

import getpass
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Q

from detectors import build, duty
from detectors.analysis.config_file import FileConfig
from detectors.analysis.errors import AnalysisError
from detectors.analysis.request import Networks, Outputs
from detectors.build import Plan
from detectors.models import Network
from detectors.vision.detect.session import NetworkFile
from detectors.vision.pipeline import MayRun
from hypervision.law import gate, log
from hypervision.law.gate import CameraFacts, Ruling
from hypervision.law.reasons import REASONS
from hypervision.lib import clock
from maps.models import Camera

ASK_AGAIN_S = 5.0
"""A stop, or the end of an authorisation, is noticed this soon in the midst of a long recording."""


@dataclass(frozen=True, slots=True)
class Orders:
    config: FileConfig
    networks: Networks
    may_run: MayRun
    further: NetworkFile | None = None


def orders(name: str, source: str, outputs: Outputs) -> Orders:
    """name: of the camera, or its id. The run goes into the log.

    A recording has no capture time that could be trusted, so the gate is asked as of now. Raises AnalysisError where
    nothing may run, with the gate's reasons.
    """
    try:
        camera = _camera(name)
        plan, _ = build.plan_of(camera.id, clock.now())
        rulings = _Rulings(duty.facts_of(camera), plan)
        _check(rulings, outputs, name)
        if outputs.video and not plan.pictures:
            raise AnalysisError(f"Pictures of the camera “{name}” are switched off: leave out --video.")
        log.write(f"shell:{getpass.getuser()}", "analysis.run", str(camera.id), source=source, model=plan.model_hash)
    except DatabaseError as error:
        raise AnalysisError(f"--camera needs the database, which does not answer: {str(error).strip()}") from error
    networks = plan.networks

    def registered(purposes: Sequence[str]) -> Mapping[str, NetworkFile]:
        return {purpose: networks[purpose] for purpose in purposes}

    config = replace(plan.config, motion_gate=False)  # of a recording every frame is looked at
    return Orders(
        FileConfig(config, anchor=plan.anchor), registered, rulings.may_run, networks.get(Network.Purpose.THINGS)
    )


class _Rulings:
    """The gate's answers, asked again every few seconds."""

    def __init__(self, facts: CameraFacts, plan: Plan) -> None:
        self._facts, self._plan = facts, plan
        self.kinds = sorted({rule.kind for rule in plan.config.every_rule})
        self.complete = build.hash_of(plan.networks) is not None
        self._asked_at = -ASK_AGAIN_S
        self._rulings: dict[str, Ruling] = {}

    def of(self, kind: str) -> Ruling:
        now = time.monotonic()
        if now - self._asked_at >= ASK_AGAIN_S:
            at = clock.now()
            self._rulings = {
                each: gate.may_run(self._facts, each, self._plan.hash_for(each), at) for each in self.kinds
            }
            self._asked_at = now
        return self._rulings[kind]

    def may_run(self, kind: str, at: datetime) -> bool:
        return self.of(kind).allowed


def _camera(name: str) -> Camera:
    """By name, which two cameras may share, or by id, which they do not."""
    asked = Q(name=name)
    with suppress(ValueError):
        asked |= Q(id=UUID(name))
    found = list(Camera.objects.filter(asked)[:2])
    if len(found) != 1:
        raise AnalysisError(
            f"There is no camera “{name}”; the administration lists them."
            if not found
            else f"Several cameras are called “{name}”; give the id of the one that is meant."
        )
    return found[0]


def _check(rulings: _Rulings, outputs: Outputs, name: str) -> None:
    """Raises AnalysisError. Under a regime of sums nothing is written that shows a single object."""
    if not rulings.kinds:
        raise AnalysisError(f"No rule is enabled for the camera “{name}”; add one in the administration.")
    if not rulings.complete:
        raise AnalysisError("The networks that find and mask are not registered; run manage.py fetch_models.")
    asked = [rulings.of(kind) for kind in rulings.kinds]
    allowed = [ruling for ruling in asked if ruling.allowed]
    if not allowed:
        reasons = dict.fromkeys(str(REASONS.get(ruling.reason, ruling.reason)) for ruling in asked)
        raise AnalysisError(f"Nothing may be analysed for the camera “{name}”. {' '.join(reasons)}")
    if outputs.paths and any(ruling.aggregates_only for ruling in allowed):
        raise AnalysisError(
            f"The authorisation for the camera “{name}” allows sums only: "
            "leave out --tracks, --events, --detections and --video."
        )
