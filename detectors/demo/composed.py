"""A composed scene as a clip: heads are covered before anything is written, and the picture says what it is."""

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2

from detectors.demo.clip import Progress, options
from detectors.demo.rtp import ClipError
from detectors.scenes.compose import compose
from detectors.scenes.scene import Composed, Scene
from detectors.scenes.studio import StudioError, open_studio
from detectors.vision.types import Image

LABEL = "SIMULATED SCENE"
HEAD = (112, 112, 112)
"""One solid colour, as everywhere in the product."""
WIDER = 0.15
"""Share of a head's size by which its cover reaches beyond it."""


def composed_clip(scene: Scene, source: Path, folder: Path, progress: Progress = lambda _: None) -> Path:
    """The scene as H.264 at its own rate, made of the recording ``source`` if need be; raises ``ClipError``."""
    target = folder / f"scene-{scene.name.replace(' ', '-')}-{scene.seed:08x}.mp4"
    if target.is_file():
        return target
    progress(f"Composing the simulated scene “{scene.name}” ({scene.seconds:.0f} s) …")
    part = target.with_suffix(".part.mp4")
    try:
        _write(part, scene, compose(scene, open_studio(source)))
    except (StudioError, av.FFmpegError, OSError) as error:
        part.unlink(missing_ok=True)
        raise ClipError(f"The simulated scene “{scene.name}” could not be made: {error}") from error
    os.replace(part, target)
    return target


def shown(composed: Composed) -> Image:
    """The frame with every head covered and the label on it."""
    image: Image = composed.frame.image.copy()
    for head in (present.head for present in composed.truth if present.head is not None):
        x1, y1, x2, y2 = head
        wide, tall = WIDER * (x2 - x1), WIDER * (y2 - y1)
        corners = (int(x1 - wide), int(y1 - tall)), (int(x2 + wide) + 1, int(y2 + tall) + 1)
        cv2.rectangle(image, *corners, HEAD, -1)
    cv2.rectangle(image, (0, 0), (214, 30), (20, 20, 20), -1)
    cv2.putText(image, LABEL, (10, 21), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (240, 240, 240), 1, cv2.LINE_AA)
    return image


def _write(path: Path, scene: Scene, frames: Iterator[Composed]) -> None:
    rate = round(scene.rate)
    with av.open(str(path), "w") as writer:
        stream: Any = writer.add_stream("libx264", rate=rate, options=options("libx264", rate))
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = rate
        stream.codec_context.max_b_frames = 0
        for number, composed in enumerate(frames):
            image = shown(composed)
            if number == 0:
                stream.height, stream.width = image.shape[:2]
            frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format="yuv420p", threads=1)
            frame.pts, frame.time_base = number, Fraction(1, rate)
            writer.mux(stream.encode(frame))
        writer.mux(stream.encode())
