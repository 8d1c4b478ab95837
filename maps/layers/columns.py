"""Which column of a file means what: guessed by its heading, and by what stands in it."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from hypervision.lib.csvtext import plain
from hypervision.lib.errors import Refusal
from maps.layers.plain import Source

KEYS = (
    *("id", "identifiant", "identifier", "objectid", "object id", "gid", "fid", "fid 1"),
    *("code", "ref", "idarc", "uuid"),
)
"""How columns are headed that know a row again."""

Said = Mapping[str, tuple[str, ...]]
"""Our name of a column to how people head it, without case and accents; "lib*" is any heading that begins so."""
Fits = Callable[[str, Sequence[str]], bool]
"""Whether a column of ours can hold these values."""


def guessed(source: Source, said: Said, fits: Fits = lambda _name, _values: True) -> dict[str, str]:
    """Our name to the file's, of those that are found; no column of the file serves twice."""
    found: dict[str, str] = {}
    for name, words in said.items():
        for word in words:
            column = next((one for one in source.columns if _is_headed(one, word) and one not in found.values()), None)
            if column is not None and _is_filled(source, column) and fits(name, _values(source, column)):
                found[name] = column
                break
    return found


def key(source: Source) -> str:
    """A column whose values are all there and all different; "" where no heading speaks for one."""
    for word in KEYS:
        for column in source.columns:
            if plain(column) == word and _is_key(source, column):
                return column
    return ""


def checked(source: Source, given: Mapping[str, str], said: Said, needed: Sequence[str]) -> dict[str, str]:
    """Raises Refusal for a column that is not there, and for one that is needed and not given."""
    unknown = sorted({column for column in given.values() if column and column not in source.columns})
    if unknown:
        words = _("%(file)s has no column %(columns)s. It has: %(heads)s.")
        facts = {"file": source.name, "columns": ", ".join(unknown), "heads": ", ".join(source.columns)}
        raise Refusal(words % facts, "no_such_column")
    foreign = sorted(set(given) - set(said))
    if foreign:
        words = _("Nothing here is called %(names)s. There are: %(known)s.")
        raise Refusal(words % {"names": ", ".join(foreign), "known": ", ".join(said)}, "no_such_name")
    kept = {name: column for name, column in given.items() if column}
    missing = [name for name in needed if name not in kept]
    if missing:
        words = _("Say which column holds: %(missing)s. %(file)s has: %(heads)s.")
        facts = {"missing": ", ".join(missing), "file": source.name, "heads": ", ".join(source.columns)}
        raise Refusal(words % facts, "missing_column")
    return kept


def check_key(source: Source, column: str) -> None:
    """Raises Refusal for a column that does not know a row again."""
    if column and column not in source.columns:
        words = _("%(file)s has no column %(columns)s. It has: %(heads)s.")
        facts = {"file": source.name, "columns": column, "heads": ", ".join(source.columns)}
        raise Refusal(words % facts, "no_such_column")
    if column and not _is_key(source, column):
        words = _("The column %(column)s knows no row again: some of its values are empty, or stand twice.")
        raise Refusal(words % {"column": column}, "no_key")


def _is_headed(column: str, word: str) -> bool:
    head = plain(column)
    return head.startswith(word[:-1]) if word.endswith("*") else head == word


def _values(source: Source, column: str) -> list[str]:
    return [value for row in source.rows if (value := row.values.get(column, ""))]


def _is_filled(source: Source, column: str) -> bool:
    return bool(_values(source, column))


def _is_key(source: Source, column: str) -> bool:
    values = _values(source, column)
    return len(values) == len(source.rows) == len(set(values))
