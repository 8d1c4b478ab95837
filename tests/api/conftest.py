"""Clients of the API: a person with a session, a system with a token."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from tests.factories import make_token

ClientOf = Callable[..., APIClient]


@pytest.fixture
def client_of() -> ClientOf:
    """A client logged in as a person; with scopes, a client that holds a token of that account."""

    def make(user: User, *scopes: Scope) -> APIClient:
        client = APIClient()
        if scopes:
            client.credentials(HTTP_AUTHORIZATION=f"Token {make_token(user, *scopes)}")
        else:
            client.force_login(user)
        return client

    return make
