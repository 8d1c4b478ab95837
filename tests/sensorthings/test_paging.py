"""Pages of sets: whole while new bins come in, and never endless."""

from datetime import timedelta

import pytest

from hypervision.accounts.models import User
from maps.models import Camera
from tests.factories import NOON, make_camera, make_count
from tests.sensorthings.worlds import ROOT, make_bridge, make_square, read, refused, told

pytestmark = pytest.mark.django_db


def test_pages_hold_each_observation_once_although_new_ones_come_in(supervisor: User, camera: Camera) -> None:
    bridge = make_bridge(camera)
    for number in range(7):
        make_count(camera, 10 + number, zone=bridge, starts_at=NOON + timedelta(minutes=5 * number))
    for orderby in ("", "phenomenonTime desc", "phenomenonTime asc"):
        asked = {"top": 3, **({"orderby": orderby} if orderby else {})}
        page, read_all = told(supervisor, "Observations", **asked), []
        while True:
            read_all += [each["result"] for each in page["value"]]
            if "@iot.nextLink" not in page:
                break
            if not orderby.endswith("asc"):
                later = NOON + timedelta(hours=1 + len(read_all), minutes=len(orderby))
                make_count(camera, 99, zone=bridge, starts_at=later)
            page = read(supervisor, page["@iot.nextLink"].partition(f"{ROOT}/")[2]).json()
        old = [one for one in read_all if one != 99]
        assert sorted(old) == [10, 11, 12, 13, 14, 15, 16], orderby
        assert old == sorted(old, reverse=not orderby.endswith("asc"))


def test_other_sets_are_paged_by_skipping(supervisor: User) -> None:
    for number in range(5):
        make_camera(name=f"Camera {number}")
    page = told(supervisor, "Things", top=2, orderby="name desc", count="true")
    assert page["@iot.count"] == 5
    names = []
    while True:
        names += [each["name"] for each in page["value"]]
        if "@iot.nextLink" not in page:
            break
        page = read(supervisor, page["@iot.nextLink"].partition(f"{ROOT}/")[2]).json()
    assert names == [f"Camera {number}" for number in (4, 3, 2, 1, 0)]


def test_a_page_of_none_tells_only_how_many_there_are(supervisor: User) -> None:
    make_square()
    page = told(supervisor, "Observations", top=0, count="true")
    assert (page["value"], page["@iot.count"]) == ([], 3)


def test_an_answer_that_would_hold_too_much_is_refused(supervisor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_square()
    monkeypatch.setattr("hypervision.sensorthings.fetching.MOST_TOLD", 3)
    assert "more than 3 entities" in refused(supervisor, "Things", expand="Datastreams/Observations")
