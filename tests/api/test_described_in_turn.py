"""A foreign client goes where the links of the description lead, each step with what the one before answered: what was
made is read, changed with its ETag, and taken away. None of it is answered with a fault of ours.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient
from schemathesis.specs.openapi.checks import response_schema_conformance

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.outward import addresses
from tests.admin.conftest import key as key
from tests.api.test_described import CHECKS
from tests.api.test_described import described as described
from tests.factories import make_authorisation, make_camera, make_rule, make_user
from tests.hand.worlds import reported
from tests.outward.worlds import make_webhook

pytestmark = pytest.mark.slow
SPARED = r"/clip|/picture|/still|/city-video"
"""They answer with pictures, or lead out of the house."""


@pytest.fixture(params=[Role.ADMINISTRATOR, Role.SUPERVISOR])
def person(db: None, key: None, settings: Any, monkeypatch: pytest.MonkeyPatch, request: Any) -> User:
    """One who sets up, and one who judges; the world has something in it."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    monkeypatch.setattr(addresses, "look_up", lambda _host, _port: ["93.184.216.34"])
    make_rule(make_camera(name="Square"))
    make_authorisation()
    make_webhook(make_user(Role.SYSTEM, username="city-system"))
    reported(make_user(Role.OPERATOR))
    return make_user(request.param)


def test_the_description_links_what_is_made_to_its_change_and_its_end(described: Any) -> None:
    made = described.raw_schema["paths"]["/api/v1/webhooks/"]["post"]["responses"]["201"]["links"]
    read = described.raw_schema["paths"]["/api/v1/webhooks/{id}/"]["get"]["responses"]["200"]["links"]
    assert made["webhooks_retrieve"]["parameters"] == {"id": "$response.body#/id"}
    assert read["webhooks_change"]["parameters"] == {"id": "$request.path.id", "If-Match": "$response.header.ETag"}


def test_whoever_follows_the_links_finds_no_fault(described: Any, person: User) -> None:
    client = APIClient()
    client.force_login(person)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    steps: list[str] = []

    class Walk(described.exclude(path_regex=SPARED).as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"cookies": cookies}

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            steps.append(f"{case.method} {case.path}")
            case.validate_response(response, checks=[*CHECKS, response_schema_conformance])

    Walk.run(
        settings=settings(
            max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        )
    )
    assert len(set(steps)) > 20
