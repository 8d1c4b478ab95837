"""Which scheme is read by which class: a new kind of feed is a new file and one line here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from detectors.vision.sources.address import Credentials, check, split_credentials
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.folder import FolderSource
from detectors.vision.sources.http import HttpSource
from detectors.vision.sources.rtsp import RtspSource
from detectors.vision.sources.source import Source


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """What a source is opened with.

    url: rtsp, rtsps, http, https; ``file:///path`` and ``folder:///path`` only with ``allow_local``.
    rate: pictures a second of a folder, of single JPEGs over HTTP, or of a recording whose header is wrong.
    loop, paced: of recordings and folders only. timeout: seconds of silence after which a camera counts as lost.
    """

    url: str
    credentials: Credentials | None = None
    rate: float | None = None
    loop: bool = False
    paced: bool = True
    timeout: float = 5.0
    allow_local: bool = False


def _rtsp(spec: SourceSpec) -> Source:
    return RtspSource(spec.url, spec.credentials, timeout=spec.timeout)


def _http(spec: SourceSpec) -> Source:
    return HttpSource(spec.url, spec.credentials, rate=spec.rate or 2.0, timeout=spec.timeout)


def _file(spec: SourceSpec) -> Source:
    return FileSource(_path(spec.url), rate=spec.rate, loop=spec.loop, paced=spec.paced)


def _folder(spec: SourceSpec) -> Source:
    return FolderSource(_path(spec.url), rate=spec.rate or 2.0, loop=spec.loop, paced=spec.paced)


SOURCES: dict[str, Callable[[SourceSpec], Source]] = {
    "rtsp": _rtsp,
    "rtsps": _rtsp,
    "http": _http,
    "https": _http,
    "file": _file,
    "folder": _folder,
}


def open_source(what: str | SourceSpec) -> Source:
    """A source that is not yet connected; raises ``SourceError(BAD_ADDRESS)``."""
    spec = SourceSpec(what) if isinstance(what, str) else what
    url, found = split_credentials(spec.url)
    spec = replace(spec, url=url, credentials=spec.credentials or found)
    return SOURCES[check(url, allow_local=spec.allow_local).scheme](spec)


def _path(url: str) -> Path:
    return Path(unquote(urlsplit(url).path))
