"""Tables of text as people have them: any encoding, any delimiter, decimal commas, headings with accents or without."""

import csv
import io
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

DELIMITERS = ";\t,|"
NO_TEXT = gettext_noop("This is no text. Save the table as CSV, then choose it again.")


class UnreadableError(Exception):
    """The whole table cannot be read; a sentence."""


def decoded(raw: bytes) -> str:
    """UTF-16 and UTF-8 as far as the bytes say so; else what Western spreadsheets write. Raises UnreadableError."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf_16(raw)
    if b"\0" in raw:
        raise UnreadableError(_(NO_TEXT))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _utf_16(raw: bytes) -> str:
    try:
        text = raw.decode("utf-16")
    except UnicodeDecodeError as error:
        raise UnreadableError(_(NO_TEXT)) from error
    if "\0" in text:
        raise UnreadableError(_(NO_TEXT))
    return text


def rows(text: str) -> list[tuple[int, list[str]]]:
    """Those that hold anything, each with the number of the line at which it ends. Raises UnreadableError."""
    text = text.lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        found = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        words = _("Line %(number)d cannot be read: %(error)s.") % {"number": reader.line_num, "error": error}
        raise UnreadableError(words) from error
    return [(number, row) for number, row in found if any(row)]


def plain(head: str) -> str:
    """Case, accents, dashes and underscores do not matter."""
    bare = unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode().lower()
    return " ".join(bare.replace("_", " ").replace("-", " ").split())
