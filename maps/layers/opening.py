"""Opens what people send: a table, GeoJSON, a GeoPackage, or one of them or a shapefile in a ZIP archive.

Only what its first bytes say to be one of these is handed to GDAL, under a name of ours: other formats of GDAL may name
files and addresses of their own, which would be opened too.
"""

import hashlib
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from hypervision.lib.errors import Refusal
from maps.layers.gdal import failures, reader

MB = 2**20
MOST_MB = 200
MOST_UNPACKED_MB = 1000
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
READ = (".csv", ".txt", ".tsv", ".geojson", ".json", ".gpkg", ".shp")
TABLES = (".csv", ".txt", ".tsv")
JSON = (".geojson", ".json")
CHUNK = MB


@dataclass(frozen=True, slots=True)
class Opened:
    """path: what is read, with its layer inside ("" where there is but one). name: of the file as it was sent."""

    path: Path
    layer: str
    name: str
    sha256: str

    @property
    def is_table(self) -> bool:
        return self.path.suffix.lower() in TABLES


class SeveralLayers(Refusal):
    """names: those to choose from."""

    def __init__(self, name: str, names: list[str]) -> None:
        words = _("%(file)s holds several layers: %(names)s. Say which one is meant.")
        super().__init__(words % {"file": name, "names": ", ".join(names)}, "several_layers", names=names)
        self.names = names


@contextmanager
def opened(path: Path, name: str, layer: str = "") -> Iterator[Opened]:
    """Inside, the file can be read. name: as it was sent. layer: which one, where there are several.

    Raises Refusal, a sentence, for what cannot be read, and SeveralLayers where one must be chosen.
    """
    _check_size(path, name)
    with TemporaryDirectory(prefix="layer-") as folder:
        paths = _unpacked(path, name, Path(folder)) if zipfile.is_zipfile(path) else [_named(path, name, Path(folder))]
        found = {label: (one, inner) for one in paths for label, inner in _layers(one, name)}
        if layer and layer not in found:
            words = _("%(file)s holds no layer %(layer)s. It holds: %(names)s.")
            raise Refusal(words % {"file": name, "layer": layer, "names": ", ".join(found)}, "no_such_layer")
        if not layer and len(found) > 1:
            raise SeveralLayers(name, list(found))
        chosen, inner = found[layer or next(iter(found))]
        yield Opened(chosen, inner, name, _digest(path))


def _check_size(path: Path, name: str) -> None:
    if not path.is_file():
        raise Refusal(_("There is no file %(file)s.") % {"file": name}, "missing")
    size = path.stat().st_size
    if size > MOST_MB * MB:
        raise Refusal(too_large(name), "too_large")
    if size == 0:
        raise Refusal(_("%(file)s is empty.") % {"file": name}, "empty")


def too_large(name: str) -> str:
    words = _("%(file)s is larger than %(most)d MB. Cut it to the city, or leave columns out.")
    return words % {"file": name, "most": MOST_MB}


def _named(path: Path, name: str, folder: Path) -> Path:
    """Under the ending that it was sent with: a browser's file comes without one."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in READ or suffix == ".shp":
        words = _(
            "%(file)s is none of these: CSV, GeoJSON (.geojson), GeoPackage (.gpkg), or a ZIP archive with one of them "
            "or with all parts of a shapefile (.shp, .shx, .dbf, .prj)."
        )
        raise Refusal(words % {"file": name}, "unknown_format")
    place = folder / f"data{suffix}"
    place.symlink_to(path.resolve())
    return place


def _unpacked(path: Path, name: str, folder: Path) -> list[Path]:
    """The files of the archive that can be read; nothing else is written, and no name of the archive is followed."""
    found, left = [], MOST_UNPACKED_MB * MB
    try:
        with zipfile.ZipFile(path) as archive:
            for number, member in enumerate(_members(archive)):
                inside = PurePosixPath(member.filename)
                stem = "".join(sign if sign.isalnum() or sign in "-_ ." else "_" for sign in inside.stem)[:80]
                home = folder / str(abs(hash(str(inside.parent))))
                home.mkdir(exist_ok=True)
                place = home / f"{stem or number}{inside.suffix.lower()}"
                left = _unpack(archive, member, place, left, name)
                if place.suffix in READ:
                    found.append(place)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        words = _("%(file)s is damaged or encrypted (%(why)s). Pack it again.")
        raise Refusal(words % {"file": name, "why": error}, "damaged") from error
    if not found:
        words = _("%(file)s holds no file that can be read: .shp, .geojson, .gpkg or .csv.")
        raise Refusal(words % {"file": name}, "nothing_inside")
    return found


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    wanted = {*SHAPEFILE, *READ}
    inside = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX")]
    return [one for one in inside if PurePosixPath(one.filename).suffix.lower() in wanted]


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, left: int, name: str) -> int:
    """How many bytes may still come; what an archive says of its own sizes is not believed."""
    with archive.open(member) as packed, place.open("wb") as plain:
        while part := packed.read(CHUNK):
            left -= len(part)
            if left < 0:
                words = _("%(file)s unpacks to more than %(most)d MB. Cut it to the city.")
                raise Refusal(words % {"file": name, "most": MOST_UNPACKED_MB}, "too_large")
            plain.write(part)
    return left


def _layers(path: Path, name: str) -> list[tuple[str, str]]:
    """What a person calls each layer of the file, and what GDAL calls it."""
    if path.suffix in TABLES:
        return [(path.stem, "")]
    _check_magic(path, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's remarks; what matters to a person is refused or said by the row
            inside = reader().list_layers(path)
    except failures() as error:
        raise unreadable(name, error) from error
    layers = [str(layer) for layer, kind in inside if kind is not None or path.suffix == ".shp"]
    if not layers:
        raise Refusal(_("%(file)s holds no layer with shapes.") % {"file": name}, "nothing_inside")
    return [(layer, layer) for layer in layers] if path.suffix == ".gpkg" else [(path.stem, layers[0])]


def _check_magic(path: Path, name: str) -> None:
    with path.open("rb") as file:
        head = file.read(4096)
    right = (
        head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and b'"type"' in head
        if path.suffix in JSON
        else head.startswith(b"SQLite format 3\0" if path.suffix == ".gpkg" else b"\0\0\x27\x0a")
    )
    if not right:
        raise unreadable(name, _("its beginning is another one's"))


def unreadable(name: str, why: object) -> Refusal:
    words = _("%(file)s cannot be read as what its name says (%(why)s). Save it again, or as another format.")
    return Refusal(words % {"file": name, "why": str(why).splitlines()[0][:200]}, "unreadable")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
