"""docs/interfaces/webhooks.md and feeds.md: their examples run, and they name each message, field and address."""

import json
import re
from pathlib import Path
from typing import Any

import feedparser
import msgspec
import pytest
from django.test import Client
from standardwebhooks.webhooks import WebhookVerificationError

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.lib import clock
from hypervision.outward import actions, fanning
from hypervision.outward.carrying import DELAYS
from hypervision.outward.messages import MESSAGES, AlertConfirmed
from hypervision.outward.models import Webhook
from hypervision.outward.urls import urlpatterns
from maps.models import Camera
from tests.factories import make_token
from tests.outward.receivers import Receiver
from tests.outward.worlds import carry_all, confirmed

DOCS = Path(__file__).parents[2] / "docs" / "interfaces"
WEBHOOKS, FEEDS = (DOCS / "webhooks.md").read_text(), (DOCS / "feeds.md").read_text()


def block(page: str, language: str) -> str:
    return page.partition(f"```{language}\n")[2].partition("```")[0]


def taught(page: str) -> dict[str, Any]:
    """What the Python of a page defines."""
    names: dict[str, Any] = {}
    exec(block(page, "python"), names)
    return names


def test_the_receiver_of_the_page_takes_a_message_once_and_refuses_a_forged_one(
    webhook: Webhook, hearer: Receiver, camera: Camera, operator: User
) -> None:
    secret = actions.renew(webhook.pk, "administrator")
    confirmed(camera, operator)
    fanning.tell(clock.now())
    carry_all(webhook, clock.now())
    receive, got = taught(WEBHOOKS)["receive"], hearer.got[0]
    assert [receive(secret, got.headers, got.body) for _ in range(2)] == ["alert.confirmed", "known"]
    with pytest.raises(WebhookVerificationError):
        receive(secret, got.headers, got.body.replace(b"high", b"low"))


def test_the_message_of_the_page_is_one() -> None:
    message = msgspec.json.decode(block(WEBHOOKS, "json"), type=AlertConfirmed)
    assert json.loads(msgspec.json.encode(message)) == json.loads(block(WEBHOOKS, "json"))


def test_each_message_and_delay_is_named() -> None:
    assert not [one.kind for one in MESSAGES if f"| `{one.kind}` |" not in WEBHOOKS]
    assert [delay.total_seconds() for delay in DELAYS] == [5, 30, 120, 600, 3_600, 21_600, 86_400]
    assert "5 s, 30 s, 2 min, 10 min, 1 h, 6 h, then daily" in WEBHOOKS


def test_each_address_of_a_feed_is_named_and_each_named_one_answers(city_system: User) -> None:
    known = {f"/{part.pattern}".replace("<uuid:pk>", "{id}") for part in urlpatterns} - {"/api/asyncapi.json"}
    assert known == set(re.findall(r"GET (/\S+)`", FEEDS))
    client = Client(headers={"Authorization": f"Token {make_token(city_system, Scope.ALERTS_READ)}"})
    called = re.findall(r"http://127.0.0.1:8000(/\S*?)\"", FEEDS)
    assert called
    assert {client.get(address).status_code for address in called} == {200}


def test_the_reader_of_the_page_reads_titles(
    city_system: User, camera: Camera, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(camera, operator)
    parse, token = feedparser.parse, make_token(city_system, Scope.ALERTS_READ)

    def here(address: str, request_headers: dict[str, str]) -> Any:
        return parse(Client(headers=request_headers).get(address).content)

    monkeypatch.setattr(feedparser, "parse", here)
    assert taught(FEEDS)["titles"]("/feeds/alerts.atom", token) == ["Intrusion, Kaivokatu"]
