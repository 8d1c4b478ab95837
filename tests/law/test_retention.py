"""How long events are kept: the file of their regime says it, within what the law allows at all."""

from datetime import timedelta
from pathlib import Path

import pytest

from hypervision.law import regimes
from hypervision.law.retention import events_due
from tests.factories import NOON

FILE = """
name = "CITY"
titles.en = "A city"
sources.en = "Its order"
kinds = ["*"]
aggregates_only = {aggregates_only}
demo_only = false
max_days = 31
retention_days = {pictures}
event_retention_days = {events}
"""


def write(folder: Path, pictures: int, events: int, aggregates_only: str = "false") -> Path:
    path = folder / "city.toml"
    path.write_text(FILE.format(pictures=pictures, events=events, aggregates_only=aggregates_only))
    return path


@pytest.mark.parametrize(("regime", "days"), [("DEMO", 7), ("EU-OTHER", 28), ("FR-ART10", 28), ("FR-STATS", 0)])
def test_each_regime_says_how_long_its_events_are_kept(regime: str, days: int) -> None:
    assert events_due(regime, NOON) == NOON - timedelta(days=days)


@pytest.mark.parametrize("regime", ["FR-OLD", ""])
def test_events_of_a_regime_that_nobody_knows_any_more_have_the_strictest_period(regime: str) -> None:
    assert events_due(regime, NOON) == events_due("DEMO", NOON)


def test_a_file_may_keep_events_for_28_days_and_their_pictures_for_less(tmp_path: Path) -> None:
    read = regimes._read(write(tmp_path, pictures=1, events=28))
    assert (read.retention_days, read.event_retention_days) == (1, 28)


@pytest.mark.parametrize(
    ("pictures", "events", "aggregates_only", "sentence"),
    [
        (29, 28, "false", "city.toml: retention_days is 29, at most 28"),
        (28, 29, "false", "city.toml: event_retention_days is 29, at most 28"),
        (0, 0, "false", "event_retention_days is 0; name at least a day"),
        (7, 6, "false", "event_retention_days is 6; name .* retention_days at least"),
        (0, 1, "true", "sums only"),
    ],
)
def test_a_file_that_keeps_too_long_or_contradicts_itself_stops_the_start(
    tmp_path: Path, pictures: int, events: int, aggregates_only: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        regimes._read(write(tmp_path, pictures, events, aggregates_only))
