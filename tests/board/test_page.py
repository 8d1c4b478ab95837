"""The dashboard's page: what it never shows, and what it says of a city that is being set up."""

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.board.query import SPANS
from maps.models import Camera
from tests.factories import make_alert


@pytest.mark.parametrize("period", [*SPANS, "nonsense"])
def test_the_page_shows_no_picture_no_camera_and_no_operator(
    client: Client, official: User, operator: User, camera: Camera, period: str
) -> None:
    make_alert(camera, state="confirmed")
    client.force_login(official)
    page = client.get("/dashboard/", {"period": period})
    text = page.content.decode()
    assert page.status_code == 200
    assert "<img" not in text
    assert camera.name not in text
    assert operator.username not in text


def test_a_city_whose_cameras_have_no_stream_is_not_told_that_all_are_watched(client: Client, official: User) -> None:
    client.force_login(official)
    text = client.get("/dashboard/").content.decode()
    assert "No camera has a stream yet." in text
    assert "All cameras that have a stream are watched." not in text
