"""Specification of the question to one camera: where its stream is, proved by a digest, followed nowhere else."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from detectors.discovery import soap
from detectors.discovery.onvif import stream_of
from detectors.discovery.probe import Device
from detectors.vision.sentences import SentenceError
from detectors.vision.sources.address import Credentials
from tests.discovery.cameras import Maker, speaking


def now() -> datetime:
    return datetime.now(UTC)


def asked(maker: Maker, credentials: Credentials | None = None) -> str:
    with speaking(maker) as port:
        return stream_of(Device("127.0.0.1", f"http://127.0.0.1:{port}/onvif/device", "", ""), credentials, now)


def refused(maker: Maker, credentials: Credentials | None = None) -> str:
    with pytest.raises(SentenceError) as caught:
        asked(maker, credentials)
    return str(caught.value)


def test_an_open_camera_tells_the_stream_of_its_first_profile() -> None:
    """It calls itself by an address that does not exist here: the machine that answered is asked all the same."""
    maker = Maker()
    assert asked(maker) == "rtsp://127.0.0.1:554/live?token=7&n=1"
    assert maker.heard == ["SystemDate", "Capabilities", "Profiles", "StreamUri"]


@pytest.mark.parametrize("behind", [timedelta(), timedelta(days=900), timedelta(hours=-3)])
def test_the_password_is_proved_by_the_cameras_own_clock(behind: timedelta) -> None:
    maker = Maker(user="viewer", password="hush & more", behind=behind)
    assert asked(maker, Credentials("viewer", "hush & more")).startswith("rtsp://")


@pytest.mark.parametrize("given", [None, Credentials("viewer", "wrong"), Credentials("other", "hush")])
def test_a_camera_that_refuses_asks_for_user_name_and_password(given: Credentials | None) -> None:
    assert "Enter its user name and password" in refused(Maker(user="viewer", password="hush"), given)


def test_the_password_never_leaves_in_the_clear() -> None:
    header = soap.security(Credentials('a"<b', "hush"), now())
    assert "hush" not in header
    assert '<w:Username>a"&lt;b</w:Username>' in header
    assert header != soap.security(Credentials('a"<b', "hush"), now()), "each with a nonce of its own"


def test_the_digest_is_that_of_the_standard() -> None:
    """The example of the ONVIF Application Programmer's Guide, chapter on UsernameToken."""
    nonce = base64.b64decode("LKqI6G/AikKCQrN0zqZFlg==")
    at = datetime(2010, 9, 16, 7, 50, 45, tzinfo=UTC)
    assert "tuOSpGlFlIXsozq4HFNeeGeFLEI=" in soap.security(Credentials("user", "userpassword"), at, nonce)


def test_credentials_in_the_answer_are_taken_out() -> None:
    assert asked(Maker(address="rtsp://viewer:hush@127.0.0.1/live")) == "rtsp://127.0.0.1/live"


@pytest.mark.parametrize(
    ("action", "answer", "sentence"),
    [
        ("Profiles", (200, b"<a/>"), "tells of no stream"),
        ("Capabilities", (200, b"<a/>"), "tells of no stream"),
        ("StreamUri", (200, b"<a/>"), "tells of no stream"),
        ("Profiles", (500, b"an error page"), "not understood"),
        ("Profiles", (401, b""), "Enter its user name and password"),
        ("Profiles", (200, b"<a>" + b" " * 300_000 + b"</a>"), "not understood"),
        ("Profiles", (200, b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "not understood"),
        ("Profiles", (302, b""), "not understood"),
    ],
)
def test_what_a_camera_answers_otherwise_is_a_sentence(action: str, answer: tuple[int, bytes], sentence: str) -> None:
    assert sentence in refused(Maker(replaced={action: answer}))


def test_a_camera_that_does_not_tell_its_clock_is_asked_by_ours() -> None:
    maker = Maker(user="viewer", password="hush", replaced={"SystemDate": (404, b"")})
    assert asked(maker, Credentials("viewer", "hush")).startswith("rtsp://")


def test_a_stream_that_no_camera_can_have_is_refused() -> None:
    assert "Files of this machine are not allowed" in refused(Maker(address="file:///etc/passwd"))


def test_a_camera_that_is_gone_says_why() -> None:
    with pytest.raises(SentenceError, match=r"The camera at 127\.0\.0\.1 does not answer: .*refused"):
        stream_of(Device("127.0.0.1", "http://127.0.0.1:1/", "", ""), None, now)
