"""The scenes that there are, by part and kind."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import iter_modules

from detectors.evaluation.guests import with_guests
from detectors.scenes.scene import Scene, Watch
from detectors.vision.scene.registry import ALERTS

PARTS = {"tuned": "detectors.scenes.library", "heldout": "detectors.scenes.heldout"}


def scenes_of(kind: str, part: str) -> tuple[Scene, ...]:
    """Of one kind, in one part: those of the file ``KIND.py`` and of files ``KIND__WHAT.py``; none where nobody wrote
    any.
    """
    names = [each.name for each in iter_modules(import_module(PARTS[part]).__path__)]
    own = [name for name in names if name.partition("__")[0] == kind]
    return tuple(scene for name in sorted(own) for scene in import_module(f"{PARTS[part]}.{name}").SCENES)


def scenes_in(part: str) -> Iterator[Scene]:
    return (scene for kind in sorted(ALERTS) for scene in scenes_of(kind, part))


def watch_of(kind: str, stage: str) -> Watch | None:
    """How the first tuned scene of this kind on this stage is watched."""
    return next((scene.watches[0] for scene in scenes_of(kind, "tuned") if scene.stage == stage), None)


@dataclass(frozen=True, slots=True)
class Showing:
    """One scene of a part. kinds: whose rules watch it, also where it holds nothing for them; None: those of its own.

    It is named rather than held, for what is drawn in a scene does not go from one process to another.
    """

    part: str
    kind: str
    name: str
    kinds: frozenset[str] | None = None

    def scene(self) -> Scene:
        scene = next(one for one in scenes_of(self.kind, self.part) if one.name == self.name)
        if self.kinds is None:
            return scene
        whole = with_guests(scene, watch_of)
        return replace(whole, watches=tuple(watch for watch in whole.watches if watch.kind in self.kinds))
