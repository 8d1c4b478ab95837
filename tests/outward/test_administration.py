"""Webhooks in the administration: made, tried, stopped, sent again; each deed is in the log."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils.timezone import localtime

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.outward import actions, addresses
from hypervision.outward.models import Delivery, Webhook
from tests.factories import make_user
from tests.outward.worlds import make_webhook

pytestmark = pytest.mark.django_db
LIST = "/admin/outward/webhook/"
URL = "https://dispatch.example/hook"


@pytest.fixture(autouse=True)
def names(key: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    known = {"dispatch.example": ["93.184.216.34"], "inside.example": ["10.0.0.1"]}
    monkeypatch.setattr(addresses, "look_up", lambda host, _port: known[host])
    return known


@pytest.fixture
def one(city_system: User) -> Webhook:
    return make_webhook(city_system, URL)


def said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def form(owner: User, **more: Any) -> dict[str, Any]:
    return {"name": "Dispatch", "owner": owner.pk, "url": URL, "kinds": ["alert.confirmed"], **more}


def test_a_new_one_shows_its_secret_once_and_keeps_it_enciphered(desk: Client, city_system: User) -> None:
    answer = desk.post(f"{LIST}add/", form(city_system))
    secret = re.search(r"whsec_\S+(?=\.)", said(answer))
    webhook = Webhook.objects.get()
    assert secret is not None
    assert secret[0].encode() not in bytes(webhook.secret)
    page = desk.get(f"{LIST}{webhook.pk}/change/", follow=True)
    again = desk.get(f"{LIST}{webhook.pk}/change/").content.decode()
    assert "whsec_" in page.content.decode()
    assert "whsec_" not in again
    entry = LogEntry.objects.get(action="webhook.make")
    assert (entry.actor, entry.facts["account"], entry.facts["to"]) == ("administrator", "city-system", URL)
    assert secret[0] not in str(entry.facts)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://inside.example/", "inner address"),
        ("http://dispatch.example/", "Only https"),
        ("dispatch", "Write an address such as"),
    ],
)
def test_an_address_that_is_not_allowed_is_refused_with_a_sentence(
    desk: Client, city_system: User, url: str, why: str
) -> None:
    answer = desk.post(f"{LIST}add/", form(city_system, url=url))
    assert why in str(answer.context["adminform"].form.errors["url"])
    assert not Webhook.objects.exists()


def test_only_a_city_system_may_listen(desk: Client, operator: User) -> None:
    answer = desk.post(f"{LIST}add/", form(operator))
    assert "owner" in answer.context["adminform"].form.errors


def test_a_message_that_nobody_offers_cannot_be_chosen(desk: Client, city_system: User) -> None:
    answer = desk.post(f"{LIST}add/", form(city_system, kinds=["event.erased"]))
    assert "kinds" in answer.context["adminform"].form.errors


def test_a_change_is_logged_and_leaves_alone_what_was_told_meanwhile(desk: Client, one: Webhook) -> None:
    Webhook.objects.update(position=7)
    actions.change(one, "administrator")  # read before
    desk.post(f"{LIST}{one.pk}/change/", {"name": "Fire brigade", "url": URL, "kinds": ["camera.state"]})
    changed = Webhook.objects.get()
    assert (changed.name, changed.kinds, changed.position) == ("Fire brigade", ["camera.state"], 7)
    assert changed.owner == one.owner
    assert LogEntry.objects.filter(action="webhook.change").count() == 2


def test_a_test_is_sent_by_a_button(desk: Client, one: Webhook) -> None:
    answer = desk.post(f"{LIST}{one.pk}/test/")
    assert "on its way" in said(answer)
    assert Delivery.objects.get().kind == "webhook.test"
    assert LogEntry.objects.filter(action="webhook.test", actor="administrator").count() == 1


def test_one_that_is_stopped_sends_no_test_and_says_so(desk: Client, one: Webhook) -> None:
    desk.post(f"{LIST}{one.pk}/stop/")
    assert "is stopped" in said(desk.post(f"{LIST}{one.pk}/test/"))
    assert not Delivery.objects.exists()


def test_stop_and_start_are_logged_once(desk: Client, one: Webhook) -> None:
    for deed in ("stop", "stop", "start", "start"):
        desk.post(f"{LIST}{one.pk}/{deed}/")
    assert list(LogEntry.objects.filter(subject="Dispatch").values_list("action", flat=True)) == [
        *("webhook.make", "webhook.stop", "webhook.start")
    ]


def test_a_new_secret_is_shown_once(desk: Client, one: Webhook) -> None:
    assert "whsec_" in said(desk.post(f"{LIST}{one.pk}/renew/"))
    renewed = Webhook.objects.get()
    assert bytes(renewed.old_secret or b"") == bytes(one.secret)
    assert LogEntry.objects.filter(action="webhook.renew").count() == 1


def test_messages_are_sent_again_from_a_time_on(desk: Client, one: Webhook) -> None:
    desk.post(f"{LIST}{one.pk}/test/")
    Delivery.objects.update(state="dead")
    since = f"{localtime(clock.now() - timedelta(hours=1)):%Y-%m-%dT%H:%M}"
    assert said(desk.post(f"{LIST}{one.pk}/again/", {"since": since})).endswith("1 message goes again.")
    assert Delivery.objects.get().state == "waiting"


@pytest.mark.parametrize(("since", "why"), [("", "Say from when"), ("2020-01-01T00:00", "kept for 14 days")])
def test_a_time_that_is_missing_or_too_long_ago_is_said(desk: Client, one: Webhook, since: str, why: str) -> None:
    assert why in said(desk.post(f"{LIST}{one.pk}/again/", {"since": since}))


def test_one_delivery_is_sent_again_from_their_list(desk: Client, one: Webhook) -> None:
    desk.post(f"{LIST}{one.pk}/test/")
    Delivery.objects.update(state="dead", answer="No room", status=500, problem="status")
    page = desk.get("/admin/outward/delivery/").content.decode()
    assert "No room" in page
    assert "answered with an error" in page
    pk = Delivery.objects.get().pk
    desk.post("/admin/outward/delivery/", {"action": "send_again", "_selected_action": [str(pk)]})
    assert Delivery.objects.get().state == "waiting"


def test_the_list_tells_how_each_one_is(desk: Client, one: Webhook) -> None:
    assert "runs" in desk.get(LIST).content.decode()
    desk.post(f"{LIST}{one.pk}/test/")
    Delivery.objects.update(state="dead")
    Webhook.objects.update(stopped="failing")
    page = desk.get(LIST).content.decode()
    assert "nothing was taken for three days" in page
    assert f"webhook__id__exact={one.pk}&amp;state=dead" in page


def test_the_form_says_why_one_is_stopped(desk: Client, one: Webhook) -> None:
    Webhook.objects.update(stopped="gone")
    assert "the receiver said that it is gone (410)" in desk.get(f"{LIST}{one.pk}/change/").content.decode()


def test_taking_one_away_is_logged(desk: Client, one: Webhook) -> None:
    desk.post(f"{LIST}{one.pk}/delete/", {"post": "yes"})
    assert not Webhook.objects.exists()
    assert LogEntry.objects.filter(action="webhook.remove").count() == 1


@pytest.mark.parametrize("deed", ["test", "renew", "stop", "start", "again"])
@pytest.mark.parametrize("is_staff", [False, True])
def test_whoever_may_not_configure_does_none_of_it(client: Client, one: Webhook, deed: str, is_staff: bool) -> None:
    client.force_login(make_user(Role.SUPERVISOR, is_staff=is_staff))
    assert client.post(f"{LIST}{one.pk}/{deed}/").status_code in (302, 403)
    assert client.get(f"{LIST}{one.pk}/{deed}/").status_code in (302, 403, 405)
    assert set(LogEntry.objects.values_list("action", flat=True)) == {"webhook.make"}


def test_a_deed_takes_a_post(desk: Client, one: Webhook) -> None:
    assert desk.get(f"{LIST}{one.pk}/stop/").status_code == 405
