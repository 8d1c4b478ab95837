"""Figures of a report, made up by hand: of a full week, of an empty one, of one with gaps, and of a quarter."""

from datetime import date, timedelta
from typing import Any

Plain = dict[str, Any]
MONDAY = date(2026, 5, 25)
KEY = "6a1f3a2e-0000-4000-8000-000000000001"
FULL_DAY: Plain = {
    "events": 40,
    "erased": 0,
    "districts": [["Centre", 25], ["Harbour", 10], ["", 5]],
    "kinds": [["intrusion", 25], ["fall", 10], ["density", 5]],
    "verdicts": [
        ["intrusion", "confirmed", 15],
        ["intrusion", "refuted", 5],
        ["intrusion", "unreviewed", 5],
        ["fall", "confirmed", 5],
        ["fall", "refuted", 5],
    ],
    "misses": [["fall", 5]],
    "authorisations": [[KEY, "intrusion", "confirmed", 15], [KEY, "intrusion", "refuted", 5]],
    "reasons": [["intrusion", "animal", 5], ["fall", "resting", 5]],
    "outcomes": [["intrusion", "left", 10], ["fall", "helped", 5]],
    "informed": [["municipal_police", 10], ["ambulance", 5]],
    "took": [["2", 20], ["15", 5]],
}
NOTHING: Plain = {"events": 0, "erased": 0}
BOX = [[0.0, 0.0], [320.0, 0.0], [320.0, 300.0], [0.0, 300.0], [0.0, 0.0]]
MAP: Plain = {
    "width": 640.0,
    "height": 300.0,
    "metre": 0.1,
    "limit": [[[0.0, 0.0], [640.0, 0.0], [640.0, 300.0], [0.0, 300.0], [0.0, 0.0]]],
    "districts": [
        {"name": "Centre", "rings": [BOX], "label": [160.0, 150.0]},
        {"name": "Harbour", "rings": [[[x + 320.0, y] for x, y in BOX]], "label": [480.0, 150.0]},
    ],
    "cameras": [[100.0, 100.0], [200.0, 220.0], [500.0, 90.0], [900.0, 90.0]],
}


def day(one: date, told: Plain, hours: float = 120.0) -> Plain:
    return {"day": f"{one}", "hours": hours, "told": told}


def part(first: date, tolds: list[Plain], hours: list[float] | None = None) -> Plain:
    """Days from a first one, with what is told of each and for how many hours cameras were watched."""
    watched = hours or [120.0] * len(tolds)
    days = [
        day(first + timedelta(days=number), told, long)
        for number, (told, long) in enumerate(zip(tolds, watched, strict=True))
    ]
    return {
        "first": days[0]["day"],
        "last": days[-1]["day"],
        "days": days,
        "possible": 130.0 * len(days),
    }


def week(tolds: list[Plain] | None = None, hours: list[float] | None = None, **values: Any) -> Plain:
    """Of a city with two districts and five cameras, under one authorisation; the week before was as full."""
    base: Plain = {
        "version": 1,
        "city": {
            "name": "Helsinki",
            "attribution": "© OpenStreetMap contributors",
            "districts_are_approximate": True,
        },
        "span": "week",
        **part(MONDAY, tolds or [FULL_DAY] * 7, hours),
        "before": part(MONDAY - timedelta(days=7), [FULL_DAY] * 7),
        "marks": [[f"{MONDAY + timedelta(days=2)}", 1, 2, 0]],
        "lines": [{"line": "Bridge", "label": "person", "forward": 1240, "backward": None}],
        "splits": [],
        "measured": [],
        "authorisations": [
            {
                "id": KEY,
                "reference": "2026-041",
                "regime": "EU-OTHER",
                "controller": "Helsinki",
                "kinds": ["fall", "intrusion"],
                "starts": "2026-05-01",
                "ends": "2026-06-30",
                "is_revoked": False,
            }
        ],
        "stops": {"everything": 1, "kind": 0, "camera": 2, "by_itself": 0},
        "cameras": {"streams": 5, "simulated": 2},
        "validations": {"all": 6, "signed": 4},
        "networks": [
            {"name": "nanodet", "purpose": "objects", "sha256": "a" * 64, "licence": "Apache-2.0"},
        ],
        "map": MAP,
    }
    return {**base, **values}


def empty_week() -> Plain:
    """An installation of which nothing is known: no city, no camera, no order."""
    return week(
        [NOTHING] * 7,
        [0.0] * 7,
        before=part(MONDAY - timedelta(days=7), [NOTHING] * 7, [0.0] * 7),
        possible=0.0,
        city={"name": "", "attribution": "", "districts_are_approximate": False},
        marks=[],
        lines=[],
        authorisations=[],
        stops={"everything": 0, "kind": 0, "camera": 0, "by_itself": 0},
        cameras={"streams": 0, "simulated": 0},
        validations={"all": 0, "signed": 0},
        networks=[],
        map={},
    )


def week_with_gaps() -> Plain:
    """Nobody watched on Wednesday, and of Friday ten events were erased before they were counted."""
    tolds = [FULL_DAY, FULL_DAY, NOTHING, FULL_DAY, {**FULL_DAY, "erased": 10}, NOTHING, FULL_DAY]
    return week(tolds, [120.0, 118.5, 0.0, 96.0, 120.0, 120.0, 120.0])


def quarter() -> Plain:
    """April to June, quieter from week to week, unwatched for its first ten days."""
    first = date(2026, 4, 1)
    tolds = [NOTHING if number < 10 else FULL_DAY if number % 3 else NOTHING for number in range(91)]
    values = week(span="quarter", **part(first, tolds, [0.0] * 10 + [120.0] * 81))
    return {**values, "before": part(date(2026, 1, 1), [FULL_DAY] * 90)}
