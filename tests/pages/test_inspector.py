"""The inspector reads all and changes nothing (R-38): every page is tried with every method that writes."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from hypervision.accounts.models import User

OWN = {"", "login/", "logout/", "language/", "theme/"}
"""The way in and out, and what a person keeps for oneself."""


def pages() -> set[str]:
    """Every address outside the API and the administration, which have tests of their own."""
    rooms = [part for part in get_resolver().url_patterns if isinstance(part, URLResolver) and not str(part.pattern)]
    return {str(page.pattern) for room in rooms for page in room.url_patterns} - OWN


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("page", sorted(pages()))
def test_no_page_lets_the_inspector_write(client: Client, inspector: User, page: str, method: str) -> None:
    client.force_login(inspector)
    path = "/" + re.sub("<uuid:[a-z]+>", str(uuid4()), re.sub("<str:[a-z]+>", "1", page))
    status = client.generic(method, path, "text=x", "application/x-www-form-urlencoded").status_code
    assert status in (403, 404, 405)
