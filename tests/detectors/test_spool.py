"""The spool: what waits there is whole, bounded, in order, and handed in once."""

import fcntl
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError

from detectors import intake, outbox, spool
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


def test_what_is_put_while_another_is_handed_in_follows_it(tmp_path: Path) -> None:
    first, second = minutes(1, 2)
    waiting = Spool(tmp_path / "a")
    waiting.put(first)
    out: list[Sighting] = []

    def take_in(seen: Sighting) -> None:
        if not out:
            waiting.put(second)
        out.append(seen)

    assert waiting.replay(take_in) == 2
    assert out == [first, second]


def test_the_entry_that_is_just_handed_in_is_not_the_one_that_is_pushed_out(tmp_path: Path) -> None:
    first, second, third = minutes(1, 2, 3)
    waiting = Spool(tmp_path / "a", most_entries=2)
    waiting.put(first)
    waiting.put(second)
    out: list[Sighting] = []

    def take_in(seen: Sighting) -> None:
        out.append(seen)
        if seen == first:
            waiting.put(third)

    waiting.replay(take_in)
    assert out == [first, third]
    assert waiting.take_lost() == 1


def test_a_folder_that_is_swept_away_while_it_is_opened_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a sweep finds the folder of a new lease in the moment before its worker locks it."""
    folder, flock = tmp_path / "camera" / "a", fcntl.flock

    def swept_first(lock: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", flock)
        shutil.rmtree(folder.parent)
        flock(lock, operation)

    monkeypatch.setattr(fcntl, "flock", swept_first)
    waiting = Spool(folder)
    waiting.put(worlds.sighting())
    assert len(list(folder.glob("*.entry"))) == 1
