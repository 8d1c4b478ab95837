"""QGIS itself opens /ogc/ and /sta/v1.1, where it is installed. ``QGIS_PYTHON`` names its Python."""

import json
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from tests.factories import ELSEWHERE, make_camera, make_token
from tests.live.browsers import server
from tests.ogc.worlds import make_city, make_square

PYTHON = os.environ.get("QGIS_PYTHON", "/usr/bin/python3")
READS = (Scope.CAMERAS_READ, Scope.EVENTS_READ, Scope.ZONES_READ, Scope.COUNTS_READ)


@cache
def is_there() -> bool:
    words = [PYTHON, "-c", "import qgis.core"]
    return Path(PYTHON).exists() and not subprocess.run(words, capture_output=True, check=False).returncode


pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_there(), reason="QGIS is not installed."),
]


@pytest.fixture
def opened(city_system: User) -> Iterator[Any]:
    make_city()
    make_square()
    make_camera(ELSEWHERE, name="Far")
    token = make_token(city_system, *READS)
    with server() as port:

        def run(provider: str, path: str, what: str, expression: str = "") -> Any:
            program = str(Path(__file__).with_name("foreign_qgis.py"))
            words = [PYTHON, program, provider, f"http://127.0.0.1:{port}{path}", token, what, expression]
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
            done = subprocess.run(words, capture_output=True, text=True, timeout=120, env=environment, check=False)
            [line] = [line for line in done.stdout.splitlines() if line.startswith("{")] or [done.stderr]
            return json.loads(line)

        yield run


@pytest.mark.parametrize(
    ("collection", "rows", "shape"),
    [("cameras", 2, "Point"), ("events", 1, "Point"), ("counts", 1, "Point"), ("districts", 1, "MultiPolygon")],
)
def test_it_opens_each_collection(opened: Any, collection: str, rows: int, shape: str) -> None:
    told = opened("OAPIF", "/ogc/", collection)
    assert (told["is_valid"], told["rows"], told["shape"]) == (True, rows, shape)


def test_it_asks_with_a_filter(opened: Any) -> None:
    assert opened("OAPIF", "/ogc/", "cameras", "\"name\" = 'Far'")["names"] == ["Far"]


@pytest.mark.parametrize(
    ("what", "rows", "shape"),
    [
        ("entity='Location' type=PointZ", 2, "Point"),
        ("entity='FeatureOfInterest' type=MultiLineStringZ", 1, "LineString"),
        ("entity='Datastream'", 1, ""),
        ("entity='Observation'", 1, ""),
    ],
)
def test_it_reads_sensor_things(opened: Any, what: str, rows: int, shape: str) -> None:
    told = opened("sensorthings", "/sta/v1.1", f"{what} pageSize=100")
    assert (told["is_valid"], told["rows"]) == (True, rows)
    assert shape in ("", told["shape"])
