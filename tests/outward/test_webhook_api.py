"""Webhooks over REST: as in the administration, by the same form, for the same people, with the same log."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.outward import actions, addresses
from hypervision.outward.models import Delivery, Webhook
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.factories import make_user
from tests.outward.worlds import make_webhook

LIST = "/api/v1/webhooks/"
URL = "https://dispatch.example/hook"
GIVEN: dict[str, Any] = {"name": "Dispatch", "account": "city-system", "url": URL, "messages": ["alert.confirmed"]}


@pytest.fixture(autouse=True)
def names(key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"dispatch.example": ["93.184.216.34"], "inside.example": ["10.0.0.1"]}
    monkeypatch.setattr(addresses, "look_up", lambda host, _port: known[host])


@pytest.fixture
def one(city_system: User) -> Webhook:
    return make_webhook(city_system, URL)


@pytest.fixture
def api(client_of: ClientOf, administrator: User) -> APIClient:
    """With a token, as a program has it."""
    return client_of(administrator, Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE)


def at(webhook: Webhook, more: str = "") -> str:
    return f"{LIST}{webhook.pk}/{more}"


def post(api: APIClient, path: str, **words: Any) -> Any:
    return api.post(path, words, format="json")


def logged() -> list[str]:
    return list(LogEntry.objects.order_by("number").values_list("action", flat=True))


def test_a_new_one_tells_its_secret_once_and_where_it_stands(api: APIClient, city_system: User) -> None:
    made = post(api, LIST, **GIVEN)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    again = api.get(made["Location"])
    assert again["ETag"] == made["ETag"]
    assert again.json() == {name: value for name, value in made.json().items() if name != "secret"}
    entry = LogEntry.objects.get(action="webhook.make")
    assert (entry.actor, entry.facts["to"]) == ("administrator", URL)


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"url": "https://inside.example/"}, "url", "inner address"),
        ({"account": "operator"}, "account", "Select a valid choice"),
        ({"account": "nobody"}, "account", "Select a valid choice"),
        ({"messages": ["event.erased"]}, "messages", "not a valid choice"),
        ({"messages": []}, "messages", "at least 1"),
        ({"secret": "mine"}, "secret", "Unknown field"),
    ],
)
def test_what_is_wrong_is_said_by_field(
    api: APIClient, city_system: User, operator: User, wrong: dict[str, Any], field: str, why: str
) -> None:
    answer = post(api, LIST, **(GIVEN | wrong))
    assert answer.status_code == 400
    assert why in str(answer.json()["errors"][field])
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"name": "\xff"}',
        b'{"name": NaN}',
        b'["Dispatch"]',
        b'{"name": "Dispatch", "url": "ht',
    ],
    ids=["nothing", "half", "deep", "no letters", "no number", "a list", "cut off"],
)
def test_a_body_that_is_no_webhook_is_refused_with_a_sentence(api: APIClient, body: bytes) -> None:
    answer = api.post(LIST, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert not Webhook.objects.exists()


def test_without_a_token_nobody_makes_one(city_system: User) -> None:
    assert post(APIClient(), LIST, **GIVEN).status_code == 401
    assert not Webhook.objects.exists()


def test_a_change_holds_for_what_was_read(api: APIClient, one: Webhook) -> None:
    tag = api.get(at(one))["ETag"]
    answer = api.patch(at(one), {"messages": ["camera.state"]}, format="json", headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["messages"]) == (200, ["camera.state"])
    late = api.patch(at(one), {"name": "Mine"}, format="json", headers={"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    blind = api.patch(at(one), {"name": "Mine"}, format="json")
    assert (blind.status_code, blind.json()["code"]) == (428, "no_precondition")
    assert Webhook.objects.get().name == "Dispatch"
    assert logged() == ["webhook.make", "webhook.change"]


def test_whoever_overwrites_knowingly_says_so(api: APIClient, one: Webhook) -> None:
    answer = api.patch(at(one), {"name": "Fire brigade"}, format="json", headers={"If-Match": "*"})
    assert answer.json()["name"] == "Fire brigade"


def test_another_account_cannot_take_its_place(api: APIClient, one: Webhook) -> None:
    answer = api.patch(at(one), {"account": "operator"}, format="json", headers={"If-Match": "*"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["account"])


def test_one_is_taken_away(api: APIClient, one: Webhook) -> None:
    assert api.delete(at(one)).status_code == 428
    assert api.delete(at(one), headers={"If-Match": api.get(at(one))["ETag"]}).status_code == 204
    assert api.get(at(one)).status_code == 404
    assert logged() == ["webhook.make", "webhook.remove"]


def test_a_test_is_sent_and_found_among_the_deliveries(api: APIClient, one: Webhook) -> None:
    sent = post(api, at(one, "test/")).json()
    assert (sent["message"], sent["state"]) == ("webhook.test", "waiting")
    assert api.get(at(one, "deliveries/")).json()["results"] == [sent]
    assert api.get(at(one, f"deliveries/{sent['id']}/")).json() == sent
    assert api.get(at(one, "state/")).json()["waiting"] == 1
    assert "body" not in sent


def test_deliveries_are_filtered_and_come_in_pages(api: APIClient, one: Webhook) -> None:
    for _ in range(3):
        post(api, at(one, "test/"))
    Delivery.objects.filter(pk=Delivery.objects.latest("made_at").pk).update(state="dead")
    assert len(api.get(at(one, "deliveries/"), {"state": "waiting"}).json()["results"]) == 2
    assert api.get(at(one, "deliveries/"), {"message": "alert.confirmed"}).json()["results"] == []
    first = api.get(at(one, "deliveries/"), {"limit": 2}).json()
    rest = api.get(first["next"]).json()
    assert rest["next"] is None
    assert len({row["id"] for row in first["results"] + rest["results"]}) == 3


def test_messages_are_sent_again_one_or_all_since_a_time(api: APIClient, one: Webhook) -> None:
    sent = post(api, at(one, "test/")).json()
    Delivery.objects.update(state="dead")
    since = (clock.now() - timedelta(hours=1)).isoformat()
    assert post(api, at(one, "again/"), since=since).json() == {"count": 1}
    assert post(api, at(one, f"deliveries/{sent['id']}/again/")).json() == {"count": 0}
    old = post(api, at(one, "again/"), since="2020-01-01T00:00:00Z")
    assert (old.status_code, old.json()["code"]) == (422, "too_long_ago")


def test_a_delivery_of_another_webhook_is_not_there(api: APIClient, one: Webhook) -> None:
    other = make_webhook(one.owner, URL, name="Other")
    sent = post(api, at(one, "test/")).json()
    assert api.get(at(other, f"deliveries/{sent['id']}/")).status_code == 404
    assert post(api, at(other, f"deliveries/{sent['id']}/again/")).status_code == 404


def test_stop_start_and_a_new_secret(api: APIClient, one: Webhook) -> None:
    assert post(api, at(one, "stop/")).json()["stopped"] == "by_hand"
    assert post(api, at(one, "test/")).json()["code"] == "stopped"
    assert post(api, at(one, "start/")).json()["stopped"] == ""
    assert post(api, at(one, "secret/")).json()["secret"].startswith("whsec_")
    assert logged() == ["webhook.make", "webhook.stop", "webhook.start", "webhook.renew"]


def test_no_answer_but_these_two_holds_a_secret(api: APIClient, one: Webhook) -> None:
    secret = actions.renew(one.pk, "administrator")
    read = [api.get(path).content.decode() for path in (LIST, at(one), at(one, "state/"), at(one, "deliveries/"))]
    assert not [text for text in read if secret in text or "whsec_" in text]


def test_a_token_needs_the_scope_and_its_account_the_right(
    client_of: ClientOf, administrator: User, one: Webhook
) -> None:
    reader = client_of(administrator, Scope.WEBHOOKS_READ)
    assert (reader.get(LIST).status_code, post(reader, LIST, **GIVEN).status_code) == (200, 403)
    assert post(reader, at(one, "secret/")).status_code == 403
    for role in (Role.SUPERVISOR, Role.OPERATOR, Role.INSPECTOR, Role.OFFICIAL, Role.SYSTEM):
        stranger = client_of(make_user(role), Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE)
        assert {stranger.get(LIST).status_code, post(stranger, at(one, "stop/")).status_code} == {403}
    assert logged() == ["webhook.make"]


def test_the_list_is_a_table_too_with_the_columns_that_are_wanted(api: APIClient, one: Webhook) -> None:
    table = api.get(LIST, {"format": "csv", "fields": "name,stopped"}).content.decode()
    assert table.splitlines() == ["id,name,stopped", f"{one.pk},Dispatch,"]
