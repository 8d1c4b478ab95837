"""docs/interfaces/sensorthings.md: its examples run, its tables are whole, its filters are understood."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.sensorthings.asking import OPTIONS
from hypervision.sensorthings.entities import ENTITIES
from hypervision.sensorthings.meaning import CALLED_TIMES, COMPARISONS, PLACES, TEXTS
from hypervision.sensorthings.reckoning import FUNCTIONS, OPERATIONS
from hypervision.sensorthings.sides import ENDS_OF_TIME
from tests.factories import make_token
from tests.live.browsers import server
from tests.sensorthings.worlds import found, make_square

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces" / "sensorthings.md").read_text()
READS = (Scope.CAMERAS_READ, Scope.ZONES_READ, Scope.COUNTS_READ)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_each_set_is_named_with_its_right_and_scope() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| `(.*?)` \|", PAGE, re.MULTILINE)
    decided = [(name, each.right.value.replace("_", " "), each.scope.value) for name, each in ENTITIES.items()]
    assert rows == decided


def test_each_option_and_function_is_named() -> None:
    names = [*OPTIONS, *TEXTS, *COMPARISONS, *CALLED_TIMES, *PLACES, *FUNCTIONS, *OPERATIONS, *ENDS_OF_TIME]
    assert not [name for name in names if f"`{name}" not in PAGE]


@pytest.mark.django_db
@pytest.mark.parametrize("written", blocks("odata")[0].strip().splitlines())
def test_each_filter_is_understood(supervisor: User, written: str) -> None:
    make_square()
    assert found(supervisor, "Observations", filter=written)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestExamples:
    @pytest.fixture
    def world(self, city_system: User) -> Iterator[dict[str, str]]:
        make_square()
        with server() as port:
            yield {"TOKEN": make_token(city_system, *READS), "PORT": str(port)}

    def run(self, world: dict[str, str], *words: str) -> str:
        environment = {**os.environ, "TOKEN": world["TOKEN"]}
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @pytest.mark.parametrize(
        ("number", "told"), [(0, '"serverSettings"'), (1, '"result":50'), (2, '"result":40'), (3, '"dataArray":[[')]
    )
    def test_curl_reads_it(self, world: dict[str, str], number: int, told: str) -> None:
        example = "\n\n".join(blocks("sh")).split("\n\n")[number]
        assert told in self.run(world, "bash", "-c", here(example, world))

    def test_the_client_of_frost_reads_it(self, world: dict[str, str]) -> None:
        said = self.run(world, sys.executable, "-W", "ignore", "-c", here(blocks("python")[0], world))
        assert "Bridge · crossings · person · forward 2026-06-01T12:05:00Z/2026-06-01T12:10:00Z 50" in said


def here(example: str, world: dict[str, str]) -> str:
    return example.replace("127.0.0.1:8000", f"127.0.0.1:{world['PORT']}")
