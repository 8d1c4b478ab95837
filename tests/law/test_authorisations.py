"""An authorisation that the law does not allow cannot be written."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from hypervision.accounts.models import User
from hypervision.law.authorisations import check, grant, revoke
from hypervision.law.models import Authorisation, LogEntry
from tests.factories import MODEL_HASH, NOON, area


def draft(**values: Any) -> Authorisation:
    defaults: dict[str, Any] = {
        "regime": "FR-ART10",
        "controller": "Ville",
        "kinds": ["intrusion"],
        "reasons": "Depot.",
        "perimeter": area(),
        "notice": "Notice.",
        "starts_at": NOON,
        "ends_at": NOON + timedelta(days=30),
        "order_reference": "2026-1",
        "order_sha256": "b" * 64,
        "model_hash": MODEL_HASH,
    }
    return Authorisation(**{**defaults, **values})


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kinds", {"kinds": ["line_count"]}),  # not one of the eight
        ("kinds", {"kinds": []}),
        ("kinds", {"regime": "FR-STATS", "kinds": ["intrusion"]}),  # sums only
        ("ends_at", {"ends_at": NOON + timedelta(days=32)}),  # at most one month
        ("ends_at", {"ends_at": NOON}),
        ("regime", {"regime": "NOWHERE"}),
        ("order_sha256", {"order_sha256": "abc"}),
        ("model_hash", {"model_hash": ""}),
    ],
)
def test_what_the_law_does_not_allow_is_refused_at_its_field(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        check(draft(**values))
    assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
def test_granting_and_revoking_are_logged_with_their_author(administrator: User) -> None:
    one = grant(draft(), administrator)
    revoke(one, administrator)
    revoke(one, administrator)
    assert list(LogEntry.objects.values_list("action", "actor")) == [
        ("authorisation.grant", "administrator"),
        ("authorisation.revoke", "administrator"),
    ]
