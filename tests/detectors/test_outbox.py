"""The outbox: what it has on disk is neither lost nor doubled, whoever dies, and the eyes never wait for it."""

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from detectors import intake, outbox
from detectors.outbox import Outbox
from detectors.sighting import Sighting
from detectors.spool import Spool
from hypervision.lib import clock
from tests.detectors import worlds
from tests.factories import NOON

PATIENCE_S = 10.0


class Database:
    """Takes sightings in, unless it is away."""

    def __init__(self) -> None:
        self.away = False
        self.has: list[Sighting] = []
        self.lost = 0

    def take_in(self, seen: Sighting) -> None:
        if self.away:
            raise OperationalError("connection refused")
        self.has.append(seen)

    def tell_lost(self, camera_id: object, count: int, since: object) -> None:
        self.lost += count


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    database = Database()
    monkeypatch.setattr(intake, "take_in", database.take_in)
    monkeypatch.setattr(intake, "tell_lost", database.tell_lost)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return database


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Outbox]:
    out = Outbox(worlds.sighting().camera_id, worlds.TOKEN, tmp_path)
    yield out
    out.close()


def minutes(*numbers: int) -> list[Sighting]:
    return [worlds.sighting(at=NOON + timedelta(minutes=number)) for number in numbers]


def meet_the_database(out: Outbox) -> None:
    """The first time it may be woken for the one before, which is gone already."""
    for _ in range(2):
        out.deliver_next(PATIENCE_S)


def entries(root: Path) -> int:
    return len(list(root.glob("*/*/*.entry")))


def test_what_was_accepted_is_on_disk_before_anybody_asks_the_database(
    tmp_path: Path, database: Database, out: Outbox
) -> None:
    for seen in minutes(1, 2):
        out.accept(seen)
    out.finish_writing()
    assert (entries(tmp_path), database.has) == (2, [])


def test_an_entry_is_deleted_after_its_transaction(tmp_path: Path, database: Database, out: Outbox) -> None:
    (seen,) = minutes(1)
    out.accept(seen)
    out.deliver_next(PATIENCE_S)
    assert database.has == [seen]
    assert entries(tmp_path) == 0


def test_what_a_killed_worker_had_accepted_is_handed_in_by_the_next_one(
    tmp_path: Path, database: Database, out: Outbox
) -> None:
    first, second = minutes(1, 2)
    for seen in (first, second):
        out.accept(seen)
    out.finish_writing()
    out.close()  # all that the kernel does for a dead process: the lock is free
    assert outbox.take_in_orphans(tmp_path) == 2
    assert database.has == [first, second]


def test_many_orphans_are_handed_in_bit_by_bit_so_that_heartbeats_come_in_between(
    tmp_path: Path, database: Database, out: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_AT_ONCE", 2)
    seen = minutes(1, 2, 3)
    for each in seen:
        out.accept(each)
    out.close()
    assert [outbox.take_in_orphans(tmp_path) for _ in range(2)] == [2, 1]
    assert database.has == seen


def test_while_the_database_is_away_events_wait_and_then_come_in_once_in_order(
    tmp_path: Path, database: Database, out: Outbox
) -> None:
    before, during, meanwhile, after = minutes(1, 2, 3, 4)
    out.accept(before)
    out.deliver_next(PATIENCE_S)
    database.away = True
    for seen in (during, meanwhile):
        out.accept(seen)
        with pytest.raises(OperationalError):
            meet_the_database(out)
    assert database.has == [before]
    database.away = False
    out.accept(after)
    out.finish_writing()
    out.deliver_all()
    assert database.has == [before, during, meanwhile, after]
    out.close()
    assert list(tmp_path.iterdir()) == []


def test_the_eyes_do_not_wait_for_a_disk_that_hangs(
    database: Database, out: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()
    put = Spool.put

    def slow(self: Spool, seen: Sighting) -> None:
        assert hangs.wait(PATIENCE_S)
        put(self, seen)

    monkeypatch.setattr(Spool, "put", slow)
    seen = minutes(*range(outbox.QUEUE_LENGTH + 2))
    for each in seen:
        out.accept(each)  # at once: the test would end by itself only after the patience of the disk
    hangs.set()
    out.finish_writing()
    out.deliver_all()
    out.tell_lost()
    assert database.has == seen[: len(database.has)]
    assert len(database.has) + database.lost == len(seen)


def test_a_disk_that_takes_nothing_loses_nothing_while_the_database_is_there(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "spool").write_text("A file where a folder should be.")
    out = Outbox(worlds.sighting().camera_id, worlds.TOKEN, tmp_path / "spool")
    (seen,) = minutes(1)
    out.accept(seen)
    out.deliver_next(PATIENCE_S)
    out.close()
    assert database.has == [seen]
    assert "cannot be kept on disk" in caplog.text


def test_disk_and_database_away_at_once_is_bounded_and_said(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_IN_MEMORY", 2)
    (tmp_path / "spool").write_text("A file where a folder should be.")
    out = Outbox(worlds.sighting().camera_id, worlds.TOKEN, tmp_path / "spool")
    seen = minutes(1, 2, 3)
    for each in seen:
        out.accept(each)
    out.finish_writing()
    out.deliver_all()
    out.tell_lost()
    out.close()
    assert database.has == seen[:2]
    assert database.lost == 1


def test_each_kept_event_is_named_in_the_log(out: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    (seen,) = minutes(1)
    out.accept(seen)
    out.finish_writing()
    assert outbox.KEPT % seen.id in caplog.messages


def test_an_event_that_the_intake_refuses_does_not_hold_up_the_next(
    database: Database, out: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = minutes(1, 2)

    def refuses_the_first(seen: Sighting) -> None:
        if seen == first:
            raise ValueError("nobody foresaw this")
        database.take_in(seen)

    monkeypatch.setattr(intake, "take_in", refuses_the_first)
    for seen in (first, second):
        out.accept(seen)
    out.finish_writing()
    out.deliver_all()
    assert database.has == [second]
