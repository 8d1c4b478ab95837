"""What happened before there were roll-ups is in them, from the rows that were kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hypervision.accounts.permissions import Sight
from hypervision.alerts.models import AlertStep
from hypervision.board.events import COLUMNS, Scope
from hypervision.board.folding import count_from_rows, fold
from hypervision.board.models import Pending
from hypervision.board.period import DAY, Period
from hypervision.board.query import ALL
from hypervision.board.rolled import Wish
from hypervision.board.telling import EXACT
from tests.factories import NOON, make_alert, make_camera, make_report

SCOPE = Scope(Sight(everywhere=True, area=None), Period(NOON - DAY, NOON + DAY, DAY), ALL, EXACT)
WISHES = [Wish(COLUMNS, "verdict", DAY), Wish(("kind", "reason"), "reason", DAY), Wish(("took",), "took", DAY)]


def some_events() -> None:
    alert = make_alert(make_camera(), state="refuted")
    AlertStep.objects.create(
        alert=alert, from_state="new", to_state="refuted", at=alert.created_at + timedelta(seconds=50), reason="lamp"
    )
    make_report()


def is_a_recount() -> bool:
    return all(sorted(SCOPE.counts(wish)) == sorted(SCOPE.recount(wish)) for wish in WISHES)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_migration_counts_what_is_there() -> None:
    MigrationExecutor(connection).migrate([("board", None)])
    try:
        some_events()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert Pending.objects.exists()
    assert is_a_recount()
    fold()
    assert is_a_recount()


@pytest.mark.django_db
def test_a_database_that_was_filled_without_triggers_can_be_counted() -> None:
    some_events()
    Pending.objects.all().delete()
    assert not is_a_recount()
    count_from_rows()
    assert is_a_recount()
