from collections.abc import Callable

import pytest
from django.http import HttpResponse
from prometheus_client.parser import text_string_to_metric_families
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from tests.factories import make_token

Measured = dict[tuple[str, frozenset[tuple[str, str]]], float]
Scrape = Callable[[], Measured]


@pytest.fixture
def monitoring(city_system: User) -> APIClient:
    """A client with the token of the city's monitoring."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {make_token(city_system, Scope.METRICS_READ)}")
    return client


@pytest.fixture
def scrape(monitoring: APIClient) -> Scrape:
    """All samples, by their name and labels."""

    def scrape() -> Measured:
        answer: HttpResponse = monitoring.get("/metrics")
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        return {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    return scrape


def one(measured: Measured, name: str, /, **labels: str) -> float | None:
    """The one sample with this name whose labels hold these; None where there is none."""
    found = [
        value
        for (sample, of), value in measured.items()
        if sample == f"hypervision_{name}" and frozenset(labels.items()) <= of
    ]
    assert len(found) < 2, f"{name} {labels} is told {len(found)} times."
    return found[0] if found else None
