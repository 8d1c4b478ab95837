"""What is passed on between reading, judging and writing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

Geometry = Any
"""A shapely geometry (shapely carries no types)."""


@dataclass(frozen=True, slots=True)
class Row:
    """number: its line in a table, else its place in the file from 1. shape: as the file has it, if it has any."""

    number: int
    values: Mapping[str, str]
    shape: Geometry


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. crs: what it declares, or None. sha256: of its bytes."""

    name: str
    sha256: str
    columns: tuple[str, ...]
    crs: str | None
    rows: tuple[Row, ...]


class Verdict(StrEnum):
    NEW = gettext_noop("new")
    CHANGED = gettext_noop("changed")
    SAME = gettext_noop("as it is")
    WRONG = gettext_noop("wrong")


@dataclass(frozen=True, slots=True)
class Record:
    """A row as a target reads it. values: by our name of the column. shape: in WGS 84 (EPSG:4326)."""

    number: int
    key: str
    values: Mapping[str, str]
    shape: Geometry


@dataclass(frozen=True, slots=True)
class Judged:
    """What one row would do. changes: what would be another, in words. errors: sentences."""

    number: int
    title: str
    verdict: Verdict
    changes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return _(str(self.verdict))


@dataclass(frozen=True, slots=True)
class Step(Judged):
    """key: by which the row is known again. row: the instance to save, where nothing is wrong."""

    key: str = ""
    row: Model | None = field(default=None, repr=False)


def wrong(number: int, title: str, *errors: str) -> Step:
    return Step(number, title, Verdict.WRONG, errors=errors)
