"""Rows become what a watch works with: one plan per camera, and the networks of this process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from detectors import attested, duty, engines, presets, schedules
from detectors.credentials import unseal
from detectors.duty import Duty
from detectors.models import Network, Rule
from detectors.vision.config import CalibrationConfig, PipelineConfig, PresetConfig, RuleConfig, ShapeConfig
from detectors.vision.detect.registry import Detector, Further, open_detector, open_further
from detectors.vision.detect.session import NetworkFile
from detectors.vision.locate.earth import Anchor
from detectors.vision.locate.homography import moved
from detectors.vision.mask.registry import open_masker
from detectors.vision.pipeline import Masker
from detectors.vision.sources.registry import SourceSpec
from hypervision.lib import clock
from maps.models import Calibration, Camera, Preset, Zone

CAMERA_PLACE_ERROR_M = 30.0
"""How far from its camera something may be that has no better place than the camera's."""


class CameraGoneError(Exception):
    """The camera was deleted."""


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What an event says of its rule beside what vision knows."""

    severity: str
    zone_name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a watch of one camera depends on: equal plans need no new start.

    pictures: whether any may leave. networks: by purpose.
    """

    camera_id: UUID
    anchor: Anchor
    source: SourceSpec
    rate: float
    config: PipelineConfig
    rules: Mapping[str, RuleFacts]
    networks: Mapping[str, NetworkFile] = field(default_factory=dict)
    pictures: bool = True

    @property
    def model_hash(self) -> str:
        return self.networks[Network.Purpose.OBJECTS].sha256

    def hash_for(self, kind: str) -> str:
        """Of the network that finds what this kind is about."""
        network = attested.network_for(kind, self.networks)
        return network.sha256 if network else ""


def plan_of(camera_id: UUID, at: datetime) -> tuple[Plan, Duty]:
    """The plan, and whether there is a duty to watch at all. Raises CameraGoneError."""
    camera = Camera.objects.filter(id=camera_id).first()
    if camera is None:
        raise CameraGoneError
    rules = list(Rule.objects.filter(camera=camera, enabled=True).select_related("zone", "schedule").order_by("id"))
    kinds = {rule.kind for rule in rules}
    networks = attested.without_idle(networks_in_use(), kinds)
    plan = Plan(
        camera_id=camera.id,
        anchor=Anchor(camera.location.x, camera.location.y),
        source=_source(camera),
        rate=camera.wanted_rate,
        pictures=camera.pictures,
        config=_config(camera, rules),
        rules={str(rule.id): RuleFacts(rule.severity, rule.zone.name) for rule in rules},
        networks=networks,
    )
    return plan, duty.of(camera, kinds, networks, at)


def _config(camera: Camera, rules: Sequence[Rule]) -> PipelineConfig:
    """What names no view holds in all of them."""
    private = list(Zone.objects.filter(camera=camera, purpose=Zone.Purpose.PRIVATE).order_by("id"))

    def of(preset: Preset | None) -> dict[str, Any]:
        pk = preset.pk if preset else None
        return {
            "rules": tuple(rule_config(rule) for rule in rules if rule.zone.preset_id == pk),
            "private_zones": tuple(_shape(zone) for zone in private if zone.preset_id == pk),
            "calibration": _calibration(camera, preset),
        }

    views = [PresetConfig(str(one.pk), one.name, bytes(one.background or b""), **of(one)) for one in presets.of(camera)]
    return PipelineConfig(**of(None), presets=tuple(views), motion_gate=True)


def networks_in_use() -> dict[str, NetworkFile]:
    """The registered network of each purpose, as vision wants it."""
    folder: Path = settings.WEIGHTS_DIR
    return {row.purpose: _network(row, folder) for row in Network.objects.filter(active=True)}


def _network(row: Network, folder: Path) -> NetworkFile:
    """With the engine that serves it best on this machine."""
    file = folder / row.file
    int8 = file.with_name(f"{file.stem}.int8.onnx")
    form = (int8, row.int8_sha256) if row.int8_sha256 and int8.is_file() else None
    found = NetworkFile(row.family, file, row.sha256, tuple(row.classes), form)
    return engines.with_choice(found) if row.purpose == Network.Purpose.OBJECTS else found


def hash_of(networks: Mapping[str, NetworkFile]) -> str | None:
    """The hash of the network that finds what moves. None while one is missing: who cannot mask may not analyse."""
    return networks[Network.Purpose.OBJECTS].sha256 if attested.is_complete(networks) else None


def open_eyes(networks: Mapping[str, NetworkFile]) -> tuple[Detector, Masker]:
    """Detector and masker of one camera over sessions that the whole process shares.

    Raises NetworkError, a sentence, when a file is missing or not the one that was registered.
    """
    return (
        open_detector(networks[Network.Purpose.OBJECTS]),
        open_masker(networks[Network.Purpose.FACES], networks[Network.Purpose.PLATES]),
    )


def open_more(networks: Mapping[str, NetworkFile]) -> Further | None:
    """The network beside the one that finds what moves, where a plan has it. Raises NetworkError."""
    things = networks.get(Network.Purpose.THINGS)
    return open_further(things) if things else None


def _source(camera: Camera) -> SourceSpec:
    credentials = unseal(bytes(camera.credentials)) if camera.credentials else None
    return SourceSpec(camera.address, credentials, rate=camera.wanted_rate)


def rule_config(rule: Rule) -> RuleConfig:
    """Also of a rule that nobody has saved."""
    hours = schedules.config_of(rule.schedule, clock.now()) if rule.schedule else None
    zone = settings.TIME_ZONE
    return RuleConfig(str(rule.id), rule.version, rule.kind, _shape(rule.zone), rule.parameters, zone, hours)


def _shape(zone: Zone) -> ShapeConfig:
    return ShapeConfig(str(zone.id), zone.name, tuple((float(x), float(y)) for x, y in zone.points))


def _calibration(camera: Camera, preset: Preset | None) -> CalibrationConfig | None:
    row = Calibration.objects.filter(camera=camera, preset=preset).order_by("-version").first()
    if row is None:
        return None
    config = CalibrationConfig(
        row.version, row.width, row.height, tuple(row.homography), row.rmse, tuple(row.covariance)
    )
    if row.anchor is None:
        return config
    # A plan counts from the camera's mark, which somebody may have moved since.
    return moved(config, *Anchor(camera.location.x, camera.location.y).to_metres(row.anchor.x, row.anchor.y))
