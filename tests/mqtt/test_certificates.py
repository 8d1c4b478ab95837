"""Our certificate at a broker that asks for one: what a form takes, what it refuses, and what a real broker says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hypervision.accounts.models import User
from hypervision.law.models import LogEntry
from hypervision.lib import crypto
from hypervision.mqtt import certificates
from hypervision.mqtt.certificates import Pair
from hypervision.mqtt.models import Broker
from hypervision.outward import addresses
from tests.mqtt.authority import Authority, Use
from tests.mqtt.brokers import running
from tests.mqtt.conftest import LinkOf
from tests.mqtt.test_administration import LIST, errors, form
from tests.mqtt.test_link import connected, problem
from tests.mqtt.worlds import make_broker, rounds

pytestmark = pytest.mark.django_db
CITY = Authority()


@pytest.fixture
def named(key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "look_up", lambda _host, _port: ["93.184.216.34"])


def with_pair(owner: User, port: int, pair: Pair | None, **values: Any) -> Broker:
    broker = make_broker(owner, port, tls=True, **values)
    if pair:
        broker.certificate, broker.certificate_key = pair.certificate, crypto.encrypt(pair.key)
        broker.save()
    return broker


def file(text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("city.pem", text.encode() if isinstance(text, str) else text)


def test_a_broker_that_asks_for_a_certificate_takes_ours_and_no_other(
    key: None, open_to_loopback: None, city_system: User, tmp_path: Path, link_of: LinkOf
) -> None:
    (tmp_path / "clients.pem").write_text(CITY.certificate)
    with running(tmp_path, tls=True, asks=str(tmp_path / "clients.pem")) as mosquitto:
        ca = Path(mosquitto.ca).read_text().partition("-----BEGIN PRIVATE")[0]
        connected(with_pair(city_system, mosquitto.port, CITY.gives(), ca=ca), link_of)
        wrong = {
            "none": None,
            "of another authority": Authority("Elsewhere").gives(),
            "expired": CITY.gives(days=(-5, -1)),
        }
        for name, pair in wrong.items():
            broker = with_pair(city_system, mosquitto.port, pair, ca=ca, name=name)
            rounds(link_of(broker), lambda: problem(broker) == Broker.Problem.OUR_CERTIFICATE)  # noqa: B023 - at once
            assert broker.detail


@pytest.mark.parametrize("is_brought", [False, True])
def test_a_key_is_kept_enciphered_and_comes_out_nowhere(
    named: None, desk: Client, city_system: User, is_brought: bool
) -> None:
    pair = CITY.gives()
    pasted = {"certificate": pair.certificate, "key": pair.key}
    brought = {"certificate_file": file(pair.certificate), "key_file": file(pair.key)}
    desk.post(f"{LIST}add/", form(city_system, **(brought if is_brought else pasted)))
    broker = Broker.objects.get()
    assert certificates.of(broker) == Pair(pair.certificate, pair.key.strip() if not is_brought else pair.key)
    secret = pair.key.splitlines()[1]
    assert secret.encode() not in bytes(broker.certificate_key or b"")
    assert secret not in desk.get(f"{LIST}{broker.pk}/change/").content.decode()
    entry = LogEntry.objects.get(action="mqtt.make")
    assert secret not in str(entry.facts)
    assert entry.facts["certificate"] == certificates.fingerprint(pair.certificate)


def test_one_file_may_hold_both_and_the_key_does_not_stay_in_the_open(
    named: None, desk: Client, city_system: User
) -> None:
    pair = CITY.gives()
    desk.post(f"{LIST}add/", form(city_system, certificate_file=file(pair.certificate + pair.key)))
    broker = Broker.objects.get()
    assert broker.certificate == pair.certificate
    found = certificates.of(broker)
    assert found
    certificates.judge(found, broker.made_at)


def test_a_change_without_a_key_keeps_the_old_one_and_judges_the_certificate_by_it(
    named: None, desk: Client, city_system: User
) -> None:
    pair = CITY.gives()
    broker = with_pair(city_system, 8883, pair, host="mqtt.example")
    change = f"{LIST}{broker.pk}/change/"
    desk.post(change, form(city_system, name="Gauges", certificate=pair.certificate, owner=None))
    broker.refresh_from_db()
    assert (broker.name, certificates.of(broker), broker.version) == ("Gauges", pair, 2)
    assert LogEntry.objects.get(action="mqtt.change").facts["key"] == "as before"
    answer = desk.post(change, form(city_system, certificate=CITY.gives().certificate, owner=None))
    assert "does not fit" in errors(answer)


def test_a_certificate_that_goes_takes_its_key_along(named: None, desk: Client, city_system: User) -> None:
    broker = with_pair(city_system, 8883, CITY.gives(), host="mqtt.example")
    desk.post(f"{LIST}{broker.pk}/change/", form(city_system, owner=None))
    broker.refresh_from_db()
    assert (broker.certificate, broker.certificate_key) == ("", None)


GIVEN: dict[str, Callable[[Pair], dict[str, Any]]] = {
    "Give the key of this certificate": lambda one: {"certificate": one.certificate},
    "Give the certificate of this key": lambda one: {"key": one.key},
    "This key does not fit the certificate": lambda one: {"certificate": one.certificate, "key": CITY.gives().key},
    "no certificate in PEM": lambda one: {"certificate": "-----BEGIN", "key": one.key},
    "no key in PEM": lambda one: {"certificate": one.certificate, "key": "-----BEGIN PRIVATE KEY-----"},
    "by TLS only": lambda one: {"certificate": one.certificate, "key": one.key, "tls": None},
    "This file is no text": lambda one: {"certificate_file": file(b"\x30\x82\xff")},
    "longer than 64 KB": lambda one: {"certificate_file": file("x" * 70_000)},
}


@pytest.mark.parametrize("why", GIVEN)
def test_what_is_no_pair_is_refused_with_a_sentence(named: None, desk: Client, city_system: User, why: str) -> None:
    answer = desk.post(f"{LIST}add/", form(city_system, **GIVEN[why](CITY.gives())))
    assert why in errors(answer)
    assert not Broker.objects.exists()


MADE: dict[str, dict[str, Any]] = {
    "This certificate expired on": {"days": (-5, -1)},
    "not yet": {"days": (1, 5)},
    "protected by a passphrase": {"word": "a long word"},
    "not for clients": {"use": Use.SERVER_AUTH},
}


@pytest.mark.parametrize("why", MADE)
def test_a_pair_that_no_broker_would_take_is_refused_with_a_sentence(
    named: None, desk: Client, city_system: User, why: str
) -> None:
    pair = CITY.gives(**MADE[why])
    answer = desk.post(f"{LIST}add/", form(city_system, certificate=pair.certificate, key=pair.key))
    assert why in errors(answer)
    assert pair.key.splitlines()[1] not in answer.content.decode()
    assert not Broker.objects.exists()
