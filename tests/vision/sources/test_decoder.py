"""Access units to pictures, without trust in what comes in."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from detectors.vision.sources import decoder as decoder_module
from detectors.vision.sources.decoder import Decoder, decode_still
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.source import Picture
from tests.vision.sources import cameras

B_FRAMES = {
    "h264": ("libx264", {"x264-params": "threads=1:bframes=3:b-adapt=0:scenecut=0"}),
    "hevc": ("libx265", {"x265-params": "bframes=3:b-adapt=0:pools=1:log-level=none"}),
}


def access_units(path: Path, codec: str) -> list[tuple[int, bytes]]:
    """(number of the picture, Annex B) in the order in which they are sent: 0 4 2 1 3 …"""
    encoder, options = B_FRAMES[codec]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(encoder, rate=20, options=options)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.max_b_frames = 3
        for number in range(20):
            frame = av.VideoFrame.from_ndarray(cameras.image(number), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, 20)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with av.open(str(path)) as container:
        annex_b = av.BitStreamFilterContext(f"{codec}_mp4toannexb", container.streams.video[0])
        packets = [q for p in container.demux(video=0) if p.size for q in annex_b.filter(p)]
        return [(round(p.pts * p.time_base * 20), bytes(p)) for p in packets]


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_pictures_that_are_sent_out_of_order_come_out_in_order(codec: str, tmp_path: Path) -> None:
    units = access_units(tmp_path / "clip.mp4", codec)
    sent = [number for number, _ in units]
    decoder = Decoder(codec)
    seen = [frame.pts for number, data in units for frame in decoder.decode(data, number)]
    assert sent != sorted(sent)
    assert seen == list(range(len(seen)))
    assert len(seen) > 15


def test_a_decoder_recovers_from_garbage(tmp_path: Path) -> None:
    units = access_units(tmp_path / "clip.mp4", "h264")
    decoder = Decoder("h264")
    for _ in range(7):
        assert decoder.decode(b"\0\0\0\1\x65" + b"\xff" * 40, 0) == []
    assert any(decoder.decode(data, number) for number, data in units)


def test_a_picture_larger_than_any_cameras_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder_module, "MAX_PIXELS", 64 * 48 - 1)
    with pytest.raises(SourceError) as caught:
        decode_still(cameras.jpeg(cameras.image(1)))
    assert caught.value.reason is Reason.BROKEN_STREAM


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\x89PNG", b"GIF89a", b"<html>"])
def test_what_is_no_picture_is_said_as_such(data: bytes) -> None:
    with pytest.raises(SourceError):
        decode_still(data)


def test_a_picture_is_converted_without_threads_of_its_own() -> None:
    video = decode_still(cameras.jpeg(np.zeros((720, 1280, 3), np.uint8)))
    before = threads_of_the_process()
    frame = Picture(video, datetime(2026, 1, 1, tzinfo=UTC)).frame()
    assert threads_of_the_process() == before, "many cameras share the machine"
    assert frame.image.shape == (720, 1280, 3)


def threads_of_the_process() -> int:
    """Those of C libraries included."""
    return len(list(Path("/proc/self/task").iterdir()))
