"""The parameters of a rule: declared once in a frozen dataclass, checked from a plain mapping, described for a form.

@dataclass(frozen=True, slots=True)
class Parameters:
    seconds: float = number(2.0, least=0.0, most=600.0, unit="s", help=gettext_noop("How long it must last."))
"""

import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar

from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import MOVERS, Label

P = TypeVar("P")


class ParameterError(SentenceError):
    """A parameter that the rule cannot take; ``values["name"]`` says which."""


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """What a form needs to ask for one parameter.

    type: "number", "whole" (a whole number) or "labels" (one or more of ``choices``).
    """

    name: str
    type: str
    default: Any
    help: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


def number(default: float, *, least: float, most: float, help: str, unit: str = "") -> Any:
    """A field that holds a number from ``least`` to ``most``, both included."""
    return _field(default, type="number", minimum=least, maximum=most, help=help, unit=unit)


def whole(default: int, *, least: int, most: int, help: str, unit: str = "") -> Any:
    """A field that holds a whole number from ``least`` to ``most``, both included."""
    return _field(default, type="whole", minimum=least, maximum=most, help=help, unit=unit)


def labels(*default: Label, help: str) -> Any:
    """A field that holds a tuple of labels of what moves."""
    return _field(tuple(default), type="labels", help=help, choices=tuple(label.value for label in MOVERS))


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
    return _labels(wanted, value) if wanted.type == "labels" else _number(wanted, value)


def _number(wanted: FieldDescription, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise ParameterError(
            gettext_noop("“%(name)s” must be a number, not “%(value)s”."), name=wanted.name, value=_short(value)
        )
    if wanted.type == "whole" and value != int(value):
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
    return tuple(label for label in MOVERS if label.value in value)


def _short(value: Any) -> Any:
    """A value as it may stand in a sentence: a novel is cut."""
    text = repr(value)
    return value if len(text) <= 60 else text[:57] + "…"
