"""Specification of accounts, tokens and failed log-ins in the administration."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.messages import get_messages
from django.test import Client
from django.utils.timezone import localtime

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from tests.factories import make_user


@pytest.mark.parametrize(("role", "opens"), [("administrator", True), ("operator", False), ("official", False)])
def test_whoever_may_configure_and_nobody_else_opens_the_administration(desk: Client, role: str, opens: bool) -> None:
    """Also when somebody had it before and was given another role."""
    person = make_user(Role.SUPERVISOR, username="person", is_staff=not opens)
    answer = desk.post(
        f"/admin/accounts/user/{person.pk}/change/", {"username": "person", "role": role, "is_active": "on"}
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    person.refresh_from_db()
    assert (person.role, person.is_staff) == (role, opens)


def test_the_page_of_a_person_shows_no_hash_of_the_password_and_lets_nobody_write_one(desk: Client) -> None:
    person = make_user(Role.OPERATOR, username="person", password="a long word of theirs")
    page = desk.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert person.password not in page
    assert "../password/" in page
    desk.post(
        f"/admin/accounts/user/{person.pk}/change/",
        {"username": "person", "role": "operator", "is_active": "on", "password": "x"},
    )
    person.refresh_from_db()
    assert person.check_password("a long word of theirs")


def test_a_token_is_shown_once_and_stored_hashed(desk: Client, city_system: User) -> None:
    answer = desk.post(
        "/admin/accounts/apitoken/add/", {"name": "Dispatch", "user": city_system.pk, "scopes": ["events:read"]}
    )
    said = str(next(iter(get_messages(answer.wsgi_request))))
    secret = re.search(r"is (\S+)\.", said)
    assert secret is not None
    token = ApiToken.objects.get()
    assert token.scopes == ["events:read"]
    assert secret[1] not in (token.digest, token.token_key)
    assert Client().get("/api/v1/events/", headers={"Authorization": f"Token {secret[1]}"}).status_code == 200


def test_a_token_ends_when_its_form_says_so_and_is_never_changed(desk: Client, city_system: User) -> None:
    tomorrow = clock.now().replace(second=0, microsecond=0) + timedelta(days=1)
    at = {"expiry": f"{localtime(tomorrow):%Y-%m-%dT%H:%M}"}
    desk.post(
        "/admin/accounts/apitoken/add/",
        {"name": "Dispatch", "user": city_system.pk, "scopes": ["events:read"], **at},
    )
    token = ApiToken.objects.get()
    assert token.expiry == tomorrow
    more = {"name": "Dispatch", "user": city_system.pk, "scopes": ["events:read", "counts:read"]}
    assert desk.post(f"/admin/accounts/apitoken/{token.pk}/change/", more).status_code == 403
    token.refresh_from_db()
    assert token.scopes == ["events:read"]


def test_failed_log_ins_are_read_and_taken_away_but_never_changed(desk: Client) -> None:
    one = AccessAttempt.objects.create(
        username="aino", ip_address="10.0.0.9", failures_since_start=8, path_info="/login/"
    )
    assert b"aino" in desk.get("/admin/axes/accessattempt/").content
    page = f"/admin/axes/accessattempt/{one.pk}/"
    assert desk.post(f"{page}change/", {"username": "eero"}).status_code == 403
    desk.post(f"{page}delete/", {"post": "yes"})
    assert not AccessAttempt.objects.exists()
