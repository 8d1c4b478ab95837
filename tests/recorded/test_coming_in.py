"""Specification of a recording on its way: who may hand it in, how large, in which parts, and what is told of it."""

import json
import os
import threading
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from detectors import tasks
from detectors.recorded import asking, passing, scratch, working
from detectors.recorded.passing import state_of
from detectors.tryout.passing import ANSWER_S
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from maps.models import Camera
from tests import factories
from tests.recorded.worlds import Standing, drafted, handed_in, recording, refusal

pytestmark = pytest.mark.django_db


def test_who_does_not_see_the_camera_hands_nothing_in(camera: Camera) -> None:
    perimeter = factories.area(*factories.ELSEWHERE)
    stranger = factories.make_user(Role.ADMINISTRATOR, username="s", everywhere=False, perimeter=perimeter)
    assert "outside of what your account sees" in refusal(stranger, camera, [drafted(camera.rules.get())])


@pytest.mark.parametrize(
    ("size", "sentence"), [(0, "This file is empty"), (300_000_001, "This file has 300 MB, and at most 300 are taken")]
)
def test_the_limits_are_said(administrator: User, camera: Camera, size: int, sentence: str) -> None:
    assert refusal(administrator, camera, [drafted(camera.rules.get())], size).startswith(sentence)
    assert asking.limits() == "MP4, MKV or AVI, at most 300 MB and 10 minutes."


def test_a_full_disk_is_said(administrator: User, camera: Camera, monkeypatch: Any) -> None:
    monkeypatch.setattr(scratch, "has_room", lambda size: False)
    assert "too little room" in refusal(administrator, camera, [drafted(camera.rules.get())])


def test_a_disk_that_fills_up_on_the_way_is_said(administrator: User, camera: Camera, monkeypatch: Any) -> None:
    def fails(*_: object) -> int:
        raise OSError(28, "No space left on device")

    number = asking.begin(administrator, camera, [drafted(camera.rules.get())], 1000)
    monkeypatch.setattr(scratch, "append", fails)
    with pytest.raises(Refusal, match="too little room"):
        asking.take_part(administrator, number, 0, b"x")


def test_one_recording_at_a_time(administrator: User, supervisor: User, camera: Camera) -> None:
    pairs = [drafted(camera.rules.get())]
    first = asking.begin(administrator, camera, pairs, 1000)
    assert "Another recording is being looked at" in refusal(supervisor, camera, pairs)
    asking.cancel(supervisor, first)
    assert "Another recording is being looked at" in refusal(supervisor, camera, pairs), "only who asked cancels"
    asking.cancel(administrator, first)
    asking.begin(supervisor, camera, pairs, 1000)


@pytest.mark.parametrize(("at", "length"), [(1, 10), (0, 1001), (0, 0)])
def test_parts_that_are_not_what_was_announced_are_refused(
    administrator: User, camera: Camera, at: int, length: int
) -> None:
    number = asking.begin(administrator, camera, [drafted(camera.rules.get())], 1000)
    with pytest.raises(Refusal, match="otherwise than it was announced"):
        asking.take_part(administrator, number, at, bytes(length))


def test_a_part_that_would_not_stay_in_memory_is_refused(administrator: User, camera: Camera) -> None:
    number = asking.begin(administrator, camera, [drafted(camera.rules.get())], 10 * asking.PART_BYTES)
    with pytest.raises(Refusal):
        asking.take_part(administrator, number, 0, bytes(asking.PART_BYTES + 1))


def test_half_a_recording_is_not_handed_on(administrator: User, camera: Camera, sent: list[Any]) -> None:
    number = asking.begin(administrator, camera, [drafted(camera.rules.get())], 1000)
    asking.take_part(administrator, number, 0, bytes(500))
    with pytest.raises(Refusal, match="otherwise than it was announced"):
        asking.start(administrator, number)
    assert not sent


def test_nobody_adds_to_the_recording_of_another_or_reads_its_answer(
    administrator: User, supervisor: User, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    bytes_ = recording(tmp_path)
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], bytes_)
    for step in (lambda: asking.take_part(supervisor, number, 0, b"x"), lambda: asking.start(supervisor, number)):
        with pytest.raises(Refusal, match="stood still"):
            step()
    asking.start(administrator, number)
    assert asking.answer(supervisor, number)["state"] == "failed"
    with open_broker(1) as broker:
        assert 0 < broker.ttl(state_of(administrator.pk, number)) <= ANSWER_S


def test_how_far_it_is_is_told(administrator: User, camera: Camera) -> None:
    number = asking.begin(administrator, camera, [drafted(camera.rules.get())], 1000)
    for facts, words, share in (
        ({"seconds": 31.0, "length": 62.0}, "Looked at until 0:31 of 1:02 min.", 0.5),
        ({"seconds": 31.0, "length": None}, "Looked at until 0:31 min.", None),
    ):
        state(administrator, number, passing.dump_state("working", **facts))
        answer = asking.answer(administrator, number)
        assert (answer["state"], answer["words"], answer["share"]) == ("waiting", words, share)
    state(administrator, number, passing.dump_state("waiting"))
    assert asking.answer(administrator, number)["words"] == "Waiting for a worker…"


def state(person: User, number: UUID, text: str) -> None:
    with open_broker(1) as broker:
        broker.set(state_of(person.pk, number), text)


def test_it_is_logged_with_what_was_tried_and_without_the_name_of_the_file(
    administrator: User, camera: Camera, sent: list[Any], tmp_path: Path
) -> None:
    bytes_ = recording(tmp_path)
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], bytes_)
    asking.start(administrator, number)
    entry = LogEntry.objects.get(action="tryout.recording")
    assert (entry.actor, entry.subject) == ("administrator", str(camera.pk))
    assert entry.facts == {"kinds": ["intrusion"], "bytes": len(bytes_)}


def test_without_a_broker_it_is_said(administrator: User, camera: Camera, settings: Any) -> None:
    pairs = [drafted(camera.rules.get())]
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert "broker is away" in refusal(administrator, camera, pairs)
    assert "broker is away" in asking.answer(administrator, uuid4())["words"]


def test_the_message_to_the_workers_runs_out_and_holds_no_key(
    administrator: User, camera: Camera, tmp_path: Path
) -> None:
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    asking.start(administrator, number)
    with open_broker(1) as broker:
        message = json.loads(broker.lrange("jobs", -1, -1)[0])
        broker.delete("jobs")
    assert message["headers"]["task"] == tasks.try_recording.name
    assert message["headers"]["expires"]
    assert set(message) == {"body", "content-encoding", "content-type", "headers", "properties"}


def test_the_look_gives_way_to_the_cameras(monkeypatch: Any) -> None:
    """In a thread of its own, whose low rank ends with it."""
    ranks: list[int] = []
    monkeypatch.setattr(
        working, "work", lambda *_: ranks.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    )
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    working.work_aside(1, uuid4())
    assert ranks == [max(before, working.NICE)]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
