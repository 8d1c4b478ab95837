"""The link to the city's own video system: what an administrator may write, and where it leads."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maps import video_link
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "template",
    [
        "",
        "https://vms.example/{camera}?at={iso}",
        "http://10.0.0.7:8080/view?cam=17&t={epoch_ms}#{epoch}",
        "HTTPS://vms.example/{name}",
        "https://vms.example/",
    ],
)
def test_a_link_of_the_web_with_known_names_is_taken(template: str) -> None:
    video_link.check(template)


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("javascript://vms.example/%0Aalert(1)", "begin with one of: https, http"),
        ("data://x/{camera}", "begin with one of"),
        ("ftp://vms.example/{camera}", "begin with one of"),
        ("vms.example/{camera}", "begin with one of"),
        ("{camera}", "begin with one of"),
        ("https://{camera}.vms.example/", "Name the server before the first brace"),
        ("https://vms.example{camera}/", "Name the server before the first brace"),
        ("https:///{camera}", "Name the server before the first brace"),
        ("https://vms.example", "Name the server before the first brace"),
        ("https://ann:secret@vms.example/{camera}", "Leave name and password out"),
        ("https://vms.example/{operator}", "In braces may stand: camera, name, iso, epoch, epoch_ms"),
        ("https://vms.example/{camera.credentials}", "In braces may stand"),
        ("https://vms.example/{camera!r}", "In braces may stand"),
        ("https://vms.example/{iso:99}", "In braces may stand"),
        ("https://vms.example/{}", "In braces may stand"),
        ("https://vms.example/{camera", "In braces may stand"),
        ("https://vms.example/{{camera}}", "In braces may stand"),
        ("https://vms.example/a b", "without spaces"),
        ('https://vms.example/"', "without spaces"),
        ("https://vms.example/\n{camera}", "without spaces"),
        ("https:\\\\vms.example/", "without spaces"),
    ],
)
def test_what_would_lead_elsewhere_is_refused_with_a_sentence(template: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        video_link.check(template)


def test_the_scheme_of_a_program_is_taken_where_the_settings_name_it(settings: Any) -> None:
    settings.VIDEO_LINK_SCHEMES = ["https", "viewer", "javascript"]
    video_link.check("viewer:camera={camera}&at={iso}")
    with pytest.raises(ValidationError):
        video_link.check("javascript:alert(1)")


def test_what_is_filled_in_cannot_change_the_address() -> None:
    camera = factories.make_camera(name="Gate 3/4?&x=é", video_link="https://vms.example/{name}/{camera}?at={iso}")
    at = NOON + timedelta(milliseconds=250)
    assert video_link.filled(camera, at) == (
        f"https://vms.example/Gate%203%2F4%3F%26x%3D%C3%A9/{camera.pk}?at=2026-06-01T12%3A00%3A00Z"
    )
    camera.video_link = "https://vms.example/?s={epoch}&ms={epoch_ms}"
    seconds = int(NOON.timestamp())
    assert video_link.filled(camera, at) == f"https://vms.example/?s={seconds}&ms={seconds}250"


def test_a_camera_without_a_link_leads_nowhere() -> None:
    assert video_link.filled(factories.make_camera(), NOON) == ""
