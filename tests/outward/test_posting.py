"""What a receiver does, and what we make of it: nothing that it does may hurt us or keep us long."""

import socket
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from hypervision.outward import addresses, posting
from hypervision.outward.posting import MOST_BYTES, Answer, post
from tests.outward.receivers import Receiver, bare, certificate, receiver

pytestmark = pytest.mark.usefixtures("open_to_loopback")
BODY = b'{"type":"webhook.test"}'
HEADERS = {"webhook-id": "msg_1"}


def sent(url: str, deadline_s: float = 5) -> Answer:
    return post(url, HEADERS, BODY, deadline_s)


def test_a_receiver_is_sent_the_body_and_the_headers_at_its_path(hearer: Receiver) -> None:
    assert sent(hearer.url) == Answer(status=204)
    got = hearer.got[0]
    assert (got.path, got.body, got.headers["webhook-id"]) == ("/hook?of=city", BODY, "msg_1")
    assert got.headers["Host"] == f"127.0.0.1:{hearer.port}"


@pytest.mark.parametrize(("status", "problem"), [(500, "status"), (404, "status"), (429, "status"), (410, "gone")])
def test_an_error_is_told_with_what_it_said(hearer: Receiver, status: int, problem: str) -> None:
    hearer.says(status, b"No \x00\x1b[31mroom\n here")
    assert sent(hearer.url) == Answer(problem, status, "No [31mroom here")


@pytest.mark.parametrize("inside", ["http://169.254.169.254/latest/", "http://127.0.0.1:1/", "/other"])
def test_a_redirect_is_not_followed(hearer: Receiver, inside: str) -> None:
    hearer.says(302, Location=inside)
    assert (sent(hearer.url).problem, len(hearer.got)) == ("redirect", 1)


def test_a_receiver_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert sent(f"http://127.0.0.1:{silent.getsockname()[1]}/", 0.1).problem == "timeout"


@pytest.mark.slow
@pytest.mark.parametrize(
    "begun",
    [
        b"HTTP/1.1 200 OK\r\nX-A: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",  # its end would be that of the stream
        b"",
    ],
)
def test_a_receiver_that_answers_letter_by_letter_is_left_in_the_same_time(begun: bytes) -> None:
    with bare(begun, drip=b"x") as url:
        assert sent(url, 0.2).problem == "timeout"


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf", b"SSH-2.0-OpenSSH_9.2\r\n"]
)
def test_an_answer_that_ends_in_the_middle_is_none(said: bytes) -> None:
    with bare(said) as url:
        assert sent(url).problem == "cut_off"


def test_of_a_long_answer_the_beginning_is_read(hearer: Receiver) -> None:
    hearer.says(500, b"x" * 5_000_000)
    assert sent(hearer.url).text == "x" * posting.SHOWN
    assert posting.SHOWN < MOST_BYTES


def test_a_port_where_nobody_listens_is_not_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert sent(f"http://127.0.0.1:{port}/").problem == "cut_off"


def test_a_certificate_of_the_citys_own_authority_holds(tmp_path: Path, settings: Any) -> None:
    context, settings.OUTWARD_CA_FILE = certificate(tmp_path)
    with receiver(context) as one:
        assert sent(one.url) == Answer(status=204)


def test_a_certificate_that_nobody_vouches_for_does_not(tmp_path: Path) -> None:
    with receiver(certificate(tmp_path)[0]) as one:
        assert (sent(one.url).problem, one.got) == ("certificate", [])


@pytest.mark.parametrize("wrong", [{"days": -1}, {"host": "other.example"}, {"host": "127.0.0.2"}])
def test_nor_does_one_that_is_over_or_of_another_host(tmp_path: Path, settings: Any, wrong: dict[str, Any]) -> None:
    context, settings.OUTWARD_CA_FILE = certificate(tmp_path, **wrong)
    with receiver(context) as one:
        assert (sent(one.url).problem, one.got) == ("certificate", [])


def test_a_receiver_that_speaks_no_tls_is_not_spoken_to(hearer: Receiver) -> None:
    assert sent(hearer.url.replace("http:", "https:")).problem == "cut_off"
    assert hearer.got == []


def test_the_name_is_asked_once_and_the_connection_made_to_what_was_judged(
    hearer: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the second answer of the resolver would lead elsewhere."""
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    monkeypatch.setattr(addresses, "look_up", lambda _host, _port: answers.pop(0))
    assert sent(f"http://dispatch.example:{hearer.port}/").is_good
    assert (len(answers), hearer.got[0].headers["Host"]) == (1, f"dispatch.example:{hearer.port}")


def test_of_several_addresses_the_first_that_answers_is_taken(
    hearer: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "look_up", lambda _host, _port: ["127.0.0.9", "127.0.0.1"])
    assert sent(f"http://dispatch.example:{hearer.port}/").is_good


def test_no_proxy_of_the_environment_is_asked(hearer: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    assert sent(hearer.url).is_good


def reached(monkeypatch: pytest.MonkeyPatch) -> Sequence[Any]:
    """What is connected to; nothing is."""
    asked: list[Any] = []

    def refuse(address: Any, *_: Any) -> socket.socket:
        asked.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "create_connection", refuse)
    return asked


@pytest.mark.parametrize("inner", ["127.0.0.1", "169.254.169.254", "::1", "0x7f.1"])
def test_what_leads_inside_is_not_even_connected_to(inner: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTWARD_ALLOWED_NETWORKS = [ip_network("10.0.0.0/8")]
    asked = reached(monkeypatch)
    host = f"[{inner}]" if ":" in inner else inner
    answer = sent(f"https://{host}/")
    assert (answer.problem, asked) == ("refused", [])
    assert "inner address" in answer.text


def test_a_name_that_leads_nowhere_is_told_apart() -> None:
    assert sent("https://nowhere.invalid/").problem == "unresolved"
