"""What is told of each collection, page by page, and what the parameters of the standard choose."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from detectors.cards import camera_card, with_card_parts
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.ogc.offered import COLLECTIONS
from maps.models import Camera
from tests.factories import ELSEWHERE, NOON, SQUARE, make_alert, make_camera, make_count, make_event, make_zone
from tests.ogc.worlds import CRS84, ITEMS, found, make_city, make_square, names, read, refused

pytestmark = pytest.mark.django_db


def test_an_event_is_told_as_the_rest_interface_tells_it(operator: User, camera: Camera) -> None:
    make_alert(camera)
    theirs = read(operator, "/api/v1/events/").json()["features"]
    assert found(operator, "events") == theirs


def test_a_zone_lies_where_the_rest_interface_says(operator: User) -> None:
    make_square()
    theirs = read(operator, "/api/v1/zones/ground/").json()["features"]
    ours = {each["id"]: each for each in found(operator, "zones")}
    assert len(ours) == len(theirs) == 2
    for zone in theirs:
        same = ours[zone["properties"].pop("id")]
        assert same["properties"] == zone["properties"]
        assert same["geometry"]["type"] == zone["geometry"]["type"]
    gate = next(each for each in ours.values() if each["properties"]["name"] == "Gate")
    [ring] = gate["geometry"]["coordinates"]
    assert ring[0] == pytest.approx(SQUARE, abs=0.002)


def test_a_zone_without_a_calibration_lies_nowhere_and_is_not_told(operator: User, camera: Camera) -> None:
    make_zone(camera)
    assert found(operator, "zones") == []


def test_a_private_zone_is_not_told(operator: User) -> None:
    make_zone(make_square(), name="Window", purpose="private")
    assert "Window" not in names(operator, "zones")


def test_a_count_is_told_as_the_rest_interface_tells_it(supervisor: User, camera: Camera) -> None:
    make_count(camera, 40)
    [theirs] = read(supervisor, "/api/v1/counts/").json()["results"]
    [ours] = found(supervisor, "counts")
    assert ours["properties"] == theirs
    assert ours["geometry"] == {"type": "Point", "coordinates": list(SQUARE)}


@pytest.mark.parametrize(
    ("objects", "told"),
    [
        (40, '"is_told":true,"objects":40,"value":40,"low":28.577,"high":54.469,"deviation":null,"error":null,'),
        (4, '"is_told":false,"objects":null,"value":null,"low":null,"high":null,"deviation":null,"error":null,'),
    ],
)
def test_a_count_is_written_letter_by_letter_like_this(
    supervisor: User, camera: Camera, objects: int, told: str
) -> None:
    count = make_count(camera, objects, starts_at=NOON + timedelta(microseconds=5))
    [zone] = camera.zones.all()
    assert read(supervisor, ITEMS.format("counts")).content.decode().partition('"features": ')[2] == (
        f'[{{"type":"Feature","id":{count.pk},"geometry":{{"type":"Point","coordinates":[24.94,60.17]}},'
        f'"properties":{{"zone":"{zone.pk}","zone_name":"{zone.name}","camera":"{camera.pk}",'
        f'"starts_at":"2026-06-01T12:00:00.000005Z","kind":"line_count","measure":"crossings","label":"person",'
        f'"way":"forward","unit":"",{told}"seconds":null}}}}]}}'
    )


def test_of_a_count_of_few_only_that_is_told(supervisor: User, camera: Camera) -> None:
    make_count(camera, 4)
    [ours] = found(supervisor, "counts")
    assert ours["properties"]["is_told"] is False
    values = ("objects", "value", "low", "high", "deviation", "error", "seconds")
    assert [ours["properties"][name] for name in values] == [None] * 7


@pytest.mark.parametrize("name", ["objects", "value", "low", "high", "objects_seen", "total", "is_told"])
def test_values_that_may_be_withheld_cannot_be_asked_for(supervisor: User, camera: Camera, name: str) -> None:
    make_count(camera, 4)
    assert "There is no property" in refused(supervisor, "counts", filter=f"{name} > 3")
    assert "Unknown parameter" in refused(supervisor, "counts", **{name: "4"})


WATCHES: list[dict[str, Any] | None] = [
    None,
    {"state": "not_watching"},
    {"state": "stopped", "reason": {"en": "x"}},
    {"state": "watching", "expires_at": timedelta(seconds=60)},
    {"state": "watching", "expires_at": timedelta(seconds=-60)},
    {"state": "watching", "expires_at": None},
]


@pytest.mark.parametrize("watch", WATCHES)
def test_a_camera_is_in_the_state_that_its_card_says(operator: User, watch: dict[str, Any] | None) -> None:
    camera = make_camera(address="rtsp://127.0.0.1:1/a", bearing=90, field_angle=60)
    if watch is not None:
        ends = watch.get("expires_at")
        at = clock.now()
        Watch.objects.create(camera=camera, since=at, **{**watch, "expires_at": at + ends if ends else None})
    card = camera_card(with_card_parts(Camera.objects.all()).get())
    [ours] = found(operator, "cameras")
    told = ours["properties"]
    same = ("name", "bearing", "field_angle", "state", "demo", "stream", "wanted_rate")
    assert {name: told[name] for name in same} == {name: card[name] for name in same}  # type: ignore[literal-required]
    assert _moment(told["since"]) == _moment(card["since"])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def test_no_collection_tells_of_pictures_addresses_or_tracks(operator: User, supervisor: User) -> None:
    make_square()
    told = {name for each in COLLECTIONS.values() for name in (prop.name for prop in each.properties)}
    assert not told & {"address", "credentials", "picture", "clip", "track", "video_link", "words", "raised_by"}


@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
def test_an_item_alone_is_the_one_of_the_list(supervisor: User, collection: str) -> None:
    make_square()
    of_list = found(supervisor, collection)[0]
    answer = read(supervisor, f"{ITEMS.format(collection)}/{of_list['id']}")
    assert answer["Content-Crs"] == f"<{CRS84}>"
    alone = answer.json()
    assert {link["rel"] for link in alone.pop("links")} == {"self", "alternate", "collection"}
    assert alone == of_list


@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
@pytest.mark.parametrize("name", ["7777777", "nothing", "-1", "9" * 40, "00000000-0000-0000-0000-000000000000", "%00"])
def test_what_there_is_not_is_not_found(supervisor: User, collection: str, name: str) -> None:
    assert read(supervisor, f"{ITEMS.format(collection)}/{name}").status_code == 404


def test_a_collection_that_there_is_not_is_not_found(supervisor: User) -> None:
    assert read(supervisor, "/ogc/collections/persons/items").status_code == 404


@pytest.mark.parametrize(
    ("moment", "is_found"),
    [
        ("2026-06-01T12:00:00Z", True),
        ("2026-06-01T14:00:00+02:00", True),
        ("2026-06-01T12:00:01Z", False),
        ("2026-06-01", True),
        ("2026-06-01T11:00:00Z/2026-06-01T12:00:00Z", True),
        ("2026-06-01T11:00:00Z/..", True),
        ("../2026-06-01T11:59:59Z", False),
        ("/2026-06-01", True),
        ("../..", True),
    ],
)
def test_an_event_is_found_at_its_time(operator: User, camera: Camera, moment: str, is_found: bool) -> None:
    make_event(camera)
    assert bool(found(operator, "events", datetime=moment)) == is_found


@pytest.mark.parametrize(
    ("moment", "is_found"),
    [("2026-06-01T12:04:59Z", True), ("2026-06-01T12:05:00Z", False), ("2026-06-01T11:59:59Z", False)],
)
def test_a_bin_is_found_as_long_as_it_lasts(supervisor: User, camera: Camera, moment: str, is_found: bool) -> None:
    make_count(camera)
    assert bool(found(supervisor, "counts", datetime=moment)) == is_found


@pytest.mark.parametrize("collection", ["cameras", "districts"])
def test_what_has_no_time_is_found_at_any(operator: User, collection: str) -> None:
    make_square()
    assert found(operator, collection, datetime="1970-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "moment",
    ["yesterday", "2026-06-01T12:00:00", "2026-13-01", "2026-06-02/2026-06-01", "0000-01-01", "2026-06-01T25:00:00Z"],
)
def test_a_time_that_is_none_is_refused(operator: User, moment: str) -> None:
    assert refused(operator, "events", datetime=moment).startswith("datetime: ")


def test_properties_are_asked_for_by_name(operator: User, camera: Camera) -> None:
    make_event(camera, kind="fire")
    make_alert(camera)
    assert names(operator, "events", "kind", kind="fire") == ["fire"]
    assert names(operator, "events", "kind", state="new") == ["intrusion"]
    assert names(operator, "events", "kind", camera=str(camera.id), score="0.8", rule_version="1") != []
    assert found(operator, "events", captured_at="2026-06-02") == []


def test_flags_are_asked_for_as_true_and_false(operator: User) -> None:
    make_camera(name="Off")
    make_camera(name="On", address="rtsp://127.0.0.1:1/a")
    assert names(operator, "cameras", stream="true") == ["On"]
    assert names(operator, "cameras", stream="false") == ["Off"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"kinds": "fire"}, "kinds: Unknown parameter. Known are"),
        ({"camera": "Square"}, "camera: Square is not what this property is made of."),
        ({"rule_version": "1.5"}, "is not what"),
        ({"rule_version": "9" * 30}, "is not what"),
        ({"score": "high"}, "is not what"),
        ({"score": "nan"}, "is not what"),
        ({"captured_at": "noon"}, "A moment is written with its offset"),
        ({"kind": "a\x00"}, "with a letter that no text has"),
        ({"kind": "a" * 10_001}, "Too long"),
        ({"f": "xml"}, "f: One of json, html."),
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(
    operator: User, asked: dict[str, str], sentence: str
) -> None:
    assert sentence in refused(operator, "events", **asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"datetime": "1969-12-31"},
        {"datetime": "../1900-01-01"},
        {"datetime": "2999-01-01T00:00:00Z/.."},
        {"kind": "dragon"},
    ],
)
def test_of_a_time_or_a_kind_that_never_was_there_is_nothing(
    operator: User, camera: Camera, asked: dict[str, str]
) -> None:
    make_event(camera)
    assert found(operator, "events", **asked) == []


@pytest.mark.parametrize(
    "query", ["street=%ff", "filter=kind%20%3D%20'%c3'", "bbox=%f0%28%8c%28", "%ff=1", "cursor=%ff"]
)
def test_letters_that_are_none_never_break_it(operator: User, camera: Camera, query: str) -> None:
    make_event(camera)
    answer = read(operator, f"{ITEMS.format('events')}?{query}")
    assert answer.status_code in (200, 400)
    assert answer.json()["features" if answer.status_code == 200 else "detail"] is not None


def test_a_parameter_that_is_given_twice_is_refused(operator: User) -> None:
    assert "more than once" in read(operator, "/ogc/collections/events/items?limit=1&limit=2").json()["detail"]


@pytest.mark.parametrize("path", ["", "api", "conformance", "collections", "collections/events"])
def test_other_addresses_know_their_parameters_too(operator: User, path: str) -> None:
    assert read(operator, f"/ogc/{path}", f="json").status_code == 200
    assert read(operator, f"/ogc/{path}", x="1").status_code == 400


def test_an_answer_that_is_still_the_same_is_not_sent_again(operator: User, camera: Camera) -> None:
    make_event(camera)
    client = APIClient()
    client.force_login(operator)
    first = client.get(ITEMS.format("events"))
    again = client.get(ITEMS.format("events"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_event(camera)
    assert client.get(ITEMS.format("events"), headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert first["Cache-Control"] == "private, no-cache"


def test_the_extent_is_the_citys_and_says_nothing_of_a_perimeter(operator: User, outsider: User) -> None:
    make_city()
    make_camera(ELSEWHERE)
    extents = [read(user, "/ogc/collections/cameras").json()["extent"] for user in (operator, outsider)]
    assert extents[0] == extents[1]
    assert extents[0]["spatial"]["bbox"] == [[24.8, 60.1, 25.2, 60.3]]
