"""A foreign client makes up requests from the API's own description: none is answered with a fault of ours, and none
otherwise than described.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from tests.factories import make_camera, make_user
from tests.hand.worlds import reported

pytestmark = pytest.mark.slow
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]


@pytest.fixture
def person(db: None, settings: Any) -> User:
    """Sees much and may do much; the world has something in it."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    make_camera(name="Square")
    supervisor = make_user(Role.SUPERVISOR, username="supervisor")
    reported(supervisor)
    return supervisor


@pytest.fixture
def described(person: User) -> Iterator[Any]:
    client = APIClient()
    client.force_login(person)
    document = client.get("/api/schema/", {"format": "json"}).json()
    api = schemathesis.openapi.from_dict(document)
    api.app = get_wsgi_application()
    # Each request would close the connection in which the test has its world. Last, because Django's client connects.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield api
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


api = schemathesis.pytest.from_fixture("described")


@api.parametrize()
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_asked_finds_a_fault(case: Any, person: User) -> None:
    client = APIClient()
    client.force_login(person)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    case.call_and_validate(cookies=cookies, checks=CHECKS)
