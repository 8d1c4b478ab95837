"""The desk of an administrator, and a key for what is stored encrypted."""

from typing import Any

import pytest
from django.test import Client

from hypervision.accounts.models import User


@pytest.fixture
def key(settings: Any, tmp_path: Any) -> None:
    settings.CREDENTIALS_KEY_FILE = tmp_path / "key"
    settings.CREDENTIALS_KEY_FILE.write_bytes(b"3q2-7zZK0bq8yNn1l2y3m4p5q6r7s8t9u0v1w2x3y4E=")


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client
