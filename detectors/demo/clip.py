"""The demo's clip: people on a square, filmed for research (PETS 2009 S2.L1 view 1, University of Reading).

It comes out of Debian's package opencv-doc and is transcoded once, because it lies there as MPEG-4 in AVI with a
header that says 10 pictures a second where 7 are true.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av

from detectors.demo.rtp import ClipError

PACKAGE = "opencv-doc"
MEMBER = Path("usr/share/doc/opencv-doc/examples/data/vtest.avi")
SHA256 = "45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf"
RATE = 7
"""True pictures a second of the recording."""
NAME = f"vtest-{RATE}fps.mp4"
SOURCE = "vtest.avi"
TIMEOUT = 300
"""Seconds for the download of about 100 MB."""

Progress = Callable[[str], None]


def demo_clip(folder: Path, progress: Progress = lambda _: None) -> Path:
    """The clip as H.264 at its true rate, fetched and transcoded if need be; raises ``ClipError``. Safe to repeat."""
    target = folder / NAME
    if target.is_file():
        return target
    source = fetch(folder, progress)
    progress("Transcoding the demo clip to H.264 at 7 pictures a second …")
    transcode(source, target, rate=RATE)
    return target


def fetch(folder: Path, progress: Progress = lambda _: None) -> Path:
    """``vtest.avi`` in ``folder``, whole or not at all; raises ``ClipError``."""
    target = folder / SOURCE
    if target.is_file() and sha256(target) == SHA256:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="fetch-") as work:
        progress(f"Fetching the demo clip from Debian's package {PACKAGE} (about 100 MB) …")
        _run(["apt-get", "download", PACKAGE], Path(work))
        packages = sorted(Path(work).glob("*.deb"))
        if not packages:
            raise ClipError(f"apt-get downloaded no package {PACKAGE}; run apt-get update and try again.")
        # Not dpkg -x: it would write 343 MB to keep 8. This one reads no further than the clip.
        take = 'dpkg-deb --fsys-tarfile "$0" | tar --extract --occurrence=1 "./$1"'
        _run(["sh", "-c", take, packages[0].name, str(MEMBER)], Path(work))
        found = Path(work) / MEMBER
        if not found.is_file() or sha256(found) != SHA256:
            raise ClipError(
                f"The package {PACKAGE} holds another {SOURCE} than expected; put the right one at {target}."
            )
        os.replace(found, target)
    return target


def transcode(source: Path, target: Path, *, rate: int, codec: str = "libx264", limit: int | None = None) -> None:
    """Writes ``target`` at ``rate`` pictures a second, a key frame a second, no B-frames, the same bytes each time.

    limit: pictures at most. The file appears whole or not at all.
    """
    part = target.with_suffix(".part.mp4")
    try:
        with av.open(str(source)) as reader, av.open(str(part), "w") as writer:
            first = reader.streams.video[0]
            stream = writer.add_stream(codec, rate=rate, options=options(codec, rate))
            stream.width, stream.height = first.codec_context.width, first.codec_context.height
            stream.pix_fmt = "yuv420p"
            stream.codec_context.gop_size = rate
            stream.codec_context.max_b_frames = 0
            for number, frame in enumerate(reader.decode(first)):
                if limit is not None and number >= limit:
                    break
                plain = frame.reformat(format="yuv420p", threads=1)
                plain.pts, plain.time_base = number, Fraction(1, rate)
                plain.pict_type = 0  # the encoder chooses its own key frames, not those of the source
                writer.mux(stream.encode(plain))
            writer.mux(stream.encode())
    except (av.FFmpegError, OSError) as error:
        part.unlink(missing_ok=True)
        raise ClipError(f"{source} could not be transcoded to {target}: {error.strerror}.") from error
    os.replace(part, target)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def options(codec: str, rate: int) -> dict[str, str]:
    if codec == "libx265":
        parameters = f"keyint={rate}:min-keyint={rate}:scenecut=0:bframes=0:pools=1:frame-threads=1:log-level=none"
        return {"preset": "ultrafast", "tune": "zerolatency", "crf": "26", "x265-params": parameters}
    parameters = f"keyint={rate}:min-keyint={rate}:scenecut=0:threads=1"
    return {"preset": "veryfast", "tune": "zerolatency", "crf": "22", "x264-params": parameters}


def _run(command: list[str], folder: Path) -> None:
    if shutil.which(command[0]) is None:
        raise ClipError(f"{command[0]} is not installed; put {SOURCE} into the demo's folder by hand.")
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=TIMEOUT)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ClipError(f"{command[0]} took more than {TIMEOUT} s; check the network and try again.") from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout or "no reason given").strip().splitlines()[-1]
        raise ClipError(f"{' '.join(command)} failed ({last}); run apt-get update and try again.") from error
