"""The docs name what there is: pages that exist, files that exist, commands that exist."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = ("bin", "detectors", "docs", "hypervision", "maps", "static", "templates", "tests", ".ci")

EXAMPLES = {
    "docs/rules.md": {"detectors/vision/scene/stopped_vehicle.py"},
    "docs/pages.md": {"static/js/map/layers/wind.js"},
}
"""Files that a page teaches to make."""

LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)")
BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]*\w\.(?:py|js|mjs|css|html|toml|ini|json|yml|md|po|sh)")
FOLDER = re.compile(rf"(?:{'|'.join(re.escape(folder) for folder in SOURCES)})/[\w./-]*")
COMMAND = re.compile(r"manage\.py (\w+)")


def named(paths: Iterable[Path]) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


@cache
def files() -> frozenset[str]:
    """Every file of the sources, from the root, each with a leading slash."""
    inside = (path for folder in SOURCES for path in (ROOT / folder).rglob("*") if path.is_file())
    outside = (path for path in ROOT.iterdir() if path.is_file())
    return frozenset(f"/{path.relative_to(ROOT)}" for path in (*inside, *outside))


def exists(name: str) -> bool:
    """A page may leave out the beginning of a path (`alerts/order.js`), never its end."""
    return any(file.endswith(f"/{name}") for file in files())


def quoted(page: Path) -> list[str]:
    return QUOTED.findall(BLOCK.sub("", page.read_text()))


@pytest.mark.parametrize("page", named(PAGES))
def test_a_page_links_to_nothing_that_is_gone(page: Path) -> None:
    gone = [link for link, _ in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert not gone, f"{page.name} links to {gone}, which do not exist."


@pytest.mark.parametrize("page", named(PAGES))
def test_a_page_names_no_file_that_is_gone(page: Path) -> None:
    known = EXAMPLES.get(str(page.relative_to(ROOT)), set())
    written = {text for text in quoted(page) if FILE.fullmatch(text) and not text.startswith(("var/", "/"))} - known
    gone = sorted(name for name in written if not exists(name))
    assert not gone, f"{page.name} names {gone}, which do not exist: correct the page."


@pytest.mark.parametrize("page", named(PAGES))
def test_a_page_names_no_folder_that_is_gone(page: Path) -> None:
    gone = [text for text in quoted(page) if FOLDER.fullmatch(text) and not (ROOT / text).exists()]
    gone = [text for text in gone if not FILE.fullmatch(text)]
    assert not gone, f"{page.name} names {gone}, which do not exist: correct the page."


@pytest.mark.parametrize("page", named(PAGES))
def test_a_page_names_no_command_that_is_gone(page: Path) -> None:
    gone = set(COMMAND.findall(page.read_text())) - set(get_commands())
    assert not gone, f"{page.name} names manage.py {gone}, which does not exist."


@pytest.mark.parametrize("page", EXAMPLES)
def test_what_a_page_teaches_to_make_is_not_there_yet(page: str) -> None:
    assert all(name in (ROOT / page).read_text() and not (ROOT / name).exists() for name in EXAMPLES[page])


def test_every_page_of_the_docs_is_reached_from_the_readme() -> None:
    start = ROOT / "README.md"
    reached, ahead = set[Path](), [start]
    while ahead:
        page = ahead.pop()
        if page not in reached:
            reached.add(page)
            links = (page.parent / link for link, _ in LINK.findall(page.read_text()))
            ahead += [link.resolve() for link in links if link.suffix == ".md" and link.exists()]
    lost = sorted(page.name for page in PAGES if page.parent.name == "docs" and page not in reached)
    assert not lost, f"Nobody finds {lost}: link them from README.md or from a page that it leads to."


KEY_ROW = re.compile(r"^\| ((?:`[^`]+` ?)+)\| (.+) \|$", re.MULTILINE)
HELP_ROW = re.compile(r"\[\[([^\]]+)\], gettext\(\"([^\"]+)\"\)\]")


def test_the_operators_page_knows_the_keys_that_the_control_room_shows() -> None:
    card = (ROOT / "static/js/components/help.js").read_text().partition("const ROOM")[2].partition("];")[0]
    shown = [(re.findall(r'"([^"]+)"', keys), words) for keys, words in HELP_ROW.findall(card)]
    page = (ROOT / "docs/operator.md").read_text().partition("## Keys")[2]
    assert shown
    assert [(re.findall("`([^`]+)`", keys), words) for keys, words in KEY_ROW.findall(page)] == shown
