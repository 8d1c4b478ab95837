"""Brokers and what is read there in the administration; each deed is in the log, and no password comes out."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils.translation import override

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.lib import clock, crypto
from hypervision.mqtt import states, tallies
from hypervision.mqtt.models import Broker, Outgoing, Subscription
from hypervision.mqtt.states import SILENT
from hypervision.outward import addresses
from hypervision.pages import health
from tests.factories import make_user
from tests.mqtt.worlds import HERE, make_broker, make_subscription
from tests.outward.receivers import certificate

pytestmark = pytest.mark.django_db
LIST, READ = "/admin/mqtt/broker/", "/admin/mqtt/subscription/"
PASSWORD = "a long word of theirs"


@pytest.fixture(autouse=True)
def names(key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"mqtt.example": ["93.184.216.34"], "inside.example": ["10.0.0.1"]}
    monkeypatch.setattr(addresses, "look_up", lambda host, _port: known[host])


@pytest.fixture
def one(city_system: User) -> Broker:
    return make_broker(city_system, host="mqtt.example", tls=True, username="city", password=PASSWORD)


def form(who: User, **more: Any) -> dict[str, Any]:
    said = {
        "name": "Sensors",
        "owner": who.pk,
        "host": "mqtt.example",
        "port": 8883,
        "tls": "on",
        "ca": "",
        "username": "city",
        "password": PASSWORD,
        "transport": "tcp",
        "path": "/mqtt",
        "protocol": "5",
        "layout": "own",
        "prefix": "hypervision",
        "kinds": ["alert.confirmed"],
    } | more
    return {name: value for name, value in said.items() if value is not None}


def reading(one: Broker, **more: Any) -> dict[str, Any]:
    said = {
        "broker": one.pk,
        "topic": "sensors/+/level",
        "source": "reading",
        "kind": "water_level",
        "places": "sensors/7/level = 24.94, 60.17\n* = Kaivokatu",
        "labels": "",
    } | more
    return {name: value for name, value in said.items() if value is not None}


def errors(answer: Any) -> str:
    return str(answer.context["adminform"].form.errors)


def said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_new_broker_keeps_its_password_enciphered_and_never_shows_it(desk: Client, city_system: User) -> None:
    desk.post(f"{LIST}add/", form(city_system))
    broker = Broker.objects.get()
    assert PASSWORD.encode() not in bytes(broker.secret or b"")
    assert crypto.decrypt(bytes(broker.secret or b"")) == PASSWORD
    assert PASSWORD not in desk.get(f"{LIST}{broker.pk}/change/").content.decode()
    entry = LogEntry.objects.get(action="mqtt.make")
    assert (entry.actor, entry.facts["to"]) == ("administrator", "mqtt.example:8883")
    assert PASSWORD not in str(entry.facts)


def test_a_change_without_a_password_keeps_the_old_one_and_what_the_process_wrote(desk: Client, one: Broker) -> None:
    Broker.objects.update(position=7, subscribed=["x"])
    desk.post(f"{LIST}{one.pk}/change/", form(one.owner, name="Gauges", password="", owner=None))
    changed = Broker.objects.get()
    assert (changed.name, changed.position, changed.subscribed, changed.version) == ("Gauges", 7, ["x"], 2)
    assert crypto.decrypt(bytes(changed.secret or b"")) == PASSWORD
    assert LogEntry.objects.get(action="mqtt.change").facts["password"] == "as before"


def test_a_user_that_goes_takes_the_password_along(desk: Client, one: Broker) -> None:
    desk.post(f"{LIST}{one.pk}/change/", form(one.owner, username="", password="", owner=None))
    assert Broker.objects.get().secret is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"host": "inside.example"}, "inner address"),
        ({"tls": None}, "Only TLS leaves the house"),
        ({"host": "https://mqtt.example"}, "Write the name or the address of a host"),
        ({"host": "city@mqtt.example"}, "and nothing else"),
        ({"port": 0}, "from 1 to 65535"),
        ({"prefix": "city/+"}, "without +, #"),
        ({"prefix": "/city"}, "without slashes at its ends"),
        ({"ca": "-----BEGIN"}, "no certificates in PEM"),
        ({"kinds": ["alert.everything"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    desk: Client, city_system: User, change: dict[str, Any], why: str
) -> None:
    assert why in errors(desk.post(f"{LIST}add/", form(city_system, **change))).replace("&#x27;", "'")
    assert not Broker.objects.exists()


def test_certificates_of_the_city_s_own_authority_are_taken(desk: Client, city_system: User, tmp_path: Any) -> None:
    ca = Path(certificate(tmp_path)[1]).read_text().partition("-----BEGIN PRIVATE")[0]
    desk.post(f"{LIST}add/", form(city_system, ca=ca))
    assert Broker.objects.get().ca.startswith("-----BEGIN CERTIFICATE")


def test_only_a_city_system_may_be_the_account(desk: Client, operator: User) -> None:
    assert "owner" in desk.post(f"{LIST}add/", form(operator)).context["adminform"].form.errors


def test_a_test_is_sent_by_a_button(desk: Client, one: Broker) -> None:
    assert "on its way" in said(desk.post(f"{LIST}{one.pk}/test/"))
    assert Outgoing.objects.get().topic == "hypervision/test"
    assert LogEntry.objects.filter(action="mqtt.test", actor="administrator").count() == 1


def test_stop_and_start_are_logged_once(desk: Client, one: Broker) -> None:
    for deed in ("stop", "stop", "start", "start"):
        desk.post(f"{LIST}{one.pk}/{deed}/")
    assert list(LogEntry.objects.order_by("number").values_list("action", flat=True)) == ["mqtt.stop", "mqtt.start"]


def test_one_that_is_stopped_sends_no_test_and_says_so(desk: Client, one: Broker) -> None:
    desk.post(f"{LIST}{one.pk}/stop/")
    assert "is stopped" in said(desk.post(f"{LIST}{one.pk}/test/"))
    assert not Outgoing.objects.exists()


def test_taking_one_away_is_logged(desk: Client, one: Broker) -> None:
    desk.post(f"{LIST}{one.pk}/delete/", {"post": "yes"})
    assert not Broker.objects.exists()
    assert LogEntry.objects.filter(action="mqtt.remove").count() == 1


def test_the_page_tells_what_became_of_messages_and_why(desk: Client, one: Broker) -> None:
    tallies.add(one.pk, {("taken", ""): 5, ("dropped", "no_place"): 3, ("left_out", "sub_label"): 2})
    tallies.add(one.pk, {("taken", ""): 2})
    page = desk.get(f"{LIST}{one.pk}/change/").content.decode()
    assert [word for word in ("no place is known of it", "sub_label", "<td>7</td>") if word not in page] == []


def test_the_list_tells_how_each_connection_is(desk: Client, one: Broker) -> None:
    Broker.objects.update(seen_at=clock.now(), problem="login", detail="Not authorized")
    page = desk.get(LIST).content.decode()
    assert "Not connected: it refuses the user or the password (Not authorized)." in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"stopped": True}, "Stopped by a person."),
        ({}, "Connecting …"),
        ({"seen_at": -2}, "No process serves it."),
        ({"connected_since": 0}, "Connected since"),
        ({"connected_since": 0, "problem": "publish"}, "; it does not let us write to a topic."),
        ({"problem": "unreachable"}, "Not connected: nobody answers there."),
    ],
)
def test_how_a_connection_is_is_a_sentence(city_system: User, values: dict[str, Any], sentence: str) -> None:
    now = clock.now()
    times = {name: now + values[name] * SILENT for name in ("seen_at", "connected_since") if name in values}
    assert sentence in states.sentence(make_broker(city_system, **{**values, **times}), now)


@pytest.mark.django_db(transaction=True)
def test_health_misses_the_process_and_not_the_broker(one: Broker) -> None:
    assert health.CHECKS["mqtt"]() == (True, "0 of 1 brokers connected")
    Broker.objects.update(seen_at=clock.now() - 2 * SILENT)
    assert health.CHECKS["mqtt"]() == (False, "0 of 1 brokers connected")
    Broker.objects.update(stopped=True)
    assert health.CHECKS["mqtt"]() == (True, "")


@pytest.mark.parametrize("deed", ["test", "stop", "start"])
@pytest.mark.parametrize("is_staff", [False, True])
def test_whoever_may_not_configure_does_none_of_it(client: Client, one: Broker, deed: str, is_staff: bool) -> None:
    client.force_login(make_user(Role.SUPERVISOR, is_staff=is_staff))
    assert client.post(f"{LIST}{one.pk}/{deed}/").status_code in (302, 403)
    assert not LogEntry.objects.exists()


def test_a_deed_takes_a_post(desk: Client, one: Broker) -> None:
    assert desk.get(f"{LIST}{one.pk}/stop/").status_code == 405


def test_a_topic_is_read_by_a_form_and_logged(desk: Client, one: Broker) -> None:
    desk.post(f"{READ}add/", reading(one))
    kept = Subscription.objects.get()
    assert kept.places == {"sensors/7/level": HERE, "*": "Kaivokatu"}
    assert Broker.objects.get().version == 2
    assert LogEntry.objects.get(action="mqtt.subscription.make").facts["topic"] == "sensors/+/level"


def test_what_is_read_is_shown_as_it_was_written(desk: Client, one: Broker) -> None:
    desk.post(f"{READ}add/", reading(one))
    page = desk.get(f"{READ}{Subscription.objects.get().pk}/change/").content.decode()
    assert "sensors/7/level = 24.94, 60.17\n* = Kaivokatu" in page


def test_a_change_of_what_is_read_is_logged_and_keeps_what_the_process_wrote(desk: Client, one: Broker) -> None:
    kept = make_subscription(one, refusal={"topic": "a", "said": []})
    desk.post(f"{READ}{kept.pk}/change/", reading(one, threshold="2", severity="high", broker=None))
    kept.refresh_from_db()
    assert (kept.threshold, kept.severity, kept.refusal) == (2.0, "high", {"topic": "a", "said": []})
    assert LogEntry.objects.get(action="mqtt.subscription.change").facts["threshold"] == 2.0


def test_a_refusal_is_told_in_the_reader_s_language(desk: Client, one: Broker) -> None:
    kept = [
        {"text": "One of %(choices)s.", "values": {"choices": "fire_alarm"}},
        {"text": "A sentence of an earlier version, 5 %.", "values": None},
    ]
    make_subscription(one, refusal={"topic": "sensors/7/level", "said": kept}, refused_at=clock.now())
    told = {
        language: desk.get(READ, headers={"Accept-Language": language}).content.decode() for language in ("en", "fr")
    }
    assert "sensors/7/level: One of fire_alarm. A sentence of an earlier version, 5 %." in told["en"]
    with override("fr"):
        assert states.refusal(Subscription.objects.get()) in told["fr"]
    assert "One of" not in told["fr"]


def test_what_is_read_no_more_is_logged(desk: Client, one: Broker) -> None:
    kept = make_subscription(one)
    desk.post(f"{READ}{kept.pk}/delete/", {"post": "yes"})
    assert not Subscription.objects.exists()
    assert LogEntry.objects.filter(action="mqtt.subscription.remove").count() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"topic": "sensors/#/level"}, "Write + for one level"),
        ({"topic": "sensors/a+"}, "Write + for one level"),
        ({"topic": "$share/x/y"}, "Shared subscriptions"),
        ({"topic": "hypervision/#"}, "our own messages come back"),
        ({"kind": ""}, "which kind of event"),
        ({"value_path": "$..a"}, "no path to one value"),
        ({"lon_path": "a"}, "go together"),
        ({"places": ""}, "where the sensors stand"),
        ({"places": "here"}, "Line 1: write a name"),
        ({"places": "a = 1, 200"}, "longitude, latitude"),
        ({"places": "a = 1, 2\na = 1, 2"}, "stands there twice"),
        ({"back": "1"}, "Say the threshold"),
        ({"threshold": "2", "back": "3"}, "on the other side"),
        ({"threshold": "2", "back": "1", "falling": "on"}, "on the other side"),
        ({"source": "frigate", "labels": ""}, "what becomes of which label"),
        ({"source": "frigate", "labels": "person = face"}, "face is no kind"),
        ({"source": "frigate", "labels": "person = intruder_alarm", "least_score": "2"}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    desk: Client, one: Broker, change: dict[str, Any], why: str
) -> None:
    assert why in errors(desk.post(f"{READ}add/", reading(one, **change)))
    assert not Subscription.objects.exists()


def test_events_of_frigate_are_read_by_a_form(desk: Client, one: Broker) -> None:
    labels = "person = intruder_alarm\nfire = fire_alarm"
    desk.post(f"{READ}add/", reading(one, topic="frigate/events", source="frigate", labels=labels, kind=""))
    assert Subscription.objects.get().labels == {"person": "intruder_alarm", "fire": "fire_alarm"}
