"""The video that a camera describes (RFC 4566), and nothing of its sound (R-13: audio is not even asked for)."""

import base64
import binascii
from dataclasses import dataclass, field

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.errors import Reason, SourceError

CODECS = {"H264": "h264", "H265": "hevc"}
START_CODE = b"\0\0\0\1"


@dataclass(frozen=True, slots=True)
class VideoTrack:
    """codec: PyAV's name; parameter_sets: Annex B, empty where the camera sends them only in the stream."""

    codec: str
    payload_type: int
    clock_rate: int
    control: str
    parameter_sets: bytes


@dataclass(slots=True)
class _Section:
    formats: list[int]
    attributes: list[str] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return [a[len(name) + 1 :] for a in self.attributes if a.startswith(name + ":")]


def video_track(sdp: str) -> VideoTrack:
    """The first video that can be decoded; raises ``SourceError`` with NO_VIDEO or UNSUPPORTED_CODEC."""
    sections = _video_sections(sdp)
    if not sections:
        raise SourceError(
            Reason.NO_VIDEO, gettext_noop("The camera describes no video; check the path in its address.")
        )
    for section in sections:
        for payload_type, encoding, rate in _encodings(section):
            if encoding in CODECS and payload_type in section.formats:
                control = next(iter(section.values("control")), "")
                sets = _parameter_sets(section, payload_type)
                return VideoTrack(CODECS[encoding], payload_type, rate, control, sets)
    raise SourceError(
        Reason.UNSUPPORTED_CODEC, gettext_noop("The camera sends neither H.264 nor H.265; change it in its settings.")
    )


def _video_sections(sdp: str) -> list[_Section]:
    sections: list[_Section] = []
    current: _Section | None = None
    for line in sdp.splitlines():
        kind, _, value = line.strip().partition("=")
        if kind == "m":
            fields = value.split()
            current = _Section([int(f) for f in fields[3:] if f.isdigit()]) if fields[:1] == ["video"] else None
            sections += [current] if current else []
        elif kind == "a" and current is not None:
            current.attributes.append(value)
    return sections


def _encodings(section: _Section) -> list[tuple[int, str, int]]:
    found = []
    for value in section.values("rtpmap"):
        number, _, name = value.partition(" ")
        encoding, _, rate = name.strip().partition("/")
        if number.isdigit():
            digits = rate.partition("/")[0]
            found.append((int(number), encoding.upper(), int(digits) if digits.isdigit() and int(digits) else 90000))
    return found


def _parameter_sets(section: _Section, payload_type: int) -> bytes:
    for value in section.values("fmtp"):
        number, _, rest = value.partition(" ")
        if number == str(payload_type):
            pairs = [p.strip().partition("=") for p in rest.split(";")]
            named = {name.lower(): text for name, _, text in pairs}
            names = ("sprop-parameter-sets", "sprop-vps", "sprop-sps", "sprop-pps")
            encoded = [s for name in names for s in named.get(name, "").split(",") if s]
            return b"".join(START_CODE + _decoded(s) for s in encoded)
    return b""


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise SourceError(
            Reason.BROKEN_STREAM, gettext_noop("The camera describes its video in a way that makes no sense.")
        ) from error
