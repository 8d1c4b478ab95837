"""A worker that is killed (SIGKILL) again and again: all that it said it had kept is in the database, once."""

import random
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from detectors import outbox, spool
from detectors.models import Lease
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from hypervision.live.models import JournalEntry
from maps.models import Event, Picture
from tests.children import LOOK_AGAIN_S, child
from tests.detectors import worlds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LIVES = 4
LIFE = timedelta(hours=1)
"""Of capture times, so that no two lives see the same."""
KEPT = re.compile(outbox.KEPT % r"([0-9a-f-]{36})")


def kept(log: Path) -> list[UUID]:
    return [UUID(found) for found in KEPT.findall(log.read_text())]


def test_what_a_worker_had_kept_survives_its_death_and_comes_in_once(tmp_path: Path) -> None:
    dice = random.Random(7)
    root, log = tmp_path / "spool", tmp_path / "log"
    begin = clock.now() - (LIVES + 2) * LIFE
    world = worlds.square(starts_at=begin, ends_at=clock.now() + LIFE)
    waited = 0
    for token in range(worlds.TOKEN + 1, worlds.TOKEN + 1 + LIVES):
        at = begin + token * LIFE
        Lease.objects.filter(ended_at=None).update(ended_at=at)
        worlds.hold(world.camera, at, token)
        arguments = (str(root), str(token), at.isoformat(), str(world.authorisation.id), str(world.rule.id))
        with log.open("ab") as says, child("tests.detectors.producer", *arguments, says=says) as worker:
            enough = len(kept(log)) + dice.randint(1, 60)
            while len(kept(log)) < enough:
                assert worker.outlives(LOOK_AGAIN_S), log.read_text()[-2000:]
            assert worker.outlives(dice.random() / 10)
            worker.kill()
        waited += len(list(root.glob(f"*/*/*{spool.SUFFIX}")))
    assert waited, "Nothing was on the way when the workers died, so that nothing was shown."

    while outbox.take_in_orphans(root):
        pass

    ids = set(Event.objects.values_list("id", flat=True))
    assert set(kept(log)) <= ids
    assert len(kept(log)) == len(set(kept(log)))
    assert len(ids - set(kept(log))) <= LIVES, "At most one of each life was on disk and not yet in the log."
    assert (Alert.objects.count(), Picture.objects.count()) == (len(ids), len(ids))
    told = Counter(entry.payload["card"]["id"] for entry in JournalEntry.objects.filter(kind="alert"))
    assert set(told.values()) == {1}
    assert len(told) == len(ids)
    assert not list(root.glob(f"*/*/*{spool.SUFFIX}"))
