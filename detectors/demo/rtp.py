"""A clip as RTP payloads: coded pictures cut once when it is loaded, sent to every client (RFC 6184, RFC 7798)."""

import base64
from dataclasses import dataclass, field
from pathlib import Path

import av

CLOCK = 90_000
MTU = 1400
"""Bytes of one payload; over TCP more would pass, but readers are used to what fits an Ethernet frame."""

_FILTERS = {"h264": "h264_mp4toannexb", "hevc": "hevc_mp4toannexb"}


class ClipError(Exception):
    """The clip cannot be served; ``str(error)`` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One coded picture. offset: seconds since the clip's first; payloads: RTP payloads in order of sending."""

    offset: float
    key: bool
    payloads: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    """codec: ``h264`` or ``hevc``. duration: seconds after which the loop begins anew. parameter_sets: NAL units."""

    codec: str
    rate: float
    duration: float
    shots: tuple[Shot, ...] = field(repr=False)
    parameter_sets: tuple[bytes, ...] = field(repr=False)

    def then(self, other: "Clip") -> "Clip":
        """Both clips one after the other, as when a camera is set to another resolution while it plays."""
        later = tuple(Shot(s.offset + self.duration, s.key, s.payloads) for s in other.shots)
        return Clip(self.codec, self.rate, self.duration + other.duration, self.shots + later, self.parameter_sets)

    def sdp(self) -> str:
        """Session description with the parameter sets, so that a reader can decode from the first picture on."""
        encoding = {"h264": "H264", "hevc": "H265"}[self.codec]
        lines = (
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=camera",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=control:*",
            "m=video 0 RTP/AVP 96",
            f"a=rtpmap:96 {encoding}/{CLOCK}",
            f"a=framerate:{self.rate:g}",
            f"a=fmtp:96 {self._format()}",
            "a=control:track0",
        )
        return "".join(line + "\r\n" for line in lines)

    def _format(self) -> str:
        if self.codec == "h264":
            sps = next(n for n in self.parameter_sets if n[0] & 31 == 7)
            sets = ",".join(_base64(n) for n in self.parameter_sets)
            return f"packetization-mode=1;profile-level-id={sps[1:4].hex()};sprop-parameter-sets={sets}"
        names = {32: "sprop-vps", 33: "sprop-sps", 34: "sprop-pps"}
        return ";".join(f"{names[_h265_type(n)]}={_base64(n)}" for n in self.parameter_sets)


def load_clip(path: Path) -> Clip:
    """Reads an MP4 of H.264 or H.265 without B-frames; raises ``ClipError``."""
    try:
        container = av.open(str(path))
    except (av.FFmpegError, OSError) as error:
        raise ClipError(f"{path} is no video that can be read; remove it and let it be made again.") from error
    with container:
        if not container.streams.video or container.streams.video[0].codec_context.name not in _FILTERS:
            raise ClipError(f"{path} holds no H.264 or H.265 video; transcode it first.")
        stream = container.streams.video[0]
        codec = stream.codec_context.name
        rate = float(stream.average_rate)
        shots = _shots(container, stream, codec)
    if not shots:
        raise ClipError(f"{path} holds no picture; remove it and let it be made again.")
    return Clip(codec, rate, shots[-1].offset + 1 / rate, tuple(shots), _parameter_sets(codec, shots[0]))


def nal_units(annex_b: bytes) -> list[bytes]:
    """The NAL units between start codes of 3 or 4 bytes."""
    parts = annex_b.split(b"\0\0\1")[1:]
    return [unit for part in parts if (unit := part.rstrip(b"\0"))]


def payloads(unit: bytes, codec: str) -> list[bytes]:
    """One NAL unit as RTP payloads: as it is, or in fragments (FU-A of H.264, FU of H.265)."""
    if len(unit) <= MTU:
        return [unit]
    header = 1 if codec == "h264" else 2
    chunks = [unit[i : i + MTU] for i in range(header, len(unit), MTU)]
    last = len(chunks) - 1
    return [_fragment_header(unit, codec, i == 0, i == last) + chunk for i, chunk in enumerate(chunks)]


def _fragment_header(unit: bytes, codec: str, start: bool, end: bool) -> bytes:
    flags = 0x80 * start | 0x40 * end
    if codec == "h264":
        return bytes([unit[0] & 0xE0 | 28, flags | unit[0] & 31])
    return bytes([unit[0] & 0x81 | 49 << 1, unit[1], flags | _h265_type(unit)])


def _shots(container: av.container.InputContainer, stream: av.VideoStream, codec: str) -> list[Shot]:
    annex_b = av.BitStreamFilterContext(_FILTERS[codec], stream)
    shots: list[Shot] = []
    origin: float | None = None
    for packet in container.demux(stream):
        if not packet.size:
            continue
        at, key = float(packet.pts * packet.time_base), packet.is_keyframe
        origin = at if origin is None else origin
        units = [u for filtered in annex_b.filter(packet) for u in nal_units(bytes(filtered))]
        shots.append(Shot(at - origin, key, tuple(p for u in units for p in payloads(u, codec))))
    return shots


def _parameter_sets(codec: str, first: Shot) -> tuple[bytes, ...]:
    if codec == "h264":
        return tuple(p for p in first.payloads if p[0] & 31 in (7, 8))
    return tuple(p for p in first.payloads if _h265_type(p) in (32, 33, 34))


def _h265_type(unit: bytes) -> int:
    return unit[0] >> 1 & 63


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
