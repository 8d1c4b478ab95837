"""The demo's clip: fetched whole or not at all, transcoded at its true rate."""

import shutil
import subprocess
from pathlib import Path

import av
import pytest

from detectors.demo import clip
from detectors.demo.rtp import ClipError, load_clip
from tests.vision.sources import cameras


def test_a_transcoded_clip_has_the_rate_asked_for_a_key_frame_a_second_and_every_picture(tmp_path: Path) -> None:
    source = cameras.write_video(tmp_path / "source.avi", codec="mpeg4", rate=10, frames=21)
    clip.transcode(source, tmp_path / "out.mp4", rate=7)
    loaded = load_clip(tmp_path / "out.mp4")
    assert (loaded.codec, loaded.rate, len(loaded.shots)) == ("h264", 7.0, 21)
    assert loaded.duration == pytest.approx(3.0)
    assert [n for n, shot in enumerate(loaded.shots) if shot.key] == [0, 7, 14]


def test_transcoding_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    source = cameras.write_video(tmp_path / "source.mp4")
    for name in ("a.mp4", "b.mp4"):
        clip.transcode(source, tmp_path / name, rate=7)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_a_source_that_is_no_video_leaves_nothing_behind(tmp_path: Path) -> None:
    source = tmp_path / "source.avi"
    source.write_bytes(b"no video")
    with pytest.raises(ClipError, match=r"source\.avi"):
        clip.transcode(source, tmp_path / "out.mp4", rate=7)
    assert list(tmp_path.iterdir()) == [source]


class FakeDebian:
    """Stands in for apt-get and dpkg: the package holds ``content``."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.calls: list[str] = []

    def __call__(self, command: list[str], *, cwd: Path, **_: object) -> subprocess.CompletedProcess[str]:
        self.calls.append(command[0])
        if command[0] == "apt-get":
            (cwd / "opencv-doc_1_all.deb").write_bytes(b"")
        else:
            member = cwd / clip.MEMBER
            member.parent.mkdir(parents=True)
            member.write_bytes(self.content)
        return subprocess.CompletedProcess(command, 0)


@pytest.fixture
def right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The content that the checksum asks for, small."""
    content = cameras.write_video(tmp_path / "right.avi", codec="mpeg4", rate=10).read_bytes()
    monkeypatch.setattr(clip, "SHA256", clip.sha256(tmp_path / "right.avi"))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return content


def test_the_clip_is_fetched_once(right: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    debian = FakeDebian(right)
    monkeypatch.setattr(subprocess, "run", debian)
    folder = tmp_path / "demo"
    made = [clip.demo_clip(folder) for _ in range(2)]
    assert debian.calls == ["apt-get", "sh"]
    with av.open(str(made[0])) as container:
        assert container.streams.video[0].average_rate == 7
    assert sorted(p.name for p in folder.iterdir()) == ["vtest-7fps.mp4", "vtest.avi"]


def test_a_clip_that_was_tampered_with_is_fetched_again(
    right: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", FakeDebian(right))
    (tmp_path / clip.SOURCE).write_bytes(b"half of it")
    assert clip.fetch(tmp_path).read_bytes() == right


@pytest.mark.usefixtures("right")
def test_another_content_than_expected_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", FakeDebian(b"something else"))
    with pytest.raises(ClipError, match="another"):
        clip.fetch(tmp_path / "demo")
    assert list((tmp_path / "demo").iterdir()) == []


@pytest.mark.usefixtures("right")
def test_without_a_network_a_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(100, command, "", "E: Unable to locate package opencv-doc\n")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(ClipError, match="apt-get update"):
        clip.fetch(tmp_path / "demo")
