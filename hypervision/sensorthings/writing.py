"""Writes a wish as options again: what is asked of the neighbours of an entity, for the address of their next page."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from hypervision.sensorthings.reckoning import OPERATIONS
from hypervision.sensorthings.tree import Node, Op, Ordering, Path, Place, Span, Wish

INFIX = frozenset({"and", "or", "eq", "ne", "lt", "gt", "le", "ge", *OPERATIONS})


def query(wish: Wish, skip: int) -> str:
    """Behind the question mark."""
    return urlencode({**_options(wish), "$top": wish.top, "$skip": skip}, safe="$")


def _options(wish: Wish) -> dict[str, str]:
    """What is not as when nobody asks."""
    found: dict[str, str] = {}
    if wish.where is not True:
        found["$filter"] = _condition(wish.where)
    if wish.select:
        found["$select"] = ",".join(wish.select)
    if wish.order:
        found["$orderby"] = ",".join(map(_ordering, wish.order))
    if wish.is_counted:
        found["$count"] = "true"
    if wish.expand:
        found["$expand"] = ",".join(f"{name}{_nested(below)}" for name, below in wish.expand.items())
    return found


def _nested(wish: Wish) -> str:
    options = _options(wish)
    if wish.top != Wish().top:
        options["$top"] = str(wish.top)
    if wish.skip:
        options["$skip"] = str(wish.skip)
    return f"({';'.join(f'{name}={value}' for name, value in options.items())})" if options else ""


def _ordering(one: Ordering) -> str:
    return f"{one.path} {'desc' if one.is_descending else 'asc'}"


def _condition(node: Node) -> str:
    match node:
        case Op(name=name, args=(value, *items)) if name == "in":
            return f"{_condition(value)} in ({','.join(map(_condition, items))})"
        case Op(name=name, args=arguments, is_call=False) if name in INFIX:
            return "(" + f" {name} ".join(map(_condition, arguments)) + ")"
        case Op(name="not", args=(argument,)):
            return f"not ({_condition(argument)})"
        case Op(name="duration", args=(text,)):
            return f"duration'{text}'"
        case Op(name=name, args=arguments):
            return f"{name}({','.join(map(_condition, arguments))})"
        case Path():
            return str(node)
        case Span(begin=begin, end=end):
            return _moment(begin) if begin == end else f"{_moment(begin)}/{_moment(end)}"
        case Place(wkt=wkt):
            return f"geography'{wkt}'"
        case str():
            return "'" + node.replace("'", "''") + "'"
    return {True: "true", False: "false", None: "null"}[node] if node is None or isinstance(node, bool) else repr(node)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
