"""What the API tells of an event that no camera saw."""

import pytest

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from tests.api.conftest import ClientOf
from tests.hand.worlds import reported


@pytest.fixture
def alert(operator: User) -> Alert:
    return reported(operator)


def test_the_api_tells_it_without_a_past(alert: Alert, operator: User, outsider: User, client_of: ClientOf) -> None:
    told = client_of(operator).get(f"/api/v1/alerts/{alert.pk}/").json()
    assert (told["past"], told["zone_id"], told["camera"]) == (None, None, None)
    feature = client_of(operator).get(f"/api/v1/events/{alert.event_id}/").json()["properties"]
    assert (feature["camera"], feature["camera_name"], feature["score"], feature["rule"]) == (None, None, None, None)
    assert len(client_of(operator).get("/api/v1/events/").json()["features"]) == 1
    assert client_of(operator).get(f"/api/v1/events/{alert.event_id}/picture/").status_code == 404
    for path in (f"alerts/{alert.pk}/", f"events/{alert.event_id}/", f"events/{alert.event_id}/picture/"):
        assert client_of(outsider).get(f"/api/v1/{path}").status_code == 404
    assert client_of(outsider).get("/api/v1/events/").json()["features"] == []


def test_the_incident_of_two_calls_counts_no_camera(operator: User, client_of: ClientOf) -> None:
    first, _ = reported(operator), reported(operator)
    found = client_of(operator).get(f"/api/v1/alerts/{first.pk}/incident/").json()
    assert found["incident"]["why"]["cameras"] == 0
