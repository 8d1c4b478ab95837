"""What the rules saw, one JSON object a line: events as they come, sums at the end."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from detectors.analysis.run import Seen, Stages
from detectors.analysis.whole import WholeFile
from detectors.vision.config import RuleConfig
from detectors.vision.locate.earth import Anchor
from detectors.vision.scene.sums import Amount
from detectors.vision.types import GroundPlace, LineCount, SceneEvent

BIN = 300.0
"""Seconds over which everything is summed that is counted or measured, as everywhere in the product."""

Locate = Callable[[SceneEvent], GroundPlace | None]
Facts = Mapping[str, object]


class EventsFile:
    """locate: the pipeline's. anchor: where its metres begin, None where that is not known."""

    def __init__(self, path: Path, rules: tuple[RuleConfig, ...], locate: Locate, anchor: Anchor | None) -> None:
        self.name = str(path)
        self._out = WholeFile(path)
        self._rules = {rule.id: rule for rule in rules}
        self._locate = locate
        self._anchor = anchor
        self._seconds = 0.0
        self._crossings: Counter[tuple[str, int, str, bool]] = Counter()
        self._sums: dict[tuple[str, int, str, str, str], Amount] = {}

    def add(self, seen: Seen, stages: Stages) -> None:
        self._seconds = seen.seconds
        first = seen.analysis.frame.at - timedelta(seconds=seen.seconds)
        with stages.timed("write"):
            for each in seen.analysis.observations:
                if isinstance(each, SceneEvent):
                    self._write(self._event(each, first))
                elif isinstance(each, LineCount):
                    self._crossings[each.rule_id, int(seen.seconds // BIN), each.label.value, each.forward] += 1
                else:
                    number = int((each.at - first).total_seconds() // BIN)
                    key = each.rule_id, number, each.measure.value, each.label.value, each.way
                    self._sums.setdefault(key, Amount()).add(each)

    def finish(self) -> None:
        for rule, number, label in sorted({(rule, number, label) for rule, number, label, _ in self._crossings}):
            ways = {way: self._crossings[rule, number, label, way == "forward"] for way in ("forward", "backward")}
            self._write(self._head(rule) | self._bin(number) | {"label": label} | ways)
        for (rule, number, measure, label, way), amount in sorted(self._sums.items(), key=lambda each: each[0]):
            names = {"measure": measure, "label": label, "way": way}
            self._write(self._head(rule) | self._bin(number) | names | _said(amount))
        self._out.keep()

    def abandon(self) -> None:
        self._out.abandon()

    def _event(self, event: SceneEvent, first: datetime) -> Facts:
        """start: when it began; end: the frame that made the rule sure of it."""
        return self._head(event.rule_id) | {
            "start": round((event.started_at - first).total_seconds(), 3),
            "end": round((event.at - first).total_seconds(), 3),
            "place": self._place(event),
            "score": round(event.score, 4),
            "facts": dict(event.facts),
        }

    def _bin(self, number: int) -> dict[str, object]:
        return {"start": number * BIN, "end": min((number + 1) * BIN, round(self._seconds, 3))}

    def _head(self, rule_id: str) -> dict[str, object]:
        rule = self._rules[rule_id]
        return {"kind": rule.kind, "zone": rule.shape.name, "rule": rule.id, "rule_version": rule.version}

    def _place(self, event: SceneEvent) -> Facts | None:
        """None without a calibration: a recording has no place of its own."""
        ground = self._locate(event)
        if ground is None:
            return None
        place: dict[str, object] = {
            "east": round(ground.east, 2),
            "north": round(ground.north, 2),
            "error": round(ground.error, 2),
        }
        if self._anchor is None:
            return place
        lon, lat = self._anchor.to_lonlat(ground.east, ground.north)
        return {"lon": round(lon, 7), "lat": round(lat, 7)} | place

    def _write(self, facts: Facts) -> None:
        self._out.file.write((json.dumps(facts, ensure_ascii=False) + "\n").encode())


def _said(amount: Amount) -> dict[str, object]:
    """What few objects stand behind is not told, here neither."""
    if not amount.is_told:
        return {"is_told": False}
    means = {"mean": amount.mean, "deviation": amount.deviation, "error": amount.error}
    return {"is_told": True, "objects": amount.objects} | {name: round(value, 3) for name, value in means.items()}
