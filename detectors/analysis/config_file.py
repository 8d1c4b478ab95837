"""Zones, lines, rules, private zones and calibration from a YAML file, checked before anything runs.

docs/analyse.md has the format; shapes and parameters are those of a camera (``detectors.vision.config``). What is not
known is refused with its line, so that a slip of the pen never means "without this rule".
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import START
from detectors.vision.config import CalibrationConfig, PipelineConfig, Points, RuleConfig, ShapeConfig
from detectors.vision.locate.earth import Anchor
from detectors.vision.scene import registry
from detectors.vision.scene.shapes import Line, check_line, check_zone
from detectors.vision.sentences import SentenceError

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class FileConfig:
    """start: capture time of the first frame of a recording. anchor: where the calibration's metres begin."""

    pipeline: PipelineConfig = field(default_factory=PipelineConfig)
    start: datetime = START
    anchor: Anchor | None = None


def read(path: Path) -> FileConfig:
    """Raises AnalysisError: a sentence with file and line."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise AnalysisError(f"{path} cannot be read: {error.strerror}.") from error
    if len(text) > MOST_BYTES:
        raise AnalysisError(f"{path} has more than {MOST_BYTES:,} bytes: that is no configuration.")
    try:
        return _config(_parsed(text))
    except _WrongError as wrong:
        where = f"{path}, line {wrong.line}" if wrong.line else str(path)
        raise AnalysisError(f"{where}: {wrong.sentence}") from wrong


class _WrongError(Exception):
    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


class _Table(dict[str, Any]):
    """A mapping of the file that knows its lines."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class _Loader(yaml.SafeLoader):
    """Plain values only; a key that stands twice is refused, because the first would be lost without a word."""


def _table(loader: _Loader, node: yaml.MappingNode) -> _Table:
    table = _Table(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key, line = str(loader.construct_object(key_node, deep=True)), key_node.start_mark.line + 1
        if key in table:
            raise _WrongError(line, f"“{key}” stands there a second time.")
        table[key] = loader.construct_object(value_node, deep=True)
        table.lines[key] = line
    return table


_NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"[-+]?(?:0|[1-9][0-9]*)$"),
    "tag:yaml.org,2002:float": re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"),
}
"""Numbers as YAML 1.2 has them. In YAML 1.1, which PyYAML reads, 22:30 is the number 1350 and 1e-3 is a text."""

_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag not in _NUMBERS]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern in _NUMBERS.items():
    _Loader.add_implicit_resolver(_tag, _pattern, list("-+.0123456789"))
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _table)


def _parsed(text: bytes) -> _Table:
    try:
        found = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _WrongError(line, f"This is no YAML: {error.problem or error.context}.") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _WrongError(0, "This is no YAML text.") from error
    if found is None:
        return _Table(1)
    if not isinstance(found, _Table):
        raise _WrongError(1, "The file must hold names and values, such as “zones:”.")
    return found


def _config(table: _Table) -> FileConfig:
    _only(table, "start", "score_threshold", "time_zone", "zones", "lines", "private_zones", "rules", "calibration")
    zones = _shapes(table, "zones", check_zone)
    lines = _shapes(table, "lines", check_line)
    private = _shapes(table, "private_zones", check_zone)
    calibration, anchor = _calibration(table)
    pipeline = PipelineConfig(
        rules=_rules(table, zones, lines),
        private_zones=tuple(private.values()),
        calibration=calibration,
        score_threshold=_number(table, "score_threshold", 0.05, 0.95, PipelineConfig().score_threshold),
    )
    return FileConfig(pipeline, _start(table), anchor)


def _shapes(table: _Table, key: str, check: Callable[[ShapeConfig], Points]) -> dict[str, ShapeConfig]:
    """By its name in the file."""
    shapes: dict[str, ShapeConfig] = {}
    part = _part(table, key)
    for name in part:
        line = part.lines[name]
        given = _part(part, name)
        _only(given, "name", "points")
        title = given.get("name", name)
        if not isinstance(title, str):
            raise _WrongError(given.lines["name"], "“name” must be a text.")
        shape = ShapeConfig(name, title, _points(given, name, line))
        _checked(line, partial(check, shape))
        shapes[name] = shape
    return shapes


def _points(given: _Table, name: str, line: int) -> Points:
    points = given.get("points")
    if not isinstance(points, list) or not all(isinstance(each, list) and len(each) == 2 for each in points):
        raise _WrongError(
            given.lines.get("points", line), f"“{name}” needs points: [[x, y], …], as fractions of the picture."
        )
    if not all(_is_number(value) for each in points for value in each):
        raise _WrongError(given.lines["points"], f"A point of “{name}” is not two numbers from 0 to 1.")
    return tuple((float(x), float(y)) for x, y in points)


def _rules(table: _Table, zones: Mapping[str, ShapeConfig], lines: Mapping[str, ShapeConfig]) -> tuple[RuleConfig, ...]:
    given = table.get("rules") or []
    if not isinstance(given, list) or not all(isinstance(each, _Table) for each in given):
        raise _WrongError(table.lines["rules"], "“rules” must be a list of rules, each with “- kind: …”.")
    time_zone = _time_zone(table)
    rules: list[RuleConfig] = []
    for rule in given:
        config = _rule(rule, zones, lines, time_zone)
        if config.id in {each.id for each in rules}:
            raise _WrongError(rule.line, f"There are two rules “{config.id}”; give each an “id” of its own.")
        rules.append(config)
    return tuple(rules)


def _rule(
    rule: _Table, zones: Mapping[str, ShapeConfig], lines: Mapping[str, ShapeConfig], time_zone: str
) -> RuleConfig:
    _only(rule, "id", "version", "kind", "zone", "line", "parameters")
    if "kind" not in rule:
        raise _WrongError(rule.line, f"A rule needs a kind, one of: {', '.join(registry.KINDS)}.")
    kind = _checked(rule.lines["kind"], lambda: registry.find(str(rule["kind"])))
    word, shapes = ("line", lines) if kind.shape is Line else ("zone", zones)
    name = str(rule.get(word, ""))
    if name not in shapes:
        known = ", ".join(shapes) or "none"
        sentence = f"A rule of the kind {rule['kind']} needs “{word}: NAME”, a name under “{word}s:” (there: {known})."
        raise _WrongError(rule.lines.get(word, rule.line), sentence)
    other = "zone" if word == "line" else "line"
    if other in rule:
        raise _WrongError(rule.lines[other], f"A rule of the kind {rule['kind']} watches a {word}, not a {other}.")
    config = RuleConfig(
        id=str(rule.get("id", f"{rule['kind']}-{name}")),
        version=int(_number(rule, "version", 1, 2**31 - 1, 1)),
        kind=str(rule["kind"]),
        shape=shapes[name],
        parameters=_part(rule, "parameters"),
        time_zone=time_zone,
    )
    _checked(rule.lines.get("parameters", rule.line), lambda: registry.check(config))
    return config


def _time_zone(table: _Table) -> str:
    name = table.get("time_zone", "UTC")
    try:
        return ZoneInfo(name).key
    except (OSError, LookupError, ValueError, TypeError) as error:
        raise _WrongError(table.lines["time_zone"], "“time_zone” must be a name such as Europe/Paris.") from error


def _calibration(table: _Table) -> tuple[CalibrationConfig | None, Anchor | None]:
    if table.get("calibration") is None:
        return None, None
    part = _part(table, "calibration")
    _only(part, "version", "width", "height", "homography", "rmse", "anchor")
    for name in ("width", "height", "homography"):
        if name not in part:
            raise _WrongError(table.lines["calibration"], f"A calibration needs “{name}”.")
    numbers = part["homography"]
    if not isinstance(numbers, list) or len(numbers) != 9 or not all(map(_is_number, numbers)):
        raise _WrongError(part.lines["homography"], "“homography” must be 9 numbers, row by row.")
    calibration = CalibrationConfig(
        version=int(_number(part, "version", 1, 2**31 - 1, 1)),
        width=int(_number(part, "width", 1, 20_000, 1)),
        height=int(_number(part, "height", 1, 20_000, 1)),
        homography=tuple(map(float, numbers)),
        rmse=_number(part, "rmse", 0, 1000, 0.0),
    )
    return calibration, _anchor(part)


def _anchor(part: _Table) -> Anchor | None:
    if part.get("anchor") is None:
        return None
    given = _part(part, "anchor")
    _only(given, "lon", "lat")
    if set(given) != {"lon", "lat"}:
        raise _WrongError(part.lines["anchor"], "“anchor” needs “lon” and “lat”, in degrees.")
    return Anchor(_number(given, "lon", -180, 180, 0), _number(given, "lat", -89, 89, 0))


def _start(table: _Table) -> datetime:
    start = table.get("start", START)
    if not isinstance(start, datetime) or start.tzinfo is None:
        raise _WrongError(table.lines["start"], "“start” must be a time with its zone: 2026-03-02T12:00:00+01:00.")
    return start


def _part(table: _Table, key: str) -> _Table:
    """The mapping under this key; an empty one where there is nothing."""
    part = table.get(key)
    if part is None:
        return _Table(table.lines.get(key, table.line))
    if not isinstance(part, _Table):
        raise _WrongError(table.lines[key], f"“{key}” must hold names and values.")
    return part


def _only(table: _Table, *known: str) -> None:
    for key in table:
        if key not in known:
            raise _WrongError(table.lines[key], f"“{key}” is not known here. There are: {', '.join(known)}.")


def _number(table: _Table, key: str, least: float, most: float, default: float) -> float:
    value = table.get(key, default)
    if not _is_number(value) or not least <= value <= most:
        raise _WrongError(table.lines[key], f"“{key}” must be a number from {least:g} to {most:g}.")
    return float(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _checked(line: int, check: Callable[[], Any]) -> Any:
    """What the check returns; its sentence with the line."""
    try:
        return check()
    except SentenceError as error:
        raise _WrongError(line, str(error)) from error
