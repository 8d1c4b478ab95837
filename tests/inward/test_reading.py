"""Each row is read by itself; one that is wrong says why, field by field."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hypervision.inward.reading import CLOCKS_DIFFER, MOST, Row, Span, Wrong, read, read_row, read_slowly
from hypervision.lib.errors import Refusal

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SPAN = Span.at(NOW)


def said(**more: Any) -> dict[str, Any]:
    raw = {"id": "1", "kind": "water_level", "at": "2026-06-01T13:59:00+02:00", "lon": 24.94, "lat": 60.17} | more
    return {name: value for name, value in raw.items() if value is not None}


def errors(**more: Any) -> dict[str, str]:
    """As whoever sends it is told."""
    (row,) = read(json.dumps({"events": [said(**more)]}).encode(), SPAN).rows
    assert isinstance(row, Wrong)
    return dict(row.errors)


def test_a_reading_of_a_sensor_is_a_row() -> None:
    row = read_row(said(value=1.25, unit="m", error_m=2), SPAN)
    at = datetime(2026, 6, 1, 11, 59, tzinfo=UTC)
    assert row == Row("1", "water_level", at, lon=24.94, lat=60.17, error_m=2.0, value=1.25, unit="m")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", 7),
        ("id", "x" * 201),
        ("kind", "intrusion"),  # cameras say that, not systems
        ("kind", ["fire_alarm"]),
        ("at", "yesterday"),
        ("at", "2026-06-01T12:00:00"),
        ("at", 1_780_000_000),
        ("lon", 181),
        ("lat", "60.17"),
        ("lat", True),
        ("error_m", -1),
        ("severity", "extreme"),
        ("words", "x" * 2001),
        ("value", "high"),
        ("colour", "red"),
    ],
)
def test_a_field_that_is_wrong_is_named(field: str, value: Any) -> None:
    assert list(errors(**{field: value})) == [field]


@pytest.mark.parametrize("field", ["name", "plate", "face_id", "photoUrl", "attachment", "reporterPhone", "age"])
def test_what_the_law_forbids_is_refused_by_its_name(field: str) -> None:
    assert "never taken" in errors(**{field: "…"})[field]


@pytest.mark.parametrize("field", ["id", "kind", "at"])
def test_what_is_needed_is_asked_for(field: str) -> None:
    assert list(errors(**{field: None})) == [field]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lon": None}, "lon"),
        ({"lat": None}, "lat"),
        ({"lon": None, "lat": None}, "place"),
        ({"address": "Kaivokatu 1"}, "place"),
        ({"lon": None, "lat": None, "address": "Kaivokatu", "district": "Kamppi"}, "place"),
        ({"lon": None, "lat": None, "address": "Kaivokatu", "error_m": 5}, "error_m"),
        ({"unit": "m"}, "unit"),
        ({"at": (NOW + CLOCKS_DIFFER + timedelta(seconds=1)).isoformat()}, "at"),
        ({"at": "1969-12-31T23:59:59Z"}, "at"),
    ],
)
def test_what_does_not_go_together_is_said(more: dict[str, Any], field: str) -> None:
    assert list(errors(**more)) == [field]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"events": {}}',
        b'{"events": [], "all": true}',
        b'{"events": [], "all_or_nothing": 1}',
        b'{"events": [{"lon": NaN}]}',
        b'{"events": ["\xff"]}',
        b'{"events": [',
        b'{"events": ' + b"[" * 100_000,
        json.dumps({"events": [{}] * (MOST + 1)}).encode(),
    ],
)
def test_what_is_no_batch_is_refused_whole(body: bytes) -> None:
    with pytest.raises(Refusal):
        read(body, SPAN)


def test_a_number_beyond_all_bounds_is_refused() -> None:
    assert list(errors(lon=1e308)) == ["lon"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*said(), "severity", "words", "value", "address", "x"]), ANYTHING) | ANYTHING)
def test_whatever_is_sent_is_a_row_or_says_why_not(raw: Any) -> None:
    row = read_row(raw, SPAN)
    assert isinstance(row, Row) or row.errors


TEXTS = st.sampled_from(["", "a", " a", "\x00", "Kaivokatu 1", "m"]) | st.text(max_size=3)
NUMBERS = st.sampled_from([0, 24.94, 60.17, -181.0, 5001, True]) | st.floats(allow_nan=False, allow_infinity=False)
ALMOST_RIGHT = st.fixed_dictionaries(
    {
        "id": TEXTS | st.just("1"),
        "kind": st.sampled_from(["traffic", "traffic", "intrusion", ""]),
        "at": st.sampled_from(
            ["2026-06-01T12:00:00Z"] * 3 + ["2026-06-01T14:00:00+02:00", "2026-06-01", "2027-01-01T00:00:00Z"]
        ),
    },
    optional={
        "lon": st.just(24.94) | NUMBERS,
        "lat": st.just(60.17) | NUMBERS,
        "error_m": NUMBERS | st.none(),
        "address": TEXTS | st.none(),
        "district": TEXTS,
        "severity": st.sampled_from(["", "low", "high", "extreme"]),
        "words": TEXTS,
        "value": NUMBERS | st.none(),
        "unit": TEXTS,
        "plate": st.just("AB-123"),
    },
)


@given(st.lists(ALMOST_RIGHT, max_size=3), st.sampled_from([True, False, 1, None]))
def test_reading_at_once_says_what_reading_slowly_says(rows: list[dict[str, Any]], is_whole: Any) -> None:
    body = json.dumps({"events": rows, "all_or_nothing": is_whole}).encode()
    found = []
    for way in (read, read_slowly):
        try:
            found.append(way(body, SPAN))
        except Refusal as refusal:
            found.append(refusal.code)  # type: ignore[arg-type]
    assert found[0] == found[1]


def test_what_is_right_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hypervision.inward.reading.read_slowly", None)
    body = json.dumps({"events": [said(value=1, unit="m", words="High.")] * MOST}).encode()
    assert len(read(body, SPAN).rows) == MOST
