"""docs/interfaces/ogc.md: its examples run, its tables are whole, its filters are understood."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.ogc.asking import OF_ITEMS
from hypervision.ogc.offered import COLLECTIONS
from tests.factories import make_token
from tests.live.browsers import server
from tests.ogc.foreign_gdal import main as gdal
from tests.ogc.worlds import found, make_city, make_square

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces" / "ogc.md").read_text()
READS = (Scope.CAMERAS_READ, Scope.EVENTS_READ, Scope.ZONES_READ, Scope.COUNTS_READ)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_each_collection_is_named_with_its_right_and_scope() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| `(.*?)` \|", PAGE, re.MULTILINE)
    decided = [(name, each.right.value.replace("_", " "), each.scope.value) for name, each in COLLECTIONS.items()]
    assert rows == decided


def test_each_parameter_is_named() -> None:
    assert not [name for name in OF_ITEMS if f"`{name}" not in PAGE]


@pytest.mark.django_db
@pytest.mark.parametrize("written", blocks("cql2")[0].strip().splitlines())
def test_each_filter_is_understood(operator: User, written: str) -> None:
    make_square()
    assert len(found(operator, "events", filter=written)) == 1


@pytest.mark.django_db(transaction=True)
class TestExamples:
    @pytest.fixture
    def world(self, city_system: User, tmp_path: Path) -> Iterator[dict[str, str]]:
        make_city()
        make_square()
        token = make_token(city_system, *READS)
        (tmp_path / "token.txt").write_text(f"Authorization: Token {token}\n")
        with server() as port:
            yield {"TOKEN": token, "PORT": str(port), "FOLDER": str(tmp_path)}

    def run(self, world: dict[str, str], *words: str) -> str:
        environment = {**os.environ, "TOKEN": world["TOKEN"]}
        done = subprocess.run(
            words, cwd=world["FOLDER"], env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def test_curl_reads_collections_and_events(self, world: dict[str, str]) -> None:
        for example, told in zip(blocks("sh")[0].split("\n\n"), ('"storageCrs"', '"numberReturned": 1'), strict=True):
            assert told in self.run(world, "bash", "-c", here(example, world))

    @pytest.mark.parametrize("number", [0, 1])
    def test_python_reads_it(self, world: dict[str, str], number: int) -> None:
        said = self.run(world, sys.executable, "-c", here(blocks("python")[number], world))
        assert ("Square" if number == 0 else "0") in said

    def test_what_ogr2ogr_is_asked_gdal_does(self, world: dict[str, str]) -> None:
        """Debian's ogr2ogr is not at hand everywhere; the library that it is made of is."""
        example = here(blocks("sh")[1], world)
        [source] = re.findall(r'"(OAPIF:[^"]+)" (\w+) -where "([^"]+)"', example)
        address, layer, where = source
        assert "--config GDAL_HTTP_HEADER_FILE token.txt" in example
        program = sys.modules[gdal.__module__].__file__ or ""
        said = self.run(world, sys.executable, program, address, "token.txt", layer, f'{{"where": "{where}"}}')
        assert '"rows": 1' in said


def here(example: str, world: dict[str, str]) -> str:
    return example.replace("127.0.0.1:8000", f"127.0.0.1:{world['PORT']}")
