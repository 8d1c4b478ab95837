"""A recording with the rules of a camera: the gate is asked, and asked again."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from detectors import by_camera
from detectors.analysis.errors import AnalysisError
from detectors.analysis.request import Outputs
from detectors.models import Network
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from maps.models import Camera, Preset
from tests import factories
from tests.analysis.worlds import clip, left_in, walked
from tests.detectors.worlds import World, square
from tests.factories import MODEL_HASH, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def world() -> World:
    return with_networks(square())


def with_networks(world: World) -> World:
    for purpose in Network.Purpose:
        sha256 = MODEL_HASH if purpose == Network.Purpose.OBJECTS else purpose[0] * 64
        factories.make_network(name=purpose, purpose=purpose, sha256=sha256, family="none", file=f"{purpose}.onnx")
    return world


def refusal(outputs: Outputs | None = None, name: str = "Square") -> str:
    with pytest.raises(AnalysisError) as caught:
        by_camera.orders(name, "clip.mp4", outputs or Outputs())
    return str(caught.value)


def test_the_rules_zones_and_place_are_those_of_the_camera(world: World) -> None:
    orders = by_camera.orders("Square", "clip.mp4", Outputs())
    [rule] = orders.config.pipeline.rules
    assert (rule.id, rule.kind) == (str(world.rule.id), "intrusion")
    assert orders.config.anchor is not None
    assert (orders.config.anchor.lon, orders.config.anchor.lat) == factories.SQUARE
    assert orders.networks(["objects"])["objects"].sha256 == MODEL_HASH
    assert orders.may_run("intrusion", NOON)


def test_a_recording_of_a_camera_of_several_views_has_the_rules_of_all_of_them(world: World) -> None:
    world.rule.zone.preset = Preset.objects.create(camera=world.camera, name="Square")
    world.rule.zone.save()
    orders = by_camera.orders("Square", "clip.mp4", Outputs())
    assert [rule.id for rule in orders.config.pipeline.every_rule] == [str(world.rule.id)]
    assert orders.may_run("intrusion", NOON)


def test_a_camera_is_found_by_its_id_too(world: World) -> None:
    assert by_camera.orders(str(world.camera.id), "clip.mp4", Outputs()).config.pipeline.rules


def test_a_run_is_written_to_the_log(world: World) -> None:
    by_camera.orders("Square", "clip.mp4", Outputs())
    entry = LogEntry.objects.get(action="analysis.run")
    assert entry.subject == str(world.camera.id)
    assert entry.facts == {"source": "clip.mp4", "model": MODEL_HASH}
    assert entry.actor.startswith("shell:")


def test_without_an_authorisation_nothing_is_analysed(world: World) -> None:
    world.authorisation.delete()
    assert "No authorisation covers the place of this camera." in refusal()
    assert not LogEntry.objects.filter(action="analysis.run").exists()


def test_a_revoked_authorisation_stops_a_run_that_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_camera, "ASK_AGAIN_S", 0)
    orders = by_camera.orders("Square", "clip.mp4", Outputs())
    assert orders.may_run("intrusion", NOON)
    world.authorisation.revoked_at = NOON
    world.authorisation.save()
    assert not orders.may_run("intrusion", NOON)


def test_an_authorisation_of_sums_allows_no_output_that_shows_one_object() -> None:
    world = with_networks(square(regime="FR-STATS", kinds=["line_count"]))
    world.rule.kind = "line_count"
    world.rule.save()
    assert "allows sums only" in refusal(Outputs(tracks=Path("t.txt")))
    assert by_camera.orders("Square", "clip.mp4", Outputs()).may_run("line_count", NOON)


def test_of_a_camera_whose_pictures_are_off_no_video_is_written(world: World) -> None:
    Camera.objects.update(pictures=False)
    assert "Pictures of the camera “Square” are switched off" in refusal(Outputs(video=Path("v.mp4")))
    assert by_camera.orders("Square", "clip.mp4", Outputs(tracks=Path("t.txt"))).may_run("intrusion", NOON)


def test_a_camera_that_is_not_known_or_not_alone_is_named(world: World) -> None:
    assert "There is no camera “Squire”" in refusal(name="Squire")
    factories.make_camera(name="Square")
    assert "Several cameras are called “Square”" in refusal()


def test_a_camera_without_a_rule_is_not_analysed(world: World) -> None:
    world.rule.delete()
    assert "No rule is enabled" in refusal()


def test_networks_have_to_be_registered() -> None:
    square()
    assert "run manage.py fetch_models" in refusal()


def test_the_command_analyses_with_the_rules_of_the_camera(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.rule.zone.points = [[0, 0], [1, 0], [1, 1], [0, 1]]
    world.rule.zone.save()
    source, recorded, events = clip(tmp_path), walked(tmp_path), tmp_path / "events.jsonl"
    call_command(
        *("analyse", str(source), "--camera", "Square", "--from-detections", str(recorded)),
        *("--events", str(events), "--fps", "10"),
    )
    assert world.rule.zone.name in events.read_text()
    world.authorisation.delete()
    with pytest.raises(CommandError, match="No authorisation"):
        call_command("analyse", str(source), "--camera", "Square", "--tracks", str(tmp_path / "t.txt"))
    assert left_in(tmp_path, source, recorded, events) == []
