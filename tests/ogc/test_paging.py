"""Pages of items: each begins behind the one before, whatever comes in meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from hypervision.accounts.models import User
from hypervision.ogc import items
from maps.models import Camera, District
from tests.factories import NOON, area, make_camera, make_count, make_event
from tests.ogc.worlds import ITEMS, found, read, refused

pytestmark = pytest.mark.django_db


def pages_from(user: User, address: str, **asked: Any) -> list[dict[str, Any]]:
    """Every page from an address on, by the links between them."""
    answer = read(user, address, **asked).json()
    following = [link["href"] for link in answer["links"] if link["rel"] == "next"]
    return [answer, *(pages_from(user, following[0]) if following else [])]


def test_pages_follow_each_other_and_stay_whole_while_new_events_come_in(operator: User, camera: Camera) -> None:
    events = [make_event(camera, captured_at=NOON + timedelta(seconds=each // 2)) for each in range(7)]
    first = read(operator, ITEMS.format("events"), limit=3).json()
    make_event(camera, captured_at=NOON + timedelta(minutes=1))
    [following] = [link["href"] for link in first["links"] if link["rel"] == "next"]
    rest = [feature for page in pages_from(operator, following) for feature in page["features"]]
    read_ids = [feature["id"] for feature in [*first["features"], *rest]]
    newest_first = sorted(events, key=lambda event: (event.captured_at, event.id), reverse=True)
    assert read_ids == [str(event.id) for event in newest_first]


@pytest.mark.parametrize("collection", ["cameras", "districts", "counts"])
def test_every_collection_is_paged_whole(supervisor: User, collection: str) -> None:
    for number in range(5):
        District.objects.create(name=f"District {number}", area=area())
        make_count(make_camera(), starts_at=NOON + timedelta(minutes=5 * (number // 2)))
    read_pages = pages_from(supervisor, ITEMS.format(collection), limit=2)
    assert [page["numberReturned"] for page in read_pages] == [2, 2, 1]
    assert len({feature["id"] for page in read_pages for feature in page["features"]}) == 5


def test_the_filter_and_the_system_go_with_the_page(operator: User, camera: Camera) -> None:
    for kind in ("fire", "fall", "fire"):
        make_event(camera, kind=kind)
    crs = "http://www.opengis.net/def/crs/EPSG/0/3857"
    read_pages = pages_from(operator, ITEMS.format("events"), limit=1, filter="kind = 'fire'", crs=crs)
    assert [len(page["features"]) for page in read_pages] == [1, 1]
    assert all(page["features"][0]["geometry"]["coordinates"][0] > 1e6 for page in read_pages)


@pytest.mark.parametrize("newest", [0, 2, 5, 100])
def test_what_a_filter_leaves_is_found_however_far_back_it_lies(
    operator: User, camera: Camera, monkeypatch: pytest.MonkeyPatch, newest: int
) -> None:
    """The newest rows are looked through first; where they do not fill a page, the others are, too."""
    monkeypatch.setattr(items, "NEWEST", newest)
    for minute in range(12):
        kind = "fire" if minute % 3 == 0 else "fall"
        make_event(camera, kind=kind, captured_at=NOON - timedelta(minutes=minute // 2))
    read_pages = pages_from(operator, ITEMS.format("events"), limit=3, filter="kind = 'fire'")
    assert [page["numberReturned"] for page in read_pages] == [3, 1]
    assert len({feature["id"] for page in read_pages for feature in page["features"]}) == 4


def test_it_is_told_how_many_there_are_where_counting_costs_nothing(operator: User, camera: Camera) -> None:
    for _ in range(3):
        make_camera()
        make_event(camera)
    assert read(operator, ITEMS.format("cameras"), limit=1).json()["numberMatched"] == 4
    assert read(operator, ITEMS.format("events")).json()["numberMatched"] == 3
    assert "numberMatched" not in read(operator, ITEMS.format("events"), limit=1).json()


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "1_0", "", "٣"])
def test_a_limit_that_is_none_is_refused(operator: User, limit: str) -> None:
    assert refused(operator, "events", limit=limit).startswith("limit: A whole number")


def test_a_limit_above_the_most_is_the_most(operator: User, camera: Camera) -> None:
    make_event(camera)
    assert len(found(operator, "events", limit=99999999999999)) == 1


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsMl0", "W10", "WyJ4IiwgbnVsbF0", "é"])
@pytest.mark.parametrize("collection", ["events", "districts"])
def test_a_cursor_that_was_not_made_here_is_refused(operator: User, collection: str, cursor: str) -> None:
    assert "not made here" in refused(operator, collection, cursor=cursor)
