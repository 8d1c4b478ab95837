"""Specification of a draft on a recording: looked at once, told beside what stands, and gone whatever happens."""

import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from detectors import tasks
from detectors.models import Schedule
from detectors.recorded import asking, passing, scratch, working
from detectors.recorded.passing import BUSY, order_of, state_of
from detectors.tryout import trying
from hypervision.accounts.models import User
from hypervision.lib.broker import open_broker
from maps.models import Camera, Event, Still
from tests.recorded.worlds import Standing, drafted, handed_in, recording, tried

pytestmark = pytest.mark.django_db


def test_a_draft_stands_beside_the_rule_as_it_is(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    pair = drafted(camera.rules.get(), parameters={"dwell_seconds": 4})
    answer = tried(administrator, camera, [pair], recording(tmp_path, seconds=3))
    [outcome] = answer["outcomes"]
    assert (answer["state"], outcome["title"], outcome["has_present"]) == ("done", "Intrusion", True)
    assert (
        outcome["words"] == "Alerts until 0:02 of the recording (30 pictures): 0 by this draft, 1 by what stands now."
    )
    [row] = outcome["rows"]
    assert (row["began"], row["draft"]) == ("0:00", None)


def test_it_is_looked_at_once_for_all_rules_of_a_zone(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    rule = camera.rules.get()
    pairs = [drafted(rule), drafted(rule, parameters={"dwell_seconds": 2})]
    answer = tried(administrator, camera, pairs, recording(tmp_path, seconds=3))
    assert len(answer["outcomes"]) == 2
    assert at_once.pictures == 30


def test_a_new_rule_stands_alone(administrator: User, camera: Camera, at_once: Standing, tmp_path: Path) -> None:
    pair = replace(drafted(camera.rules.get()), present=None)
    [outcome] = tried(administrator, camera, [pair], recording(tmp_path, seconds=3))["outcomes"]
    assert outcome["words"] == "Alerts until 0:02 of the recording (30 pictures): 1."


@pytest.mark.parametrize(("recorded", "rows"), [("2026-06-01T21:59:00+03:00", 0), ("2026-06-01T23:10:00+03:00", 1)])
def test_a_rule_that_has_hours_keeps_them_at_the_time_at_which_the_recording_was_made(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path, recorded: str, rows: int
) -> None:
    rule = camera.rules.get()
    rule.schedule = Schedule.objects.create(name="Night", week=[[[1320, 1440]]] * 7)
    pair = replace(drafted(rule), present=None)
    [outcome] = tried(administrator, camera, [pair], recording(tmp_path), datetime.fromisoformat(recorded))["outcomes"]
    assert len(outcome["rows"]) == rows


def test_nothing_of_it_becomes_an_event_or_a_picture(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    tried(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    assert not Event.objects.exists()
    assert not Still.objects.exists()


# --- gone whatever happens --------------------------------------------------------------------------------------------


def left(folder: Path) -> list[str]:
    with open_broker(1) as broker:
        keys = [*broker.scan_iter("hypervision:recording:order:*"), *broker.scan_iter(BUSY)]
    return [path.name for path in folder.iterdir()] + [key.decode() for key in keys]


def test_when_it_is_done_nothing_is_left(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path, scratch_folder: Path
) -> None:
    tried(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    assert left(scratch_folder) == []


@pytest.mark.parametrize("bytes_", [b"this is no video" * 99, bytes(5000)], ids=["text", "noughts"])
def test_what_cannot_be_read_is_refused_in_a_sentence_and_nothing_is_left(
    administrator: User, camera: Camera, at_once: Standing, scratch_folder: Path, bytes_: bytes
) -> None:
    answer = tried(administrator, camera, [drafted(camera.rules.get())], bytes_)
    assert (answer["state"], answer["words"].startswith("This is no video that can be read")) == ("failed", True)
    assert left(scratch_folder) == []


def test_what_nobody_foresaw_is_an_answer_too_and_nothing_is_left(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path, scratch_folder: Path, monkeypatch: Any
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(at_once, "detect", breaks)
    answer = tried(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    assert (answer["state"], answer["words"]) == ("failed", "The try-out failed; the log of the worker says more.")
    assert left(scratch_folder) == []


def test_who_cancels_stops_the_look_and_nothing_is_left(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path, scratch_folder: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(working, "TELL_S", 0.0)
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    detect = at_once.detect

    def sees(image: Any) -> Any:
        if at_once.pictures == 3:
            asking.cancel(administrator, number)
        return detect(image)

    monkeypatch.setattr(at_once, "detect", sees)
    asking.start(administrator, number)
    assert at_once.pictures == 4
    assert left(scratch_folder) == []
    assert asking.answer(administrator, number)["state"] == "failed"


def test_who_cancels_at_the_last_moment_gets_no_answer(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path, monkeypatch: Any
) -> None:
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    compared = trying.compared

    def compares(*given: Any) -> Any:
        asking.cancel(administrator, number)
        return compared(*given)

    monkeypatch.setattr(trying, "compared", compares)
    asking.start(administrator, number)
    assert asking.answer(administrator, number)["state"] == "failed"


def test_of_what_was_cancelled_before_a_worker_came_nothing_is_looked_at(
    administrator: User, camera: Camera, sent: list[Any], eyes: Standing, tmp_path: Path, scratch_folder: Path
) -> None:
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    asking.start(administrator, number)
    asking.cancel(administrator, number)
    working.work(*sent[0])
    assert (eyes.pictures, left(scratch_folder)) == (0, [])


def test_who_clicks_twice_has_it_looked_at_once_and_takes_it_from_nobody(
    administrator: User, camera: Camera, sent: list[Any], eyes: Standing, tmp_path: Path, monkeypatch: Any
) -> None:
    """The second worker finds nothing to do before the first one has opened the recording."""
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    asking.start(administrator, number)
    asking.start(administrator, number)
    open_reading = scratch.open_reading

    def opens(*given: Any) -> Any:
        working.work(*sent[1])
        return open_reading(*given)

    monkeypatch.setattr(scratch, "open_reading", opens)
    working.work(*sent[0])
    assert asking.answer(administrator, number)["state"] == "done"


def test_what_a_killed_worker_leaves_is_swept_and_told(
    administrator: User, camera: Camera, sent: list[Any], tmp_path: Path, scratch_folder: Path, monkeypatch: Any
) -> None:
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    asking.start(administrator, number)
    with open_broker(1) as broker:
        assert 0 < broker.ttl(state_of(administrator.pk, number)) <= passing.TAKEN_S
        broker.delete(state_of(administrator.pk, number), order_of(administrator.pk, number))
    assert "no worker was free, or it broke off" in asking.answer(administrator, number)["words"]
    monkeypatch.setattr(scratch, "FORGOTTEN_S", -1.0)
    assert scratch.sweep() == 1


def test_a_worker_that_does_not_share_the_folder_says_what_to_mend(
    administrator: User, camera: Camera, sent: list[Any], eyes: Standing, tmp_path: Path, settings: Any
) -> None:
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    asking.start(administrator, number)
    settings.SCRATCH_DIR = tmp_path / "another"
    working.work(*sent[0])
    assert "SCRATCH_DIR" in asking.answer(administrator, number)["words"]


def test_a_look_that_takes_too_long_is_given_up(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(working, "TELL_S", 0.0)
    monkeypatch.setattr(working, "MOST_WORK_S", -1.0)
    answer = tried(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    assert "too busy" in answer["words"]


@pytest.mark.django_db(transaction=True)
def test_the_task_looks_in_a_thread_of_its_own_and_leaves_no_connection_open(
    administrator: User, camera: Camera, eyes: Standing, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(passing, "send", lambda person, number: tasks.try_recording(person, str(number)))
    before = threading.active_count()
    answer = tried(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path, seconds=3))
    assert (answer["state"], len(answer["outcomes"][0]["rows"])) == ("done", 1)
    assert threading.active_count() == before
