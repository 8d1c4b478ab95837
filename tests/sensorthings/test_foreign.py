"""A client that is not ours, FROST's, against a real server."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frost_sta_client as frost
import pytest
import requests
from frost_sta_client.model.ext.data_array_value import DataArrayValue
from frost_sta_client.service.auth_handler import AuthHandler

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from maps.models import Zone
from tests.factories import NOON, make_count, make_token
from tests.live.browsers import server
from tests.sensorthings.worlds import ROOT, make_square

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:furl.pathstr:DeprecationWarning"),  # the client's own
]


class Bearer(AuthHandler):  # type: ignore[misc]
    """The client knows names and passwords; it hands on to requests whatever this gives."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def add_auth_header(self) -> Any:
        def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
            request.headers["Authorization"] = f"Token {self._token}"
            return request

        return sign


@pytest.fixture
def service(city_system: User) -> Iterator[Any]:
    make_square()
    token = make_token(city_system, Scope.CAMERAS_READ, Scope.ZONES_READ, Scope.COUNTS_READ)
    with server() as port:
        yield frost.SensorThingsService(f"http://127.0.0.1:{port}{ROOT}", auth_handler=Bearer(token))


def test_it_reads_every_set(service: Any) -> None:
    sets = (
        *(service.things(), service.locations(), service.datastreams(), service.sensors()),
        *(service.observed_properties(), service.features_of_interest(), service.observations()),
    )
    for each in sets:
        first = each.query().count().list()
        assert first.count == len(list(first)) > 0
        one = first.get(0)
        assert each.find(one.id) == one
    assert list(service.historical_locations().query().list()) == []


def test_it_walks_from_a_camera_to_its_counts(service: Any) -> None:
    [thing] = service.things().query().filter("name eq 'Square'").list()
    streams = list(thing.get_datastreams().query().orderby("name", "ASC").list())
    assert [stream.properties["way"] for stream in streams] == ["backward", "forward"]
    assert streams[1].unit_of_measurement.name == "number"
    observed = streams[1].get_observations().query().orderby("phenomenonTime", "DESC").list()
    assert [each.result for each in observed] == [50, 40]
    assert observed.get(0).phenomenon_time == "2026-06-01T12:05:00Z/2026-06-01T12:10:00Z"
    assert observed.get(0).result_quality["low"] < 50 < observed.get(0).result_quality["high"]


def test_it_reads_since_when_a_stream_is_observed(service: Any) -> None:
    [_backward, forward] = service.datastreams().query().orderby("name", "ASC").list()
    assert forward.phenomenon_time == "2026-06-01T12:00:00Z/2026-06-01T12:10:00Z"
    assert forward.result_time == "2026-06-01T12:05:00Z/2026-06-01T12:10:00Z"


def test_it_reckons_in_filters(service: Any) -> None:
    for written, told in {
        "result mul 2 sub 5 gt 90": [50],
        "year(phenomenonTime) eq 2026 and hour(phenomenonTime) eq 12": [50, None, 40],
        "phenomenonTime lt now() sub duration'P1D'": [50, None, 40],
        "length(Datastream/name) lt 10": [],
    }.items():
        assert [one.result for one in service.observations().query().filter(written).list()] == told


def test_it_reads_arrays_by_its_own_names(service: Any) -> None:
    """Its queries know no ``$resultFormat``; its names of what stands in arrays are the standard's."""
    names = DataArrayValue.Property
    kept = [names.ID, names.PHENOMENON_TIME, names.RESULT, names.RESULT_TIME, names.RESULT_QUALITY]
    url = service.get_full_path(None, "Observations")
    url.args = {"$resultFormat": "dataArray"}
    forward, backward = service.execute("get", url).json()["value"]
    for group in (forward, backward):
        assert set(group["components"]) == set(DataArrayValue.VisibleProperties(kept).get_components())
        assert group["Datastream@iot.navigationLink"].startswith(str(service.url))
    at = forward["components"].index(names.RESULT.to_string())
    assert ([row[at] for row in forward["dataArray"]], [row[at] for row in backward["dataArray"]]) == ([50, 40], [None])
    ids = [row[0] for row in forward["dataArray"]]
    assert [service.observations().find(one).result for one in ids] == [50, 40]


def test_it_reads_that_a_bin_of_few_is_not_told(service: Any) -> None:
    [few] = service.observations().query().filter("Datastream/properties/way eq 'backward'").list()
    assert (few.result, few.result_quality["is_told"]) == (None, False)


def test_it_follows_the_pages(service: Any) -> None:
    bridge = Zone.objects.get()
    for number in range(2, 25):
        make_count(bridge.camera, 100 + number, zone=bridge, starts_at=NOON + timedelta(minutes=5 * number))
    everything = [each.id for each in service.observations().query().top(4).list()]
    assert len(everything) == len(set(everything)) == 26


def test_it_expands_and_selects(service: Any) -> None:
    wish = "Sensor,ObservedProperty,Thing,Observations($top=1;$orderby=phenomenonTime desc)"
    streams = list(service.datastreams().query().expand(wish).orderby("name", "ASC").list())
    assert [stream.observations.get(0).result for stream in streams] == [None, 50]
    assert streams[1].observations.next_link.endswith("$skip=1")
    assert streams[0].thing.name == "Square"
    assert streams[0].sensor.metadata["rule_version"] == 3
    assert streams[0].observed_property.name == "crossings · person"
    [few, *_rest] = service.observations().query().select("id", "result").filter("result eq null").list()
    assert few.phenomenon_time is None


def test_it_is_told_that_it_may_not_write(service: Any) -> None:
    with pytest.raises(requests.HTTPError, match="403"):
        service.create(frost.Thing(name="Ours", description="No"))
    with pytest.raises(requests.HTTPError, match="501"):
        service.observations().query().filter("time(resultTime) eq 12").list()
