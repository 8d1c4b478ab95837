"""Site validations over REST: by the rules of their page; what is signed is a person's word."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry, SiteValidation
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, MODEL_HASH, area, make_user
from tests.pages.test_validations import STATEMENT
from tests.pages.test_validations import tried as tried

VALIDATIONS = "/api/v1/validations/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(client_of: ClientOf, supervisor: User) -> APIClient:
    return client_of(supervisor)


def sign(api: APIClient, where: Camera, **words: Any) -> Any:
    given = {"camera": str(where.pk), "kind": "intrusion", "network": MODEL_HASH, "statement": STATEMENT}
    return api.post(VALIDATIONS, {**given, **words}, format="json")


def withdraw(api: APIClient, key: str, reason: str = "The lens was changed.") -> Any:
    return api.post(f"{VALIDATIONS}{key}/withdraw/", {"reason": reason}, format="json")


def test_what_nobody_has_signed_is_on_trial_with_its_figures(api: APIClient, tried: Camera) -> None:
    (row,) = api.get(VALIDATIONS).json()["results"]
    assert (row["id"], row["holds"], row["network"]) == (None, False, MODEL_HASH)
    assert (row["judged"], row["confirmed"], row["missed"]) == (12, 11, 0)


def test_a_supervisor_signs_and_withdraws(api: APIClient, tried: Camera) -> None:
    made = sign(api, tried)
    assert (made.status_code, made.json()["holds"], made.json()["signed_by"]) == (201, True, "supervisor")
    assert api.get(VALIDATIONS).json()["results"] == [made.json()]
    gone = withdraw(api, made.json()["id"])
    assert (gone.status_code, gone.json()["id"], gone.json()["holds"]) == (200, None, False)
    assert SiteValidation.objects.get().withdrawn_reason == "The lens was changed."
    assert withdraw(api, made.json()["id"]).status_code == 404
    actions = LogEntry.objects.filter(action__startswith="validation.").values_list("action", flat=True)
    assert list(actions) == ["validation.sign", "validation.withdraw"]


def test_the_second_of_two_who_sign_is_told(api: APIClient, tried: Camera) -> None:
    assert [sign(api, tried).status_code for _ in range(2)] == [201, 409]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"network": "another"}, 409),
        ({"statement": "Works well."}, 422),
        ({"statement": ""}, 400),
        ({"kind": "fire"}, 422),
        ({"kind": "counting"}, 400),
        ({"person": "Ann"}, 400),
    ],
)
def test_what_the_page_refuses_is_refused(api: APIClient, tried: Camera, wrong: dict[str, str], status: int) -> None:
    assert sign(api, tried, **wrong).status_code == status
    assert not SiteValidation.objects.exists()


def test_they_are_found_by_what_they_are(api: APIClient, tried: Camera) -> None:
    sign(api, tried)
    found = {
        asked: len(api.get(f"{VALIDATIONS}?{asked}").json()["results"])
        for asked in ("holds=true", "holds=false", "kind=intrusion", "kind=fire", f"camera={tried.pk}")
    }
    assert list(found.values()) == [1, 0, 1, 0, 1]
    assert set(api.get(VALIDATIONS, {"fields": "kind"}).json()["results"][0]) == {"id", "kind"}
    assert "Square" in api.get(VALIDATIONS, HTTP_ACCEPT="text/csv").content.decode()


def test_who_does_not_see_the_camera_meets_nothing_of_it(api: APIClient, client_of: ClientOf, tried: Camera) -> None:
    key = sign(api, tried).json()["id"]
    sight: list[dict[str, Any]] = [{"everywhere": False, "perimeter": area(*ELSEWHERE)}, {"kinds": ["fire"]}]
    for number, values in enumerate(sight):
        far = client_of(make_user(Role.SUPERVISOR, username=f"far-{number}", **values))
        assert far.get(VALIDATIONS).json()["results"] == []
        assert sign(far, tried).status_code == 422
        assert withdraw(far, key).status_code == 404
    assert SiteValidation.objects.get().withdrawn_at is None


def test_no_token_signs_and_no_other_role(client_of: ClientOf, api: APIClient, tried: Camera) -> None:
    key = sign(api, tried).json()["id"]
    token = client_of(make_user(Role.SUPERVISOR, username="second"), *Scope)
    others = [client_of(make_user(role, username=f"a-{role}")) for role in Role if role != Role.SUPERVISOR]
    for stranger in (token, *others):
        assert sign(stranger, tried).status_code == 403
        assert withdraw(stranger, key).status_code == 403
    assert token.get(VALIDATIONS).status_code == 200
