"""The map that is saved as one file: as it is seen, and nothing in it that a browser would fetch."""

import re
from datetime import timedelta

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from hypervision.accounts.models import User
from maps.models import Camera, City, District
from tests.factories import NOON, area, make_event

pytestmark = pytest.mark.django_db

THAT_DAY = {"from": "2026-06-01", "to": "2026-06-01"}


@pytest.fixture
def centre(camera: Camera) -> District:
    """Seven events in the centre; a harbour without any."""
    District.objects.create(name="Harbour", area=area(24.95))
    district = District.objects.create(name="Centre", area=area())
    for number in range(7):
        make_event(camera, district=district, captured_at=NOON + timedelta(minutes=number))
    return district


def page(client: Client, person: User) -> str:
    client.force_login(person)
    answer = client.get("/dashboard/figures.html", THAT_DAY)
    assert isinstance(answer, StreamingHttpResponse)
    content = answer.getvalue()
    assert int(answer["Content-Length"]) == len(content)
    return content.decode()


def test_districts_stand_in_it_with_their_events(client: Client, supervisor: User, centre: District) -> None:
    said = page(client, supervisor)
    assert re.findall(r'<th scope="row">(\w+)</th><td>([^<]+)</td>', said) == [("Centre", "7"), ("Harbour", "0")]
    assert '"name": "Centre"' in said


def test_an_official_reads_in_fives(client: Client, official: User, centre: District) -> None:
    said = page(client, official)
    told = dict(re.findall(r'<th scope="row">(\w+)</th><td>([^<]+)</td>', said))
    assert told["Harbour"] == "&lt; 5"
    assert told["Centre"] in ("5", "10")
    assert "Counts are told in fives" in said


def test_nothing_in_it_is_fetched(client: Client, supervisor: User, centre: District) -> None:
    said = page(client, supervisor)
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=", said) == []
    assert "url(" not in re.sub(r"<script>.*?</script>", "", said, flags=re.DOTALL)
    assert "default-src 'none'" in said


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>"])
def test_a_name_is_a_name_and_runs_nothing(client: Client, supervisor: User, camera: Camera, name: str) -> None:
    make_event(camera, district=District.objects.create(name=name, area=area()))
    said = page(client, supervisor)
    assert name not in said
    assert f"\\u003c{name[1:4]}" not in said  # Leaflet writes it into the page as HTML


def test_without_city_and_districts_it_is_an_empty_map(client: Client, supervisor: User) -> None:
    assert not City.objects.exists()
    assert "<h1>Events by district</h1>" in page(client, supervisor)
