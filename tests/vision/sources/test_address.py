"""Which addresses are allowed, and that a password never shows."""

import pytest

from detectors.vision.sources import address
from detectors.vision.sources.address import Credentials
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.registry import SourceSpec, open_source


@pytest.mark.parametrize(
    ("url", "bare", "credentials"),
    [
        ("rtsp://cam.example/1", "rtsp://cam.example/1", None),
        ("rtsp://u:p@cam.example:8554/1?a=b", "rtsp://cam.example:8554/1?a=b", Credentials("u", "p")),
        ("rtsp://u:p%40%3A%2F@[2001:db8::1]/1", "rtsp://[2001:db8::1]/1", Credentials("u", "p@:/")),
        ("http://u@cam.example/", "http://cam.example/", Credentials("u", "")),
    ],
)
def test_credentials_are_taken_out_of_an_address_and_put_back(
    url: str, bare: str, credentials: Credentials | None
) -> None:
    assert address.split_credentials(url) == (bare, credentials)
    assert address.split_credentials(address.join(bare, credentials)) == (bare, credentials)


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://u:hush@cam.example/1",
        "rtsp://hu%73h:hush@cam.example/1",
        "http://cam.example/shot?user=u&password=hush",
        "rtsp://u:p/hush@cam.example/1",
        "rtsp://u:hush@[broken/1",
    ],
)
def test_a_redacted_address_holds_no_password(url: str) -> None:
    assert "hush" not in address.redacted(url)


def test_a_redacted_address_still_says_which_camera() -> None:
    assert address.redacted("rtsp://u:p@cam.example:8554/main") == "rtsp://cam.example:8554/main"


def test_credentials_do_not_show_their_password_when_printed() -> None:
    assert "hush" not in repr(SourceSpec("rtsp://cam.example/", Credentials("u", "hush")))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://cam.example/1",
        "cam.example/1",
        "",
        "rtsp:///1",
        "rtsp://cam.example:99999/1",
        "rtsp://u:hush@[broken/1",
        "http://cam.example/a b",
        "http://cam.example/a\r\nHost: other",
        "concat:/etc/passwd",
        "file:///etc/passwd",
        "folder:///etc",
    ],
)
def test_an_address_that_no_camera_has_is_refused(url: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_source(url)
    assert caught.value.reason is Reason.BAD_ADDRESS
    assert "hush" not in str(caught.value)


def test_files_and_folders_are_opened_only_when_allowed() -> None:
    open_source(SourceSpec("file:///tmp/clip.mp4", allow_local=True)).close()


@pytest.mark.parametrize("ip", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "::", "fe80::1", "::ffff:169.254.169.254"])
def test_addresses_where_no_camera_can_be_are_not_connected_to(ip: str) -> None:
    with pytest.raises(SourceError) as caught:
        address.resolve(ip, 80)
    assert caught.value.reason is Reason.BAD_ADDRESS


@pytest.mark.parametrize("ip", ["127.0.0.1", "10.0.0.7", "192.168.1.7", "::1", "fd00::7"])
def test_the_private_networks_where_cameras_live_are_allowed(ip: str) -> None:
    assert address.resolve(ip, 554) == [(ip, 554)]
