"""Specification of the forms of zones and rules: what could not be watched is refused with a sentence."""

import json
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from detectors.forms import RuleForm, ZoneForm
from detectors.models import Rule
from hypervision.law.models import LogEntry
from maps.models import Calibration, Camera, Preset, Zone
from tests.factories import NOON, make_camera, make_rule, make_zone

SQUARE = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]
DRAW_IT = "Draw the shape in the picture: a list of points [x, y] from 0 to 1."


def zone_form(camera: Camera, points: Any, purpose: str = "watch") -> ZoneForm:
    return ZoneForm({"camera": camera.pk, "name": "Z", "purpose": purpose, "points": json.dumps(points)})


@pytest.mark.parametrize(
    ("points", "purpose", "sentence"),
    [
        ([[0.1, 0.1], [0.9, 0.9]], "watch", "The zone “Z” needs at least 3 corners, not 2."),
        (
            [[0, 0], [1, 1], [1, 0], [0, 1]],
            "watch",
            "The border of the zone “Z” crosses itself: side 1 meets side 3.",
        ),
        (
            [[0, 0], [1.5, 0], [1, 1]],
            "private",
            "Point 2 of “Z” lies outside the picture: both numbers go from 0 to 1.",
        ),
        ([[0.5, 0.5]], "line", "The line “Z” needs at least 2 different points, not 1."),
        ([[0, 0], [0.001, 0], [0.001, 0.001]], "watch", "The zone “Z” has no area: draw it larger."),
        ("nonsense", "watch", DRAW_IT),
        ([[0, 0], ["a", 0], [1, 1]], "private", DRAW_IT),
    ],
)
def test_a_shape_that_cannot_be_watched_is_refused_at_its_field_with_a_sentence(
    camera: Camera, points: Any, purpose: str, sentence: str
) -> None:
    assert zone_form(camera, points, purpose).errors == {"points": [sentence]}


def test_the_sentence_of_a_refused_shape_stands_on_the_page_and_nothing_is_saved(desk: Client, camera: Camera) -> None:
    page = desk.post(
        "/admin/maps/zone/add/",
        {"camera": camera.pk, "name": "Gate", "purpose": "watch", "points": "[[0, 0], [1, 1], [1, 0], [0, 1]]"},
    )
    assert "The border of the zone “Gate” crosses itself: side 1 meets side 3." in page.content.decode()
    assert not Zone.objects.exists()


def test_a_zone_lies_in_a_view_of_its_own_camera(camera: Camera) -> None:
    mine, others = (Preset.objects.create(camera=one, name="Square") for one in (camera, make_camera()))
    data = {"camera": camera.pk, "name": "Gate", "purpose": "watch", "points": json.dumps(SQUARE)}
    assert ZoneForm({**data, "preset": mine.pk}).is_valid()
    refused = ZoneForm({**data, "preset": others.pk})
    assert refused.errors == {"preset": ["This view belongs to another camera."]}


def test_a_view_that_was_forgotten_takes_no_zone(camera: Camera) -> None:
    gone = Preset.objects.create(camera=camera, name="Square", forgotten_at=NOON)
    assert not ZoneForm(
        {"camera": camera.pk, "preset": gone.pk, "name": "Z", "purpose": "watch", "points": json.dumps(SQUARE)}
    ).is_valid()


def test_each_view_tells_its_calibration_on_the_page_of_the_camera(desk: Client, camera: Camera) -> None:
    square, _yard = (Preset.objects.create(camera=camera, name=name, background=b"x") for name in ("Square", "Yard"))
    values = {"width": 640, "height": 360, "homography": [1.0, 0, 0, 0, 1, 0, 0, 0, 1], "rmse": 0.1}
    Calibration.objects.create(camera=camera, preset=square, version=1, **values)
    page = desk.get(f"/admin/maps/camera/{camera.pk}/change/").content.decode()
    assert "Square: Version 1, ±0.10 m Yard: None: its events stand at the camera." in page


def test_a_good_shape_is_taken(camera: Camera) -> None:
    assert zone_form(camera, SQUARE).is_valid()


def rule_form(zone: Zone, **values: str) -> RuleForm:
    data = {"camera": zone.camera_id, "zone": zone.pk, "kind": "intrusion", "severity": "high", "parameters": "{}"}
    return RuleForm({**data, **values})


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ('{"dwell_seconds": -5}', "“dwell_seconds” must lie between 0 and 3600 s; -5 does not."),
        ('{"dwell_seconds": 4000}', "“dwell_seconds” must lie between 0 and 3600 s; 4000 does not."),
        ('{"dwell_seconds": "long"}', "“dwell_seconds” must be a number, not “long”."),
        ('{"colour": "red"}', "“colour” is not a parameter of this rule. It takes: "),
        ("{dwell", "Enter a valid JSON."),
    ],
)
def test_a_parameter_that_the_rule_cannot_take_is_refused_with_a_sentence(
    camera: Camera, parameters: str, sentence: str
) -> None:
    errors = rule_form(make_zone(camera), parameters=parameters).errors
    assert list(errors) == ["parameters"]
    assert str(errors["parameters"][0]).startswith(sentence)


def test_what_is_private_is_not_watched(camera: Camera) -> None:
    form = rule_form(make_zone(camera, purpose="private"))
    assert form.errors == {"zone": ["Intrusion needs a watched area."]}


def test_two_rules_of_one_statistic_do_not_sum_up_the_same_zone(camera: Camera) -> None:
    line = make_zone(camera, purpose="line", points=[[0, 0.5], [1, 0.5]])
    assert "kind" not in rule_form(line, kind="line_count").errors
    make_rule(camera, zone=line, kind="line_count")
    assert "kind" in rule_form(line, kind="line_count").errors


def test_a_line_count_needs_a_line(camera: Camera) -> None:
    assert "zone" in rule_form(make_zone(camera), kind="line_count").errors


def test_an_experimental_kind_stays_off_until_somebody_switches_it_on_knowingly(camera: Camera) -> None:
    zone = make_zone(camera)
    assert rule_form(zone, kind="fall").is_valid()
    assert list(rule_form(zone, kind="fall", enabled="on").errors) == ["knowingly"]
    assert rule_form(zone, kind="fall", enabled="on", knowingly="on").is_valid()
    assert rule_form(zone, kind="abandoned_object", enabled="on").is_valid()


def test_a_kind_that_needs_more_pictures_than_the_camera_gives_stays_off(camera: Camera) -> None:
    camera.wanted_rate = 2.5
    camera.save()
    zone = make_zone(camera)
    assert rule_form(zone, kind="abandoned_object").is_valid()
    assert rule_form(zone, kind="abandoned_object", enabled="on").errors == {
        "kind": [
            "Abandoned object needs at least 3 analysed pictures a second; this camera has 2.5. "
            "Raise its rate, or switch the rule off."
        ]
    }
    camera.wanted_rate = 3
    camera.save()
    assert rule_form(zone, kind="abandoned_object", enabled="on").is_valid()


def test_what_is_on_already_is_not_asked_again(camera: Camera) -> None:
    rule = make_rule(camera, kind="fall", enabled=True)
    sent = rule_form(rule.zone, kind="fall", enabled="on", reason="Milder.").data
    assert RuleForm(sent, instance=rule).is_valid()


def test_whoever_chooses_a_kind_reads_how_mature_it_is(desk: Client) -> None:
    page = desk.get("/admin/detectors/rule/add/").content.decode()
    for title in ("Intrusion (proven)", "Abandoned object (beta)", "Fall (experimental)", ">Line count<"):
        assert title in page


def test_a_rule_looks_at_a_zone_of_its_own_camera(camera: Camera) -> None:
    form = rule_form(make_zone(camera), camera=str(make_camera().pk))
    assert form.errors == {"zone": ["This zone belongs to another camera."]}


def test_a_changed_zone_makes_a_new_version_of_its_rules(desk: Client, camera: Camera) -> None:
    rule = make_rule(camera)
    desk.post(
        f"/admin/maps/zone/{rule.zone_id}/change/",
        {"camera": camera.pk, "name": "New", "purpose": "watch", "points": json.dumps(SQUARE), "reason": "A fence."},
    )
    assert (Zone.objects.get().version, Rule.objects.get().version) == (2, 2)
    assert LogEntry.objects.get(action="zone.save").actor == "administrator"


def filled_in(camera: Camera, **parameters: str | list[str]) -> QueryDict:
    """What a browser sends: a field for each parameter of each kind."""
    sent = QueryDict(mutable=True)
    sent.update({key: value for key, value in rule_form(make_zone(camera)).data.items() if key != "parameters"})
    for name, values in parameters.items():
        sent.setlist(f"parameters.{name.replace('__', '.')}", values if isinstance(values, list) else [values])
    return sent


def test_parameters_are_filled_in_and_not_written_as_json(camera: Camera) -> None:
    form = RuleForm(
        filled_in(
            camera,
            intrusion__dwell_seconds="2,5",
            intrusion__leave_seconds="",
            intrusion__labels=["person", "vehicle"],
            intrusion__days=["monday", "sunday"],
            intrusion__begins_at="22:30",
            density__threshold_persons="7",
        )
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["parameters"] == {
        "dwell_seconds": 2.5,
        "labels": ["person", "vehicle"],
        "days": ["monday", "sunday"],
        "begins_at": "22:30",
    }


def test_a_parameter_that_is_filled_in_wrongly_is_refused_with_its_name(camera: Camera) -> None:
    form = RuleForm(filled_in(camera, intrusion__labels="person", intrusion__dwell_seconds="soon"))
    assert "dwell_seconds" in str(form.errors["parameters"])


def test_the_form_of_a_rule_shows_what_is_stored_and_what_is_usual(desk: Client, camera: Camera) -> None:
    rule = make_rule(camera, parameters={"dwell_seconds": 4})
    page = desk.get(f"/admin/detectors/rule/{rule.pk}/change/").content.decode()
    box = re.search(r'<input type="number"[^>]*name="parameters.intrusion.dwell_seconds"[^>]*>', page)
    assert box is not None
    assert 'value="4"' in box[0]
    assert 'placeholder="1.0"' in box[0]


def test_the_list_of_rules_calls_kinds_and_zones_by_their_names_and_filters_by_them(
    desk: Client, camera: Camera
) -> None:
    make_rule(camera, kind="abandoned_object", zone=make_zone(camera, name="Forecourt"))
    make_rule(camera, kind="intrusion")
    page = desk.get("/admin/detectors/rule/").content.decode()
    assert "abandoned_object</a>" not in page
    assert page.count(">Abandoned object</a>") == 2, "in the list, and in the filter"
    assert ">Forecourt<" in page
    only = desk.get("/admin/detectors/rule/?kind=intrusion").content.decode()
    assert ">Forecourt<" not in only
