"""Who may read /metrics: a token of its own, people who see alerts, and networks that a setting names."""

import os
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from tests.factories import area, make_token, make_user
from tests.metrics.worlds import watched

pytestmark = pytest.mark.django_db

INNER = [ip_network("10.20.0.0/16")]


def holder(user: User, *scopes: Scope) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {make_token(user, *scopes)}")
    return client


def test_a_token_reads_it_by_a_scope_of_its_own(city_system: User) -> None:
    assert holder(city_system, Scope.METRICS_READ).get("/metrics").status_code == 200
    others = [scope for scope in Scope if scope != Scope.METRICS_READ]
    assert holder(city_system, *others).get("/metrics").status_code == 403


def test_nobody_else_reads_it(client: Client) -> None:
    assert client.get("/metrics").status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written_there(monitoring: APIClient, method: str) -> None:
    assert getattr(monitoring, method)("/metrics").status_code in (403, 405)


@pytest.mark.parametrize("role", list(Role))
def test_people_read_it_who_see_alerts(client: Client, role: Role) -> None:
    client.force_login(make_user(role))
    assert client.get("/metrics").status_code == (403 if role == Role.OFFICIAL else 200)


@pytest.mark.parametrize(
    "bounds",
    [{"everywhere": False, "perimeter": area()}, {"everywhere": False}, {"kinds": ["fire"]}],
    ids=["a part of the city", "nothing of the city", "one kind"],
)
def test_who_sees_less_than_all_is_told_what_to_do(bounds: dict[str, object]) -> None:
    answer = holder(make_user(Role.SYSTEM, **bounds), Scope.METRICS_READ).get("/metrics")
    assert answer.status_code == 403
    assert "whole territory" in answer.json()["detail"]


def test_a_named_network_needs_no_token(client: Client, settings: Settings) -> None:
    settings.METRICS_NETWORKS = INNER
    assert client.get("/metrics", REMOTE_ADDR="10.20.3.4").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.21.0.1").status_code == 401
    assert client.get("/metrics", REMOTE_ADDR="2001:db8::1").status_code == 401
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 401


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_what_a_proxy_passes_on_needs_a_token(client: Client, settings: Settings, header: str) -> None:
    settings.METRICS_NETWORKS = INNER
    assert client.get("/metrics", REMOTE_ADDR="10.20.3.4", headers={header: "10.20.3.4"}).status_code == 401


@pytest.mark.parametrize(("networks", "status"), [("10.20.0.0/16", 200), ("", 301)])
def test_a_named_network_needs_no_tls_and_without_one_everybody_does(
    settings: Settings, networks: str, status: int
) -> None:
    told = "from hypervision import settings; print(*settings.SECURE_REDIRECT_EXEMPT)"
    environment = {**os.environ, "METRICS_NETWORKS": networks}
    said = subprocess.run([sys.executable, "-c", told], env=environment, check=True, capture_output=True, text=True)
    settings.SECURE_REDIRECT_EXEMPT = said.stdout.split()
    settings.SECURE_SSL_REDIRECT = True
    settings.METRICS_NETWORKS = INNER if networks else []
    assert Client().get("/metrics", REMOTE_ADDR="10.20.3.4").status_code == status
    assert Client().get("/metricsandmore", REMOTE_ADDR="10.20.3.4").status_code == 301


def test_a_bad_token_is_refused_in_a_named_network_too(client: Client, settings: Settings) -> None:
    settings.METRICS_NETWORKS = INNER
    answer = client.get("/metrics", REMOTE_ADDR="10.20.3.4", headers={"Authorization": "Token " + "0" * 64})
    assert answer.status_code == 401


def test_it_tells_neither_addresses_nor_people(monitoring: APIClient, operator: User) -> None:
    watched("Square")
    text = monitoring.get("/metrics").content.decode()
    assert "Square" in text
    assert not [word for word in ("rtsp://", "10.0.0.5", operator.username, "city-system") if word in text]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "text/plain; version=0.0.4"),
        ("text/html,*/*;q=0.8", "text/plain; version=0.0.4"),
        ("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5", "application/openmetrics-text"),
        ("application/openmetrics-text;version=nonsense", "application/openmetrics-text; version=1.0.0"),
        ("application/xml", "text/plain; version=0.0.4"),
    ],
)
def test_the_form_follows_the_accept_header_and_nobody_is_refused_for_it(
    monitoring: APIClient, accept: str, media: str
) -> None:
    answer = monitoring.get("/metrics", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(media)
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.endswith(b"# EOF\n") == ("openmetrics" in media)
