"""A square in Helsinki: its city, one calibrated camera with a zone, and a client that reads it as GeoJSON."""

from typing import Any

from django.contrib.gis.geos import Polygon
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.lib import clock
from maps.models import Camera, City, District
from tests.detectors.test_ground import calibrated
from tests.factories import area, make_count, make_event, make_zone

ITEMS = "/ogc/collections/{}/items"
EXTENT = (24.8, 60.1, 25.2, 60.3)
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
HYPHENED = {"bbox_crs": "bbox-crs", "filter_crs": "filter-crs", "filter_lang": "filter-lang"}
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def make_city() -> City:
    return City.objects.create(
        id=1,
        name="Helsinki",
        extent=Polygon.from_bbox(EXTENT),
        source="test",
        attribution="© OpenStreetMap contributors",
        imported_at=clock.now(),
    )


def make_square() -> Camera:
    """One item in each collection, all of one camera."""
    camera = calibrated(name="Square")
    make_zone(camera, name="Gate", points=[[0.4, 0.7], [0.6, 0.7], [0.6, 0.9], [0.4, 0.9]])
    District.objects.create(name="Kluuvi", area=area())
    make_event(camera)
    make_count(camera, zone=make_zone(camera, name="Bridge", purpose="line", points=[[0.4, 0.8], [0.6, 0.8]]))
    return camera


def read(user: User, path: str, **asked: Any) -> Any:
    """The answer, whatever it is."""
    client = APIClient()
    client.force_login(user)
    return client.get(path, {HYPHENED.get(name, name): value for name, value in asked.items()})


def found(user: User, collection: str, **asked: Any) -> list[dict[str, Any]]:
    """The features of a page. Some parameters are HYPHENED."""
    answer = read(user, ITEMS.format(collection), **asked)
    assert answer.status_code == 200, answer.content
    features: list[dict[str, Any]] = answer.json()["features"]
    return features


def names(user: User, collection: str, name: str = "name", **asked: Any) -> list[Any]:
    return [each["properties"][name] for each in found(user, collection, **asked)]


def refused(user: User, collection: str, **asked: Any) -> str:
    """The sentence of a refusal."""
    answer = read(user, ITEMS.format(collection), **asked)
    assert answer.status_code == 400, (answer.status_code, answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    return str(answer.json()["detail"])
