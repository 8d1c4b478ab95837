"""What changes who may come in is written to the log, with what was and what is, and without any secret."""

import json
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role, Scope
from hypervision.accounts.tokens import OVERLAP, renewed
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from tests.factories import area, make_token, make_user

PERSON = "/admin/accounts/user/"


def told(action: str) -> LogEntry:
    return LogEntry.objects.get(action=action)


def form_of(person: User, **more: Any) -> dict[str, Any]:
    return {"username": person.username, "role": person.role, "is_active": "on", "everywhere": "on"} | more


def test_a_new_account_is_logged(desk: Client) -> None:
    word = "a long word of theirs"
    desk.post(f"{PERSON}add/", {"username": "bo", "role": "operator", "password1": word, "password2": word})
    entry = told("account.create")
    assert (entry.actor, entry.subject, entry.facts["now"]["role"]) == ("administrator", "bo", "operator")
    assert word not in json.dumps(entry.facts)
    assert User.objects.get(username="bo").password not in json.dumps(entry.facts)


def test_a_change_says_what_was_and_what_is(desk: Client) -> None:
    person = make_user(Role.OPERATOR, username="bo")
    desk.post(f"{PERSON}{person.pk}/change/", form_of(person, role="supervisor", kinds=["fire"]))
    entry = told("account.change")
    assert entry.facts == {"was": {"role": "operator", "kinds": []}, "now": {"role": "supervisor", "kinds": ["fire"]}}


def test_a_perimeter_is_told_whole(desk: Client) -> None:
    person = make_user(Role.OPERATOR, username="bo", everywhere=False, perimeter=area())
    desk.post(f"{PERSON}{person.pk}/change/", form_of(person) | {"perimeter": ""})
    assert told("account.change").facts["was"]["perimeter"].startswith("MULTIPOLYGON")


def test_saving_without_a_change_says_nothing(desk: Client) -> None:
    person = make_user(Role.OPERATOR, username="bo")
    desk.post(f"{PERSON}{person.pk}/change/", form_of(person))
    assert not LogEntry.objects.filter(action__startswith="account").exists()


def test_a_password_that_an_administrator_sets_is_logged_without_it(desk: Client) -> None:
    person, word = make_user(Role.OPERATOR, username="bo"), "another long word"
    desk.post(f"{PERSON}{person.pk}/password/", {"password1": word, "password2": word, "usable_password": "true"})
    person.refresh_from_db()
    assert person.check_password(word)
    assert told("account.password").facts == {}


@pytest.mark.parametrize("at_once", [False, True])
def test_an_account_that_goes_is_logged(desk: Client, at_once: bool) -> None:
    person = make_user(Role.OPERATOR, username="bo")
    if at_once:
        chosen = {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}
        desk.post(PERSON, chosen)
    else:
        desk.post(f"{PERSON}{person.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(username="bo").exists()
    assert told("account.remove").facts["was"]["role"] == "operator"


def test_tokens_are_logged_from_beginning_to_end(desk: Client, city_system: User) -> None:
    desk.post("/admin/accounts/apitoken/add/", {"name": "Dispatch", "user": city_system.pk, "scopes": ["events:read"]})
    token = ApiToken.objects.get()
    assert told("token.create").facts["now"]["scopes"] == ["events:read"]
    desk.post(f"/admin/accounts/apitoken/{token.pk}/delete/", {"post": "yes"})
    said = json.dumps([entry.facts for entry in LogEntry.objects.filter(action__startswith="token")])
    assert told("token.remove").actor == "administrator"
    assert token.digest not in said
    assert token.token_key not in said


def test_a_token_is_renewed_without_a_gap(desk: Client, city_system: User) -> None:
    secret = make_token(city_system, Scope.EVENTS_READ)
    old = ApiToken.objects.get()
    answer = desk.post("/admin/accounts/apitoken/", {"action": "renew", "_selected_action": [old.pk]})
    shown = str(next(iter(get_messages(answer.wsgi_request))))
    fresh = shown.rpartition(" is ")[0] and shown.split(" is ")[1].split(". ")[0]
    for one in (secret, fresh):
        assert Client().get("/api/v1/events/", headers={"Authorization": f"Token {one}"}).status_code == 200
    old.refresh_from_db()
    assert old.expiry is not None
    assert abs(old.expiry - clock.now() - OVERLAP) < timedelta(minutes=1)
    assert told("token.renew").actor == "administrator"
    assert fresh not in json.dumps(told("token.renew").facts)


def test_a_renewed_token_lasts_as_long_as_the_old_one_did(city_system: User) -> None:
    make_token(city_system, Scope.EVENTS_READ)
    old = ApiToken.objects.get()
    old.expiry = old.created + timedelta(hours=2)
    new, _ = renewed(old)
    assert new.expiry is not None
    assert abs(new.expiry - clock.now() - timedelta(hours=2)) < timedelta(minutes=1)
    assert old.expiry == old.created + timedelta(hours=2), "it does not live longer because it was renewed"


def test_a_token_says_when_it_was_used(city_system: User) -> None:
    secret = make_token(city_system, Scope.EVENTS_READ)
    Client().get("/api/v1/events/", headers={"Authorization": f"Token {secret}"})
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    assert clock.now() - used < timedelta(minutes=1)


def test_who_opens_a_lock_is_logged(desk: Client) -> None:
    one = AccessAttempt.objects.create(username="aino", ip_address="10.0.0.9", failures_since_start=8, path_info="/")
    desk.post(f"/admin/axes/accessattempt/{one.pk}/delete/", {"post": "yes"})
    assert told("lock.remove").facts["was"]["username"] == "aino"


def test_whatever_can_be_changed_in_the_administration_writes_the_log(administrator: User) -> None:
    """By name: whoever registers another model that can be changed tests that it is logged, and says so here."""
    request = RequestFactory().get("/")
    request.user = administrator
    changeable = {
        model._meta.label
        for model, desk in admin.site._registry.items()
        if desk.has_add_permission(request)
        or desk.has_change_permission(request)
        or desk.has_delete_permission(request)
    }
    assert changeable == {
        "accounts.ApiToken",
        "accounts.User",
        "alerts.Deadline",
        "axes.AccessAttempt",
        "detectors.Rule",
        "detectors.Schedule",
        "law.Authorisation",
        "maps.Camera",
        "maps.Zone",
        "oncall.OnCall",
        "mqtt.Broker",
        "mqtt.Subscription",
        "outward.Webhook",
    }
