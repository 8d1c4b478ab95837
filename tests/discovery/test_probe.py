"""Specification of the search: who answers is told by its own address and words, and nobody is believed further."""

import socket

import pytest

from detectors.discovery import probe
from detectors.discovery.probe import Device, devices, may_be_asked, search
from tests.discovery.cameras import answering, matches

SERVICE = "http://127.0.0.1/onvif/device_service"
CAMERA = "http://10.0.0.5/onvif/device_service"


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cameras of these tests live on this machine, where none may live else."""
    monkeypatch.setattr(probe, "may_be_asked", lambda ip: True)


def test_who_answers_is_told_with_its_own_words(loopback: None) -> None:
    with answering(matches(SERVICE)) as where:
        assert search(0.5, where) == [Device("127.0.0.1", SERVICE, "Gate North", "P3245-V")]


def test_who_answers_twice_is_told_once_and_several_in_their_order(loopback: None) -> None:
    others = [matches(f"http://127.0.0.1:{port}/onvif") for port in (8002, 8001)]
    with answering(*others, matches(SERVICE), others[0]) as where:
        found = search(0.5, where)
    assert [one.service for one in found] == [SERVICE, "http://127.0.0.1:8001/onvif", "http://127.0.0.1:8002/onvif"]


def test_the_question_reaches_the_group_of_all_cameras(loopback: None) -> None:
    """The real group, on a port of its own, by the loopback: the packets of a network, without one."""
    with answering(matches("http://{ip}/onvif"), group=probe.GROUP[0]) as where:
        assert [one.name for one in search(1, where)] == ["Gate North"]


def test_where_nobody_answers_nobody_is_told(loopback: None) -> None:
    with answering() as where:
        assert search(0.1, where) == []


def test_answers_end_when_there_are_too_many(loopback: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "MOST_DEVICES", 3)
    with answering(*(matches(f"http://127.0.0.1:{port}/") for port in range(8001, 8021))) as where:
        assert len(search(5, where)) == 3


def test_a_machine_without_a_way_out_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "if_nameindex", lambda: [])
    with pytest.raises(OSError, match="no network interface"):
        search(0.1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no XML",
        "<a",
        "\0\xff",
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<?xml version="1.0" encoding="nonsense"?><a/>',
        "<a/>" + " " * 300_000,
    ],
    ids=["nothing", "text", "broken", "noise", "entities", "encoding", "much"],
)
def test_what_is_no_answer_is_passed_over(text: str) -> None:
    assert list(devices(text.encode("utf-8", "replace"), "10.0.0.5", "n")) == []


def test_an_answer_to_the_question_of_somebody_else_is_passed_over() -> None:
    assert list(devices(matches(CAMERA, "other").encode(), "10.0.0.5", "mine")) == []
    assert len(list(devices(matches(CAMERA, "mine").encode(), "10.0.0.5", "mine"))) == 1


@pytest.mark.parametrize(
    "service",
    [
        "http://10.0.0.6/onvif",  # another machine than the one that answers
        "http://camera.example/onvif",
        "https://10.0.0.5/onvif",
        "file:///etc/passwd",
        "http://u:p@10.0.0.5/onvif",
        "http://10.0.0.5:99999/onvif",
        "http://[10.0.0.5/onvif",
    ],
)
def test_nobody_sends_us_to_another_machine(service: str) -> None:
    assert list(devices(matches(service, "n").encode(), "10.0.0.5", "n")) == []


@pytest.mark.parametrize("ip", ["10.0.0.5", "192.168.1.64", "172.16.0.1"])
def test_cameras_live_in_private_networks(ip: str) -> None:
    assert may_be_asked(ip)


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "169.254.169.254", "8.8.8.8", "0.0.0.0", "239.255.255.250", "255.255.255.255", "::1", "x", ""]
)
def test_no_other_machine_is_asked(ip: str) -> None:
    assert not may_be_asked(ip)
    assert list(devices(matches(f"http://{ip}/onvif", "n").encode(), ip, "n")) == []
