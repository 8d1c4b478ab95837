"""The process and a real broker: what comes in, what goes out, and what becomes of it when one of them dies."""

import json

import pytest

from hypervision.accounts.models import User
from hypervision.alerts import actions as alerts
from hypervision.lib.errors import Refusal
from hypervision.mqtt import actions, taking
from hypervision.mqtt.link import Link
from hypervision.mqtt.models import Broker, Outgoing
from maps.models import Camera, Event
from tests.factories import make_camera
from tests.mqtt.brokers import Mosquitto
from tests.mqtt.conftest import LinkOf
from tests.mqtt.worlds import counts, make_subscription, rounds
from tests.outward.worlds import confirmed

pytestmark = pytest.mark.django_db


def is_connected(broker: Broker) -> bool:
    broker.refresh_from_db()
    return broker.connected_since is not None


def problem(broker: Broker) -> str:
    broker.refresh_from_db()
    return broker.problem


def connected(broker: Broker, link_of: LinkOf) -> Link:
    link = link_of(broker)
    rounds(link, lambda: is_connected(broker))
    return link


def values() -> list[float]:
    return sorted(event.facts["value"] for event in Event.objects.all())


def test_a_reading_becomes_an_event(broker: Broker, mosquitto: Mosquitto, link_of: LinkOf) -> None:
    make_subscription(broker)
    link = connected(broker, link_of)
    mosquitto.publish("sensors/7/level", "1.25")
    rounds(link, Event.objects.exists)
    event = Event.objects.get()
    assert (event.kind, event.facts["value"], event.facts["unit"]) == ("water_level", 1.25, "m")
    assert counts(broker) == {"heard": 1, "taken": 1}


def test_a_confirmed_alert_is_told_and_waits_no_more_once_the_broker_has_it(
    broker: Broker, link: Link, mosquitto: Mosquitto, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    with mosquitto.listening("hypervision/alerts/#") as ears:
        rounds(link, lambda: bool(ears.heard))
        rounds(link, lambda: not Outgoing.objects.exists())
    topic, said = ears.heard[0]
    assert (topic, json.loads(said)["data"]["id"]) == ("hypervision/alerts/intrusion", str(alert.pk))
    assert counts(broker) == {"sent": 1}


def test_it_is_online_while_it_is_connected_and_offline_afterwards(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf
) -> None:
    link = connected(broker, link_of)
    assert mosquitto.hear("hypervision/status", 1) == [("hypervision/status", "online")]
    link.close()
    assert mosquitto.hear("hypervision/status", 1) == [("hypervision/status", "offline")]


def test_when_the_process_dies_the_broker_says_offline_for_it(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf
) -> None:
    link = connected(broker, link_of)
    with mosquitto.listening("hypervision/status") as ears:
        rounds(link, lambda: ears.heard == [("hypervision/status", "online")])
        assert link._line
        link._line._client._sock_close()  # as the kernel does
        rounds(link, lambda: ("hypervision/status", "offline") in ears.heard)


def test_a_broker_that_vanishes_is_told_in_a_sentence_and_met_again(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf
) -> None:
    make_subscription(broker)
    link = connected(broker, link_of)
    mosquitto.stop()
    rounds(link, lambda: problem(broker) == Broker.Problem.UNREACHABLE)
    assert not is_connected(broker)
    assert "refused" in broker.detail
    mosquitto.start()
    rounds(link, lambda: is_connected(broker))
    mosquitto.publish("sensors/7/level", "2")
    rounds(link, Event.objects.exists)
    assert problem(broker) == ""


def test_a_broker_that_forgot_us_is_told_again_how_each_camera_is(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf
) -> None:
    camera = make_camera(address="rtsp://10.0.0.7/live")
    state = f"hypervision/cameras/{camera.pk}/state"
    link = connected(broker, link_of)
    rounds(link, lambda: counts(broker).get("sent") == 1)
    mosquitto.stop()
    (mosquitto.folder / "mosquitto.db").unlink()
    mosquitto.start()
    rounds(link, lambda: counts(broker).get("sent") == 2)
    assert [topic for topic, _ in mosquitto.hear(state, 1)] == [state]


def test_what_happens_while_the_broker_is_away_is_told_when_it_is_back(
    broker: Broker, mosquitto: Mosquitto, camera: Camera, operator: User, link_of: LinkOf
) -> None:
    link = connected(broker, link_of)
    mosquitto.stop()
    rounds(link, lambda: not is_connected(broker))
    confirmed(camera, operator)
    link.turn()
    assert not Outgoing.objects.exists()
    mosquitto.start()
    with mosquitto.listening("hypervision/alerts/#") as ears:
        rounds(link, lambda: len(ears.heard) == 1)


def test_what_comes_while_the_process_is_away_is_taken_in_when_it_is_back(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf
) -> None:
    make_subscription(broker)
    connected(broker, link_of).close()
    mosquitto.publish("sensors/7/level", "3")
    link = link_of(broker)
    rounds(link, Event.objects.exists)
    assert values() == [3.0]


def test_what_was_not_committed_is_not_acknowledged_and_comes_again(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_subscription(broker)
    link = connected(broker, link_of)

    def killed(*_said: object) -> None:
        raise RuntimeError("killed")

    mosquitto.publish("sensors/7/level", "4")
    with monkeypatch.context() as patch:
        patch.setattr("hypervision.mqtt.tallies.add", killed)
        with pytest.raises(RuntimeError):
            rounds(link, lambda: False)
    assert not Event.objects.exists()
    link.close()
    rounds(link_of(broker), Event.objects.exists)
    assert values() == [4.0]


def test_what_was_committed_and_not_acknowledged_comes_again_and_changes_nothing(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plain number says neither id nor time: by its packet alone it is known."""
    make_subscription(broker)
    link = connected(broker, link_of)
    mosquitto.publish("sensors/7/level", "5")
    with monkeypatch.context() as patch:
        patch.setattr("hypervision.mqtt.line.Line.acknowledge", lambda *_: None)
        rounds(link, Event.objects.exists)
    link.close()
    link = link_of(broker)
    rounds(link, lambda: counts(broker).get("known") == 1)
    assert values() == [5.0]


@pytest.mark.slow
def test_none_is_lost_and_none_is_twice_over_a_restart_of_the_broker(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf
) -> None:
    make_subscription(broker)
    link = connected(broker, link_of)
    mosquitto.publish_lines("sensors/7/level", "".join(f"{number}\n" for number in range(1500)))
    link.turn()
    mosquitto.stop()
    mosquitto.start()
    rounds(link, lambda: Event.objects.count() >= 1500, 30)
    assert values() == [float(number) for number in range(1500)]


def test_a_message_of_an_earlier_connection_is_not_acknowledged(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its packet id may mean another message by now."""
    make_subscription(broker)
    link = connected(broker, link_of)
    assert link._line
    said: list[int] = []
    monkeypatch.setattr(link._line._client, "ack", lambda packet, _qos: said.append(packet))
    mosquitto.publish("sensors/7/level", "6")
    rounds(link, Event.objects.exists)
    first = len(said)
    mosquitto.stop()
    mosquitto.start()
    heard = link._line.batch(5)
    link._line.acknowledge(heard)
    assert (first, len(said), [one.again for one in heard]) == (1, 2, [True])
    link._line._turn += 1
    link._line.acknowledge(heard)
    assert len(said) == 2


@pytest.mark.slow
def test_a_restart_of_the_broker_between_commit_and_acknowledgement_is_harmless(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_subscription(broker)
    link = connected(broker, link_of)
    mosquitto.publish_lines("sensors/7/level", "".join(f"{number}\n" for number in range(50)))
    with monkeypatch.context() as patch:
        patch.setattr("hypervision.mqtt.line.Line.acknowledge", lambda *_: None)
        rounds(link, lambda: Event.objects.count() == 50)
    mosquitto.stop()
    mosquitto.start()
    rounds(link, lambda: counts(broker).get("known") == 50)
    assert values() == [float(number) for number in range(50)]


def test_a_topic_that_is_read_no_more_is_given_up_at_the_broker(
    broker: Broker, mosquitto: Mosquitto, link_of: LinkOf
) -> None:
    one = make_subscription(broker)
    connected(broker, link_of).close()
    actions.remove_subscription(one, "administrator")
    make_subscription(broker, "meters/#", kind="environment")
    link = connected(broker, link_of)
    mosquitto.publish("sensors/7/level", "8")
    mosquitto.publish("meters/1", "9")
    rounds(link, Event.objects.exists)
    assert (values(), counts(broker)) == ([9.0], {"heard": 1, "taken": 1})
    broker.refresh_from_db()
    assert broker.subscribed == ["meters/#"]


def test_a_test_says_that_it_is_one(broker: Broker, link: Link, mosquitto: Mosquitto) -> None:
    actions.try_out(broker.pk, "administrator")
    with mosquitto.listening("hypervision/test") as ears:
        rounds(link, lambda: bool(ears.heard))
    said = json.loads(ears.heard[0][1])
    assert (said["type"], said["data"]) == ("mqtt.test", {"broker": "Sensors"})


def test_a_stopped_broker_takes_no_test(broker: Broker) -> None:
    actions.stop(broker.pk, "administrator")
    with pytest.raises(Refusal, match="stopped"):
        actions.try_out(broker.pk, "administrator")


def test_a_broker_that_was_taken_away_ends_its_thread(broker: Broker, mosquitto: Mosquitto, link_of: LinkOf) -> None:
    link = connected(broker, link_of)
    actions.remove(broker, "administrator")
    with pytest.raises(Broker.DoesNotExist):
        rounds(link, lambda: False)


def test_what_the_account_sees_no_more_is_withdrawn_before_it_is_sent(
    broker: Broker, link: Link, mosquitto: Mosquitto, camera: Camera, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(camera, operator)
    monkeypatch.setattr("hypervision.mqtt.link.REFUSED_S", 0)
    link._due.send = float("inf")
    rounds(link, Outgoing.objects.exists)
    User.objects.filter(pk=broker.owner_id).update(kinds=["fire"])
    link._due.send = 0.0
    rounds(link, lambda: counts(broker).get("withdrawn") == 1)
    assert "sent" not in counts(broker)


def test_a_fault_of_the_connection_s_thread_is_not_swallowed(broker: Broker, link_of: LinkOf) -> None:
    link = connected(broker, link_of)
    assert link._line
    link._line._client.is_dead = True
    with pytest.raises(RuntimeError, match="log of the process"):
        link.turn()


def test_what_was_told_to_be_taken_in_twice_is_one(broker: Broker) -> None:
    one = make_subscription(broker, source="frigate", labels={"person": "intruder_alarm"}, topic="frigate/events")
    assert [type(reader).__name__ for reader in taking.readers(broker.pk)] == ["Events"]
    assert str(one) == "frigate/events"


def test_a_close_follows_a_confirmation_in_order(
    broker: Broker, link: Link, mosquitto: Mosquitto, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    alerts.close(alert.pk, operator, "left")
    with mosquitto.listening("hypervision/alerts/#") as ears:
        rounds(link, lambda: len(ears.heard) == 2)
    assert [json.loads(said)["type"] for _, said in ears.heard] == ["alert.confirmed", "alert.closed"]
