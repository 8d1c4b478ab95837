"""Specification of the page of tables: what it would do, then all of it or nothing, and what others hear of it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from detectors import changes
from detectors.camera_lists import judging
from detectors.credentials import unseal
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law import log
from hypervision.law.models import LogEntry
from hypervision.live import journal
from hypervision.pages.snapshot import snapshot
from maps.models import Camera
from tests.factories import make_camera, make_user
from tests.live.worlds import heard

PAGE = "/admin/maps/camera/table/"
HEAD = "name,lat,lon"
GATE = "Gate,60.17,24.94"

pytestmark = pytest.mark.django_db


def take_in(desk: Client, text: str, **more: str) -> Any:
    return desk.post(PAGE, {"text": text, "take_in": "1", **more})


def test_first_the_page_says_what_each_line_would_do(desk: Client) -> None:
    file = SimpleUploadedFile("cameras.csv", f"{HEAD}\n{GATE}\nYard,1,2,3\n".encode())
    page = desk.post(PAGE, {"file": file}).content.decode()
    assert "Take in 2 cameras" in page
    assert GATE in page, "the lines can be mended there"
    assert not Camera.objects.exists()


def test_then_all_are_taken_in_and_logged(desk: Client, key: None) -> None:
    answer = take_in(desk, f"{HEAD},url,pictures\n{GATE},rtsp://u:p@10.0.0.5/a,no\nYard,60.17,24.94,,yes")
    assert answer.status_code == 302
    gate, yard = Camera.objects.order_by("name")
    assert (gate.address, gate.pictures, yard.pictures, gate.origin) == ("rtsp://10.0.0.5/a", False, True, "hand")
    assert unseal(bytes(gate.credentials or b"")).password == "p"
    assert LogEntry.objects.filter(action="camera.save", actor="administrator").count() == 2
    assert "p@" not in str(list(LogEntry.objects.values_list("facts", flat=True)))


def test_while_a_line_is_wrong_nothing_is_taken_in(desk: Client) -> None:
    page = take_in(desk, f"{HEAD}\n{GATE}\nYard,north,24.94")
    assert "Latitude and longitude are numbers" in page.content.decode()
    assert "Mend the lines, or leave them out." in page.content.decode()
    assert not Camera.objects.exists()


def test_wrong_lines_are_left_out_where_a_person_says_so(desk: Client) -> None:
    take_in(desk, f"{HEAD}\n{GATE}\nYard,north,24.94", leave_out="on")
    assert Camera.objects.get().name == "Gate"


@pytest.mark.django_db(transaction=True)
def test_who_clicks_twice_takes_them_in_once(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second request comes while the first one saves."""
    judged, take_both = threading.Event(), judging.take_in

    def slowly(*given: Any) -> int:
        judged.set()
        threading.Event().wait(0.3)
        return take_both(*given)

    def click() -> None:
        client = Client()
        client.force_login(administrator)
        take_in(client, f"{HEAD}\n{GATE}")
        connection.close()

    monkeypatch.setattr(judging, "take_in", slowly)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(click)
        judged.wait(10)
        second = pool.submit(click)
        first.result(), second.result()
    assert Camera.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_many_are_saved_others_write_to_the_log_and_to_the_journal(desk: Client, monkeypatch: Any) -> None:
    """Both are held at the very end alone, when all is saved and the cards of what is new are made."""
    held: list[tuple[str, bool]] = []

    def is_free(name: str, number: int) -> None:
        def ask() -> bool:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s), pg_advisory_unlock(%s)", [number, number])
                free = bool(cursor.fetchone()[0])
            connection.close()
            return free

        with ThreadPoolExecutor(1) as pool:
            held.append((name, not pool.submit(ask).result()))

    cards, append = changes._cameras, journal.append_all

    def reads(cameras: Any) -> Any:
        found = cards(cameras)
        if found:
            is_free("log", log._LOCK)
            is_free("journal", journal._LOCK)
        return found

    def appends(told: Any) -> Any:
        is_free("log", log._LOCK)
        return append(told)

    monkeypatch.setattr(changes, "_cameras", reads)
    monkeypatch.setattr(journal, "append_all", appends)
    take_in(desk, f"{HEAD}\n{GATE}\nYard,60.17,24.94")
    assert held == [("log", False), ("journal", False), ("log", True)]


def test_what_stands_already_is_not_saved_again(desk: Client) -> None:
    make_camera((24.94, 60.17), name="Gate")
    take_in(desk, f"{HEAD}\n{GATE}\nYard,60.17,24.94")
    assert LogEntry.objects.filter(action="camera.save").count() == 1


def test_whoever_sees_the_place_hears_of_the_new_cameras(desk: Client, operator: User) -> None:
    before = snapshot(operator)
    take_in(desk, f"{HEAD}\n{GATE}")
    assert [frame["kind"] for frame in heard(operator, before["number"])] == ["camera"]


def test_a_table_that_cannot_be_read_stays_in_the_page_with_its_sentence(desk: Client) -> None:
    page = desk.post(PAGE, {"text": "Gate;60.1"}).content.decode()
    assert "these are missing" in page
    assert "Gate;60.1" in page


def test_a_file_that_is_too_large_is_refused(desk: Client) -> None:
    file = SimpleUploadedFile("cameras.csv", b"x" * (2 * 2**20 + 1))
    assert "larger than 2 MB" in desk.post(PAGE, {"file": file}).content.decode()


def test_hostile_names_are_text(desk: Client) -> None:
    page = desk.post(PAGE, {"text": f"{HEAD}\n<script>alert(1)</script>,60.17,24.94"}).content.decode()
    assert "<script>alert(1)" not in page


def test_the_list_of_cameras_leads_there(desk: Client) -> None:
    assert PAGE in desk.get("/admin/maps/camera/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_does_not_configure_takes_nothing_in(client: Client, role: Role) -> None:
    client.force_login(make_user(role, is_staff=True))
    assert client.get(PAGE).status_code in (302, 403)
    assert take_in(client, f"{HEAD}\n{GATE}").status_code in (302, 403)
    assert not Camera.objects.exists()
