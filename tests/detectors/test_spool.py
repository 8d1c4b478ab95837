"""The spool: what waits there is whole, bounded, in order, and handed in once."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from detectors import intake, outbox, spool
from detectors.outbox import Outbox
from detectors.sighting import Sighting, dump, load
from detectors.spool import Spool
from hypervision.lib import clock
from tests.detectors import worlds
from tests.factories import NOON


def minutes(*numbers: int) -> list[Sighting]:
    return [worlds.sighting(at=NOON + timedelta(minutes=number)) for number in numbers]


def test_a_sighting_comes_out_of_the_spool_as_it_went_in() -> None:
    seen = worlds.sighting()
    assert load(dump(seen)) == seen


def test_a_picture_full_of_line_ends_survives() -> None:
    seen = worlds.sighting(jpeg=b"\n\xff\xd8\n\n\x00")
    assert load(dump(seen)).jpeg == seen.jpeg


def test_entries_come_out_oldest_first_and_are_gone(tmp_path: Path) -> None:
    first, second, third = minutes(1, 2, 3)
    waiting = Spool(tmp_path / "a")
    for seen in (first, second, third):
        waiting.put(seen)
    out: list[Sighting] = []
    assert waiting.replay(out.append) == 3
    assert out == [first, second, third]
    assert waiting.replay(out.append) == 0


def test_a_full_spool_pushes_out_the_oldest_and_counts_it(tmp_path: Path) -> None:
    seen = minutes(1, 2, 3, 4)
    waiting = Spool(tmp_path / "a", most_entries=2)
    for each in seen:
        waiting.put(each)
    out: list[Sighting] = []
    waiting.replay(out.append)
    assert out == seen[2:]
    assert waiting.take_lost() == 2
    assert waiting.take_lost() == 0


def test_the_bytes_are_bounded_too(tmp_path: Path) -> None:
    waiting = Spool(tmp_path / "a", most_bytes=3000)
    for at in range(4):
        waiting.put(worlds.sighting(at=NOON + timedelta(minutes=at), jpeg=b"x" * 1000))
    assert sum(path.stat().st_size for path in (tmp_path / "a").glob("*.entry")) <= 3000
    assert waiting.take_lost() == 4 - len(waiting) > 0


def test_what_could_not_be_handed_in_waits_on(tmp_path: Path) -> None:
    waiting = Spool(tmp_path / "a")
    for each in minutes(1, 2):
        waiting.put(each)

    def away(_: Sighting) -> None:
        raise OperationalError

    with pytest.raises(OperationalError):
        waiting.replay(away)
    assert len(waiting) == 2


def test_nobody_else_touches_a_spool_whose_worker_lives(tmp_path: Path) -> None:
    held = Spool(spool.folder_of(tmp_path, worlds.sighting().camera_id, 1))
    held.put(worlds.sighting())
    assert list(spool.orphans(tmp_path)) == []


def test_the_spool_of_a_dead_worker_is_handed_in_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = worlds.sighting()
    dead = Spool(spool.folder_of(tmp_path, seen.camera_id, 1))
    dead.put(seen)
    dead.close()
    out: list[Sighting] = []
    monkeypatch.setattr(intake, "take_in", out.append)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    assert outbox.take_in_orphans(tmp_path) == 1
    assert out == [seen]
    assert list(tmp_path.iterdir()) == []


def test_an_entry_is_gone_when_its_picture_must_be(tmp_path: Path) -> None:
    waiting = Spool(tmp_path / "a")
    waiting.put(worlds.sighting(erase_at=NOON))
    waiting.put(worlds.sighting(erase_at=NOON + timedelta(days=1)))
    assert waiting.erase_due(NOON) == 1
    assert len(waiting) == 1


def test_an_entry_that_was_cut_off_is_lost_and_stops_nothing(tmp_path: Path) -> None:
    waiting = Spool(tmp_path / "a")
    first, second = minutes(1, 2)
    waiting.put(first)
    waiting.put(second)
    (tmp_path / "a" / "000000000001.entry").write_bytes(b'{"camera_id": ')
    out: list[Sighting] = []
    assert waiting.replay(out.append) == 1
    assert out == [second]
    assert waiting.take_lost() == 1


class Database:
    """Takes sightings in, unless it is away."""

    def __init__(self) -> None:
        self.away = False
        self.has: list[Sighting] = []

    def take_in(self, seen: Sighting) -> None:
        if self.away:
            raise OperationalError("connection refused")
        self.has.append(seen)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    database = Database()
    monkeypatch.setattr(intake, "take_in", database.take_in)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return database


def test_while_the_database_is_away_events_wait_and_then_come_in_once_in_order(
    tmp_path: Path, database: Database
) -> None:
    before, during, meanwhile, after = minutes(1, 2, 3, 4)
    out = Outbox(before.camera_id, 1, tmp_path)
    out.deliver(before)
    database.away = True
    out.deliver(during)
    out.deliver(meanwhile)
    assert database.has == [before]
    database.away = False
    out.catch_up()
    out.deliver(after)
    assert database.has == [before, during, meanwhile, after]
    assert list(tmp_path.iterdir()) == []


def test_a_new_event_waits_behind_older_ones_though_the_database_is_back(tmp_path: Path, database: Database) -> None:
    older, newer = minutes(1, 2)
    out = Outbox(older.camera_id, 1, tmp_path)
    database.away = True
    out.deliver(older)
    database.away = False
    out.deliver(newer)
    out.catch_up()
    assert database.has == [older, newer]
