"""Observations as arrays: the same answer, shorter."""

from typing import Any

import pytest

from hypervision.accounts.models import User
from tests.sensorthings.worlds import ROOT, found, make_square, read, refused, told

pytestmark = pytest.mark.django_db


def unpacked(user: User, path: str = "Observations", **asked: Any) -> list[dict[str, Any]]:
    """Whole observations again, those of a datastream together."""
    groups = found(user, path, resultFormat="dataArray", **asked)
    assert all(group["dataArray@iot.count"] == len(group["dataArray"]) for group in groups)
    return [dict(zip(group["components"], row, strict=True)) for group in groups for row in group["dataArray"]]


def test_arrays_say_what_entities_say(supervisor: User) -> None:
    make_square()
    names = ("phenomenonTime", "resultTime", "result", "resultQuality")
    plain = [{"id": one["@iot.id"], **{name: one[name] for name in names}} for one in found(supervisor, "Observations")]
    arrays = unpacked(supervisor)
    assert sorted(arrays, key=str) == sorted(plain, key=str)
    assert [one["result"] for one in arrays].count(None) == 1


def test_those_of_a_datastream_stand_together_under_its_address(supervisor: User) -> None:
    make_square()
    groups = found(supervisor, "Observations", resultFormat="dataArray")
    assert [len(group["dataArray"]) for group in groups] == [2, 1]
    for group in groups:
        stream = read(supervisor, group["Datastream@iot.navigationLink"].partition(f"{ROOT}/")[2]).json()
        assert stream["@iot.selfLink"] == group["Datastream@iot.navigationLink"]


def test_what_is_selected_filtered_and_counted_holds_for_arrays(supervisor: User) -> None:
    make_square()
    answer = told(
        supervisor,
        "Observations",
        resultFormat="dataArray",
        select="result,@iot.id",
        filter="result gt 40",
        count="true",
    )
    [group] = answer["value"]
    assert (answer["@iot.count"], group["components"]) == (1, ["id", "result"])
    assert group["dataArray"][0][1] == 50


def test_pages_of_arrays_lead_to_pages_of_arrays(supervisor: User) -> None:
    make_square()
    path, results = "Observations?$resultFormat=dataArray&$top=1", list[Any]()
    while path:
        page = read(supervisor, path).json()
        results += [row[page["value"][0]["components"].index("result")] for row in page["value"][0]["dataArray"]]
        path = page.get("@iot.nextLink", "").partition(f"{ROOT}/")[2]
    assert sorted(results, key=str) == [40, 50, None]


def test_the_observations_of_a_datastream_come_as_arrays(supervisor: User) -> None:
    make_square()
    forward = found(supervisor, "Datastreams")[1]["@iot.id"]
    rows = unpacked(supervisor, f"Datastreams('{forward}')/Observations")
    assert [one["result"] for one in rows] == [50, 40]


def test_what_does_not_come_as_arrays_is_refused_in_a_sentence(supervisor: User) -> None:
    make_square()
    assert "Only Observations" in refused(supervisor, "Things", resultFormat="dataArray")
    assert "$expand" in refused(supervisor, "Observations", resultFormat="dataArray", expand="Datastream")
    assert "does not offer" in refused(supervisor, "Observations", 501, resultFormat="GeoJSON")
    one = found(supervisor, "Observations")[0]["@iot.id"]
    assert "Unknown parameter" in refused(supervisor, f"Observations({one})", resultFormat="dataArray")
    assert "Unknown parameter" in refused(supervisor, "Observations/$ref", resultFormat="dataArray")
