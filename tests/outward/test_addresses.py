"""No message leads into our own network: whatever an address is called, what it means is judged."""

from ipaddress import ip_network
from typing import Any

import pytest

from hypervision.lib.errors import Refusal
from hypervision.outward import addresses
from hypervision.outward.addresses import NotFound, resolve


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Name to addresses, instead of a resolver."""
    known: dict[str, list[str]] = {"dispatch.example": ["93.184.216.34"]}
    monkeypatch.setattr(addresses, "look_up", lambda host, _port: known[host])
    return known


def test_a_name_outside_is_taken_with_its_path_and_port(names: dict[str, list[str]]) -> None:
    target = resolve("https://dispatch.example:8443/hook?of=city")
    assert (target.host, target.port, target.path, target.tls) == ("dispatch.example", 8443, "/hook?of=city", True)
    assert target.addresses == ["93.184.216.34"]


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://0x7f.1/",  # the resolver reads them all as 127.0.0.1
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[ff02::1]/",
        "https://[::]/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://localhost/",
    ],
)
def test_an_inner_address_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        resolve(url)
    assert refused.value.code == "inner_address"


@pytest.mark.parametrize("inner", ["127.0.0.1", "169.254.169.254", "::1", "10.1.2.3", "::ffff:192.168.0.1"])
def test_a_name_that_leads_inside_is_refused_though_another_of_its_addresses_is_outside(
    names: dict[str, list[str]], inner: str
) -> None:
    names["dispatch.example"] = ["93.184.216.34", inner]
    with pytest.raises(Refusal, match="inner address"):
        resolve("https://dispatch.example/")


def test_a_setting_opens_an_inner_network_and_no_other(settings: Any) -> None:
    settings.OUTWARD_ALLOWED_NETWORKS = [ip_network("10.20.0.0/16")]
    assert resolve("https://10.20.0.5/").addresses == ["10.20.0.5"]
    assert resolve("http://[::ffff:10.20.0.5]/").port == 80
    with pytest.raises(Refusal):
        resolve("https://10.21.0.5/")


def test_what_leaves_the_house_is_encrypted(names: dict[str, list[str]]) -> None:
    with pytest.raises(Refusal, match="Only https"):
        resolve("http://dispatch.example/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dispatch.example",
        "ftp://dispatch.example/",
        "file:///etc/passwd",
        "gopher://dispatch.example/",
        "https://",
        "https:///hook",
        "https://dispatch.example:99999/",
        "https://dispatch.example/#part",
        "https://dispatch.example/a b",
        "https://dispatch.example/\r\nHost: other",
        "https://name:word@dispatch.example/",
        "https://93.184.216.34@127.0.0.1/",
        "https://mairie-évreux.example/",
        "https://[::1/",
        "https://dispatch.example/" + "x" * 500,
    ],
)
def test_what_is_no_address_of_a_receiver_is_refused_with_a_sentence(names: dict[str, list[str]], url: str) -> None:
    with pytest.raises(Refusal) as refused:
        resolve(url)
    assert refused.value.code == "no_address"


def test_a_name_that_nobody_knows_may_come_back() -> None:
    with pytest.raises(NotFound):
        resolve("https://nowhere.invalid/")
