"""The product speaks French wherever it speaks English, and says nothing that cannot be translated."""

import ast
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

ROOT = Path(__file__).parents[2]
FOLDER = Path("fr/LC_MESSAGES")
CATALOGUES = ("django", "djangojs")
REMAKE = (
    "Run `manage.py makemessages -l fr --no-location --no-wrap --no-obsolete -i var -i node_modules -i .venv"
    " -i staticfiles -i tests`, the same once more with `-d djangojs`, and translate what is new."
)

SAME_IN_FRENCH = """
    Intrusion OpenStreetMap SHA-256 Animal Administration Pages Note attribution classes demonstration licence name note
    points score source type version zone covariance Point Points Versions
    Zone total variances incident Incident Incidents Validation Validations Version radio Clip Source transport
    Collection Collections Zones Score Description message messages
    webhook port Licence Verdicts
"""

NARROW = "\u202f"

PRODUCT = {"Hypervision"}
"""What may stand in a page as it is: the product's name."""


@dataclass(frozen=True)
class Entry:
    """One text of a catalogue. sources and targets have one member, or one for each plural form."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    fuzzy: bool


def read(path: Path) -> list[Entry]:
    """The entries of a .po file, without its header and without what is commented out."""
    entries = (_entry(block) for block in path.read_text().strip().split("\n\n"))
    return [entry for entry in entries if entry.sources and entry.sources != ("",)]


def _entry(block: str) -> Entry:
    values: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith('"'):
            key, line = line.split(" ", 1)
        values[key] = values.get(key, "") + ast.literal_eval(line)
    return Entry(
        tuple(value for key, value in values.items() if key.startswith("msgid")),
        tuple(value for key, value in values.items() if key.startswith("msgstr")),
        re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE) is not None,
    )


@cache
def french(catalogue: str) -> list[Entry]:
    return read(ROOT / "hypervision/locale" / FOLDER / f"{catalogue}.po")


@pytest.fixture(params=CATALOGUES)
def catalogue(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_text_has_its_french(catalogue: str) -> None:
    missing = [entry.sources[0] for entry in french(catalogue) if entry.fuzzy or not all(entry.targets)]
    assert not missing, f"{catalogue}.po: no French, or only a guess (fuzzy), for {missing}."


def test_a_text_with_a_plural_has_two_french_forms(catalogue: str) -> None:
    assert all(len(entry.targets) == len(entry.sources) for entry in french(catalogue))


def test_french_says_it_in_french(catalogue: str) -> None:
    same = {entry.sources[0] for entry in french(catalogue) if entry.sources[0] in entry.targets}
    same = {text for text in same if re.search(r"[A-Za-z]", re.sub(r"%\(\w+\)\w", "", text))}
    left = same - set(SAME_IN_FRENCH.split()) - {"%(band)s, score %(score)s", "%(count)d points", "%(count)s minute"}
    assert not left, f"{catalogue}.po repeats the English of {left}; if French says the same, add it to SAME_IN_FRENCH."


def placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"%\(\w+\)[\d.]*\w|%%", text))


def test_every_placeholder_is_kept(catalogue: str) -> None:
    for entry in french(catalogue):
        for source, target in zip(entry.sources, entry.targets, strict=True):
            assert placeholders(target) == placeholders(source), f"{source!r} became {target!r}"


def test_french_is_set_as_french_is_set(catalogue: str) -> None:
    """Typographic apostrophes, and a narrow no-break space before : ; ? ! % and inside the quotation marks."""
    wrong = re.compile(rf"'|[ \u00a0](?:[:;?!»]|%(?!\())|«(?!{NARROW})|\w[;?!»](?!\w)")
    found = [target for entry in french(catalogue) for target in entry.targets if wrong.search(target)]
    assert not found, f"{catalogue}.po: {found}"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """The sources alone, because makemessages writes beside what it reads."""
    for folder in ("detectors", "hypervision", "maps", "templates", "static"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "locale" / FOLDER


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not here: apt-get install gettext")
def test_the_catalogues_hold_what_the_sources_say(copy: Path, catalogue: str) -> None:
    call_command("makemessages", locale=["fr"], domain=catalogue, no_wrap=True, no_location=True, verbosity=0)
    said = {entry.sources for entry in read(copy / f"{catalogue}.po")}
    known = {entry.sources for entry in french(catalogue)}
    assert not said - known, f"{catalogue}.po does not know {said - known}. {REMAKE}"
    assert not known - said, f"{catalogue}.po keeps what nobody says any more: {known - said}. {REMAKE}"


class Visible(HTMLParser):
    """Gathers what a reader or a screen reader would meet in a page: texts, and the attributes that are read out."""

    READ_OUT = ("alt", "aria-label", "aria-description", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        self.texts += [value for name, value in attrs if name in self.READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)


TRANSLATED = re.compile(r"{% *blocktrans(?:late)?\b.*?{% *endblocktrans(?:late)? *%}|{#.*?#}", re.DOTALL)
COMMENT = re.compile(r"{% *comment\b.*?{% *endcomment *%}", re.DOTALL)
DEFAULT = re.compile(r"""default(?:_if_none)?:(["'])([^"']*[A-Za-z][^"']*)\1""")
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


def untranslated(template: str) -> list[str]:
    """The visible texts of a template that stand outside its translate tags."""
    source = COMMENT.sub("", TRANSLATED.sub("", template))
    page = Visible()
    page.feed(TAG.sub("", source))
    texts = [" ".join(text.split()).strip("· ") for text in page.texts]
    texts += [text for _, text in DEFAULT.findall(source)]
    return [text for text in texts if re.search(r"[^\W\d_]", text) and text not in PRODUCT]


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_outside_its_translate_tags(path: Path) -> None:
    assert untranslated(path.read_text()) == []


def test_text_outside_the_tags_would_be_found() -> None:
    source = """<p title="Close">{% translate "Fine" %} {{ figure|default:"none" }}
        {% blocktranslate %}Fine{% endblocktranslate %}</p><b>Bare</b><script>let fine;</script>"""
    assert untranslated(source) == ["Close", "Bare", "none"]


STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
SHOWN = re.compile(
    rf"""(?:\b(?:textContent|innerText|title|placeholder|ariaLabel|alt)|["']aria-label["'])\s*[:=]\s*({STRING})"""
)
LITERAL = re.compile(rf"(?<!\w){STRING}")
SENTENCE = re.compile(r"[A-Z][a-z’]+(?: [a-z%]|…|\.$)")
NOT_SHOWN = re.compile(rf"(?:n?gettext\(\s*(?:{STRING},\s*)?|Error\(|console\.\w+\()\s*$")
"""What stands before a literal that was translated, or that is told to the developer."""


def spoken(literal: str) -> str:
    """What a literal says by itself, without the values put into it."""
    return re.sub(r"\$\{.*?\}", "", literal[1:-1])


def bare(module: str) -> Iterator[str]:
    """Literals that would be shown as they are: put into a visible property, or written as a sentence."""
    code = re.sub(r"/\*.*?\*/|(?<![:\"'`\w])//[^\n]*", "", module, flags=re.DOTALL)
    yield from (text for text in SHOWN.findall(code) if re.search(r"[^\W\d_]", spoken(text)))
    for match in LITERAL.finditer(code):
        if SENTENCE.match(spoken(match[0])) and not NOT_SHOWN.search(code[: match.start()][-300:]):
            yield match[0]


MODULES = sorted((ROOT / "static/js").rglob("*.js"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_shows_nothing_that_did_not_pass_gettext(path: Path) -> None:
    assert list(bare(path.read_text())) == []


def test_a_bare_literal_would_be_found() -> None:
    module = """
        button.title = "Close"; // "A comment is not shown"
        label.textContent = `Camera ${name}`;
        el("p", {}, "Nothing is here.");
        el("p", { title: gettext("Fine") }, ngettext("One camera", "Two cameras", 2));
        throw new Error("Told to the developer");
    """
    assert list(bare(module)) == ['"Close"', "`Camera ${name}`", '"Nothing is here."']
