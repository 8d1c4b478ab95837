"""Reads CQL2 as text (OGC 21-065, Annex B): a descent over its rules, AND before OR, NOT before both."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import gettext as _

from hypervision.ogc import moments, shapes
from hypervision.ogc.cql2.tree import Between, Box, Budget, Many, Name, Node, Op, Shape
from hypervision.ogc.moments import Span

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|''|\\.)*')
    |(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d][\w.:]*)
    |(?P<quoted>"[^"]+")
    |(?P<sign><>|<=|>=|[=<>(),]))""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"''|\\(.)", re.DOTALL)
COMPARED = frozenset({"=", "<>", "<", ">", "<=", ">="})
GEOMETRIES = frozenset(
    {
        *("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"),
    }
)
RESERVED = frozenset({"AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL"})


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    begin: int
    end: int

    def is_word(self, word: str) -> bool:
        return self.kind == "word" and self.text.upper() == word


def read(written: str) -> Node:
    """Raises ValueError with a sentence."""
    reader = _Reader(written)
    node = reader.condition(0)
    reader.finish()
    return node


class _Reader:
    def __init__(self, written: str) -> None:
        self._budget = Budget(written)
        self._written = written
        self._tokens = list(_tokens(written))
        self._at = 0

    def condition(self, depth: int) -> Node:
        return self._joined("OR", lambda: self._joined("AND", lambda: self._factor(depth)))

    def finish(self) -> None:
        if self._here.kind != "end":
            self._stop()

    # --- tokens

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _stop(self) -> NoReturn:
        here = self._here
        what = here.text[:40] or _("the end")
        raise ValueError(
            _("The filter is not understood from letter %(at)d on: %(what)s.") % {"at": here.begin + 1, "what": what}
        )

    def _take(self) -> Token:
        here = self._here
        if here.kind == "end":
            self._stop()
        self._at += 1
        return here

    def _take_word(self, word: str) -> bool:
        if not self._here.is_word(word):
            return False
        self._at += 1
        return True

    def _take_sign(self, sign: str) -> bool:
        if self._here.kind != "sign" or self._here.text != sign:
            return False
        self._at += 1
        return True

    def _need(self, sign: str) -> None:
        if not self._take_sign(sign):
            self._stop()

    # --- conditions

    def _joined(self, word: str, read_one: Callable[[], Node]) -> Node:
        parts = [read_one()]
        while self._take_word(word):
            parts.append(read_one())
        return Op(word.lower(), tuple(parts)) if len(parts) > 1 else parts[0]

    def _factor(self, depth: int) -> Node:
        self._budget.spend(depth)
        if self._take_word("NOT"):
            return Op("not", (self._factor(depth + 1),))
        if self._take_sign("("):
            inner = self.condition(depth + 1)
            self._need(")")
            return inner
        return self._predicate(depth + 1)

    def _predicate(self, depth: int) -> Node:
        left = self._operand(depth)
        if self._here.kind == "sign" and self._here.text in COMPARED:
            return Op(self._take().text, (left, self._operand(depth)))
        if self._take_word("IS"):
            is_not = self._take_word("NOT")
            if not self._take_word("NULL"):
                self._stop()
            return _unless(is_not, Op("isnull", (left,)))
        is_not = self._take_word("NOT")
        if self._take_word("LIKE"):
            return _unless(is_not, Op("like", (left, self._operand(depth))))
        if self._take_word("BETWEEN"):
            low = self._operand(depth)
            if not self._take_word("AND"):
                self._stop()
            return _unless(is_not, Op("between", (left, low, self._operand(depth))))
        if self._take_word("IN"):
            self._need("(")
            return _unless(is_not, Op("in", (left, Many(self._list(depth)))))
        if is_not:
            self._stop()
        return left

    # --- what is compared

    def _operand(self, depth: int) -> Node:
        self._budget.spend(depth)
        token = self._take()
        if token.kind == "text":
            return _unquoted(token.text)
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "quoted":
            return Name(token.text[1:-1])
        if token.kind != "word" or token.text.upper() in RESERVED:
            self._at -= 1
            self._stop()
        return self._worded(token, depth)

    def _worded(self, token: Token, depth: int) -> Node:
        word = token.text.upper()
        if word in ("TRUE", "FALSE"):
            return word == "TRUE"
        if word in GEOMETRIES:
            return Shape(shapes.of_wkt(self._written[token.begin : self._closing()]))
        if not self._take_sign("("):
            return Name(token.text)
        args = self._list(depth + 1)
        if word == "BBOX":
            return Box(_numbers(args))
        if word in ("DATE", "TIMESTAMP"):
            return _instant(word, args)
        if word == "INTERVAL":
            return interval(args)
        return Op(word.lower(), args)

    def _list(self, depth: int) -> tuple[Node, ...]:
        items = [self._operand(depth)]
        while self._take_sign(","):
            items.append(self._operand(depth))
        self._need(")")
        return tuple(items)

    def _closing(self) -> int:
        """Behind the bracket that ends a geometry, which shapely reads."""
        self._take_word("Z")
        deep = 0
        while True:
            token = self._take()
            deep += (token.text == "(") - (token.text == ")")
            if token.text == ")" and deep <= 0:
                return token.end


def _tokens(written: str) -> Iterator[Token]:
    at = 0
    while written[at:].strip():
        found = _TOKEN.match(written, at)
        if not found or not found.lastgroup:
            begin = at + len(written[at:]) - len(written[at:].lstrip())
            raise ValueError(
                _("The filter is not understood from letter %(at)d on: %(what)s.")
                % {"at": begin + 1, "what": written[begin : begin + 40]}
            )
        yield Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup), found.end())
        at = found.end()
    yield Token("end", "", len(written), len(written))


def _unless(is_not: bool, op: Op) -> Op:
    return Op("not", (op,)) if is_not else op


def _unquoted(text: str) -> str:
    """A quote inside is written twice, or behind a backslash; other backslashes are for LIKE."""
    return _ESCAPED.sub(lambda found: "'" if found[0] in ("''", "\\'") else found[0], text[1:-1])


def _number(text: str) -> float | int:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _numbers(args: tuple[Node, ...]) -> tuple[float, ...]:
    numbers = [arg for arg in args if isinstance(arg, int | float) and not isinstance(arg, bool)]
    if len(numbers) != len(args):
        raise ValueError(_("A box is four finite numbers: its lower corner, then its upper one."))
    return tuple(numbers)


def _instant(word: str, args: tuple[Node, ...]) -> Span:
    [text] = args if len(args) == 1 else [None]
    if not isinstance(text, str):
        raise ValueError(_("A moment is written with its offset, such as 2026-06-01T12:00:00Z."))
    if word == "DATE":
        return moments.day(text)
    at = moments.moment(text)
    return Span(at, at)


def interval(ends: tuple[Node, ...]) -> Node:
    """Of two texts, moments or properties. Raises ValueError with a sentence."""
    if len(ends) != 2:
        raise ValueError(_("An interval has two ends."))
    begin, end = ends
    if isinstance(begin, str) and isinstance(end, str):
        return moments.span(f"{begin}/{end}")
    return Between(_end(begin), _end(end))


def _end(end: Node) -> Name | Span:
    if isinstance(end, str):
        return moments.span("../..") if end in moments.OPEN else moments.span(end)
    if isinstance(end, Name | Span):
        return end
    raise ValueError(_("An interval has two ends."))
