"""Specification of the administration as a whole: who opens it, what stands in it, and what is only read there."""

import re

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.law import log

PAGES = [
    "",
    "accounts/user/",
    "accounts/user/add/",
    "accounts/apitoken/add/",
    "oncall/oncall/",
    "oncall/oncall/add/",
    "outward/webhook/",
    "outward/webhook/add/",
    "outward/delivery/",
    "law/authorisation/",
    "law/authorisation/add/",
    "law/logentry/",
    "law/stop/",
    "maps/camera/",
    "maps/camera/add/",
    "maps/camera/table/",
    "maps/camera/wizard/",
    "maps/zone/add/",
    "maps/city/",
    "detectors/rule/",
    "detectors/rule/add/",
    "detectors/schedule/",
    "detectors/schedule/add/",
    "detectors/network/",
    "detectors/watch/",
    "axes/accessattempt/",
    "axes/accesslog/",
    "password_change/",
]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_opens_each_page_and_nothing_comes_from_outside(desk: Client, page: str) -> None:
    answer = desk.get(f"/admin/{page}")
    assert answer.status_code == 200
    assert not re.search(r"""(?:src|href)="(?:https?:)?//""", answer.content.decode())


@pytest.mark.parametrize("role", ["operator", "supervisor", "official", "city_system"])
def test_no_other_role_opens_the_administration(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    person: User = request.getfixturevalue(role)
    person.is_staff = True
    person.save()
    client.force_login(person)
    assert client.get("/admin/maps/camera/").status_code == 403


def test_the_lists_stand_together_by_task_under_plain_names(desk: Client) -> None:
    sections = desk.get("/admin/").context["app_list"]
    names = {str(section["name"]): [str(model["name"]) for model in section["models"]] for section in sections}
    assert list(names) == ["Watching", "Law", "People and systems", "City and networks"]
    assert "Failed log-ins" in names["People and systems"]


@pytest.mark.parametrize(
    "page", ["law/logentry", "law/stop", "detectors/network", "detectors/watch", "maps/city", "maps/district"]
)
def test_what_is_written_elsewhere_is_not_written_here(desk: Client, page: str) -> None:
    assert desk.get(f"/admin/{page}/add/").status_code == 403


def test_the_log_is_read_and_neither_changed_nor_deleted(desk: Client) -> None:
    entry = log.write("operator", "alert.confirm", "7")
    assert desk.get(f"/admin/law/logentry/{entry.pk}/change/").status_code == 200
    for step in ("change", "delete"):
        assert desk.post(f"/admin/law/logentry/{entry.pk}/{step}/", {"actor": "x", "post": "yes"}).status_code == 403
