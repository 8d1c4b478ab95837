"""What a broker is told: what webhooks are told, under our topics or Frigate's; states of cameras are retained."""

import json
from datetime import timedelta
from typing import Any

import pytest

from detectors import changes
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.alerts import actions, services
from hypervision.alerts.models import Alert
from hypervision.alerts.moving import move
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.models import JournalEntry
from hypervision.mqtt import actions as brokers
from hypervision.mqtt import telling
from hypervision.mqtt.link import due
from hypervision.mqtt.models import Broker, Outgoing
from hypervision.mqtt.tasks import keep_brokers
from maps.models import Camera
from tests.api.conftest import client_of as client_of
from tests.exercises.worlds import played, started
from tests.factories import ELSEWHERE, area, make_camera
from tests.mqtt.worlds import make_broker
from tests.outward.worlds import WORDS, confirmed, naming, raised

pytestmark = pytest.mark.django_db
FRIGATE: dict[str, Any] = {"layout": "frigate", "prefix": "frigate"}


@pytest.fixture
def broker(key: None, city_system: User) -> Broker:
    return make_broker(city_system, cameras_told=True)


@pytest.fixture
def watched(db: None) -> Camera:
    return make_camera(name="Place du Marché", address="rtsp://10.0.0.7/live")


def change(watched: Camera, state: str, **values: Any) -> None:
    with changes.told(Camera.objects.filter(pk=watched.pk)):
        now = clock.now()
        said = {"state": state, "reason": {"en": "because"}, "since": now, "expires_at": now + timedelta(minutes=1)}
        Watch.objects.update_or_create(camera=watched, defaults=said)
        Camera.objects.filter(pk=watched.pk).update(**{"name": watched.name, **values})


def told(broker: Broker) -> list[tuple[str, str]]:
    """Topic and message of all that became due since it was asked last."""
    while telling.tell(broker.pk, clock.now()):
        pass
    rows = list(Outgoing.objects.filter(broker=broker).order_by("pk"))
    Outgoing.objects.all().delete()
    return [(row.topic, row.body) for row in rows]


def topics(broker: Broker) -> list[str]:
    return [topic for topic, _ in told(broker)]


def test_each_message_has_an_id_that_stays(broker: Broker, camera: Camera, operator: User) -> None:
    confirmed(camera, operator)
    before = Broker.objects.get().position
    first = told(broker)
    Broker.objects.update(position=before)
    broker.told.all().delete()
    assert told(broker) == first
    assert json.loads(first[0][1])["id"]


def test_nothing_that_somebody_said_leaves_the_house(broker: Broker, operator: User) -> None:
    alert = confirmed(None, operator)
    actions.add_note(alert.pk, operator, WORDS)
    said = str(told(broker))
    assert not [word for word in ("Ada", "Lovelace", "flat 12", "operator", "phone") if word in said]


def test_what_nobody_has_confirmed_stays_in_the_house(broker: Broker, camera: Camera, operator: User) -> None:
    alert = raised(camera)
    actions.claim(alert.pk, operator)
    actions.refute(alert.pk, operator, "lamp")
    assert told(broker) == []


def test_whom_the_authorisation_names_is_told_before_a_verdict_while_nobody_has_judged(
    broker: Broker, camera: Camera, operator: User
) -> None:
    grant = naming(broker.owner)
    raised(camera, authorisation_id=grant.pk)
    assert [json.loads(said)["type"] for _, said in told(broker)] == ["alert.raised"]
    alert = raised(camera, authorisation_id=grant.pk)
    telling.tell(broker.pk, clock.now())
    actions.refute(alert.pk, operator, "lamp")
    assert due(broker.pk) == []
    assert not Outgoing.objects.exists()


def test_nobody_is_told_before_a_verdict_whom_no_authorisation_names(broker: Broker, camera: Camera) -> None:
    raised(camera, authorisation_id=naming().pk)
    assert told(broker) == []


def test_frigate_s_layout_ends_what_nobody_judged(city_system: User, key: None, camera: Camera) -> None:
    broker = make_broker(city_system, cameras_told=True, **FRIGATE)
    alert = raised(camera, authorisation_id=naming(city_system).pk)
    telling.tell(broker.pk, clock.now())
    move("expire", alert.pk, None)
    first, last = (json.loads(said) for _, said in told(broker))
    assert (first["type"], last["type"], last["after"]["false_positive"]) == ("new", "end", False)


def test_an_exercise_never_leaves_the_house(broker: Broker, operator: User, supervisor: User) -> None:
    actions.confirm(played(started(supervisor))[0].pk, operator)
    assert told(broker) == []


@pytest.mark.parametrize("narrow", [{"everywhere": False, "perimeter": area(*ELSEWHERE)}, {"kinds": ["fire"]}])
def test_what_the_account_does_not_see_is_not_told(
    broker: Broker, camera: Camera, operator: User, narrow: dict[str, Any]
) -> None:
    User.objects.filter(pk=broker.owner_id).update(**narrow)
    confirmed(camera, operator)
    assert told(broker) == []


def test_a_refutation_takes_back_what_waits_and_goes_itself(
    broker: Broker, camera: Camera, operator: User, supervisor: User
) -> None:
    alert = confirmed(camera, operator)
    telling.tell(broker.pk, clock.now())
    actions.correct(alert.pk, supervisor, "refuted", note="A lamp.", reason="lamp")
    assert [json.loads(said)["type"] for _, said in told(broker)] == ["alert.refuted"]


def test_an_erasure_is_told_to_whoever_was_told(broker: Broker, camera: Camera, operator: User) -> None:
    alert = confirmed(camera, operator)
    told(broker)
    services.erase_alerts(Alert.objects.all())
    assert [telling.tell_erased(broker.pk, clock.now()) for _ in range(2)] == [1, 0]
    [(topic, said)] = told(broker)
    assert (topic, json.loads(said)["data"]["alert"]) == ("hypervision/erased", str(alert.pk))


def test_what_was_erased_before_it_was_sent_is_not_sent(broker: Broker, camera: Camera, operator: User) -> None:
    confirmed(camera, operator)
    telling.tell(broker.pk, clock.now())
    services.erase_alerts(Alert.objects.all())
    telling.tell_erased(broker.pk, clock.now())
    assert topics(broker) == ["hypervision/erased"]


def test_what_waits_of_an_erased_alert_goes_also_while_the_broker_is_stopped(
    broker: Broker, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    telling.tell(broker.pk, clock.now())
    brokers.stop(broker.pk, "administrator")
    services.erase_alerts(Alert.objects.all())
    keep_brokers()
    row = Outgoing.objects.get()
    assert (row.topic, row.alert) == ("hypervision/erased", alert.pk)


def test_what_leaves_is_in_the_log_with_its_recipient(broker: Broker, camera: Camera, operator: User) -> None:
    alert = confirmed(camera, operator)
    told(broker)
    entry = LogEntry.objects.get(action="mqtt.send")
    assert (entry.subject, entry.facts["recipient"], entry.facts["to"]) == (str(alert.pk), "Sensors", "city-system")


def test_first_the_state_of_each_camera_is_told_and_retained(broker: Broker, watched: Camera, camera: Camera) -> None:
    Broker.objects.update(cameras_told=False)
    assert topics(broker) == [f"hypervision/cameras/{watched.pk}/state"]
    telling.tell_cameras_anew(broker.pk)
    telling.tell(broker.pk, clock.now())
    assert Outgoing.objects.get().retain


def test_a_camera_that_changes_is_told_and_one_that_goes_leaves_nothing_retained(
    broker: Broker, watched: Camera
) -> None:
    change(watched, "watching")
    change(watched, "watching", name="Market")
    state, removed = f"hypervision/cameras/{watched.pk}/state", f"hypervision/cameras/{watched.pk}/removed"
    assert [(topic, json.loads(said)["data"]["state"]) for topic, said in told(broker)] == [(state, "watching")]
    with changes.told(Camera.objects.filter(pk=watched.pk)):
        Camera.objects.filter(pk=watched.pk).delete()
    said = told(broker)
    assert [topic for topic, _ in said] == [state, removed]
    assert said[0][1] == ""


def test_of_a_camera_that_the_account_sees_no_more_nothing_stays_retained(broker: Broker, watched: Camera) -> None:
    change(watched, "watching")
    told(broker)
    User.objects.filter(pk=broker.owner_id).update(everywhere=False, perimeter=area(*ELSEWHERE))
    assert telling.forget_unseen(broker.pk, clock.now()) == 1
    assert told(broker) == [(f"hypervision/cameras/{watched.pk}/state", "")]


def test_another_prefix_takes_away_what_is_retained_under_the_old_one(broker: Broker, watched: Camera) -> None:
    change(watched, "watching")
    told(broker)
    broker.refresh_from_db()
    broker.prefix = "city"
    brokers.change(broker, "administrator")
    assert topics(broker) == [f"hypervision/cameras/{watched.pk}/state", f"city/cameras/{watched.pk}/state"]


def test_what_the_journal_has_forgotten_is_logged_as_a_gap(broker: Broker, camera: Camera, operator: User) -> None:
    for _ in range(2):
        confirmed(camera, operator)
    JournalEntry.objects.filter(number__lt=journal.newest()).delete()
    Broker.objects.update(position=1)
    assert topics(broker) == ["hypervision/alerts/intrusion"]
    assert LogEntry.objects.filter(action="mqtt.gap").count() == 1


def test_frigate_s_layout_tells_new_and_end(city_system: User, key: None, camera: Camera, operator: User) -> None:
    broker = make_broker(city_system, cameras_told=True, **FRIGATE)
    alert = confirmed(camera, operator)
    actions.close(alert.pk, operator, "left")
    said = told(broker)
    assert [topic for topic, _ in said] == ["frigate/events"] * 2
    first, last = (json.loads(body) for _, body in said)
    assert (first["type"], first["after"]["camera"], first["after"]["label"]) == ("new", "square", "intrusion")
    assert (last["type"], last["before"]["end_time"], last["after"]["id"]) == ("end", None, str(alert.event_id))
    assert last["after"]["end_time"] >= last["after"]["start_time"]
    assert not [name for name in ("box", "score", "snapshot", "thumbnail", "sub_label") if last["after"][name]]


def test_frigate_s_layout_tells_a_refutation_as_a_false_positive(
    city_system: User, key: None, camera: Camera, operator: User, supervisor: User
) -> None:
    broker = make_broker(city_system, cameras_told=True, **FRIGATE)
    alert = confirmed(camera, operator)
    told(broker)
    actions.correct(alert.pk, supervisor, "refuted", note="A lamp.", reason="lamp")
    [(_, said)] = told(broker)
    assert json.loads(said)["after"]["false_positive"] is True


@pytest.mark.parametrize(
    ("state", "word"),
    [("watching", "online"), ("reconnecting", "offline"), ("stopped", "disabled"), ("not_authorised", "disabled")],
)
def test_frigate_s_layout_tells_whether_a_camera_is_watched(
    city_system: User, key: None, watched: Camera, state: str, word: str
) -> None:
    broker = make_broker(city_system, cameras_told=True, **FRIGATE)
    change(watched, state)
    assert told(broker) == [("frigate/place_du_marche/status/detect", word)]


def test_a_camera_that_gets_another_name_leaves_its_old_topic(city_system: User, key: None, watched: Camera) -> None:
    broker = make_broker(city_system, cameras_told=True, **FRIGATE)
    change(watched, "watching")
    told(broker)
    change(watched, "stopped", name="Market")
    assert told(broker) == [("frigate/place_du_marche/status/detect", ""), ("frigate/market/status/detect", "disabled")]


def test_the_order_in_which_messages_wait_is_that_of_the_journal(
    broker: Broker, camera: Camera, operator: User
) -> None:
    alerts = [confirmed(camera, operator) for _ in range(3)]
    telling.tell(broker.pk, clock.now())
    assert [row.alert for row in due(broker.pk)] == [alert.pk for alert in alerts]
