"""Pages of events as GeoJSON: the bytes of each event as it is given alone, and a cursor of the last one."""

from datetime import timedelta

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.lib import paging
from maps.models import Camera, Event
from tests.factories import NOON, make_alert, make_event, make_report


@pytest.mark.parametrize("later", [timedelta(0), timedelta(microseconds=1), timedelta(milliseconds=120)])
def test_a_page_is_its_events_one_by_one(client: Client, operator: User, camera: Camera, later: timedelta) -> None:
    newest = make_alert(camera, event=make_event(camera, captured_at=NOON + timedelta(hours=1), zone_name='"Ä\\"'))
    last, behind = make_event(camera, captured_at=NOON + later), make_report(captured_at=NOON - timedelta(days=1))
    client.force_login(operator)
    page = client.get("/api/v1/events/?limit=2").content
    cursor = paging.encode(last.captured_at, last.pk)
    alone = [client.get(f"/api/v1/events/{key}/").content for key in (newest.event_id, last.pk)]
    following = b'"http://testserver/api/v1/events/?limit=2&cursor=' + cursor.encode() + b'"'
    assert page == b'{"type":"FeatureCollection","next":' + following + b',"features":[' + b",".join(alone) + b"]}"
    rest = client.get(f"/api/v1/events/?limit=2&cursor={cursor}").content
    one = client.get(f"/api/v1/events/{behind.pk}/").content
    assert rest == b'{"type":"FeatureCollection","next":null,"features":[' + one + b"]}"


def test_a_page_of_nothing_is_an_empty_collection(client: Client, operator: User) -> None:
    client.force_login(operator)
    assert not Event.objects.exists()
    assert client.get("/api/v1/events/").content == b'{"type":"FeatureCollection","next":null,"features":[]}'
