"""The thread that makes films: it never holds the eyes up, waits for its event, and is bounded."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from detectors.clips import cutter as module
from detectors.clips import keeping
from detectors.clips.cutter import Cutter
from detectors.clips.keeping import Clip, Outcome
from detectors.vision.film import strip
from detectors.vision.film.h264 import FilmError
from detectors.vision.film.mp4 import Film
from detectors.vision.film.reel import Footage, Shot
from detectors.vision.film.strip import Strip
from tests.factories import NOON
from tests.vision.film.reels import HER, KEPT, order


def footage(seconds: float = 0) -> Footage:
    asked = order(seconds)
    return Footage(asked, NOON, NOON + timedelta(seconds=20), (Shot(NOON, b"jpeg", {1: HER}),), (HER,))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No encoder and no database: what is tried here is who waits for whom."""
    monkeypatch.setattr(module, "AGAIN_S", 0.01)
    monkeypatch.setattr(module, "REST_S", 0.01)
    monkeypatch.setattr(strip, "developed", lambda _: Strip(Film(b"film", 200, 100), {"times": [0]}))


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Clip]:
    clips: list[Clip] = []

    def keep(clip: Clip) -> Outcome:
        clips.append(clip)
        return Outcome.KEPT

    monkeypatch.setattr(keeping, "keep", keep)
    return clips


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No film is made until this is set."""
    may, make = threading.Event(), strip.developed

    def developed(one: Footage) -> Strip:
        may.wait(5)
        return make(one)

    monkeypatch.setattr(strip, "developed", developed)
    return may


def test_footage_becomes_a_clip_with_its_span_and_its_end(kept: list[Clip]) -> None:
    cutter = Cutter()
    cutter.accept(footage())
    cutter.finish(5)
    [clip] = kept
    assert (clip.mp4, clip.width, clip.track) == (b"film", 200, {"times": [0]})
    assert (clip.starts_at, clip.ends_at, clip.erase_at) == (NOON, NOON + timedelta(seconds=20), NOON + KEPT)


@pytest.mark.parametrize("first", [Outcome.NO_EVENT, OperationalError("the server closed the connection")])
def test_a_clip_waits_for_its_event_and_for_the_database(
    first: Any, kept: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, answers = keeping.keep, iter([first, first])

    def later(clip: Clip) -> Outcome:
        answer = next(answers, None)
        if isinstance(answer, Exception):
            raise answer
        return answer or keep(clip)

    monkeypatch.setattr(keeping, "keep", later)
    cutter = Cutter()
    cutter.accept(footage())
    cutter.finish(5)
    assert len(kept) == 1


def test_it_does_not_wait_for_ever(
    kept: list[Clip], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.0)
    monkeypatch.setattr(keeping, "keep", lambda _: Outcome.NO_EVENT)
    cutter = Cutter()
    cutter.accept(footage())
    cutter.finish(5)
    assert "its event is not there" in caplog.text


@pytest.mark.parametrize("error", [FilmError("no film"), RuntimeError("nobody foresaw this")])
def test_a_film_that_cannot_be_made_does_not_keep_the_next_one_waiting(
    error: Exception, kept: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    make, errors = strip.developed, iter([error])

    def developed(one: Footage) -> Strip:
        if (fault := next(errors, None)) is not None:
            raise fault
        return make(one)

    monkeypatch.setattr(strip, "developed", developed)
    cutter = Cutter()
    cutter.accept(footage(0))
    cutter.accept(footage(1))
    cutter.finish(5)
    assert [clip.event_id for clip in kept] == [order(1).event_id]


def test_what_is_more_than_it_can_hold_goes_without(
    kept: list[Clip], held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_FOOTAGE", 2)
    cutter = Cutter()
    for number in range(6):
        cutter.accept(footage(number))
    held.set()
    cutter.finish(5)
    assert 2 <= len(kept) <= 3, "one may have been in hand already"


def test_of_clips_that_wait_for_the_database_the_oldest_goes(kept: list[Clip], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CLIPS", 2)
    keep, is_there = keeping.keep, threading.Event()
    monkeypatch.setattr(keeping, "keep", lambda clip: keep(clip) if is_there.is_set() else Outcome.NO_EVENT)
    cutter = Cutter()
    for number in range(4):
        cutter.accept(footage(number))
        with cutter._news:
            cutter._news.wait_for(lambda: not cutter._footage and not cutter._is_busy, 5)
    is_there.set()
    cutter.finish(5)
    assert {clip.event_id for clip in kept} == {order(2).event_id, order(3).event_id}


def test_its_thread_ends_with_its_work_and_comes_back(kept: list[Clip]) -> None:
    cutter = Cutter()
    for _ in range(2):
        cutter.accept(footage())
        thread = cutter._thread
        assert thread is not None
        thread.join(5)
        assert not thread.is_alive()
    assert len(kept) == 2


def test_whoever_ends_does_not_wait_longer_than_said(kept: list[Clip], held: threading.Event) -> None:
    cutter = Cutter()
    cutter.accept(footage())
    cutter.finish(0.05)
    assert not kept
    held.set()
    cutter.finish(5)
    assert len(kept) == 1
