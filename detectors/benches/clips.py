"""What the benches of the eyes look at: the demo's clip as a camera of 1280 x 720 would send it, made once."""

from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import cv2

from detectors.demo.clip import fetch
from detectors.demo.rtp import ClipError
from detectors.sizing.clip import OPTIONS
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from hypervision.env import VAR, folder
from hypervision.lib.bench import Say
from hypervision.lib.errors import Refusal

WEIGHTS = folder("WEIGHTS_DIR", VAR / "weights").resolve()
DEMO = folder("DEMO_DIR", VAR / "demo").resolve()

SIZE = 1280, 720
RATE = 7
FRAMES = 160
KEY_FRAME_EACH = 2 * RATE


def recording(say: Say) -> Path:
    """vtest.avi as Debian has it. Raises Refusal."""
    try:
        return fetch(DEMO, say)
    except ClipError as error:
        raise Refusal(str(error)) from error


def street(say: Say) -> Path:
    """H.264, 1280 x 720, without B-frames. Raises Refusal."""
    target = VAR / "bench" / f"street-{SIZE[0]}x{SIZE[1]}-{FRAMES}.mp4"
    if target.is_file():
        return target
    source = recording(say)
    say(f"Making {target}, {FRAMES} frames; this is done once.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part.mp4")
    with av.open(str(part), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options=OPTIONS["libx264"])
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.codec_context.gop_size, stream.codec_context.max_b_frames = KEY_FRAME_EACH, 0
        for number, frame in enumerate(islice(in_order(FileSource(source, paced=False)), FRAMES)):
            wide = av.VideoFrame.from_ndarray(cv2.resize(frame.image, SIZE), format="bgr24")
            wide.pts, wide.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(wide))
        container.mux(stream.encode())
    part.rename(target)
    return target
