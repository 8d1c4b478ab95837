"""The first accounts: random passwords in a file of their owner, and a second run that changes nothing."""

from pathlib import Path

import pytest
from django.test import Client

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role
from hypervision.law.first_accounts import set_up_accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "users.txt"


def words(file: Path) -> list[list[str]]:
    return [line.split() for line in file.read_text().splitlines()]


def test_each_line_names_an_account_its_secret_and_its_role(file: Path) -> None:
    set_up_accounts(file, [Role.OPERATOR, Role.OFFICIAL], with_system=True)
    (operator, password, role), (official, _, _), (system, token, kind) = words(file)
    assert (operator, role, official, system, kind) == ("operator", "operator", "official", "city-system", "token")
    assert User.objects.get(username="operator").check_password(password)
    answer = Client().get("/api/v1/events/", headers={"Authorization": f"Token {token}"})
    assert answer.status_code == 200


def test_only_the_owner_reads_the_file(file: Path) -> None:
    set_up_accounts(file, [Role.OPERATOR], with_system=False)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_second_run_changes_nothing(file: Path) -> None:
    set_up_accounts(file, list(Role)[:2], with_system=True)
    before = file.read_text()
    assert set_up_accounts(file, list(Role)[:2], with_system=True) == []
    assert file.read_text() == before
    assert ApiToken.objects.count() == 1


def test_only_the_administrator_opens_the_administration(file: Path) -> None:
    set_up_accounts(file, [Role.OPERATOR, Role.ADMINISTRATOR], with_system=False)
    assert list(User.objects.filter(is_staff=True).values_list("username", flat=True)) == ["administrator"]
