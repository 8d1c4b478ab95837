"""A file that somebody sent, read from the disk: GDAL opens paths."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from maps.layers import opening, reading
from maps.layers.plain import Source


def source(file: UploadedFile, layer: str) -> Source:
    """layer: which one, where there are several. Raises Refusal, a sentence; opening.SeveralLayers without a choice."""
    with _on_disk(file) as path, opening.opened(path, Path(file.name or "").name, layer) as opened:
        return reading.read(opened)


@contextmanager
def _on_disk(file: UploadedFile) -> Iterator[Path]:
    if isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path())
        return
    with NamedTemporaryFile(prefix="layer-") as copy:
        file.seek(0)
        for part in file.chunks():
            copy.write(part)
        copy.flush()
        yield Path(copy.name)
