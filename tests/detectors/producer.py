"""A worker that sees something all the time, through the real outbox into the real database, until it is killed.

``python -m tests.detectors.producer SPOOL TOKEN BEGIN AUTHORISATION RULE``. Its log, on standard error, names what was
kept.
"""

import itertools
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import django

django.setup()

from detectors import outbox  # noqa: E402
from detectors.models import Rule  # noqa: E402
from detectors.outbox import Outbox  # noqa: E402
from hypervision.law.models import Authorisation  # noqa: E402
from tests.detectors.worlds import World, sighting  # noqa: E402

EVERY_S = 0.004
"""Faster than a database takes it in, so that there is always something on the way."""


def deliver(out: Outbox) -> None:
    while True:
        out.deliver_next(1)


def main(root: Path, token: int, begin: datetime, authorisation: str, rule_id: str) -> None:
    rule = Rule.objects.select_related("camera").get(id=rule_id)
    world = World(rule.camera, rule, Authorisation.objects.get(id=authorisation))
    outbox.take_in_orphans(root)
    out = Outbox(rule.camera.id, token, root)
    threading.Thread(target=deliver, args=[out], daemon=True).start()
    pause = threading.Event()
    for number in itertools.count():
        out.accept(sighting(world, begin + timedelta(milliseconds=number), token=token))
        pause.wait(EVERY_S)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), sys.argv[4], sys.argv[5])
