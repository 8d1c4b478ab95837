"""RTP packets to whole access units: RFC 3550, RFC 6184 (H.264), RFC 7798 (H.265).

An access unit is handed on when its marker comes, not when the next one begins: a demuxer that waits for the next
costs a whole frame of age, 143 ms at 7 fps.
"""

import struct
from dataclasses import dataclass, field
from typing import Protocol

START_CODE = b"\0\0\0\1"
HEADER = 12
MAX_SIZE = 16 * 1024 * 1024
"""Bytes of one access unit; a stream that never ends one must not fill the memory."""


@dataclass(frozen=True, slots=True)
class RtpPacket:
    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class AccessUnit:
    """One coded picture.

    data: Annex B. timestamp: ticks of the camera's clock, unwrapped. arrived: of its first packet, monotonic seconds.
    """

    data: bytes
    timestamp: int
    arrived: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """What one payload adds to an access unit; picture: whether a coded slice is in it."""

    data: bytes
    picture: bool


class Payload(Protocol):
    """How NAL units of one codec lie in RTP payloads."""

    def unpack(self, payload: bytes) -> Pieces: ...


def parse(data: bytes) -> RtpPacket | None:
    """None for what is no RTP packet of version 2."""
    if len(data) < HEADER or data[0] >> 6 != 2:
        return None
    first, second, sequence, timestamp, _ssrc = struct.unpack_from("!BBHII", data)
    start = HEADER + 4 * (first & 15)
    if first & 16:
        if len(data) < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
    end = len(data) - (data[-1] if first & 32 else 0)
    if end <= start:
        return None
    return RtpPacket(second & 127, bool(second & 128), sequence, timestamp, data[start:end])


class H264Payload:
    """Single NAL units, STAP-A and FU-A: all that packetization modes 0 and 1 know."""

    def unpack(self, payload: bytes) -> Pieces:
        kind = payload[0] & 31
        if kind == 24:
            units = _aggregated(payload, 1)
            return Pieces(_annex_b(units), any(1 <= u[0] & 31 <= 5 for u in units))
        if kind == 28 and len(payload) > 2:
            inner = payload[1] & 31
            header = START_CODE + bytes([payload[0] & 0xE0 | inner]) if payload[1] & 0x80 else b""
            return Pieces(header + payload[2:], 1 <= inner <= 5)
        if 1 <= kind <= 23:
            return Pieces(START_CODE + payload, kind <= 5)
        return Pieces(b"", False)


class H265Payload:
    """Single NAL units, aggregation packets and fragments, without decoding order numbers."""

    def unpack(self, payload: bytes) -> Pieces:
        if len(payload) < 4:
            return Pieces(b"", False)
        kind = payload[0] >> 1 & 63
        if kind == 48:
            units = _aggregated(payload, 2)
            return Pieces(_annex_b(units), any(u[0] >> 1 & 63 < 32 for u in units))
        if kind == 49:
            inner = payload[2] & 63
            header = START_CODE + bytes([payload[0] & 0x81 | inner << 1, payload[1]]) if payload[2] & 0x80 else b""
            return Pieces(header + payload[3:], inner < 32)
        return Pieces(START_CODE + payload, kind < 32) if kind < 48 else Pieces(b"", False)


PAYLOADS: dict[str, type[Payload]] = {"h264": H264Payload, "hevc": H265Payload}


@dataclass(slots=True)
class _Pending:
    timestamp: int
    arrived: float
    data: list[bytes] = field(default_factory=list)
    size: int = 0
    picture: bool = False
    broken: bool = False


class Depacketizer:
    """Gathers packets to access units. One with a hole in it is dropped and counted in ``lost``."""

    def __init__(self, codec: str) -> None:
        self.lost = 0
        self._payload = PAYLOADS[codec]()
        self._pending: _Pending | None = None
        self._sequence: int | None = None
        self._unwrapped: int | None = None
        self._last_out: int | None = None
        self._marker_lies = False

    def push(self, packet: RtpPacket, arrived: float) -> list[AccessUnit]:
        """The access units that this packet completes: none or one, two where a marker was missing before."""
        timestamp = self._unwrap(packet.timestamp)
        done = self._flush_before(timestamp)
        gap = self._sequence is not None and packet.sequence != (self._sequence + 1) & 0xFFFF
        self._sequence = packet.sequence
        if timestamp == self._last_out:
            # More of a picture that was handed on already: this camera marks each slice, not each picture.
            self._marker_lies = True
        pending = self._pending or _Pending(timestamp, arrived)
        self._pending = pending
        pieces = self._payload.unpack(packet.payload)
        pending.size += len(pieces.data)
        pending.picture |= pieces.picture
        pending.broken |= gap or pending.size > MAX_SIZE
        if not pending.broken:
            pending.data.append(pieces.data)
        if packet.marker and pending.picture and not self._marker_lies:
            done += self._take()
        return done

    def _flush_before(self, timestamp: int) -> list[AccessUnit]:
        if self._pending is None or self._pending.timestamp == timestamp:
            return []
        if self._pending.picture:
            return self._take()
        self._pending.timestamp = timestamp  # parameter sets sent on their own belong to the picture that follows
        return []

    def _take(self) -> list[AccessUnit]:
        pending, self._pending = self._pending, None
        if pending is None:
            return []
        self._last_out = pending.timestamp
        if pending.broken:
            self.lost += 1
            return []
        return [AccessUnit(b"".join(pending.data), pending.timestamp, pending.arrived)]

    def _unwrap(self, timestamp: int) -> int:
        if self._unwrapped is None:
            self._unwrapped = timestamp
        step = (timestamp - self._unwrapped + 2**31) % 2**32 - 2**31
        self._unwrapped += step
        return self._unwrapped


def _aggregated(payload: bytes, start: int) -> list[bytes]:
    units = []
    while start + 2 < len(payload):
        size = int.from_bytes(payload[start : start + 2], "big")
        unit = payload[start + 2 : start + 2 + size]
        if unit:
            units.append(unit)
        start += 2 + size
    return units


def _annex_b(units: list[bytes]) -> bytes:
    return b"".join(START_CODE + u for u in units)
