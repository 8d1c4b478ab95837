"""A table of cameras as people have it: any delimiter, encoding and order of columns, decimal commas, two languages."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

MOST_LINES = 5000
DELIMITERS = ";\t,|"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "uuid", "identifiant"),
    "name": ("name", "nom", "camera", "libelle"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "bearing": ("bearing", "direction", "azimut", "azimuth", "orientation"),
    "field_angle": ("field of view", "field angle", "fov", "angle", "champ", "champ de vision"),
    "height": ("height", "hauteur"),
    "camera_type": ("type", "camera type"),
    "operator": ("operator", "exploitant", "operateur"),
    "address": ("address", "stream", "stream address", "url", "adresse", "flux", "adresse du flux"),
    "user": ("user", "user name", "login", "utilisateur"),
    "password": ("password", "mot de passe"),
    "wanted_rate": ("rate", "wanted rate", "pictures a second", "fps", "cadence", "images par seconde"),
    "pictures": ("pictures", "images"),
    "video_link": ("video link", "link", "lien", "lien video"),
}
"""What is read, and how people head it; case, accents, dashes and underscores do not matter."""

NEEDED = ("name", "lat", "lon")
NO_TEXT = gettext_noop("This is no text. Save the table as CSV, then choose it again.")


class UnreadableError(Exception):
    """The whole table cannot be read; a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """number: as an editor counts. values: by our name of the column, without blanks around them."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """ignored: headings that mean nothing here."""

    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    lines: tuple[Line, ...]


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


def read(text: str) -> Table:
    """Raises UnreadableError, a sentence."""
    rows = _rows(text.lstrip("\ufeff"))
    if not rows:
        raise UnreadableError(_("The table is empty."))
    _number, heads = rows[0]
    places = _places(heads)
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise UnreadableError(
            _("The first line must head the columns; these are missing: %(missing)s. It says: %(heads)s.")
            % {"missing": ", ".join(missing), "heads": ", ".join(heads) or "–"}
        )
    if len(rows) - 1 > MOST_LINES:
        raise UnreadableError(_("At most %(most)d lines at once. Cut the table into parts.") % {"most": MOST_LINES})
    lines = tuple(
        Line(number, {name: row[place] if place < len(row) else "" for name, place in places.items()})
        for number, row in rows[1:]
    )
    if not lines:
        raise UnreadableError(_("Below the headings there is no line."))
    known = set(places.values())
    return Table(tuple(places), tuple(head for place, head in enumerate(heads) if head and place not in known), lines)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Those that hold anything, each with the number of the line at which it ends."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        words = _("Line %(number)d cannot be read: %(error)s.") % {"number": reader.line_num, "error": error}
        raise UnreadableError(words) from error
    return [(number, row) for number, row in rows if any(row)]


def _places(heads: list[str]) -> dict[str, int]:
    """Our name of each column that is known, and where it stands; of two alike the first."""
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        plain = _plain(head)
        name = next((name for name, said in COLUMNS.items() if plain in said), None)
        if name is not None:
            places.setdefault(name, place)
    return places


def _plain(head: str) -> str:
    bare = unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode().lower()
    return " ".join(bare.replace("_", " ").replace("-", " ").split())
