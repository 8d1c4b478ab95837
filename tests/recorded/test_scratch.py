"""Specification of the folder: nobody reads there what a recording showed, and nothing stays."""

import os
import time
from pathlib import Path
from uuid import uuid4

import pytest

from detectors.recorded import scratch

PLAIN = bytes(range(256)) * 40


def test_what_comes_in_parts_is_read_whole_and_from_any_place() -> None:
    number, key = uuid4(), scratch.new_key()
    at = 0
    for length in (1000, 7, 16, 9217):
        at = scratch.append(number, key, at, PLAIN[at : at + length])
    assert scratch.size(number) == at == len(PLAIN)
    with scratch.open_reading(number, key) as file:
        assert file.read() == PLAIN
        for place in (0, 1, 15, 16, 17, 5000):
            file.seek(place)
            assert file.read(33) == PLAIN[place : place + 33]
        file.seek(-5, os.SEEK_END)
        assert file.read() == PLAIN[-5:]


def test_on_the_disk_it_is_not_readable_and_open_to_nobody_else(scratch_folder: Path) -> None:
    number = uuid4()
    scratch.append(number, scratch.new_key(), 0, b"ftypisom" * 1000)
    [path] = scratch_folder.iterdir()
    assert b"ftyp" not in path.read_bytes()
    assert (path.stat().st_mode & 0o077, scratch_folder.stat().st_mode & 0o077) == (0, 0)


def test_two_recordings_have_two_keys() -> None:
    assert scratch.new_key() != scratch.new_key()


def test_a_part_that_does_not_continue_is_refused() -> None:
    number, key = uuid4(), scratch.new_key()
    scratch.append(number, key, 0, PLAIN)
    for at in (0, len(PLAIN) - 1, len(PLAIN) + 1):
        with pytest.raises(scratch.OutOfStepError):
            scratch.append(number, key, at, PLAIN)
    assert scratch.size(number) == len(PLAIN)


def test_what_is_removed_is_gone_and_may_be_removed_again() -> None:
    number = uuid4()
    scratch.append(number, scratch.new_key(), 0, PLAIN)
    scratch.remove(number)
    scratch.remove(number)
    assert scratch.size(number) == 0


def test_the_sweep_takes_what_nobody_has_touched_and_leaves_the_rest(scratch_folder: Path) -> None:
    old, touched, new = uuid4(), uuid4(), uuid4()
    for number in (old, touched, new):
        scratch.append(number, scratch.new_key(), 0, PLAIN)
    ago = time.time() - scratch.FORGOTTEN_S - 5
    for number in (old, touched):
        os.utime(scratch_folder / str(number), (ago, ago))
    scratch.touch(touched)
    assert scratch.sweep() == 1
    assert {path.name for path in scratch_folder.iterdir()} == {str(touched), str(new)}


def test_where_nothing_was_ever_handed_in_the_sweep_finds_nothing() -> None:
    assert scratch.sweep() == 0
    scratch.touch(uuid4())
