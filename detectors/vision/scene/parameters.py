"""The parameters of a rule: declared once in a frozen dataclass, checked from a plain mapping, described for a form.

@dataclass(frozen=True, slots=True)
class Parameters:
    seconds: float = number(2.0, least=0.0, most=600.0, unit="s", help=gettext_noop("How long it must last."))
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar

from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import MOVERS, Label

P = TypeVar("P")


CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|")
MOST_ARROWS = 50


class ParameterError(SentenceError):
    """A parameter that the rule cannot take; ``values["name"]`` says which."""


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """What a form needs to ask for one parameter.

    type: "number", "whole" (a whole number), "labels" or "choices" (one or more of ``choices``), "clock" (a time of
    day, "22:30", or empty) or "arrows" (places and directions in the picture).
    """

    name: str
    type: str
    default: Any
    help: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


_Reader = Callable[[FieldDescription, Any], Any]


def number(default: float, *, least: float, most: float, help: str, unit: str = "") -> Any:
    """A field that holds a number from ``least`` to ``most``, both included."""
    return _field(default, type="number", minimum=least, maximum=most, help=help, unit=unit)


def whole(default: int, *, least: int, most: int, help: str, unit: str = "") -> Any:
    """A field that holds a whole number from ``least`` to ``most``, both included."""
    return _field(default, type="whole", minimum=least, maximum=most, help=help, unit=unit)


def labels(*default: Label, help: str) -> Any:
    """A field that holds a tuple of labels of what moves."""
    return _field(tuple(default), type="labels", help=help, choices=tuple(label.value for label in MOVERS))


def choices(*default: str, among: Sequence[str], help: str) -> Any:
    """A field that holds a tuple of some of these words."""
    return _field(tuple(default), type="choices", help=help, choices=tuple(among))


def clock(default: str = "", *, help: str) -> Any:
    """A field that holds a time of day, "HH:MM", or nothing."""
    return _field(default, type="clock", help=help)


def arrows(*, help: str) -> Any:
    """A field that holds arrows, each (x, y, degrees): a place as fractions of the picture, and where it points."""
    return _field((), type="arrows", help=help)


def describe(kind: type[Any]) -> tuple[FieldDescription, ...]:
    """The parameters of this dataclass in the order in which they were declared."""
    return tuple(
        FieldDescription(name=each.name, default=each.default, **each.metadata)
        for each in fields(kind)
        if each.default is not MISSING
    )


def problems(kind: type[Any], given: Mapping[str, Any]) -> tuple[ParameterError, ...]:
    """Everything that is wrong with these values, for a form that shows it all at once."""
    return _read(kind, given)[1]


def parse(kind: type[P], given: Mapping[str, Any]) -> P:
    """The dataclass with these values; what is not given has its default. Raises ``ParameterError``, the first one."""
    values, wrong = _read(kind, given)
    if wrong:
        raise wrong[0]
    return kind(**values)


def _field(default: Any, **metadata: Any) -> Any:
    return field(default=default, metadata=metadata)


def _read(kind: type[Any], given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[ParameterError, ...]]:
    known = {each.name: each for each in describe(kind)}
    values: dict[str, Any] = {}
    wrong: list[ParameterError] = []
    for name, value in given.items():
        try:
            values[name] = _value(name, value, known)
        except ParameterError as error:
            wrong.append(error)
    return values, tuple(wrong)


def _value(name: str, value: Any, known: Mapping[str, FieldDescription]) -> Any:
    if name not in known:
        raise ParameterError(
            gettext_noop("“%(name)s” is not a parameter of this rule. It takes: %(known)s."),
            name=str(name)[:60],
            known=", ".join(known),
        )
    wanted = known[name]
    read: _Reader = _READERS.get(wanted.type, _number)
    return read(wanted, value)


def _number(wanted: FieldDescription, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise ParameterError(
            gettext_noop("“%(name)s” must be a number, not “%(value)s”."), name=wanted.name, value=_short(value)
        )
    if wanted.type == "whole" and math.isfinite(value) and value != int(value):
        raise ParameterError(
            gettext_noop("“%(name)s” must be a whole number, not %(value)s."), name=wanted.name, value=value
        )
    if (wanted.minimum is not None and value < wanted.minimum) or (
        wanted.maximum is not None and value > wanted.maximum
    ):
        raise ParameterError(
            gettext_noop("“%(name)s” must lie between %(minimum)s and %(maximum)s %(unit)s; %(value)s does not."),
            name=wanted.name,
            minimum=wanted.minimum,
            maximum=wanted.maximum,
            unit=wanted.unit,
            value=_short(value),
        )
    return int(value) if wanted.type == "whole" else float(value)


def _labels(wanted: FieldDescription, value: Any) -> tuple[Label, ...]:
    chosen = _choices(wanted, value)
    return tuple(label for label in MOVERS if label.value in chosen)


def _choices(wanted: FieldDescription, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ParameterError(
            gettext_noop("“%(name)s” must be a list with at least one of: %(choices)s."),
            name=wanted.name,
            choices=", ".join(wanted.choices),
        )
    for each in value:
        if not isinstance(each, str) or each not in wanted.choices:
            raise ParameterError(
                gettext_noop("“%(name)s” knows no “%(value)s”. It takes: %(choices)s."),
                name=wanted.name,
                value=_short(each),
                choices=", ".join(wanted.choices),
            )
    return tuple(choice for choice in wanted.choices if choice in value)


def _clock(wanted: FieldDescription, value: Any) -> str:
    if not isinstance(value, str) or not CLOCK.fullmatch(value):
        raise ParameterError(
            gettext_noop("“%(name)s” must be a time of day such as 22:30, or empty, not “%(value)s”."),
            name=wanted.name,
            value=_short(value),
        )
    return value


def _arrows(wanted: FieldDescription, value: Any) -> tuple[tuple[float, float, float], ...]:
    given = list(value) if isinstance(value, list | tuple) else [None]
    if len(given) > MOST_ARROWS or not all(_is_arrow(each) for each in given):
        raise ParameterError(
            gettext_noop(
                "“%(name)s” must be at most %(most)s arrows, each of three numbers: x and y from 0 to 1 and the "
                "direction from 0 to 360 degrees."
            ),
            name=wanted.name,
            most=MOST_ARROWS,
        )
    return tuple((float(x), float(y), float(degrees)) for x, y, degrees in given)


def _is_arrow(value: Any) -> bool:
    if not isinstance(value, list | tuple) or len(value) != 3:
        return False
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in value):
        return False
    x, y, degrees = map(float, value)
    return 0 <= x <= 1 and 0 <= y <= 1 and 0 <= degrees <= 360


def _short(value: Any) -> Any:
    """A value as it may stand in a sentence: a novel is cut."""
    text = repr(value)
    return value if len(text) <= 60 else text[:57] + "…"


_READERS: Mapping[str, _Reader] = {
    "labels": _labels,
    "choices": _choices,
    "clock": _clock,
    "arrows": _arrows,
}
