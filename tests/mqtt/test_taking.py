"""A batch is taken in whole, by the way of all other systems, and counted."""

import json
from typing import Any

import pytest

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.mqtt import states, taking
from hypervision.mqtt.again import WINDOW
from hypervision.mqtt.models import Beyond, Broker, Subscription
from hypervision.mqtt.reading import Heard
from maps.models import Event
from tests.factories import ELSEWHERE, area
from tests.mqtt.test_reading import AFTER, PLATE
from tests.mqtt.worlds import HERE, counts, heard, make_broker, make_subscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(city_system: User) -> Broker:
    return make_broker(city_system)


def take(broker: Broker, *batch: Heard) -> None:
    taking.take(broker.pk, taking.readers(broker.pk), batch)


def levels(broker: Broker, *values: float) -> None:
    take(broker, *(heard(str(value), packet=place) for place, value in enumerate(values, 1)))


def asked() -> list[float]:
    """Values of the readings for which a verdict is asked, in the order in which they came."""
    return [
        alert.event.facts["value"] for alert in Alert.objects.select_related("event").order_by("event__captured_at")
    ]


def test_the_origin_of_an_event_is_the_account_of_the_broker(broker: Broker) -> None:
    make_subscription(broker, severity="high")
    levels(broker, 1)
    assert str(Alert.objects.get().raised_by) == "city-system"
    assert LogEntry.objects.filter(action="events.take", actor="city-system").count() == 1


def test_an_account_that_is_closed_sends_nothing(broker: Broker) -> None:
    make_subscription(broker)
    User.objects.filter(pk=broker.owner_id).update(is_active=False)
    levels(broker, 1)
    assert not Event.objects.exists()
    assert counts(broker) == {"heard": 1, "dropped account": 1}


def test_a_place_outside_the_account_s_perimeter_is_refused_and_the_sentence_kept(broker: Broker) -> None:
    one = make_subscription(broker)
    User.objects.filter(pk=broker.owner_id).update(everywhere=False, perimeter=area(*ELSEWHERE))
    levels(broker, 1)
    one.refresh_from_db()
    assert states.refusal(one) == "sensors/7/level: This place lies outside the account's perimeter."
    assert one.refusal["said"] == [{"text": "This place lies outside the account's perimeter.", "values": None}]
    assert one.refused_at is not None
    assert counts(broker) == {"heard": 1, "dropped refused": 1}


def test_one_that_is_wrong_spoils_no_other(broker: Broker) -> None:
    make_subscription(broker, places={"sensors/7/level": HERE, "sensors/8/level": "No street"})
    take(broker, heard("1"), heard("x"), heard("2", "sensors/8/level"), heard("3", "sensors/9/level"), heard("1", "z"))
    assert counts(broker) == {
        "heard": 5,
        "taken": 1,
        "dropped no_json": 1,
        "dropped refused": 1,
        "dropped no_place": 1,
        "dropped unasked": 1,
    }


def test_what_comes_again_under_its_packet_is_known(broker: Broker) -> None:
    make_subscription(broker)
    take(broker, heard("1", packet=7))
    take(broker, heard("1", packet=7, again=True), heard("2", packet=8, again=True))
    assert Event.objects.count() == 2
    assert counts(broker)["known"] == 1


def test_a_new_message_under_an_old_packet_is_not_taken_for_the_old_one(broker: Broker) -> None:
    make_subscription(broker)
    take(broker, heard("1", packet=7))
    take(broker, heard("1", packet=7))
    assert Event.objects.count() == 2


def test_what_was_taken_in_long_ago_is_forgotten(broker: Broker) -> None:
    make_subscription(broker)
    take(broker, heard("1", packet=7))
    take(broker, *(heard(str(number), packet=100 + number) for number in range(WINDOW)))
    broker.refresh_from_db()
    assert len(bytes(broker.taken_last)) == 12 * WINDOW
    take(broker, heard("1", packet=7, again=True))
    assert Event.objects.count() == WINDOW + 2


def test_an_event_of_frigate_is_one_however_often_it_is_told(broker: Broker) -> None:
    make_subscription(
        *(broker, "frigate/events"), source="frigate", labels={"person": "intruder_alarm"}, severity="low"
    )
    said: list[dict[str, Any]] = [AFTER, AFTER | {"score": 0.99} | PLATE, AFTER | {"end_time": 1795680009.0}]
    for after in said:
        take(broker, heard(_told(after), "frigate/events"))
    assert (Event.objects.count(), Alert.objects.count()) == (1, 1)
    assert counts(broker) == {
        "heard": 3,
        "taken": 1,
        "known": 2,
        **{f"left_out {name}": 1 for name in PLATE},
    }


def _told(after: dict[str, Any]) -> str:
    return json.dumps({"type": "update", "after": {**after, "start_time": _now()}})


def _now() -> float:
    return clock.now().replace(minute=0, second=0, microsecond=0).timestamp()


def test_a_threshold_asks_once_for_each_crossing(broker: Broker) -> None:
    make_subscription(broker, severity="high", threshold=2.0)
    levels(broker, 1, 2, 3)
    levels(broker, 2.5, 1.5, 2.2)
    assert asked() == [2.0, 2.2]
    assert Event.objects.count() == 6


def test_it_asks_again_only_after_it_came_back(broker: Broker) -> None:
    make_subscription(broker, severity="high", threshold=2.0, back=1.0)
    levels(broker, 2.1, 1.9, 2.1, 0.9, 2.3)
    assert asked() == [2.1, 2.3]


def test_what_matters_may_lie_below(broker: Broker) -> None:
    make_subscription(broker, severity="high", threshold=3.0, back=4.0, falling=True)
    levels(broker, 5, 2.9, 3.5, 2.8, 4.1, 3)
    assert asked() == [2.9, 3.0]


def test_each_topic_crosses_by_itself(broker: Broker) -> None:
    make_subscription(broker, severity="high", threshold=2.0)
    take(broker, heard("3", "sensors/1/level"), heard("3", "sensors/2/level"), heard("3", "sensors/1/level"))
    assert Alert.objects.count() == 2
    assert set(Beyond.objects.values_list("topic", flat=True)) == {"sensors/1/level", "sensors/2/level"}


def test_only_crossings_may_be_kept(broker: Broker) -> None:
    make_subscription(broker, threshold=2.0, only_crossings=True)
    levels(broker, 1, 1.1, 2, 3, 1)
    assert sorted(event.facts["value"] for event in Event.objects.all()) == [1.0, 2.0]
    assert counts(broker)["dropped within"] == 3


def test_more_alerts_than_are_taken_at_once_are_taken_in_parts(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    make_subscription(broker, severity="low")
    monkeypatch.setattr(taking, "MOST_ALERTS", 2)
    monkeypatch.setattr("hypervision.inward.taking.MOST_ALERTS", 2)
    levels(broker, 1, 2, 3, 4, 5)
    assert Alert.objects.count() == 5


def test_a_batch_that_dies_leaves_nothing_half_written(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    make_subscription(broker, severity="high", threshold=1.0)

    def killed(*_said: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("hypervision.mqtt.tallies.add", killed)
    with pytest.raises(RuntimeError):
        levels(broker, 1, 2)
    assert [model.objects.count() for model in (Event, Beyond, LogEntry)] == [0, 0, 0]
    broker.refresh_from_db()
    assert bytes(broker.taken_last) == b""


def test_the_first_filter_that_hears_a_topic_reads_it(broker: Broker) -> None:
    make_subscription(broker, "sensors/#", kind="environment")
    make_subscription(broker, "sensors/+/level")
    levels(broker, 1)
    assert (Event.objects.get().kind, Subscription.objects.count()) == ("environment", 2)
