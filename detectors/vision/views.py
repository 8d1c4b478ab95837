"""The views of one camera: at which it looks now, and what holds there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from detectors.vision.config import PipelineConfig, PresetConfig, RuleConfig
from detectors.vision.locate.background import Background
from detectors.vision.locate.lookout import Lookout, Reference
from detectors.vision.mask.empty_scene import EmptyScene
from detectors.vision.mask.zones import PrivateZones
from detectors.vision.types import Image


@dataclass(frozen=True, eq=False, slots=True)
class CameraView:
    """preset: None for a camera of which nobody told how it looks. config: all that holds there.

    empty: what is seen there while nobody is.
    """

    preset: PresetConfig | None
    config: PipelineConfig
    private: PrivateZones
    empty: EmptyScene = field(default_factory=EmptyScene)

    @classmethod
    def of(cls, config: PipelineConfig, preset: PresetConfig | None) -> "CameraView":
        within = config.within(preset)
        return cls(preset, within, PrivateZones(within.private_zones))

    @property
    def reference(self) -> Reference:
        known = self.preset is not None and self.preset.background
        return Reference(Background.load(known) if known else None, self.private)


class Views:
    """Of one camera, at least one. Raises ``ValueError`` for a background that nobody made."""

    def __init__(self, config: PipelineConfig) -> None:
        self._config = config
        self._views = tuple(CameraView.of(config, preset) for preset in config.presets or (None,))
        self._lookout = Lookout([view.reference for view in self._views])
        every = [zone for view in self._views for zone in view.config.private_zones]
        self._everywhere = PrivateZones(every)

    def __iter__(self) -> Iterator[CameraView]:
        return iter(self._views)

    def look(self, image: Image, at: datetime) -> CameraView | None:
        """What the camera looks at; None when it is none of its views. Feed it frames in order, private zones bare."""
        seen = self._lookout.update(image, at)
        return None if seen is None else self._views[seen]

    def rules(self) -> dict[str, RuleConfig]:
        """By id, of all views."""
        return {rule.id: rule for rule in self._config.every_rule}

    def blank(self, image: Image) -> Image:
        """With the private zones of all views blank: for a picture of which nobody knows what it shows."""
        return self._everywhere.blank(image)
