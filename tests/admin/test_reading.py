"""The administration as it is read: plain figures, in the reader's language, and one log-in for all pages."""

import pytest
from django.test import Client

from detectors.models import Watch
from hypervision.accounts.models import User
from maps.models import Calibration, Camera
from tests.factories import NOON, make_camera

pytestmark = pytest.mark.django_db
WATCHES = "/admin/detectors/watch/"


@pytest.fixture
def watch() -> Watch:
    return Watch.objects.create(
        camera=make_camera(address="rtsp://127.0.0.1:1/a"), since=NOON, rate=1.7680174063725091, frame_age_ms=123.456,
        looked_share=0.4871,
    )  # fmt: skip


def test_a_rate_has_one_decimal_and_every_head_of_the_list_is_translated(
    client: Client, administrator: User, watch: Watch
) -> None:
    client.force_login(administrator)
    client.cookies["django_language"] = "fr"
    page = client.get(WATCHES).content.decode()
    assert ">1,8<" in page
    assert "1,768" not in page
    assert "Caméra" in page.split("<thead>")[1].split("</thead>")[0]


def test_the_page_of_a_watch_rounds_what_it_shows(client: Client, administrator: User, watch: Watch) -> None:
    client.force_login(administrator)
    page = client.get(f"{WATCHES}{watch.pk}/change/").content.decode()
    assert all(figure in page for figure in (">1.8<", ">123<", ">49%<"))


def test_the_error_of_a_calibration_is_rounded_and_not_cut_off(
    client: Client, administrator: User, camera: Camera
) -> None:
    values = {"width": 640, "height": 360, "homography": [1.0, 0, 0, 0, 1, 0, 0, 0, 1], "rmse": 0.1}
    Calibration.objects.create(camera=camera, version=1, forecast=0.159, **values)
    client.force_login(administrator)
    assert "±0.16 m" in client.get(f"/admin/maps/camera/{camera.pk}/change/").content.decode()


def test_who_may_not_administer_reads_why_in_the_frame_of_the_product(client: Client, operator: User) -> None:
    client.force_login(operator)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "Not open to you" in answer.content.decode()


def test_nobody_is_sent_to_the_one_log_in_and_comes_back(client: Client) -> None:
    answer = client.get("/admin/maps/camera/", follow=True)
    assert answer.redirect_chain[-1][0] == "/login/?next=%2Fadmin%2Fmaps%2Fcamera%2F"


def test_the_administrator_who_asks_for_the_log_in_of_the_administration_is_in(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    assert client.get("/admin/login/")["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "Nothing is known of them yet"),
        (0.04, "The network finds what is new in the pictures, except for 4 %."),
        (0.72, "Doubtful: 72 % of what is new in the pictures is nothing that the network finds."),
    ],
)
def test_the_page_of_a_camera_says_whether_its_masks_are_doubtful(
    client: Client, administrator: User, watch: Watch, share: float | None, words: str
) -> None:
    watch.unexplained = share
    watch.save()
    client.force_login(administrator)
    assert words in client.get(f"/admin/maps/camera/{watch.camera_id}/change/").content.decode()
