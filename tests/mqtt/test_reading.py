"""What becomes of a message: an event, or a reason; and what the law does not let in is left out by name."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hypervision.mqtt import paths
from hypervision.mqtt.frigate import NEVER, Events
from hypervision.mqtt.models import Subscription
from hypervision.mqtt.paths import Nowhere
from hypervision.mqtt.reading import MOST_BYTES, Read, Readings
from tests.factories import SQUARE
from tests.mqtt.worlds import HERE, heard

STARTED = 1795680000.25
AFTER: dict[str, Any] = {
    "id": "1607123955.475377-mxklsc",
    "camera": "front_door",
    "label": "person",
    "start_time": STARTED,
    "end_time": None,
    "score": 0.7,
    "top_score": 0.9,
    "false_positive": False,
}
PLATE = {"recognized_license_plate": "AB-123-CD", "sub_label": "Ada", "attributes": {"face": 0.9}, "box": [1, 2, 3, 4]}


def reading(payload: str | bytes, topic: str = "sensors/7/level", retained: bool = False, **values: Any) -> Read:
    defaults = {"topic": "sensors/#", "kind": "water_level", "unit": "m", "places": {"*": HERE}}
    return Readings(Subscription(**{**defaults, **values})).read(heard(payload, topic, retained=retained))


def frigate(after: Any, **values: Any) -> Read:
    defaults = {"source": "frigate", "labels": {"person": "intruder_alarm"}, "places": {"front_door": HERE}}
    said = json.dumps({"type": "new", "before": after, "after": after})
    return Events(Subscription(**{**defaults, **values})).read(heard(said, "frigate/events"))


def row(read: Read) -> dict[str, Any]:
    assert read.row is not None, read.reason
    return read.row


@pytest.mark.parametrize(
    ("payload", "value"), [("1.25", 1.25), ("-3", -3.0), ("+.5", 0.5), ('"2.5"', 2.5), ("true", 1.0), ("false", 0.0)]
)
def test_the_whole_message_may_be_the_number(payload: str, value: float) -> None:
    assert row(reading(payload))["value"] == value


@pytest.mark.parametrize(
    ("payload", "values", "reason"),
    [
        ("deep", {}, "no_json"),
        (b"\xff\xfe", {}, "no_json"),
        ("", {}, "no_json"),
        ("nan", {}, "no_value"),
        ("null", {}, "no_value"),
        ("{}", {}, "no_value"),
        ('{"a": 1}', {"value_path": "$.b"}, "no_value"),
        ('{"a": [1]}', {"value_path": "$.a"}, "no_value"),
        ('{"a": 1e999}', {"value_path": "$.a"}, "no_json"),
        ('{"a": 1}', {"value_path": "a", "id_path": "id"}, "no_id"),
        ('{"a": 1, "id": ""}', {"value_path": "a", "id_path": "id"}, "no_id"),
        ('{"a": 1}', {"value_path": "a", "time_path": "t"}, "no_time"),
        ('{"a": 1, "t": "2026-06-01T12:00:00"}', {"value_path": "a", "time_path": "t"}, "no_time"),
        ('{"a": 1, "t": true}', {"value_path": "a", "time_path": "t"}, "no_time"),
        ('{"a": 1, "t": 1e300}', {"value_path": "a", "time_path": "t"}, "no_time"),
        ("1", {"places": {"sensors/8/level": HERE}}, "no_place"),
        ('{"a": 1}', {"value_path": "a", "lon_path": "x", "lat_path": "y"}, "no_place"),
        ("1" * (MOST_BYTES + 1), {}, "too_large"),
        ("[" * 50_000, {}, "no_json"),
    ],
)
def test_what_is_no_reading_says_why(payload: str | bytes, values: dict[str, Any], reason: str) -> None:
    assert reading(payload, **values).reason == reason


def test_value_id_time_and_place_may_stand_at_paths() -> None:
    said = {"data": [{"level": "1.5", "at": 1795680000250, "n": 7, "pos": {"x": 24.95, "y": 60.18}}]}
    found = row(
        reading(
            json.dumps(said),
            value_path="$.data[0].level",
            id_path="$.data[0].n",
            time_path="$.data[0]['at']",
            lon_path="data[0].pos.x",
            lat_path="data[0].pos.y",
        )
    )
    assert (found["value"], found["lon"], found["lat"], found["id"]) == (1.5, 24.95, 60.18, "sensors/7/level 7")
    assert datetime.fromisoformat(found["at"]) == datetime.fromtimestamp(STARTED, UTC)


def test_a_place_is_that_of_the_topic_or_a_street_or_that_of_all_others() -> None:
    places = {"sensors/7/level": [24.1, 60.1], "sensors/8/level": "Kaivokatu", "*": HERE}
    assert [
        (found.get("lon"), found.get("address"))
        for found in (row(reading("1", topic, places=places)) for topic in ("sensors/7/level", "sensors/8/level", "x"))
    ] == [(24.1, None), (None, "Kaivokatu"), (SQUARE[0], None)]


def test_one_topic_that_says_the_same_at_two_times_says_two_things() -> None:
    first, second = row(reading("1")), row(reading("1"))
    assert first["id"] != second["id"]


def test_a_long_topic_has_a_short_id() -> None:
    assert len(row(reading("1", "a/" * 400))["id"]) == 64


def test_a_retained_reading_without_a_time_is_of_nobody_knows_when() -> None:
    assert reading("1", retained=True).reason == "retained"
    said = json.dumps({"v": 1, "t": STARTED})
    assert row(reading(said, retained=True, value_path="v", time_path="t"))


def test_each_reading_asks_for_a_verdict_only_where_there_is_no_threshold() -> None:
    assert row(reading("1", severity="high"))["severity"] == "high"
    assert "severity" not in row(reading("1", severity="high", threshold=5.0))


def test_names_that_the_law_forbids_to_link_are_left_out_of_a_reading_at_any_depth() -> None:
    said = {"v": 1, "who": [{"ownerName": "Ada", "licence_plate": "AB-1"}], "photo": "…", "battery": 3}
    read = reading(json.dumps(said), value_path="v")
    assert read.left_out == {"name", "licence", "plate", "photo"}
    assert set(row(read)) == {"id", "kind", "at", "value", "unit", "lon", "lat"}


def test_an_event_of_frigate_becomes_one_of_ours() -> None:
    found = row(frigate(AFTER, severity="high"))
    assert (found["kind"], found["lon"], found["severity"]) == ("intruder_alarm", SQUARE[0], "high")
    assert found["id"] == "frigate/events 1607123955.475377-mxklsc"
    assert datetime.fromisoformat(found["at"]) == datetime.fromtimestamp(STARTED, UTC)
    assert found["words"] == "Frigate: front_door, person"


def test_an_update_and_an_end_say_the_same_event() -> None:
    later = AFTER | {"score": 0.95, "end_time": STARTED + 9, "entered_zones": ["yard"]}
    assert row(frigate(AFTER)) == row(frigate(later))


def test_names_plates_pictures_and_texts_of_frigate_are_dropped_and_counted_by_name() -> None:
    read = frigate(AFTER | PLATE | {"thumbnail": "aGk=", "snapshot": {"frame_time": 1}, "description": "A man"})
    assert read.left_out == {*PLATE, "thumbnail", "snapshot", "description"}
    assert not [word for word in ("Ada", "AB-123-CD", "aGk", "A man", "face") if word in json.dumps(row(read))]


def test_what_frigate_leaves_empty_is_not_counted() -> None:
    assert frigate(AFTER | dict.fromkeys(NEVER) | {"attributes": {}, "box": []}).left_out == frozenset()


@pytest.mark.parametrize(
    ("change", "values", "reason"),
    [
        ({"label": "dog"}, {}, "no_label"),
        ({"false_positive": True}, {}, "false_positive"),
        ({}, {"least_score": 0.95}, "low_score"),
        ({"camera": "garage"}, {}, "no_place"),
        ({"start_time": "soon"}, {}, "no_json"),
        ({"id": 7}, {}, "no_json"),
    ],
)
def test_what_is_no_event_of_frigate_says_why(change: dict[str, Any], values: dict[str, Any], reason: str) -> None:
    assert frigate(AFTER | change, **values).reason == reason


@pytest.mark.parametrize("said", ["x", "[]", "{}", '{"after": 1}', "1"])
def test_what_is_nothing_of_frigate_is_no_event(said: str) -> None:
    one = Subscription(source="frigate", labels={"person": "intruder_alarm"}, places={"*": HERE})
    assert Events(one).read(heard(said)).reason == "no_json"


def test_a_camera_that_no_administrator_named_is_not_named_in_words() -> None:
    assert "words" not in row(frigate(AFTER | {"camera": "Ada's door"}, places={"*": HERE}))


@given(st.binary(max_size=300))
def test_no_bytes_break_a_reader(payload: bytes) -> None:
    found = reading(payload, value_path="$.a[0].b", time_path="t")
    assert found.reason or found.row


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from([*AFTER, "sub_label", "plate"]), json_values))
def test_no_object_breaks_the_reader_of_frigate(change: dict[str, Any]) -> None:
    found = frigate(AFTER | change)
    assert found.reason or found.row


@pytest.mark.parametrize("text", ["$..a", "a.*", "a[1:2]", "a[?b]", "a b", "a.", "[", "$.a[-1]", "a..b"])
def test_a_path_to_many_values_or_none_is_refused(text: str) -> None:
    with pytest.raises(Exception, match="no path to one value"):
        paths.parse(text)


@pytest.mark.parametrize(
    ("path", "said"), [("a.b", {"a": 1}), ("a[1]", {"a": [0]}), ("a[0]", {"a": "text"}), ("a", [])]
)
def test_a_path_may_lead_nowhere(path: str, said: Any) -> None:
    with pytest.raises(Nowhere):
        paths.follow(paths.parse(path), said)
