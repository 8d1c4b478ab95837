"""The pages of exercises: started from a script, refused in sentences, ended, and read by who may."""

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions
from hypervision.exercises import playing
from hypervision.exercises.models import Exercise
from tests import factories
from tests.exercises.worlds import SCRIPT, played, started

pytestmark = pytest.mark.django_db


def test_a_supervisor_starts_a_script_and_ends_it(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    answer = client.post("/exercises/", {"script": SCRIPT})
    exercise = Exercise.objects.get()
    assert answer["Location"] == f"/exercises/{exercise.pk}/"
    assert "Under way: Fire at the market" in client.get("/exercises/").content.decode()
    assert "End the exercise now" in client.get(answer["Location"]).content.decode()
    client.post(answer["Location"])
    assert Exercise.objects.get().ended_by == supervisor
    assert client.post(answer["Location"]).status_code == 409


def test_a_bad_script_keeps_what_was_written_and_says_why(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    answer = client.post("/exercises/", {"script": "title: <b>\nalerts: [7]"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Alert 1: write second" in page
    assert "title: &lt;b&gt;" in page
    assert not Exercise.objects.exists()


def test_the_example_can_be_started_as_it_is(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    example = client.get("/exercises/").context["form"].initial["script"]
    assert client.post("/exercises/", {"script": example}).status_code == 302


def test_the_record_is_read_in_words(client: Client, supervisor: User, operator: User, inspector: User) -> None:
    exercise = started(supervisor)
    actions.confirm(played(exercise)[0].pk, operator, informed=["fire_brigade"])
    playing.end(exercise.pk, supervisor)
    client.force_login(inspector)
    page = client.get(f"/exercises/{exercise.pk}/").content.decode()
    assert "confirmed: Fire brigade" in page
    assert "not played" in page


def test_the_inspector_starts_and_ends_nothing(client: Client, supervisor: User, inspector: User) -> None:
    exercise = started(supervisor)
    client.force_login(inspector)
    assert "Start now" not in client.get("/exercises/").content.decode()
    assert client.post("/exercises/", {"script": SCRIPT}).status_code == 403
    assert client.post(f"/exercises/{exercise.pk}/").status_code == 403
    assert Exercise.objects.get().ended_at is None


def test_a_supervisor_of_elsewhere_does_not_find_it(client: Client, supervisor: User) -> None:
    exercise = started(supervisor)
    area = factories.area(*factories.ELSEWHERE)
    client.force_login(factories.make_user(Role.SUPERVISOR, everywhere=False, perimeter=area))
    assert client.get(f"/exercises/{exercise.pk}/").status_code == 404
    assert client.post(f"/exercises/{exercise.pk}/").status_code == 404
