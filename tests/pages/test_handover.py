"""The pages of the hand-over."""

from uuid import uuid4

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.shifts import duty, handovers
from hypervision.shifts.models import HandOver, Presence, Silence
from maps.models import Camera
from tests.factories import NOON, make_alert

pytestmark = pytest.mark.django_db

DRAFT = "/hand-over/"


@pytest.fixture
def leaving(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def as_person(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_shift_is_handed_over_and_taken(leaving: Client, operator: User, supervisor: User) -> None:
    duty.go_on(operator)
    signed = leaving.post(DRAFT, {"key": uuid4(), "words": "The lift is out of order.", "leave": "on"})
    assert Presence.objects.get().end == Presence.End.BY_HAND
    next_one = as_person(supervisor)
    assert "The hand-over of operator" in next_one.get(DRAFT).content.decode()
    page = next_one.get(signed["Location"]).content.decode()
    assert "The lift is out of order." in page
    assert "I have read it and take over" in page
    next_one.post(signed["Location"])
    assert HandOver.objects.get().taken_by == supervisor
    assert "I have read it and take over" not in next_one.get(signed["Location"]).content.decode()


def test_who_stays_on_duty_says_so(leaving: Client, operator: User) -> None:
    duty.go_on(operator)
    leaving.post(DRAFT, {"key": uuid4(), "words": ""})
    assert duty.on_duty().exists()


def test_the_leaving_person_is_offered_no_second_signature(leaving: Client, operator: User) -> None:
    one = handovers.sign(operator)
    page = leaving.get(f"{DRAFT}{one.pk}/").content.decode()
    assert "another account signs for it" in page
    response = leaving.post(f"{DRAFT}{one.pk}/")
    assert (response.status_code, "Somebody else signs" in response.content.decode()) == (422, True)


def test_the_second_to_sign_reads_who_was_first(client: Client, operator: User, supervisor: User) -> None:
    one = handovers.sign(supervisor)
    handovers.take(one.pk, operator)
    response = as_person(operator).post(f"{DRAFT}{one.pk}/")
    assert response.status_code == 409
    assert "operator signed for this hand-over first" in response.content.decode()


def test_the_draft_lists_what_is_open_silent_and_stopped(leaving: Client, camera: Camera) -> None:
    make_alert(camera)
    Silence.objects.create(camera_id=camera.pk, camera_name="Station", place=camera.location, began_at=NOON)
    page = leaving.get(DRAFT).content.decode()
    assert all(words in page for words in ("Intrusion", "Kaivokatu, Square", "Station", "None: nothing is stopped."))


def test_a_quiet_shift_says_so(leaving: Client) -> None:
    page = leaving.get(DRAFT).content.decode()
    assert "None: every alert has its verdict" in page
    assert "Nobody has handed over yet." in page


def test_the_inspector_reads_and_signs_nothing(client: Client, inspector: User, operator: User) -> None:
    one = handovers.sign(operator)
    client.force_login(inspector)
    assert "Sign and hand over" not in client.get(DRAFT).content.decode()
    assert client.post(DRAFT, {"key": uuid4()}).status_code == 403
    assert client.post(f"{DRAFT}{one.pk}/").status_code == 403
    assert HandOver.objects.get().taken_by is None


def test_the_outsider_opens_no_hand_over_of_the_whole_city(client: Client, operator: User, outsider: User) -> None:
    one = handovers.sign(operator)
    client.force_login(outsider)
    assert client.get(f"{DRAFT}{one.pk}/").status_code == 404
    assert client.post(f"{DRAFT}{one.pk}/").status_code == 404


def test_too_many_words_are_told_beside_the_field(leaving: Client) -> None:
    response = leaving.post(DRAFT, {"key": uuid4(), "words": "x" * (handovers.LONGEST + 1)})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_hostile_words_are_shown_as_words(leaving: Client, operator: User) -> None:
    one = handovers.sign(operator, "<script>alert(1)</script>")
    assert "<script>alert" not in leaving.get(f"{DRAFT}{one.pk}/").content.decode()
