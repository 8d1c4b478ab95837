"""One process as it watches, measured: ``python -m detectors.sizing.worker CLIP WEIGHTS SECONDS`` prints one JSON line.

It loads what a watching process loads (Django, Celery, the networks), so that its memory is that of such a process, and
connects to nothing.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

PLACEHOLDERS = {"SECRET_KEY": "sizing", "DATABASE_URL": "postgis://127.0.0.1/none", "REDIS_URL": "redis://127.0.0.1"}
"""For a machine without settings: they have to be there, and nothing is done with them."""


def main(clip: Path, weights: Path, seconds: float) -> None:
    _load_what_a_watch_loads()
    from detectors.analysis.networks import MASKS, shipped
    from detectors.sizing import measure

    networks = shipped(weights, ("objects", *MASKS))
    found = measure.memory(clip, networks) | measure.costs(clip, networks, seconds)
    print(json.dumps(found))  # noqa: T201 - the answer to the process that started this one


def _load_what_a_watch_loads() -> None:
    for name, value in PLACEHOLDERS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hypervision.settings")
    import django

    django.setup()
    for name in ("hypervision.celery", "detectors.tasks"):  # by name: the wiring stands above this room
        import_module(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
