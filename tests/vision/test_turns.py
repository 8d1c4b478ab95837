"""Specification of turns: cameras that share a process, with a clock that the test drives and analyses that take long.

``worked`` lets one process with some places work for a while on cameras that always have a picture: it says how many of
each camera's pictures were analysed.
"""

import heapq
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.vision.turns import Claim, Queue, Turns


def worked(
    rates: Sequence[float], costs: Sequence[float], seconds: float, places: int = 1, late: float = 0.0
) -> list[int]:
    """costs: seconds that each camera's picture takes. late: the last camera comes only then."""
    queue, clock = Queue(places), 0.0
    claims = [Claim(1 / rate) for rate in rates]
    number_of = {claim: number for number, claim in enumerate(claims)}
    pictures: list[tuple[float, int]] = []
    for number, rate in enumerate(rates):
        heapq.heappush(pictures, (late if number == len(rates) - 1 else number / (rate * len(rates)), number))
    working: list[tuple[float, int]] = []
    done: Counter[int] = Counter()
    while clock < seconds:
        while (claim := queue.next()) is not None:
            heapq.heappush(working, (clock + costs[number_of[claim]], number_of[claim]))
        clock = min(heap[0][0] for heap in (working, pictures) if heap)
        if working and working[0][0] <= clock:
            _, number = heapq.heappop(working)
            done[number] += 1
            following = (done[number] + 1) / rates[number]
            queue.end(claims[number], has_more=following <= clock)
            if following > clock:
                heapq.heappush(pictures, (following, number))
        elif pictures and pictures[0][0] <= clock:
            queue.ask(claims[heapq.heappop(pictures)[1]])
    return [done[number] for number in range(len(rates))]


def test_while_there_is_time_every_camera_has_its_rate() -> None:
    assert worked([5, 5, 2], [0.05, 0.05, 0.05], seconds=60) == pytest.approx([300, 300, 120], abs=3)


def test_at_overload_every_camera_falls_by_the_same_share() -> None:
    """Ten pictures a second can be done, twenty-four are wanted."""
    done = worked([8, 8, 4, 4], [0.1] * 4, seconds=100)
    assert sum(done) == pytest.approx(1000, abs=5)
    assert [count / rate for count, rate in zip(done, (8, 8, 4, 4), strict=True)] == pytest.approx([41.7] * 4, abs=1)


def test_a_camera_with_dear_pictures_takes_nothing_from_the_rate_of_others() -> None:
    dear, cheap = worked([5, 5], [0.4, 0.1], seconds=100)
    assert dear == pytest.approx(cheap, abs=2)


def test_who_comes_later_claims_nothing_for_the_time_before() -> None:
    early, late = worked([10, 10], [0.2, 0.2], seconds=100, late=50)
    assert late == pytest.approx(125, abs=3), "half of what can be done in the second half"
    assert early == pytest.approx(375, abs=3)


def test_with_more_places_more_is_done_at_once() -> None:
    assert sum(worked([8, 8, 8, 8], [0.1] * 4, seconds=50, places=2)) == pytest.approx(1000, abs=10)


@given(st.lists(st.sampled_from([1.0, 2.0, 5.0, 10.0]), min_size=2, max_size=8))
def test_nobody_starves(rates: list[float]) -> None:
    done = worked(rates, [0.5] * len(rates), seconds=60)
    shares = [count / (60 * rate) for count, rate in zip(done, rates, strict=True)]
    assert min(shares) > 0.5 * max(shares)


def test_threads_wait_for_their_turn_and_an_error_gives_the_place_back() -> None:
    turns = Turns(places=1)
    at_once, most = 0, 0
    counted = threading.Lock()

    def camera() -> None:
        nonlocal at_once, most
        with turns.join(rate=10) as claim:
            for number in range(50):
                with suppress(RuntimeError), turns.turn(claim, partial(bool, number % 3 == 0)):
                    with counted:
                        at_once += 1
                        most = max(most, at_once)
                    with counted:
                        at_once -= 1
                    if number % 7 == 0:
                        raise RuntimeError("the analysis failed")

    threads = [threading.Thread(target=camera) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    assert most == 1


def test_who_was_called_and_leaves_gives_the_place_back() -> None:
    turns = Turns(places=1)
    with turns.join(rate=10) as first, turns.turn(first, lambda: True):
        pass
    with turns.join(rate=10) as second, turns.turn(second, lambda: False):
        pass
