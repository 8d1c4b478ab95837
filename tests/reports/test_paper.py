"""A report on paper: the same bytes for the same figures, read aloud, gaps that are no zeros, in both languages."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from hypervision.env import ROOT
from hypervision.lib.tokens import colours
from hypervision.reports import drawing, paper, printing, spans, words
from hypervision.reports.drawing import Col, Row
from tests.reports import worlds

ONCE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "hypervision.settings"
import django
django.setup()
from hypervision.reports import paper
from tests.reports import worlds
sys.stdout.buffer.write(paper.pdf(worlds.week_with_gaps(), "fr"))
"""


WORLDS: dict[str, Callable[[], worlds.Plain]] = {
    "full": worlds.week,
    "empty": worlds.empty_week,
    "gaps": worlds.week_with_gaps,
    "quarter": worlds.quarter,
}


@cache
def printed(name: str, language: str) -> bytes:
    """A paper takes seconds, and several tests read the same."""
    return paper.pdf(WORLDS[name](), language)


def html(name: str, language: str = "en") -> str:
    return re.sub(r"\s+", " ", paper.html(WORLDS[name](), language))


@pytest.mark.slow
def test_the_same_figures_are_the_same_bytes_in_another_process_too() -> None:
    """Another start has other hashes and another time."""
    other = subprocess.run([sys.executable, "-c", ONCE], capture_output=True, check=True, cwd=ROOT)
    assert other.stdout == printed("gaps", "fr") == paper.pdf(worlds.week_with_gaps(), "fr")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_paper_can_be_read_aloud(language: str) -> None:
    """PDF/UA: tags, a language, a title, and a text in the place of each picture."""
    reader = PdfReader(io.BytesIO(printed("full", language)))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    kinds, texts = tags(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/LI", "/Figure"} <= kinds
    assert len(texts) == 5
    assert all(texts)


def tags(node: object) -> tuple[set[str], list[str]]:
    """The kinds of all tags, and the texts of the pictures."""
    kinds, texts, ahead = set[str](), list[str](), [node]
    while ahead:
        one = ahead.pop().get_object()  # type: ignore[attr-defined]
        if isinstance(one, list):
            ahead += one
        elif isinstance(one, dict):
            kinds.add(str(one.get("/S", "")))
            if one.get("/S") == "/Figure":
                texts.append(str(one.get("/Alt", "")))
            ahead += [one["/K"]] if "/K" in one else []
    return kinds, texts


@pytest.mark.slow
def test_a_paper_bears_the_time_of_its_days_and_none_of_its_making() -> None:
    facts = PdfReader(io.BytesIO(printed("full", "en"))).metadata
    assert facts is not None
    assert (facts.title, facts.author) == ("Report of week 22 of 2026, Helsinki", "Helsinki")
    assert f"{facts.creation_date:%F %T} {facts.modification_date:%F %T}" == "2026-05-31 00:00:00 2026-05-31 00:00:00"


@pytest.mark.slow
def test_all_letters_come_along() -> None:
    """Else it looks otherwise on another machine, and its bytes depend on the fonts of this one."""
    reader = PdfReader(io.BytesIO(printed("full", "fr")))
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font.get_object() for each in resources for font in each["/Font"].values()]
    assert fonts
    assert all("Inter" in font["/BaseFont"] for font in fonts), [font["/BaseFont"] for font in fonts]


def test_a_paper_says_in_short_what_there_was() -> None:
    said = html("full")
    for sentence in (
        "280 events were recorded.",
        "No clear change: 0 % [−31, +45] against the period it is compared with.",
        "Most events happened in Centre: 62 %.",
        "67 % [52, 79] of 210 judged alerts were confirmed. 35 missed, reported by people.",
        "35 alerts had no verdict when this was counted.",
        "Half of the verdicts came within about 2 minutes, 19 of 20 within about 15 minutes.",
        "Called: Municipal police 70, Ambulance 35.",
        "The analysis was stopped 3 times: all of it 1, a camera 2.",
        "4 of 6 kinds on a camera were tried on site and signed for; the others are on trial.",
        "2 of 5 cameras show recorded or simulated scenes: what they see happened in no street.",
        "Intrusion: 75 % [57, 87] of 140 judged alerts were confirmed.",
    ):
        assert sentence in said, sentence


def test_a_gap_is_told_and_is_no_zero() -> None:
    said = html("gaps")
    assert "On 1 day no camera was watched: that is a gap, not a zero." in said
    assert "10 events of this period are not counted here: they were erased at the end of their retention." in said
    assert "No comparison with the period before: part of the events was erased" in said
    rows = re.findall(r'<th scope="row">(\w{3}) \d+ May</th> <td class="number">(\S+?(?: 5)?)</td>', said)
    assert rows == [
        ("Mon", "40"),
        ("Tue", "40"),
        ("Wed", "–"),
        ("Thu", "40"),
        ("Fri", "–"),
        ("Sat", "&lt; 5"),
        ("Sun", "40"),
    ]


def test_a_paper_of_nothing_says_that_nothing_is_known() -> None:
    said = html("empty")
    assert "No camera was watched, so what happened is not known." in said
    assert "No authorisation was in force: nothing was analysed." in said
    assert "No event in this period; but no camera was watched, so what happened is not known." in said
    assert '<span class="figure">0</span>' not in said


@pytest.mark.parametrize(("month", "name"), [(1, "first"), (4, "second"), (7, "third"), (10, "fourth")])
def test_a_quarter_is_called_by_its_number(month: int, name: str) -> None:
    stretch = spans.whole(spans.Span.QUARTER, date(2026, month, 1))
    assert words.title(stretch) == f"Report of the {name} quarter of 2026"


def test_a_quarter_is_told_by_the_week() -> None:
    said = html("quarter")
    assert "Report of the second quarter of 2026" in said
    assert re.search(r"1 Apr – 5 Apr</th> <td class=\"number\">–</td> .*?>5 days with a gap", said)
    assert "nanodet" in said


@pytest.mark.parametrize("name", ["full", "empty", "gaps", "quarter"])
def test_no_word_of_english_is_left_in_a_french_paper(name: str) -> None:
    said = re.sub(r"<style>.*?</style>", "", html(name, "fr"))
    for word in (" the ", " was ", " were ", " of ", "Report", "Events", "Week", "Kinds", "gap"):
        assert word not in re.sub(r"<[^>]+>", " ", said), word


def test_a_name_is_written_as_it_is_and_runs_nothing() -> None:
    city = {"name": "<b>&</b>", "attribution": "", "districts_are_approximate": False}
    plain = deepcopy(worlds.week(city=city))
    plain["map"]["districts"][0]["name"] = "</text><script>"
    said = paper.html(plain, "en")
    assert "<b>&</b>" not in said
    assert "<script>" not in said
    assert said.count("<svg") == 0


@pytest.mark.slow
@pytest.mark.parametrize("address", ["https://outside.example/a.png", "file:///etc/passwd"])
def test_what_lies_outside_is_not_fetched(address: str) -> None:
    with pytest.raises(printing.NotPrinted, match="lies outside"):
        printing.to_pdf(
            f'<html lang="en"><head><title>a</title></head><body><img alt="a" src="{address}"></body></html>'
        )


def test_a_printer_that_fails_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(printing.NotPrinted, match="install the Debian packages"):
        printing.to_pdf("<p>")


def test_a_gap_is_hatched_from_the_bottom_to_the_top() -> None:
    drawn = drawing.columns([Col("1", 10, "10"), Col("2", None)], colours(), str)
    assert drawn.count("<rect") == 2
    assert f'stroke="{colours()["edge-strong"]}" stroke-width="1" fill="none"/>' in drawn
    assert "L" in drawing.hatch(0, 0, 20, 40, colours())


def test_columns_of_a_quarter_bear_no_numbers() -> None:
    cols = [Col(f"{number}", 10, "ten") for number in range(92)]
    assert "ten" not in drawing.columns(cols, colours(), str)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(0, [0, 1]), (4, [0, 1, 2, 3, 4]), (40, [0, 10, 20, 30, 40]), (7, [0, 2, 4, 6, 8]), (0.3, [0, 0.1, 0.2, 0.3])],
)
def test_an_axis_ends_on_a_round_number(most: float, ticks: list[float]) -> None:
    assert drawing.nice_ticks(most) == pytest.approx(ticks)


def test_an_interval_is_drawn_within_its_axis() -> None:
    drawn = drawing.rows([Row("Fire", 1.0, "100 %", 0.5, 1.0)], colours(), most=1.0)
    assert all(float(x) <= drawing.WIDTH for x in re.findall(r' x="([\d.]+)"', drawn))
