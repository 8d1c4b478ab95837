"""Specification of the page of site validations, and of what stands beside an alert."""

from typing import Any

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert
from hypervision.law import validations
from hypervision.law.models import SiteValidation
from maps.models import Camera
from tests.factories import (
    ELSEWHERE,
    MODEL_HASH,
    make_alert,
    make_camera,
    make_event,
    make_network,
    make_rule,
    make_user,
)

PAGE = "/validations/"
STATEMENT = "Walked through the gate ten times by day and night."

pytestmark = pytest.mark.django_db


@pytest.fixture
def tried(camera: Camera) -> Camera:
    """Eleven of twelve alerts were right."""
    make_network()
    make_rule(camera)
    for number in range(12):
        make_alert(camera, state=Alert.State.REFUTED if number == 0 else Alert.State.CONFIRMED)
    return camera


def sign(client: Client, where: Camera, **values: Any) -> Any:
    given = {"camera": str(where.pk), "kind": "intrusion", "network": MODEL_HASH, "statement": STATEMENT}
    return client.post(PAGE, {**given, **values})


@pytest.fixture
def desk(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


def test_what_nobody_has_signed_is_on_trial(desk: Client, tried: Camera) -> None:
    page = desk.get(PAGE).content.decode()
    assert "On trial" in page
    assert "11 of 12 confirmed" in " ".join(page.split())


def test_a_supervisor_signs_with_the_figures_of_that_moment(desk: Client, tried: Camera) -> None:
    assert sign(desk, tried).status_code == 302
    made = SiteValidation.objects.get()
    assert (made.camera_id, made.model_hash, made.judged, made.confirmed) == (tried.pk, MODEL_HASH, 12, 11)
    assert made.begins == Alert.objects.order_by("event__captured_at")[0].event.captured_at
    page = desk.get(PAGE).content.decode()
    assert STATEMENT in page
    assert "On trial" not in page


def test_a_refused_statement_stays_in_the_page(desk: Client, tried: Camera) -> None:
    answer = sign(desk, tried, statement="Works well.")
    assert (answer.status_code, "Works well." in answer.content.decode()) == (422, True)
    assert "what was tried on site" in answer.content.decode()


def test_a_statement_that_is_too_long_stays_in_the_page_and_says_so(desk: Client, tried: Camera) -> None:
    """A browser counts the end of a line once, and sends two characters."""
    answer = sign(desk, tried, statement="It was tried on site. " * 100)
    assert (answer.status_code, "at most 2000 characters" in answer.content.decode()) == (422, True)
    assert "It was tried on site. It" in answer.content.decode()
    assert not SiteValidation.objects.exists()


def test_another_network_than_the_page_showed_is_not_signed(desk: Client, tried: Camera) -> None:
    assert f'name="network" value="{MODEL_HASH}"' in desk.get(PAGE).content.decode()
    answer = sign(desk, tried, network="c" * 64)
    assert (answer.status_code, "Another network" in answer.content.decode()) == (409, True)
    assert not SiteValidation.objects.exists()


def test_what_another_one_signed_meanwhile_is_read_first(client: Client, desk: Client, tried: Camera) -> None:
    sign(desk, tried)
    client.force_login(make_user(Role.SUPERVISOR, username="bert", everywhere=True))
    answer = sign(client, tried, statement="Looked at it from the car twice.")
    assert (answer.status_code, "Read it first." in answer.content.decode()) == (409, True)
    assert SiteValidation.objects.get().signed_by == User.objects.get(username="supervisor")


def test_signed_for_another_network_it_is_on_trial_again(desk: Client, tried: Camera) -> None:
    sign(desk, tried)
    SiteValidation.objects.update(model_hash="c" * 64)
    assert "signed for another network" in desk.get(PAGE).content.decode()


def test_a_validation_is_withdrawn(desk: Client, tried: Camera) -> None:
    sign(desk, tried)
    made = SiteValidation.objects.get()
    desk.post(PAGE, {"withdraw": str(made.pk), "reason": "A tree has grown."})
    made.refresh_from_db()
    assert made.withdrawn_reason == "A tree has grown."


@pytest.mark.parametrize("values", [{"kind": "density"}, {"kind": "occupancy"}, {"camera": "0" * 32}])
def test_what_no_rule_looks_for_is_not_signed(desk: Client, tried: Camera, values: dict[str, str]) -> None:
    make_rule(tried, kind="density", enabled=False)
    assert sign(desk, tried, **values).status_code == 422
    assert not SiteValidation.objects.exists()


def test_sums_raise_no_alert_and_are_neither_listed_nor_signed(desk: Client, tried: Camera) -> None:
    make_rule(tried, kind="occupancy")
    assert "Occupancy" not in desk.get(PAGE).content.decode()
    assert sign(desk, tried, kind="occupancy").status_code == 422
    assert not SiteValidation.objects.exists()


def test_what_is_on_trial_stands_first(desk: Client, tried: Camera) -> None:
    make_rule(tried, kind="wrong_direction")
    sign(desk, tried)
    page = desk.get(PAGE).content.decode()
    assert page.index("<td>Wrong direction</td>") < page.index("<td>Intrusion</td>")


def test_who_sees_another_part_of_the_city_neither_reads_nor_signs_nor_withdraws(
    client: Client, desk: Client, tried: Camera
) -> None:
    sign(desk, tried)
    far = make_camera(ELSEWHERE)
    stranger = make_user(Role.SUPERVISOR, username="stranger", everywhere=False)
    make_rule(far)
    client.force_login(stranger)
    assert tried.name not in client.get(PAGE).content.decode()
    assert sign(client, tried).status_code == 422
    pk = str(SiteValidation.objects.get().pk)
    assert client.post(PAGE, {"withdraw": pk, "reason": "x"}).status_code == 422
    assert SiteValidation.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    ("role", "reads"), [(Role.ADMINISTRATOR, 200), (Role.INSPECTOR, 200), (Role.OPERATOR, 403), (Role.OFFICIAL, 403)]
)
def test_others_read_it_or_not_and_sign_nothing(client: Client, tried: Camera, role: Role, reads: int) -> None:
    client.force_login(make_user(role, username="other", everywhere=True))
    assert client.get(PAGE).status_code == reads
    assert sign(client, tried).status_code == 403
    assert not SiteValidation.objects.exists()


def test_with_no_rule_the_page_says_so(desk: Client) -> None:
    assert "No rule that is switched on" in desk.get(PAGE).content.decode()


def test_beside_an_alert_stands_who_signed(desk: Client, tried: Camera, supervisor: User) -> None:
    alert = make_alert(tried, event=make_event(tried, model_hash=MODEL_HASH))
    url = f"/api/v1/alerts/{alert.pk}/"
    assert desk.get(url).json()["validation"] is None
    sign(desk, tried)
    signed = desk.get(url).json()["validation"]
    assert (signed["by"], signed["statement"]) == ("supervisor", STATEMENT)
    assert validations.standing(tried.pk, "intrusion") is not None
    older = make_alert(tried, event=make_event(tried, model_hash="c" * 64))
    assert desk.get(f"/api/v1/alerts/{older.pk}/").json()["validation"] is None
