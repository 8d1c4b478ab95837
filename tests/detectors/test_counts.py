"""Line crossings become sums, and nothing else."""

from datetime import timedelta

import pytest

from detectors.counts import Tally
from detectors.models import Lease
from detectors.vision.types import Label, LineCount
from maps.models import CountBin, Event, Zone
from tests import factories
from tests.detectors import worlds
from tests.detectors.worlds import World
from tests.factories import MODEL_HASH, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.square(regime="FR-STATS", kinds=["line_count"])


@pytest.fixture
def line(world: World) -> Zone:
    return factories.make_zone(world.camera, purpose=Zone.Purpose.LINE)


def flush(world: World, tally: Tally) -> int:
    return tally.flush(world.camera.id, worlds.TOKEN, MODEL_HASH, "line_count")


def tally_of(line: Zone, *seconds: int, forward: bool = True) -> Tally:
    tally = Tally()
    for second in seconds:
        tally.add(LineCount("rule", str(line.id), NOON + timedelta(seconds=second), Label.PERSON, forward))
    return tally


def test_crossings_of_five_minutes_are_one_number(world: World, line: Zone) -> None:
    assert flush(world, tally_of(line, 0, 1, 299)) == 3
    assert CountBin.objects.values_list("starts_at", "label", "forward", "count").get() == (NOON, "person", True, 3)


def test_what_comes_later_is_added(world: World, line: Zone) -> None:
    flush(world, tally_of(line, 0, 1))
    flush(world, tally_of(line, 2, 300))
    assert list(CountBin.objects.order_by("starts_at").values_list("count", flat=True)) == [3, 1]


def test_both_ways_are_counted_apart(world: World, line: Zone) -> None:
    flush(world, tally_of(line, 0))
    flush(world, tally_of(line, 0, 1, forward=False))
    assert dict(CountBin.objects.values_list("forward", "count")) == {True: 1, False: 2}


def test_what_was_flushed_is_not_counted_again(world: World, line: Zone) -> None:
    tally = tally_of(line, 0)
    flush(world, tally)
    assert flush(world, tally) == 0


def test_crossings_after_the_lease_was_lost_are_not_counted(world: World, line: Zone) -> None:
    Lease.objects.update(ended_at=NOON + timedelta(seconds=10))
    assert flush(world, tally_of(line, 5, 15)) == 1


def test_crossings_outside_the_authorisation_are_not_counted(world: World, line: Zone) -> None:
    assert flush(world, tally_of(line, 0, 86_400 * 11)) == 1


def test_counting_leaves_no_event(world: World, line: Zone) -> None:
    flush(world, tally_of(line, 0))
    assert not Event.objects.exists()
