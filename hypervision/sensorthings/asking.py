"""What is asked of a resource: the options behind the question mark, read strictly."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied, ValidationError

from hypervision.ogc.asking import only
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings import parsing
from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.entities.base import Entity
from hypervision.sensorthings.entities.observing import OBSERVATIONS
from hypervision.sensorthings.errors import not_offered
from hypervision.sensorthings.paths import Target
from hypervision.sensorthings.sides import IDS
from hypervision.sensorthings.tree import MOST, Wish

T = TypeVar("T")
CURSOR = "$skiptoken"
ARRAYS = "$resultFormat"
OPTIONS = ("$filter", "$select", "$orderby", "$expand", "$top", "$skip", "$count", ARRAYS, CURSOR)
OF_ONE = ("$select", "$expand")
"""The options of a single entity."""
OF_LINKS = tuple(name for name in OPTIONS if name not in (*OF_ONE, ARRAYS))
STANDARD = ("$format", "$search", "$compute", "$apply", "$levels")
DEEPEST_EXPANSION = 4
LINK = "@iot.selfLink"


def options_of(target: Target) -> tuple[str, ...]:
    """A property and a single link are told as they are."""
    if target.last.is_set:
        return OF_LINKS if target.form else OPTIONS
    return () if target.form or target.of_property else OF_ONE


def read(target: Target, reader: Reader, params: QueryDict) -> Wish:
    """Raises ValidationError, a sentence an option; NotOffered; PermissionDenied for neighbours that are not seen."""
    for name in STANDARD:
        if name in params:
            raise not_offered(name)
    given = only(params, options_of(target))
    wish = Wish(
        where=_part("$filter", parsing.condition, given["$filter"]) if "$filter" in given else True,
        select=_part("$select", parsing.selection, given["$select"]) if "$select" in given else (),
        order=_part("$orderby", parsing.orderings, given["$orderby"]) if "$orderby" in given else (),
        expand=_part("$expand", parsing.expansions, given["$expand"]) if "$expand" in given else {},
        is_counted="$count" in given and _part("$count", parsing.flag, given["$count"]),
    )
    if "$top" in given:
        wish = replace(wish, top=min(_part("$top", parsing.number, given["$top"]), MOST))
    if "$skip" in given:
        wish = replace(wish, skip=_part("$skip", parsing.number, given["$skip"]))
    if ARRAYS in given:
        _check_arrays(target, given)
        wish = replace(wish, is_in_arrays=True)
    _check(target.last.entity, reader, wish)
    return wish


def _check_arrays(target: Target, given: dict[str, str]) -> None:
    if given[ARRAYS] != "dataArray":
        raise not_offered(f"{ARRAYS}={given[ARRAYS][:40]}")
    if target.last.entity is not OBSERVATIONS:
        raise ValidationError({ARRAYS: [_("Only Observations are told as arrays.")]})
    if "$expand" in given:
        raise ValidationError({ARRAYS: [_("In arrays there is no place for neighbours: ask without $expand.")]})


def _part(name: str, reader: Callable[[str], T], value: str) -> T:
    try:
        return reader(value)
    except ValueError as error:
        raise ValidationError({name: [str(error)]}) from error


def _check(entity: Entity, reader: Reader, wish: Wish, depth: int = 0) -> None:
    """That what is selected and expanded is there, and to be seen."""
    if depth > DEEPEST_EXPANSION:
        raise ValidationError({"$expand": [_("At most %(most)d levels deep.") % {"most": DEEPEST_EXPANSION}]})
    known = {"id", LINK, *IDS, *entity.properties, *entity.relations}
    for name in wish.select:
        if name not in known and name.partition("/")[0] in entity.properties:
            raise not_offered(_("parts of a property in $select"))
        if name not in known:
            raise ValidationError({"$select": [_unknown(name, known)]})
    for name, below in wish.expand.items():
        if name not in entity.relations:
            raise ValidationError({"$expand": [_unknown(name, set(entity.relations))]})
        relation = entity.relations[name]
        if not relation.is_many and below != Wish(select=below.select, expand=below.expand):
            sentence = _("%(name)s is one: of it $select and $expand can be asked.")
            raise ValidationError({"$expand": [sentence % {"name": name}]})
        neighbour = ENTITIES[relation.target]
        if not neighbour.is_open_to(reader):
            raise PermissionDenied
        _check(neighbour, reader, below, depth + 1)


def _unknown(name: str, known: set[str]) -> str:
    return _("There is no %(name)s here. Known are %(known)s.") % {"name": name[:60], "known": ", ".join(sorted(known))}
