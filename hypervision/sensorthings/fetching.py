"""Reads what a resource path leads to, with what is asked for of the neighbours: one query for each set of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied, ValidationError

from hypervision.sensorthings import paging, writing
from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.entities.base import Entity, Key, Relation, Row, matching, near
from hypervision.sensorthings.meaning import Meaning
from hypervision.sensorthings.paths import Step, Target
from hypervision.sensorthings.telling import COUNT, NEXT, Teller, Told
from hypervision.sensorthings.tree import Wish

MOST_WITH_NEIGHBOURS = 100
"""Entities a page of which each brings others along."""
MOST_TOLD = 20_000
"""Entities of an answer, neighbours included."""


@dataclass(frozen=True, slots=True)
class Page:
    """rows: as they are told. matched: how many there are on all pages; None where nobody asks."""

    rows: list[Row]
    told: list[Told]
    is_last: bool
    matched: int | None


@dataclass(slots=True)
class Fetcher:
    teller: Teller
    _told: int = 0

    def parent(self, steps: Sequence[Step]) -> tuple[Q, Q]:
        """What the steps before the last one say of its rows, and of their zones. Raises Http404, PermissionDenied."""
        where, zones = Q(), Q()
        for step, following in pairwise(steps):
            row = self.one(step, where, zones)
            relation = step.entity.relations[following.relation]
            where, zones = _linked(relation, [_key(row, relation.mine)])
        return where, zones

    def one(self, step: Step, where: Q, zones: Q) -> Row:
        """Raises Http404 for what there is not or what is not in sight."""
        entity = step.entity
        self._check(entity)
        if step.key is not None:
            where &= entity.of_key(step.key)
            zones &= _zones_of(entity, step.key)
        row: Row | None = entity.rows(self.teller.reader, zones).filter(where).values(*entity.columns).first()
        if row is None:
            raise Http404
        return row

    def entity(self, target: Target, wish: Wish) -> Told:
        where, zones = self.parent(target.steps)
        row = self.one(target.last, where, zones)
        [told] = self._with_neighbours(target.last.entity, [row], wish)
        return told

    def page(self, target: Target, wish: Wish, token: str) -> Page:
        """token: from the address of the page; empty for the first one."""
        entity = target.last.entity
        self._check(entity)
        where, zones = self.parent(target.steps)
        found = entity.rows(self.teller.reader, zones).filter(where, self._asked(entity, wish))
        matched = found.order_by().count() if wish.is_counted else None
        top = min(wish.top, MOST_WITH_NEIGHBOURS) if _brings_many(entity, wish) else wish.top
        behind = paging.behind(entity, wish, token)
        ordered = found.filter(behind).order_by(*self._order(entity, wish))
        rows = list(ordered.values(*entity.columns)[wish.skip : wish.skip + top + 1])
        shown = rows[:top]
        told = self._with_neighbours(entity, shown, wish)
        return Page(shown, told, len(rows) <= top, matched)

    def _check(self, entity: Entity) -> None:
        if not entity.is_open_to(self.teller.reader):
            raise PermissionDenied

    def _asked(self, entity: Entity, wish: Wish, name: str = "$filter") -> Q:
        try:
            return Meaning(entity, self.teller.reader).q(wish.where)
        except ValueError as error:
            raise ValidationError({name: [str(error)]}) from error

    def _order(self, entity: Entity, wish: Wish) -> list[Any]:
        try:
            return paging.order(entity, self.teller.reader, wish)
        except ValueError as error:
            raise ValidationError({"$orderby": [str(error)]}) from error

    # --- neighbours

    def _with_neighbours(self, entity: Entity, rows: Sequence[Row], wish: Wish) -> list[Told]:
        self._told += len(rows)
        if self._told > MOST_TOLD:
            sentence = _("This answer would hold more than %(most)d entities. Expand less, or ask with $top.")
            raise ValidationError({"$expand": [sentence % {"most": MOST_TOLD}]})
        told = self.teller.all(entity, rows, wish.select)
        for name, below in wish.expand.items():
            relation = entity.relations[name]
            if relation.is_many:
                self._expand_many(entity, rows, told, name, below)
            else:
                self._expand_one(relation, rows, told, name, below)
        return told

    def _expand_one(self, relation: Relation, rows: Sequence[Row], told: list[Told], name: str, wish: Wish) -> None:
        target = ENTITIES[relation.target]
        keys = sorted({_key(row, relation.mine) for row in rows}, key=str)
        where, zones = _linked(relation, keys)
        found = list(target.rows(self.teller.reader, zones).filter(where).values(*target.columns)) if keys else []
        of_key = dict(
            zip(
                [_key(row, relation.theirs) for row in found],
                self._with_neighbours(target, found, replace(wish, skip=0)),
                strict=True,
            )
        )
        for row, one in zip(rows, told, strict=True):
            one[name] = of_key.get(_key(row, relation.mine))

    def _expand_many(self, entity: Entity, rows: Sequence[Row], told: list[Told], name: str, wish: Wish) -> None:
        """Of each at most ``$top``, which an index finds; one query for all of them together."""
        relation = entity.relations[name]
        target = ENTITIES[relation.target]
        asked = self._asked(target, wish, "$expand")
        parts: list[QuerySet[Any, Row]] = []
        for row in rows:
            where, zones = _linked(relation, [_key(row, relation.mine)])
            found = target.rows(self.teller.reader, zones).filter(where, asked)
            ordered = found.order_by(*self._order(target, wish))
            parts.append(ordered.values(*target.columns)[wish.skip : wish.skip + wish.top + 1])
        of_key: dict[Key, list[Row]] = {}
        for found_row in _together(parts):
            of_key.setdefault(_key(found_row, relation.theirs), []).append(found_row)
        counts = self._counts(relation, rows, asked) if wish.is_counted else {}
        shown = {key: found[: wish.top] for key, found in of_key.items()}
        flat = [row for found in shown.values() for row in found]
        ready = iter(self._with_neighbours(target, flat, wish))
        told_of = {key: [next(ready) for _row in found] for key, found in shown.items()}
        for row, one in zip(rows, told, strict=True):
            key = _key(row, relation.mine)
            if wish.is_counted:
                one[f"{name}{COUNT}"] = counts.get(key, 0)
            one[name] = told_of.get(key, [])
            if len(of_key.get(key, [])) > wish.top:
                address = f"{self.teller.address(entity, row)}/{name}"
                one[f"{name}{NEXT}"] = f"{address}?{writing.query(wish, wish.skip + wish.top)}"

    def _counts(self, relation: Relation, rows: Sequence[Row], asked: Q) -> dict[Key, int]:
        target = ENTITIES[relation.target]
        where, zones = _linked(relation, [_key(row, relation.mine) for row in rows])
        found = target.rows(self.teller.reader, zones).filter(where, asked).order_by()
        counted = found.values_list(*relation.theirs).annotate(Count("pk")) if rows else []
        return {tuple(key): number for *key, number in counted}


def _together(parts: Sequence[QuerySet[Any, Row]]) -> list[Row]:
    if not parts:
        return []
    first, *others = parts
    return list(first.union(*others, all=True)) if others else list(first)


def _brings_many(entity: Entity, wish: Wish) -> bool:
    return any(entity.relations[name].is_many for name in wish.expand)


def _linked(relation: Relation, keys: Sequence[Key]) -> tuple[Q, Q]:
    return matching(relation.theirs, keys), near(relation.theirs, keys)


def _zones_of(entity: Entity, key: str) -> Q:
    try:
        return near(entity.key, [entity.read_key(key)])
    except ValueError:
        return Q()


def _key(row: Row, columns: Sequence[str]) -> Key:
    return tuple(row[name] for name in columns)
