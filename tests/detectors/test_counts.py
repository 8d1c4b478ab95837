"""What is counted and measured becomes sums, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError

from detectors import counts
from detectors.counts import Tally
from detectors.models import Lease
from detectors.vision.scene import classes
from detectors.vision.types import Label, LineCount, Measure, Sum
from maps.models import CountBin, Event, Zone
from tests import factories
from tests.detectors import worlds
from tests.detectors.worlds import World
from tests.factories import MODEL_HASH, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.square(regime="FR-STATS", kinds=["line_count", "speed"])


@pytest.fixture
def line(world: World) -> Zone:
    return factories.make_zone(world.camera, purpose=Zone.Purpose.LINE)


def flush(world: World, tally: Tally) -> int:
    return tally.flush(world.camera.id, worlds.TOKEN, lambda kind: MODEL_HASH)


def tally_of(line: Zone, *seconds: int, forward: bool = True, tally: Tally | None = None) -> Tally:
    tally = tally or Tally()
    for second in seconds:
        tally.add(LineCount("rule", str(line.id), NOON + timedelta(seconds=second), Label.PERSON, forward))
    return tally


def speed(zone: Zone, kmh: float, error: float = 1.0, kind: str = "speed") -> Sum:
    moment = ("rule", str(zone.id), Measure.SPEED, NOON, Label.VEHICLE, "")
    spread = classes.of(Measure.SPEED, kmh)
    return Sum(kind, *moment, objects=1, basis=1, total=kmh, squares=kmh**2, variances=error**2, classes=spread)


def test_crossings_of_five_minutes_are_one_number(world: World, line: Zone) -> None:
    assert flush(world, tally_of(line, 0, 1, 299)) == 3
    row = CountBin.objects.values_list("starts_at", "kind", "measure", "label", "way", "objects_seen", "total").get()
    assert row == (NOON, "line_count", "crossings", "person", "forward", 3, 3.0)


def test_of_what_is_measured_sums_are_kept_and_no_single_value(world: World, line: Zone) -> None:
    tally = Tally()
    for kmh in (30.0, 50.0):
        tally.add(speed(line, kmh))
    flush(world, tally)
    row = CountBin.objects.get()
    assert (row.objects_seen, row.basis, row.total, row.squares, row.variances) == (2, 2.0, 80.0, 3400.0, 2.0)


def test_of_speeds_it_is_kept_how_many_lie_in_each_class_and_added_to_what_is_there(world: World, line: Zone) -> None:
    tally = Tally()
    for batch in ([30.0, 38.0], [30.0, 155.0]):
        for kmh in batch:
            tally.add(speed(line, kmh))
        flush(world, tally)
    assert CountBin.objects.get().classes == [0, 0, 0, 3, *[0] * 11, 1]


def test_what_is_not_classed_has_no_classes(world: World, line: Zone) -> None:
    flush(world, tally_of(line, 0, 1))
    assert CountBin.objects.get().classes == []


def test_a_bin_of_before_there_were_classes_gets_those_that_come_later(world: World, line: Zone) -> None:
    factories.make_count(world.camera, 1, zone=line, kind="speed", measure="speed", label="vehicle", way="")
    tally = Tally()
    tally.add(speed(line, 30.0))
    flush(world, tally)
    assert sum(CountBin.objects.get().classes) == 1


def test_what_comes_later_is_added(world: World, line: Zone) -> None:
    tally = tally_of(line, 0, 1)
    flush(world, tally)
    flush(world, tally_of(line, 2, 300, tally=tally))
    assert list(CountBin.objects.order_by("starts_at").values_list("objects_seen", flat=True)) == [3, 1]


def test_what_comes_late_is_added_to_the_bin_of_its_own_time(world: World, line: Zone) -> None:
    tally = tally_of(line, 600)
    flush(world, tally)
    flush(world, tally_of(line, 1, tally=tally))
    assert list(CountBin.objects.order_by("starts_at").values_list("starts_at", flat=True)) == [
        NOON,
        NOON + timedelta(minutes=10),
    ]


def test_both_ways_are_counted_apart(world: World, line: Zone) -> None:
    flush(world, tally_of(line, 0, 1, forward=False, tally=tally_of(line, 0)))
    assert dict(CountBin.objects.values_list("way", "objects_seen")) == {"forward": 1, "backward": 2}


def test_what_was_flushed_is_not_counted_again(world: World, line: Zone) -> None:
    tally = tally_of(line, 0)
    flush(world, tally)
    assert flush(world, tally) == 0


def broken_after(write: Callable[..., int]) -> Callable[..., int]:
    """The transaction is in, and its answer is lost on the way."""

    def written(*given: object) -> int:
        write(*given)
        raise DatabaseError

    return written


def test_a_batch_whose_answer_was_lost_counts_once(world: World, line: Zone, monkeypatch: pytest.MonkeyPatch) -> None:
    tally = tally_of(line, 0, 1)
    with monkeypatch.context() as broken:
        broken.setattr(counts, "write", broken_after(counts.write))
        with pytest.raises(DatabaseError):
            flush(world, tally)
    assert flush(world, tally_of(line, 2, tally=tally)) == 1
    assert CountBin.objects.get().objects_seen == 3


def test_a_batch_that_did_not_go_in_is_sent_again(world: World, line: Zone, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*given: object) -> int:
        raise DatabaseError

    tally = tally_of(line, 0, 1)
    with monkeypatch.context() as broken:
        broken.setattr(counts, "write", away)
        with pytest.raises(DatabaseError):
            flush(world, tally)
    assert flush(world, tally_of(line, 2, tally=tally)) == 3
    assert CountBin.objects.get().objects_seen == 3


def test_the_next_lease_begins_its_batches_anew(world: World, line: Zone) -> None:
    flush(world, tally_of(line, 0))
    worlds.hold(world.camera, NOON, token=2)
    assert tally_of(line, 1).flush(world.camera.id, 2, lambda kind: MODEL_HASH) == 1


def test_crossings_after_the_lease_was_lost_are_not_counted(world: World, line: Zone) -> None:
    Lease.objects.update(ended_at=NOON + timedelta(seconds=10))
    assert flush(world, tally_of(line, 5, 15)) == 1


def test_crossings_outside_the_authorisation_are_not_counted(world: World, line: Zone) -> None:
    assert flush(world, tally_of(line, 0, 86_400 * 11)) == 1


def test_a_kind_that_is_not_authorised_is_not_summed(world: World, line: Zone) -> None:
    tally = tally_of(line, 0)
    tally.add(speed(line, 30, kind="dwell"))
    flush(world, tally)
    assert CountBin.objects.get().kind == "line_count"


def test_counting_leaves_no_event(world: World, line: Zone) -> None:
    flush(world, tally_of(line, 0))
    assert not Event.objects.exists()
