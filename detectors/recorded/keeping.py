"""What was seen of a recording, for whoever tries another draft on it: tracks and things with their times, no picture.

It lies in the broker's memory as long as the answer does, for who asked alone. Plain arrays: nothing in it can be run.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import numpy as np
from redis import Redis

from detectors import build
from detectors.build import Plan
from detectors.recorded.seeing import Placed
from detectors.tryout.passing import ANSWER_S
from detectors.vision.config import PipelineConfig
from detectors.vision.recall import Moment
from detectors.vision.types import Detections, Evidence, Tracks
from hypervision.lib import clock

TRACKS = ("ids", "boxes", "scores", "labels", "first_seen")
MAYBE = ("ground", "margin", "detected")
THINGS = ("boxes", "scores", "labels")


@dataclass(frozen=True, slots=True)
class Seen:
    """kinds: whose eyes looked, each with the view in which they did. ground: by what it was looked at."""

    camera: UUID
    ground: str
    kinds: frozenset[str]
    start: datetime

    def dump(self) -> str:
        facts = {"camera": str(self.camera), "ground": self.ground, "kinds": sorted(self.kinds)}
        return json.dumps({**facts, "start": self.start.isoformat()})

    @classmethod
    def load(cls, text: bytes | str) -> "Seen":
        given = json.loads(text)
        start = datetime.fromisoformat(given["start"])
        return cls(UUID(given["camera"]), given["ground"], frozenset(given["kinds"]), start)

    def serves(self, plan: Plan, wanted: Iterable[tuple[str, str | None]]) -> bool:
        """Whether drafts of these kinds, each in its view, would be shown the same if it were looked at once more."""
        looked = all({_named(kind, None), _named(kind, view)} & self.kinds for kind, view in wanted)
        return looked and self.camera == plan.camera_id and self.ground == ground_of(plan)

    @classmethod
    def by(cls, plan: Plan, placed: Iterable[Placed], start: datetime) -> "Seen":
        kinds = frozenset(_named(one.rule.kind, one.view) for one in placed)
        return cls(plan.camera_id, ground_of(plan), kinds, start)


def plan_of(camera: UUID) -> Plan:
    """With all networks, also those that no rule needs yet. Raises CameraGoneError."""
    plan, _duty = build.plan_of(camera, clock.now())
    return replace(plan, networks=build.networks_in_use())


def ground_of(plan: Plan) -> str:
    """Equal where a recording would be seen alike: all of the plan but its rules."""
    config = _without_rules(plan.config)
    networks = sorted((purpose, file.sha256) for purpose, file in plan.networks.items())
    return hashlib.sha256(repr((plan.rate, config, networks)).encode()).hexdigest()


def keep(broker: "Redis", person: int, recording: UUID, seen: Seen, moments: Sequence[Moment]) -> None:
    broker.set(_seen_key(person, recording), seen.dump(), ex=ANSWER_S)
    broker.set(_moments_key(person, recording), dump(moments, seen.start), ex=ANSWER_S)


def seen_of(broker: "Redis", person: int, recording: UUID) -> Seen | None:
    text = broker.get(_seen_key(person, recording))
    return None if text is None else Seen.load(text)


def moments_of(broker: "Redis", person: int, recording: UUID, seen: Seen) -> list[Moment] | None:
    data = broker.get(_moments_key(person, recording))
    return None if data is None else load(cast(bytes, data), seen.start)


def forget(broker: "Redis", person: int, recording: UUID) -> None:
    broker.delete(_seen_key(person, recording), _moments_key(person, recording))


def dump(moments: Sequence[Moment], start: datetime) -> bytes:
    """One after the other, with how many rows belong to each moment."""
    tracks, things = [one.tracks for one in moments], [one.evidence.things for one in moments]
    arrays: dict[str, Any] = {
        "seconds": np.array([(one.at - start).total_seconds() for one in moments]),
        "views": np.array([one.view for one in moments], np.str_),
        "sizes": np.array([one.size for one in moments], np.int64).reshape(-1, 2),
        "looked": np.array([",".join(sorted(one.evidence.looked)) for one in moments], np.str_),
        "tracks": np.array([len(one) for one in tracks], np.int64),
        "things": np.array([len(one) for one in things], np.int64),
    }
    arrays |= {f"track_{name}": _joined(getattr(one, name) for one in tracks) for name in TRACKS}
    arrays |= {f"thing_{name}": _joined(getattr(one, name) for one in things) for name in THINGS}
    for name in MAYBE:
        values = [getattr(one, name) for one in tracks]
        arrays[f"has_{name}"] = np.array([value is not None for value in values], np.bool_)
        arrays[f"track_{name}"] = _joined(value for value in values if value is not None)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def load(data: bytes, start: datetime) -> list[Moment]:
    """Raises ValueError for what ``dump`` did not make."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except zipfile.BadZipFile as error:
        raise ValueError("This is nothing that was kept.") from error
    tracks = {name: _parted(arrays[f"track_{name}"], arrays["tracks"]) for name in TRACKS}
    things = {name: _parted(arrays[f"thing_{name}"], arrays["things"]) for name in THINGS}
    maybe = {
        name: _parted(arrays[f"track_{name}"], np.where(arrays[f"has_{name}"], arrays["tracks"], 0)) for name in MAYBE
    }
    moments = []
    for number, seconds in enumerate(arrays["seconds"].tolist()):
        found = {name: next(parts) for name, parts in tracks.items()}
        more = {name: next(parts) for name, parts in maybe.items()}
        more = {name: part if arrays[f"has_{name}"][number] else None for name, part in more.items()}
        evidence = Evidence(
            Detections(**{name: next(parts) for name, parts in things.items()}),
            frozenset(filter(None, str(arrays["looked"][number]).split(","))),
        )
        width, height = arrays["sizes"][number].tolist()
        at = start + timedelta(seconds=seconds)
        moments.append(Moment(at, str(arrays["views"][number]), (width, height), Tracks(**found, **more), evidence))
    return moments


def _joined(values: Iterable[Any]) -> Any:
    parts = list(values)
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _parted(values: Any, counts: Any) -> Iterator[Any]:
    ends = np.cumsum(counts)
    return iter([values[end - count : end] for end, count in zip(ends.tolist(), counts.tolist(), strict=True)])


def _without_rules(config: PipelineConfig) -> PipelineConfig:
    return replace(config, rules=(), presets=tuple(replace(one, rules=()) for one in config.presets))


def _named(kind: str, view: str | None) -> str:
    return f"{kind} {view or ''}"


def _seen_key(person: int, recording: UUID) -> str:
    return f"hypervision:recording:seen:{person}:{recording}"


def _moments_key(person: int, recording: UUID) -> str:
    return f"hypervision:recording:moments:{person}:{recording}"
