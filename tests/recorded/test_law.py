"""Specification of the law over a recording: what it lets a draft see of the camera itself, and no more."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from detectors import attested, build
from detectors.models import Network
from detectors.recorded import allowed, asking, working
from detectors.tryout.passing import Pair
from hypervision.accounts.models import User
from hypervision.law import gate, stops
from hypervision.law.gate import Ruling
from hypervision.law.models import Authorisation
from maps.models import Camera, Preset
from tests.recorded.worlds import Standing, drafted, handed_in, recording, refusal, tried

pytestmark = pytest.mark.django_db


def test_who_stops_the_kind_half_way_ends_the_look(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(allowed, "ASK_AGAIN_S", 0.0)
    detect = at_once.detect

    def sees(image: Any) -> Any:
        if at_once.pictures == 3:
            stops.stop(administrator, reason="Repairs.", kind="intrusion")
        return detect(image)

    monkeypatch.setattr(at_once, "detect", sees)
    [outcome] = tried(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))["outcomes"]
    assert (outcome["is_refused"], outcome["words"]) == (True, "Stopped by a person.")
    assert at_once.pictures == 4


def test_a_kind_that_nobody_authorised_is_refused_beside_one_that_is(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    rule = camera.rules.get()
    pairs = [drafted(rule), replace(drafted(rule, kind="density", parameters={}), present=None)]
    first, second = tried(administrator, camera, pairs, recording(tmp_path))["outcomes"]
    assert not first["is_refused"]
    assert second["words"] == "The authorisation does not cover this kind of event."


def test_a_rule_of_another_kind_that_may_not_look_stands_for_nothing(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    rule = camera.rules.get()
    present = replace(build.rule_config(rule), kind="density", parameters={})
    pair = Pair(build.rule_config(rule), present, None)
    [outcome] = tried(administrator, camera, [pair], recording(tmp_path))["outcomes"]
    assert not outcome["has_present"]


def test_a_camera_that_was_taken_away_meanwhile_is_told(
    administrator: User, camera: Camera, sent: list[Any], eyes: Standing, tmp_path: Path
) -> None:
    number = handed_in(administrator, camera, [drafted(camera.rules.get())], recording(tmp_path))
    asking.start(administrator, number)
    camera.rules.all().delete()
    Camera.objects.all().delete()
    working.work(*sent[0])
    assert asking.answer(administrator, number)["words"] == "The camera was taken away."


def test_a_zone_of_a_view_that_the_recording_does_not_show_is_told(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    """The one view that nobody knows yet is shown; the other, which has a look, is not."""
    pair = replace(drafted(camera.rules.get()), view=str(uuid4()))
    [outcome] = tried(administrator, camera, [pair], recording(tmp_path))["outcomes"]
    assert outcome["words"] == "The recording does not show the view in which this zone lies."


def test_a_zone_of_the_view_that_it_shows_is_tried(
    administrator: User, camera: Camera, at_once: Standing, tmp_path: Path
) -> None:
    view = Preset.objects.create(camera=camera, name="Square")
    rule = camera.rules.get()
    rule.zone.preset = view
    rule.zone.save()
    pair = replace(drafted(rule), view=str(view.pk))
    [outcome] = tried(administrator, camera, [pair], recording(tmp_path))["outcomes"]
    assert len(outcome["rows"]) == 1


def test_without_an_authorisation_no_recording_comes_in(administrator: User, camera: Camera) -> None:
    pairs = [drafted(camera.rules.get())]
    Authorisation.objects.all().delete()
    assert refusal(administrator, camera, pairs) == "No authorisation covers the place of this camera."


def test_under_statistics_no_recording_comes_in(administrator: User, camera: Camera) -> None:
    pairs = [drafted(camera.rules.get())]
    Authorisation.objects.update(regime="FR-STATS", kinds=["intrusion"])
    assert refusal(administrator, camera, pairs)


def test_where_the_authorisation_allows_sums_only_that_is_said(
    administrator: User, camera: Camera, monkeypatch: Any
) -> None:
    monkeypatch.setattr(gate, "may_run", lambda *_: Ruling(True, aggregates_only=True))
    assert "allows sums only" in refusal(administrator, camera, [drafted(camera.rules.get())])


def test_statistics_raise_no_alerts(administrator: User, camera: Camera) -> None:
    pairs = [drafted(camera.rules.get(), kind="occupancy", parameters={})]
    assert "no alerts" in refusal(administrator, camera, pairs)


def test_without_the_networks_that_mask_nothing_is_looked_at(administrator: User, camera: Camera) -> None:
    pairs = [drafted(camera.rules.get())]
    Network.objects.filter(purpose=attested.NEEDED[-1]).delete()
    assert "fetch_models" in refusal(administrator, camera, pairs)


def test_a_kind_without_a_network_says_how_to_bring_one(administrator: User, camera: Camera) -> None:
    Authorisation.objects.update(kinds=["weapon"])
    assert "add_network" in refusal(administrator, camera, [drafted(camera.rules.get(), kind="weapon", parameters={})])
