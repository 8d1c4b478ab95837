"""Every address of the API, tried as every role and as nobody; a new address fails here until it is decided."""

import re
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from openapi_spec_validator import validate
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from tests.api.conftest import ClientOf
from tests.factories import make_user

READ, NONE = "read", "none"
STAFF = {Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR}
READS_LOG = {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR}
JUDGES = {Role.OPERATOR, Role.SUPERVISOR}
CONFIGURES = {Role.ADMINISTRATOR}
READS = STAFF | {Role.INSPECTOR}
SEES_MAP = READS | {Role.SYSTEM}
SEES_FIGURES = {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.OFFICIAL, Role.SYSTEM}

READERS: dict[str, set[Role]] = {
    "events/": SEES_MAP,
    "events/<uuid:pk>/": SEES_MAP,
    "events/<uuid:pk>/picture/": READS,
    "alerts/": SEES_MAP,
    "alerts/changes/": SEES_MAP,
    "alerts/<uuid:pk>/": SEES_MAP,
    "alerts/<uuid:pk>/claim/": set(),
    "alerts/<uuid:pk>/clip/": READS,
    "alerts/<uuid:pk>/clip/track/": READS,
    "alerts/<uuid:pk>/city-video/": {Role.OPERATOR, Role.SUPERVISOR},
    "alerts/<uuid:pk>/confirm/": set(),
    "alerts/<uuid:pk>/refute/": set(),
    "alerts/<uuid:pk>/escalate/": set(),
    "alerts/<uuid:pk>/close/": set(),
    "alerts/<uuid:pk>/correct/": set(),
    "alerts/<uuid:pk>/notes/": set(),
    "alerts/<uuid:pk>/handling/": set(),
    "alerts/<uuid:pk>/misses/": SEES_MAP,
    "misses/cameras/": JUDGES,
    "misses/<uuid:pk>/take-back/": set(),
    "incidents/": SEES_MAP,
    "incidents/<uuid:pk>/": SEES_MAP,
    "alerts/<uuid:pk>/incident/": SEES_MAP,
    "alerts/<uuid:pk>/incident/split/": set(),
    "alerts/<uuid:pk>/incident/merge/": set(),
    "alerts/<uuid:pk>/incident/undo/": set(),
    "calls/": READS,
    "calls/<uuid:pk>/answer/": set(),
    "exercises/": READS_LOG,
    "exercises/check/": set(),
    "exercises/<uuid:pk>/": READS_LOG,
    "exercises/<uuid:pk>/end/": set(),
    "procedures/": SEES_MAP,
    "procedures/<slug:key>/": SEES_MAP,
    "alerts/<uuid:pk>/run/": SEES_MAP,
    "alerts/<uuid:pk>/run/steps/<slug:key>/": set(),
    "alerts/<uuid:pk>/run/undo/": set(),
    "cameras/": SEES_MAP,
    "cameras/<uuid:pk>/": SEES_MAP,
    "cameras/<uuid:pk>/still/": READS,
    "cameras/<uuid:pk>/calibration/": SEES_MAP,
    "cameras/<uuid:pk>/presets/": SEES_MAP,
    "cameras/<uuid:pk>/presets/<uuid:preset>/": SEES_MAP,
    "cameras/<uuid:pk>/presets/<uuid:preset>/look/": set(),
    "cameras/<uuid:pk>/settings/": CONFIGURES,
    "zones/": SEES_MAP,
    "zones/<uuid:pk>/": SEES_MAP,
    "zones/<uuid:pk>/versions/": READS_LOG,
    "rules/": READS_LOG,
    "rules/<uuid:pk>/": READS_LOG,
    "rules/<uuid:pk>/versions/": READS_LOG,
    "schedules/": READS_LOG,
    "schedules/<uuid:pk>/": READS_LOG,
    "figures/": SEES_FIGURES,
    "reports/": SEES_FIGURES,
    "reports/<uuid:pk>/": SEES_FIGURES,
    "reports/<uuid:pk>/paper/": SEES_FIGURES,
    "networks/": READS_LOG,
    "networks/<int:pk>/": READS_LOG,
    "validations/": READS_LOG,
    "validations/<uuid:pk>/withdraw/": set(),
    "brokers/": CONFIGURES,
    "brokers/<uuid:pk>/": CONFIGURES,
    "brokers/<uuid:pk>/state/": CONFIGURES,
    "brokers/<uuid:pk>/test/": set(),
    "brokers/<uuid:pk>/stop/": set(),
    "brokers/<uuid:pk>/start/": set(),
    "brokers/<uuid:pk>/subscriptions/": CONFIGURES,
    "brokers/<uuid:pk>/subscriptions/<uuid:subscription>/": CONFIGURES,
    "imports/": CONFIGURES,
    "imports/<uuid:pk>/": CONFIGURES,
    "imports/<uuid:pk>/take-back/": set(),
    "layers/": SEES_MAP,
    "layers/<uuid:pk>/": SEES_MAP,
    "layers/<uuid:pk>/shapes/": SEES_MAP,
    "districts/": SEES_MAP,
    "districts/<int:pk>/": SEES_MAP,
    "webhooks/": CONFIGURES,
    "webhooks/<uuid:pk>/": CONFIGURES,
    "webhooks/<uuid:pk>/state/": CONFIGURES,
    "webhooks/<uuid:pk>/test/": set(),
    "webhooks/<uuid:pk>/secret/": set(),
    "webhooks/<uuid:pk>/stop/": set(),
    "webhooks/<uuid:pk>/start/": set(),
    "webhooks/<uuid:pk>/again/": set(),
    "webhooks/<uuid:pk>/deliveries/": CONFIGURES,
    "webhooks/<uuid:pk>/deliveries/<uuid:delivery>/": CONFIGURES,
    "webhooks/<uuid:pk>/deliveries/<uuid:delivery>/again/": set(),
    "search/": SEES_MAP,
    "snoozes/": SEES_MAP,
    "snoozes/<uuid:pk>/wake/": set(),
    "stops/": SEES_MAP,
    "stops/<uuid:pk>/lift/": set(),
    "authorisations/": SEES_MAP,
    "authorisations/<uuid:pk>/": SEES_MAP,
    "duty/": READS,
    "logbook/": READS,
    "hand-overs/": READS,
    "hand-overs/<uuid:pk>/": READS,
    "hand-overs/<uuid:pk>/take/": set(),
    "duty/start/": set(),
    "duty/sign/": set(),
    "duty/end/": set(),
    "coverage/": SEES_MAP,
    "zones/ground/": SEES_MAP,
    "counts/last-hour/": SEES_FIGURES,
    "counts/": SEES_FIGURES,
    "counts/speeds/": SEES_FIGURES,
    "counts/split/": SEES_FIGURES,
}


ASKED: dict[str, dict[str, str]] = {
    "alerts/changes/": {"updated_since": clock.now().isoformat()},
    "search/": {"q": "ka"},
    "misses/cameras/": {"lon": "24.94", "lat": "60.17"},
}
"""What an address asks for, so that a missing parameter is not what refuses."""


def routes() -> set[str]:
    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            found |= walk(pattern.url_patterns, path) if isinstance(pattern, URLResolver) else {path}
        return found

    every = walk(get_resolver().url_patterns, "")
    return {path.removeprefix("api/v1/") for path in every if path.startswith("api/v1/")}


def address(route: str) -> str:
    """Of something that does not exist; a kind and a key are words."""
    route = route.replace("<int:pk>", "987654321")
    return "/api/v1/" + re.sub("<slug:[a-z]+>", "fire", re.sub("<uuid:[a-z]+>", str(uuid4()), route))


def test_each_address_has_a_decision_who_reads_it() -> None:
    assert routes() == set(READERS)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("route", sorted(READERS))
def test_each_role_reads_what_is_decided_and_nothing_else(client_of: ClientOf, route: str, role: Role) -> None:
    path = address(route)
    status = client_of(make_user(role)).get(path, ASKED.get(route, {})).status_code
    if role in READERS[route]:
        assert status in (200, 404)
    else:
        assert status in (403, 405)


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(READERS))
def test_nobody_reads_anything(route: str) -> None:
    path = address(route)
    assert APIClient().get(path).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("route", sorted(READERS))
def test_the_inspector_changes_nothing(client_of: ClientOf, route: str, method: str) -> None:
    path = address(route)
    answer = client_of(make_user(Role.INSPECTOR)).generic(method.upper(), path, "{}", "application/json")
    assert answer.status_code in (403, 405)


def test_the_schema_is_valid_openapi_3_1(client_of: ClientOf, operator: User) -> None:
    schema = client_of(operator).get("/api/schema/?format=json").json()
    validate(schema)
    assert schema["openapi"] == "3.1.0"


@pytest.mark.parametrize("address", ["/api/schema/", "/api/"])
def test_nobody_reads_the_schema_without_a_login(address: str) -> None:
    assert APIClient().get(address).status_code == 401


def test_the_docs_page_asks_nothing_of_the_outside(client_of: ClientOf, operator: User) -> None:
    page = client_of(operator).get("/api/").content.decode()
    assert "https://" not in page
