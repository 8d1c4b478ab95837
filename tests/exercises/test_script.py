"""Scripts as people write them: read, or refused with sentences that say where and what to do."""

import pytest
from django.contrib.gis.geos import LineString, MultiLineString

from hypervision.accounts.models import User
from hypervision.exercises.script import read
from hypervision.lib.errors import Refusal
from maps.models import Camera, Street
from tests.factories import ELSEWHERE, SQUARE
from tests.hand.worlds import make_city

pytestmark = pytest.mark.django_db

GOOD = f"""
title: Fire at the market
alerts:
  - second: 30
    kind: crowd_movement
    place: [{SQUARE[0]}, {SQUARE[1]}]
  - second: 0
    kind: fire
    severity: high
    place: Square
    text: Smoke behind the stalls.
"""


def row(**values: object) -> str:
    """A script with one alert; what is given takes the place of what is right."""
    right: dict[str, object] = {"second": 0, "kind": "fire", "place": list(SQUARE)}
    lines = [f"    {name}: {value}" for name, value in {**right, **values}.items()]
    return "title: One\nalerts:\n  -\n" + "\n".join(lines)


def refusal(text: str, by: User) -> str:
    with pytest.raises(Refusal) as refused:
        read(text, by)
    return refused.value.sentence


def test_a_script_is_read_in_the_order_of_its_seconds(supervisor: User, camera: Camera) -> None:
    script = read(GOOD, supervisor)
    assert script.title == "Fire at the market"
    assert [(line.second, line.kind, line.severity) for line in script.lines] == [
        (0, "fire", "high"),
        (30, "crowd_movement", "medium"),
    ]
    assert script.lines[0].place.coords == pytest.approx(SQUARE)
    assert script.lines[0].text == "Smoke behind the stalls."


def test_a_street_is_a_place(supervisor: User) -> None:
    line = LineString((SQUARE[0], SQUARE[1]), (SQUARE[0], SQUARE[1] + 0.001))
    Street.objects.create(name="Kaivokatu", lines=MultiLineString(line, srid=4326))
    assert read(row(place="kaivokatu"), supervisor).lines[0].place.x == pytest.approx(SQUARE[0])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"second": -1}, "whole number from 0"),
        ({"second": 1.5}, "whole number"),
        ({"second": "true"}, "whole number"),
        ({"second": 999_999}, "whole number"),
        ({"kind": "sorcery"}, "there is no kind “sorcery”; there are"),
        ({"kind": "speed"}, "there is no kind"),
        ({"severity": "extreme"}, "low, medium or high"),
        ({"place": "[24.9]"}, "longitude, latitude"),
        ({"place": "[900, 60]"}, "longitude, latitude"),
        ({"place": "Nowhere"}, "is called “Nowhere”"),
        ({"colour": "red"}, "“colour” is not known"),
    ],
)
def test_what_is_wrong_is_said_with_the_number_of_its_alert(
    supervisor: User, wrong: dict[str, object], sentence: str
) -> None:
    said = refusal(row(**wrong), supervisor)
    assert said.startswith("Alert 1: ")
    assert sentence in said


def test_all_mistakes_are_said_at_once(supervisor: User) -> None:
    text = "title: Two\nalerts:\n  - {second: 0}\n  - {second: x}\n"
    assert [line[:8] for line in refusal(text, supervisor).splitlines()] == ["Alert 1:", "Alert 2:"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "a “title:”"),
        ("title: [", "Line 1 is no YAML"),
        ("title: a\nalerts:\n\t- b", "Line 3 is no YAML"),
        ("- a", "a “title:”"),
        ("title: a\nmore: b", "nothing else"),
        ("title: a\nalerts: []", "between 1 and 200"),
        ("title: a\nalerts: 7", "between 1 and 200"),
        ("title: ''\nalerts: [1]", "Give the script a title"),
        ("title: a\nalerts: [1]", "Alert 1: write second"),
        ("title: !!python/object/apply:os.system [ls]", "is no YAML"),
        ("x" * 100_001, "too long"),
    ],
)
def test_what_is_no_script_says_so(supervisor: User, text: str, sentence: str) -> None:
    assert sentence in refusal(text, supervisor)


def test_places_lie_in_the_city_and_in_the_perimeter(supervisor: User, outsider: User) -> None:
    make_city((24.93, 60.16, 24.96, 60.18))
    assert "outside the city" in refusal(row(place="[25.5, 60.17]"), supervisor)
    assert "outside your perimeter" in refusal(row(), outsider)
    assert read(row(place=list(ELSEWHERE)), outsider).lines
