"""Schedules over REST: by the form of the administration, with its log; rules that keep one get a new version."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from detectors.models import Schedule, Version
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.factories import make_rule, make_user

SCHEDULES = "/api/v1/schedules/"
NIGHTS: list[Any] = [[[1320, 360]]] * 5 + [[[0, 1440]], []]
MARKET = {"from": "2026-12-24", "to": "2026-12-26", "spans": [[1080, 1440]], "why": "Market # of Christmas"}


@pytest.fixture
def api(client_of: ClientOf, administrator: User) -> APIClient:
    return client_of(administrator, Scope.RULES_READ, Scope.RULES_WRITE)


def post(api: APIClient, **words: Any) -> Any:
    return api.post(SCHEDULES, {"name": "Nights", "week": NIGHTS, **words}, format="json")


def patch(api: APIClient, path: str, tag: str | None = None, **words: Any) -> Any:
    """As who has read what stands there."""
    return api.patch(path, words, format="json", headers={"If-Match": tag or api.get(path)["ETag"]})


def test_a_schedule_is_made_and_read_back_as_it_was_written(api: APIClient) -> None:
    made = post(api, special=[MARKET, {"from": "2026-12-06", "spans": []}], on_holidays="sunday")
    assert made.status_code == 201
    alone = {"from": "2026-12-06", "to": "2026-12-06", "spans": [], "why": ""}
    told = api.get(made["Location"]).json()
    assert told == made.json() == api.get(SCHEDULES).json()["results"][0]
    assert (told["week"], told["special"], told["on_holidays"]) == (NIGHTS, [MARKET, alone], "sunday")
    assert LogEntry.objects.filter(action="schedule.save", subject=told["id"]).count() == 1


def test_a_change_gives_the_rules_that_keep_it_a_new_version(api: APIClient, camera: Camera) -> None:
    path = post(api, special=[MARKET])["Location"]
    rule = make_rule(camera, schedule=Schedule.objects.get())
    changed = patch(api, path, week=[[]] * 7, reason="Nobody works at night any more.").json()
    assert (changed["week"], changed["special"], changed["name"]) == ([[]] * 7, [MARKET], "Nights")
    rule.refresh_from_db()
    assert rule.version == 2
    assert Version.objects.get(subject_id=rule.pk, number=2).reason == "Nobody works at night any more."


def test_what_changes_nothing_makes_no_version_and_no_entry(api: APIClient, camera: Camera) -> None:
    path = post(api)["Location"]
    rule = make_rule(camera, schedule=Schedule.objects.get())
    assert patch(api, path, week=NIGHTS).status_code == 200
    rule.refresh_from_db()
    assert (rule.version, LogEntry.objects.filter(action="schedule.save").count()) == (1, 1)


def test_the_second_of_two_who_change_a_schedule_is_told(api: APIClient) -> None:
    path = post(api)["Location"]
    tag = api.get(path)["ETag"]
    assert [patch(api, path, tag, name=name).status_code for name in ("Evenings", "Days")] == [200, 412]
    assert api.patch(path, {"name": "Days"}, format="json").status_code == 428
    assert Schedule.objects.get().name == "Evenings"


def test_a_schedule_that_a_rule_keeps_stays(api: APIClient, camera: Camera) -> None:
    path = post(api)["Location"]
    rule = make_rule(camera, schedule=Schedule.objects.get())
    assert api.delete(path).status_code == 428
    assert api.delete(path, headers={"If-Match": "*"}).json()["code"] == "in_use"
    rule.delete()
    assert api.delete(path, headers={"If-Match": "*"}).status_code == 204
    assert not Schedule.objects.exists()
    assert LogEntry.objects.filter(action="schedule.remove").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"week": [[]] * 6}, "week"),
        ({"week": [[[0, 1500]], *[[]] * 6]}, "week"),
        ({"week": [[[600, 600]], *[[]] * 6]}, "week"),
        ({"week": [[[1440, 60]], *[[]] * 6]}, "week"),
        ({"week": [[["nan", 60]], *[[]] * 6]}, "week"),
        ({"special": [{"from": "2026-13-01", "spans": []}]}, "special"),
        ({"special": [{"from": "2026-12-26", "to": "2026-12-24", "spans": []}]}, "special"),
        ({"special": [{"from": "2026-12-26", "to": "2036-12-24", "spans": []}]}, "special"),
        ({"special": [{"from": "2026-12-26", "spans": [], "why": "Fair\n2026-01-01: never"}]}, "special"),
        ({"special": [{"from": "2026-12-26", "spans": [], "person": "Ann"}]}, "special"),
        ({"on_holidays": "sometimes"}, "on_holidays"),
        ({"name": ""}, "name"),
        ({"plate": "x"}, "plate"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_said_by_field(api: APIClient, wrong: dict[str, Any], field: str) -> None:
    answer = post(api, **wrong)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Schedule.objects.exists()


def test_two_schedules_have_two_names(api: APIClient) -> None:
    post(api)
    assert list(post(api).json()["errors"]) == ["name"]
    assert Schedule.objects.count() == 1


def test_a_schedule_is_found_by_its_name_and_told_in_parts(api: APIClient) -> None:
    post(api)
    post(api, name="Days")
    assert [row["name"] for row in api.get(SCHEDULES, {"name": "Days"}).json()["results"]] == ["Days"]
    assert set(api.get(SCHEDULES, {"fields": "name", "limit": "1"}).json()["results"][0]) == {"id", "name"}


def test_only_who_configures_sets_hours_and_only_with_the_scope(client_of: ClientOf, api: APIClient) -> None:
    path = post(api)["Location"]
    for role in Role:
        scopes = (Scope.RULES_READ,) if role == Role.ADMINISTRATOR else (Scope.RULES_READ, Scope.RULES_WRITE)
        stranger = client_of(make_user(role), *scopes)
        assert post(stranger).status_code == 403
        assert patch(stranger, path, "*", name="Theirs").status_code == 403
        assert stranger.delete(path, headers={"If-Match": "*"}).status_code == 403
    assert Schedule.objects.get().name == "Nights"
