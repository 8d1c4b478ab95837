"""Whose picture is analysed next, where one process watches several cameras.

As many are analysed at once as there are places; the others wait. Who comes next follows start-time fair queueing
(Goyal, Vin, Cheng 1997): each camera's turns are due a period apart, the one that has been due the longest comes first,
and a camera that was away claims nothing for the time in between. So while there is more to do than can be done, every
camera falls behind its wanted rate by the same share, however dear its pictures are.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(eq=False, slots=True)
class Claim:
    """A camera's. period: seconds between the pictures that are wanted of it. due: in the queue's own time."""

    period: float
    due: float = 0.0


class Queue:
    """The order alone; it knows no thread and no clock."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._now = 0.0
        self._waiting: list[Claim] = []

    def ask(self, claim: Claim) -> None:
        if claim not in self._waiting:
            claim.due = max(claim.due, self._now)
            self._waiting.append(claim)

    def next(self) -> Claim | None:
        """Who begins now; None when nobody waits or no place is free."""
        if not (self._waiting and self._free):
            return None
        first = min(self._waiting, key=lambda claim: claim.due)  # of equals, who has asked first
        self._waiting.remove(first)
        self._free -= 1
        self._now = first.due
        first.due += first.period
        return first

    def end(self, claim: Claim, *, has_more: bool) -> None:
        """has_more: its next picture is there already, so that it has a say in who is next."""
        self._free += 1
        if has_more:
            self.ask(claim)

    def withdraw(self, claim: Claim) -> None:
        if claim in self._waiting:
            self._waiting.remove(claim)


class Turns:
    """The queue of a process. ``with turns.join(5) as claim:`` for each camera, ``with turns.turn(claim, …):`` for each
    of its pictures.
    """

    def __init__(self, places: int | None = None) -> None:
        """places: None for as many as there are cores."""
        self._queue = Queue(places or len(os.sched_getaffinity(0)))
        self._changed = threading.Condition()
        self._begun: set[Claim] = set()

    @contextmanager
    def join(self, rate: float) -> Iterator[Claim]:
        """rate: pictures a second that are wanted."""
        claim = Claim(1 / rate)
        try:
            yield claim
        finally:
            with self._changed:
                self._queue.withdraw(claim)
                if claim in self._begun:  # it was called, and left
                    self._begun.remove(claim)
                    self._queue.end(claim, has_more=False)
                self._admit()

    @contextmanager
    def turn(self, claim: Claim, has_more: Callable[[], bool]) -> Iterator[None]:
        """Waits until it is this camera's turn. has_more: whether its next picture is there, asked at the end."""
        with self._changed:
            if claim not in self._begun:
                self._queue.ask(claim)
                self._admit()
            self._changed.wait_for(lambda: claim in self._begun)
            self._begun.remove(claim)
        try:
            yield
        finally:
            more = has_more()
            with self._changed:
                self._queue.end(claim, has_more=more)
                self._admit()

    def _admit(self) -> None:
        while (claim := self._queue.next()) is not None:
            self._begun.add(claim)
        self._changed.notify_all()
