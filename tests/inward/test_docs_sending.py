"""docs/interfaces/sending-events.md: its example is taken in, and it names each kind and field."""

import json
from pathlib import Path

from django.contrib.gis.geos import LineString, MultiLineString
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.inward.api import EventWords
from hypervision.inward.reading import FIELDS, KINDS, Row
from hypervision.lib import clock
from maps.models import Street
from tests.factories import make_token

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces" / "sending-events.md").read_text()


def test_the_example_is_taken_in(city_system: User) -> None:
    Street.objects.create(name="Kaivokatu", lines=MultiLineString(LineString((24.94, 60.17), (24.942, 60.17))))
    body = PAGE.partition("-d '")[2].partition("'\n")[0].replace("2026-06-01T12:00:00+02:00", clock.now().isoformat())
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {make_token(city_system, Scope.EVENTS_WRITE)}")
    assert client.post("/api/v1/events/", json.loads(body), format="json").json()["taken"] == 2


def test_each_kind_and_field_is_named() -> None:
    assert not [name for name in (*KINDS, *EventWords().fields) if f"`{name}`" not in PAGE]


def test_what_is_described_is_what_is_read() -> None:
    assert set(EventWords().fields) == set(Row.__struct_fields__) == set(FIELDS)
