"""A camera over RTSP, TCP only: H.264 and H.265, decoded as soon as a picture is whole."""

import ssl
from collections import deque

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.address import PORTS, Credentials, check
from detectors.vision.sources.clock import Clock, Smoother, WallAnchor
from detectors.vision.sources.decoder import Decoder
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.link import Link
from detectors.vision.sources.rtp import Depacketizer, parse
from detectors.vision.sources.rtsp_session import RtspSession
from detectors.vision.sources.sdp import VideoTrack
from detectors.vision.sources.source import Picture

PATIENCE = 15.0
"""Seconds of packets without one decoded picture: longer than the distance of key frames of any sane camera."""


class RtspSource:
    """url: without credentials. timeout: seconds without a byte after which the camera is silent."""

    def __init__(
        self, url: str, credentials: Credentials | None = None, *, timeout: float = 5.0, clock: Clock | None = None
    ) -> None:
        self._parts = check(url)
        self._url = url
        self._clock = clock or Clock()
        self._link = Link(timeout, self._clock.monotonic)
        self._session = RtspSession(self._link, url, credentials, self._clock.monotonic)
        self._ready: deque[Picture] = deque()

    def connect(self) -> None:
        tls = ssl.create_default_context() if self._parts.scheme == "rtsps" else None
        self._link.connect(self._parts.hostname or "", self._parts.port or PORTS[self._parts.scheme], tls)
        self._track: VideoTrack = self._session.play()
        self._decoder = Decoder(self._track.codec, self._track.parameter_sets)
        self._depacketizer = Depacketizer(self._track.codec)
        self._smoother = Smoother()
        self._anchor = WallAnchor(self._clock)
        self._seen_at = self._clock.monotonic()

    @property
    def codec(self) -> str:
        """Of a source that is connected: h264 or hevc."""
        return self._track.codec

    def read(self) -> Picture:
        while not self._ready:
            self._take_packet(self._session.packet())
            if self._clock.monotonic() - self._seen_at > PATIENCE:
                raise SourceError(
                    Reason.BROKEN_STREAM,
                    gettext_noop("The camera sends, but no picture could be decoded for %(seconds)s s."),
                    seconds=PATIENCE,
                )
        return self._ready.popleft()

    def interrupt(self) -> None:
        self._link.interrupt()

    def close(self) -> None:
        self._session.tear_down()
        self._link.close()

    def _take_packet(self, data: bytes) -> None:
        packet = parse(data)
        if packet is None or packet.payload_type != self._track.payload_type:
            return
        rate = self._track.clock_rate
        for unit in self._depacketizer.push(packet, self._link.arrived):
            self._smoother.at(unit.timestamp / rate, unit.arrived)
            for video in self._decoder.decode(unit.data, unit.timestamp):
                self._seen_at = self._clock.monotonic()
                media = (unit.timestamp if video.pts is None else video.pts) / rate
                self._ready.append(Picture(video, self._anchor.at(self._smoother.place(media))))
