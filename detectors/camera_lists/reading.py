"""A table of cameras as people have it: any delimiter, encoding and order of columns, decimal commas, two languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hypervision.lib.csvtext import UnreadableError as UnreadableError
from hypervision.lib.csvtext import decoded as decoded
from hypervision.lib.csvtext import plain, rows

MOST_LINES = 5000

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


def read(text: str) -> Table:
    """Raises UnreadableError, a sentence."""
    found = rows(text)
    if not found:
        raise UnreadableError(_("The table is empty."))
    _number, heads = found[0]
    places = _places(heads)
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise UnreadableError(
            _("The first line must head the columns; these are missing: %(missing)s. It says: %(heads)s.")
            % {"missing": ", ".join(missing), "heads": ", ".join(heads) or "–"}
        )
    if len(found) - 1 > MOST_LINES:
        raise UnreadableError(_("At most %(most)d lines at once. Cut the table into parts.") % {"most": MOST_LINES})
    lines = tuple(
        Line(number, {name: row[place] if place < len(row) else "" for name, place in places.items()})
        for number, row in found[1:]
    )
    if not lines:
        raise UnreadableError(_("Below the headings there is no line."))
    known = set(places.values())
    return Table(tuple(places), tuple(head for place, head in enumerate(heads) if head and place not in known), lines)


def _places(heads: list[str]) -> dict[str, int]:
    """Our name of each column that is known, and where it stands; of two alike the first."""
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        bare = plain(head)
        name = next((name for name, said in COLUMNS.items() if bare in said), None)
        if name is not None:
            places.setdefault(name, place)
    return places
