"""The description of what is sent: served, whole, and true of each message that leaves."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from detectors import changes
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.alerts import actions, services
from hypervision.alerts.models import Alert
from hypervision.alerts.moving import move
from hypervision.lib import clock
from hypervision.outward import actions as webhooks
from hypervision.outward import asyncapi, fanning, retention
from hypervision.outward.forms import MESSAGES as WORDS
from hypervision.outward.messages import CHOSEN, MESSAGES
from hypervision.outward.models import Delivery, Webhook
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.factories import make_camera
from tests.outward.worlds import confirmed, naming, raised

ADDRESS = "/api/asyncapi.json"


def refs(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [ref for value in part.values() for ref in refs(value)] + ([part["$ref"]] if "$ref" in part else [])
    return [ref for value in part for ref in refs(value)] if isinstance(part, list) else []


def test_whoever_has_an_account_reads_it_and_nobody_else(client_of: ClientOf, official: User) -> None:
    assert APIClient().get(ADDRESS).status_code == 401
    served = client_of(official).get(ADDRESS).json()
    assert served["asyncapi"] == "3.0.0"
    assert {one.kind for one in MESSAGES} <= set(served["components"]["messages"])


def test_each_reference_leads_somewhere() -> None:
    document = asyncapi.document()
    for ref in refs(document):
        place: Any = document
        for step in ref.removeprefix("#/").split("/"):
            place = place[step]


def test_each_message_that_may_be_chosen_has_words() -> None:
    assert set(WORDS) == set(CHOSEN)


def every_message(webhook: Webhook, operator: User, supervisor: User) -> None:
    camera = make_camera(address="rtsp://10.0.0.7/live")
    with changes.told(Camera.objects.filter(pk=camera.pk)):
        Watch.objects.update_or_create(camera=camera, defaults={"state": "stopped", "since": clock.now()})
    grant = naming(webhook.owner)
    expired = raised(camera, authorisation_id=grant.pk)
    fanning.tell(clock.now())
    move("expire", expired.pk, None)
    alert = confirmed(camera, operator)
    actions.close(alert.pk, operator, "left")
    actions.correct(alert.pk, supervisor, "refuted", note="A lamp.", reason="lamp")
    confirmed(None, operator)
    fanning.tell(clock.now())
    services.erase_alerts(Alert.objects.all())
    for one in (alert, expired):
        one.event.delete()
    with changes.told(Camera.objects.filter(pk=camera.pk)):
        Camera.objects.filter(pk=camera.pk).delete()
    fanning.tell(clock.now())
    webhooks.try_out(webhook.pk, "administrator")


def test_each_message_that_leaves_is_as_it_is_described(webhook: Webhook, operator: User, supervisor: User) -> None:
    every_message(webhook, operator, supervisor)
    bodies = dict(Delivery.objects.values_list("kind", "body"))
    retention.keep(clock.now())
    bodies |= dict(Delivery.objects.filter(kind="event.erased").values_list("kind", "body"))
    assert set(bodies) == {one.kind for one in MESSAGES}
    document = asyncapi.document()
    for kind, body in bodies.items():
        payload = document["components"]["messages"][kind]["payload"]
        Draft202012Validator({**payload, "components": document["components"]}).validate(json.loads(body))


@pytest.mark.parametrize("wrong", [{"type": "alert.raised"}, {"data": {}}])
def test_what_is_not_described_would_be_noticed(
    webhook: Webhook, camera: Camera, operator: User, wrong: dict[str, Any]
) -> None:
    confirmed(camera, operator)
    fanning.tell(clock.now())
    document = asyncapi.document()
    payload = document["components"]["messages"]["alert.confirmed"]["payload"]
    told = json.loads(Delivery.objects.get().body) | wrong
    assert not Draft202012Validator({**payload, "components": document["components"]}).is_valid(told)
