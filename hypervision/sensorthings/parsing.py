"""Reads the options of a question, each by the grammar beside this file, into a ``tree``."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path as File
from typing import Any, cast

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, VisitError

from hypervision.ogc import moments
from hypervision.sensorthings.tree import LONGEST, MOST, Node, Op, Ordering, Path, Place, Span, Wish, check

STARTS = ["condition", "expansions", "orderings", "selection"]
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
Expansions = dict[str, Wish]


def condition(text: str) -> Node:
    """Of ``$filter``. Like all of these, raises ValueError with a sentence."""
    node = cast(Node, _read(text, "condition"))
    check(node)
    return node


def expansions(text: str) -> Expansions:
    return cast(Expansions, _read(text, "expansions"))


def orderings(text: str) -> tuple[Ordering, ...]:
    return cast(tuple[Ordering, ...], _read(text, "orderings"))


def selection(text: str) -> tuple[str, ...]:
    return cast(tuple[str, ...], _read(text, "selection"))


def number(text: str, most: int = 2**31) -> int:
    """A whole one, not negative."""
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > most:
        raise ValueError(_("A whole number, 0 to %(most)d.") % {"most": most})
    return int(text)


def flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(_("Either true or false."))
    return text == "true"


def _read(text: str, start: str) -> Any:
    if len(text) > LONGEST:
        raise ValueError(_("An option has %(most)d letters at most.") % {"most": LONGEST})
    try:
        return _reader().parse(text, start=start)
    except UnexpectedInput as error:
        at = error.pos_in_stream if error.pos_in_stream is not None and error.pos_in_stream >= 0 else len(text)
        what = text[at : at + 40] or _("the end")
        raise ValueError(
            _("This is not understood from letter %(at)d on: %(what)s.") % {"at": at + 1, "what": what}
        ) from error
    except VisitError as error:
        raise error.orig_exc from error


@cache
def _reader() -> Lark:
    """LALR: linear in the text, and without recursion however deep it is nested."""
    grammar = File(__file__).with_name("grammar.lark").read_text()
    return Lark(
        grammar, parser="lalr", lexer="contextual", start=STARTS, transformer=_Builder(), maybe_placeholders=False
    )


class _Builder(Transformer[Token, Any]):
    """A method for each rule of the grammar."""

    # --- conditions

    def either(self, parts: Sequence[Node]) -> Node:
        return Op("or", tuple(parts))

    def both(self, parts: Sequence[Node]) -> Node:
        return Op("and", tuple(parts))

    def no(self, parts: Sequence[Node]) -> Node:
        return Op("not", tuple(parts))

    def compared(self, parts: Sequence[Any]) -> Node:
        one, operation, other = parts
        return Op(str(operation), (one, other))

    def among(self, parts: Sequence[Node]) -> Node:
        return Op("in", tuple(parts))

    def reckoned(self, parts: Sequence[Any]) -> Node:
        one, operation, other = parts
        return Op(str(operation), (one, other))

    def call(self, parts: Sequence[Any]) -> Node:
        name, *arguments = parts
        return Op(str(name), tuple(arguments), is_call=True)

    def path(self, parts: Sequence[Token]) -> Path:
        return Path(tuple(str(part) for part in parts))

    def value(self, parts: Sequence[Token]) -> Node:
        [token] = parts
        return _value(token)

    # --- what is told, and in which order

    def ordering(self, parts: Sequence[Any]) -> Ordering:
        path, *direction = parts
        return Ordering(path, bool(direction) and str(direction[0]).lower() == "desc")

    def orderings(self, parts: Sequence[Ordering]) -> tuple[Ordering, ...]:
        return tuple(parts)

    def selection(self, parts: Sequence[Path]) -> tuple[str, ...]:
        return tuple(str(part) for part in parts)

    # --- what is told of the neighbours, too

    def expansions(self, parts: Sequence[tuple[str, Wish]]) -> Expansions:
        """``A/B`` beside ``A($select=c)`` is one wish of A."""
        found: Expansions = {}
        for name, wish in parts:
            before = found.get(name)
            if before:
                said = before if wish == Wish(expand=wish.expand) else wish
                wish = replace(said, expand={**before.expand, **wish.expand})
            found[name] = wish
        return found

    def expansion(self, parts: Sequence[Any]) -> tuple[str, Wish]:
        path, *options = parts
        wish = Wish(**options[0]) if options else Wish()
        for name in reversed(path.parts[1:]):
            wish = Wish(expand={name: wish})
        return path.parts[0], wish

    def options(self, parts: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _value in parts}) < len(parts):
            raise ValueError(_("An option is given more than once."))
        return dict(parts)

    def filter(self, parts: Sequence[Node]) -> tuple[str, Any]:
        check(parts[0])
        return "where", parts[0]

    def select(self, parts: Sequence[Any]) -> tuple[str, Any]:
        return "select", parts[0]

    def orderby(self, parts: Sequence[Any]) -> tuple[str, Any]:
        return "order", parts[0]

    def expand(self, parts: Sequence[Any]) -> tuple[str, Any]:
        return "expand", parts[0]

    def top(self, parts: Sequence[Any]) -> tuple[str, Any]:
        return "top", min(number(str(parts[0])), MOST)

    def skip(self, parts: Sequence[Any]) -> tuple[str, Any]:
        return "skip", number(str(parts[0]))

    def count(self, parts: Sequence[Any]) -> tuple[str, Any]:
        return "is_counted", flag(str(parts[0]))


def _value(token: Token) -> Node:
    text = str(token)
    match token.type:
        case "TEXT":
            return text[1:-1].replace("''", "'")
        case "WORD":
            return WORDS[text]
        case "PLACE":
            return Place(text.partition("'")[2][:-1])
        case "NUMBER":
            return _amount(text)
        case "DURATION":
            return Op("duration", (text.partition("'")[2][:-1],), is_call=True)
    begin, _slash, end = text.partition("/")
    return _span(begin, end)


def _span(begin: str, end: str) -> Span:
    """A day is its first moment, UTC."""
    if "T" not in begin:
        midnight = moments.day(begin).begin
        return Span(midnight, midnight)
    first, last = moments.moment(begin), moments.moment(end or begin)
    if first > last:
        raise ValueError(_("The time ends before it begins."))
    return Span(first, last)


def _amount(text: str) -> float | int:
    amount = float(text) if set(text) & set(".eE") else int(text)
    if not abs(amount) < 1e300:
        raise ValueError(_("A number is too large."))
    return amount
