"""What the files of the front end must hold to: nothing from outside, colours in the tokens, no inline script."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

OUTSIDE = re.compile(
    r"""(?:https?:)?//(?!www\.w3\.org/|www\.openstreetmap\.org/copyright)[a-z0-9-]+\.[a-z]""", re.IGNORECASE
)
"""Names of XML and the link that the licence of the map asks for are no requests."""
FIXED_GROUND = {"tokens.css", "admin.css"}
"""admin.css draws zones on photographs, which have no theme."""
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+=", re.IGNORECASE)
AS_HTML = re.compile(r"\.(?:innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(")


def named(paths: list[Path]) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", named(TEMPLATES + STYLES))
def test_nothing_is_fetched_from_outside(path: Path) -> None:
    assert OUTSIDE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", named(SCRIPTS))
def test_no_script_asks_another_house(path: Path) -> None:
    assert OUTSIDE.findall(without_comments(path.read_text())) == []


@pytest.mark.parametrize("path", named([path for path in STYLES if path.name not in FIXED_GROUND]))
def test_colours_stand_in_the_tokens_alone(path: Path) -> None:
    assert COLOUR.findall(without_comments(path.read_text())) == []


@pytest.mark.parametrize("path", named(TEMPLATES))
def test_no_template_holds_a_script(path: Path) -> None:
    assert INLINE_SCRIPT.findall(path.read_text()) == []


@pytest.mark.parametrize("path", named(SCRIPTS))
def test_no_script_reads_text_as_html(path: Path) -> None:
    assert AS_HTML.findall(path.read_text()) == []


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def tokens(theme: str) -> dict[str, str]:
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    block = text.split(f'[data-theme="{theme}"] {{')[1].split("}")[0]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("text", ["ink", "high", "medium", "low"])
@pytest.mark.parametrize("ground", ["surface", "surface-2", "surface-3"])
def test_the_words_of_an_alert_have_seven_to_one(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("text", ["ink-2", "ink-3", "accent"])
@pytest.mark.parametrize("ground", ["surface", "surface-2", "surface-3"])
def test_all_other_words_have_four_and_a_half_to_one(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("pin", ["pin-high", "pin-medium", "pin-low"])
def test_a_severity_stands_out_from_the_map(theme: str, pin: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[pin], colours["ground"]) >= 3
