"""The log cannot be changed, and if somebody manages to, it says where."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from hypervision.law import log
from hypervision.law.log import Entry
from hypervision.law.models import LogEntry

pytestmark = pytest.mark.django_db


def entries(count: int) -> None:
    for number in range(count):
        log.write("operator", "picture.view", f"event {number}", place="Ääkkönen")


def test_an_untouched_log_is_whole() -> None:
    entries(3)
    assert log.first_altered() is None


@pytest.mark.parametrize("statement", ["UPDATE law_logentry SET actor = 'x'", "DELETE FROM law_logentry"])
def test_the_database_refuses_to_change_the_log(statement: str) -> None:
    entries(1)
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE law_logentry SET actor = 'x' WHERE number = 2", "DELETE FROM law_logentry WHERE number = 1 + 1"],
)
def test_whoever_gets_round_the_trigger_is_found(statement: str) -> None:
    entries(4)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE law_logentry DISABLE TRIGGER law_log_append_only")
        cursor.execute(statement)
    assert log.first_altered() in (2, 3)


@transaction.atomic
def write_and_fail() -> None:
    log.write("operator", "alert.confirm", "1")
    raise RuntimeError


def test_an_entry_is_undone_with_the_transaction_that_it_tells_of() -> None:
    with pytest.raises(RuntimeError):
        write_and_fail()
    assert not LogEntry.objects.exists()


def test_many_entries_at_once_are_as_many_in_one_chain_with_what_was_there() -> None:
    entries(2)
    many = [Entry("camera.save", f"camera {number}", {"name": "Ääkkönen"}) for number in range(1201)]
    written = log.write_all("ada", many)
    entries(1)
    assert [one.number for one in written] == list(range(3, 1204))
    assert LogEntry.objects.count() == 1204
    assert log.first_altered() is None


def test_no_entry_at_all_is_none() -> None:
    assert log.write_all("ada", []) == []
    assert not LogEntry.objects.exists()


def test_many_entries_take_few_questions(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        log.write_all("ada", [Entry("camera.save", str(number)) for number in range(1000)])
