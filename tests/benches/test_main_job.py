"""Specification of the parts of the main job's bench that judge: who may log in, what counts, what is left out."""

from datetime import timedelta
from email.message import Message
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from detectors.benches import installation, room
from detectors.benches.installation import Account, operator_of, proportional_set_size, running
from detectors.benches.main_job import tile_at
from detectors.benches.visitor import Visitor
from detectors.benches.watches import Camera, Sample, Watches
from detectors.models import Watch
from hypervision.accounts.rights import Role
from hypervision.lib.errors import Refusal
from tests import factories
from tests.factories import NOON


def test_an_installation_that_was_never_started_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"ever started in .* Start it with bin/up --detach"):
        running(tmp_path, tmp_path / "var")


def test_an_installation_that_has_ended_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "port").write_text("1\n")
    with pytest.raises(Refusal, match=r"Nothing answers at http://localhost:1 .* Start it with bin/up --detach"):
        running(tmp_path, tmp_path)


def test_an_installation_that_is_not_healthy_is_refused_with_the_parts_that_are_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "port").write_text("1\n")

    def unwell(*_: object, **__: object) -> None:
        lines = BytesIO(b"database: ok\nbroker: DOWN, no connection\n")
        raise HTTPError("http://localhost:1/healthz", 503, "", Message(), lines)

    monkeypatch.setattr("urllib.request.OpenerDirector.open", unwell)
    with pytest.raises(Refusal, match=r"not healthy \(broker: DOWN, no connection\)"):
        running(tmp_path, tmp_path)


def test_the_operator_is_found_by_the_role_and_not_by_the_name(tmp_path: Path) -> None:
    file = tmp_path / "demo-users.txt"
    file.write_text("operator one official\nkarin two operator\ncity-system TOKEN operator\n")
    assert operator_of(file) == Account("karin", "two")


@pytest.mark.parametrize("content", [None, "", "official one official\n"])
def test_without_an_operator_nobody_can_look_on(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "demo-users.txt"
    if content is not None:
        file.write_text(content)
    with pytest.raises(Refusal, match="needs the demonstration"):
        operator_of(file)


def test_memory_is_the_sum_of_the_shares_and_what_has_ended_takes_none(tmp_path: Path) -> None:
    for pid, share in ((7, 100), (8, 20)):
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "smaps_rollup").write_text(f"00-ff ---p [rollup]\nRss: 900 kB\nPss:  {share} kB\n")
    assert proportional_set_size([7, 8, 9], tmp_path) == 120 * 1024


def test_an_installation_counts_the_processes_that_carry_its_mark(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "processes.py").write_text("print('7')\nprint('8')\n")
    monkeypatch.setattr(installation, "proportional_set_size", {(7, 8): 5}.get)
    assert installation.Installation(tmp_path, "", Account("", "")).memory() == 5


def card(name: str, seconds: float) -> dict[str, Any]:
    return {"id": name, "captured_at": (NOON + timedelta(seconds=seconds)).isoformat()}


def test_only_alerts_that_were_captured_while_the_room_was_open_count() -> None:
    noon = NOON.timestamp()
    shown = {"old": noon * 1000 + 10_100, "new": noon * 1000 + 20_400, "erased": noon * 1000 + 21_000}
    seen: room.Seen = {"shown": shown, "alerts": [card("old", 9), card("new", 20), card("filtered", 21)]}
    assert room.since(noon + 10, seen) == pytest.approx([0.4])


def camera(*samples: tuple[float, int, float | None], wanted: float = 2) -> Camera:
    """samples: seconds after noon, pictures so far, age in milliseconds."""
    at = [Sample(NOON + timedelta(seconds=seconds), analysed, age) for seconds, analysed, age in samples]
    return Camera("Square", wanted, at)


def test_the_rate_is_counted_between_heartbeats_however_often_one_looked() -> None:
    subject = camera((0, 1000, 90), (2, 1004, 90), (2, 1004, 90), (50, 1090, 90))
    assert subject.rate == pytest.approx(1.8)
    assert subject.deviation == pytest.approx(10)


def test_a_camera_without_a_second_heartbeat_has_no_rate() -> None:
    assert camera((0, 1000, 90)).deviation == 100


def test_the_worst_camera_stands_for_all() -> None:
    watches = Watches()
    watches.cameras = {1: camera((0, 0, 80), (10, 20, 120)), 2: camera((0, 0, 300), (10, 19, 500))}
    assert watches.worst_age_ms == pytest.approx(400)
    assert watches.worst_deviation == pytest.approx(5)


def test_a_camera_that_analysed_nothing_leaves_no_age_to_be_proud_of() -> None:
    watches = Watches()
    watches.cameras = {1: camera((0, 0, 80), (10, 20, 120)), 2: camera((0, 0, None), (10, 0, None))}
    assert watches.worst_age_ms is None
    assert watches.worst_deviation == 100


def test_nothing_watched_is_nothing_measured() -> None:
    assert (Watches().worst_age_ms, Watches().worst_deviation) == (None, None)


@pytest.mark.slow
@pytest.mark.django_db
def test_cameras_that_shall_rest_are_not_sampled() -> None:
    for name, state in (("one", Watch.State.WATCHING), ("two", Watch.State.STOPPED), ("three", "not_authorised")):
        place = factories.make_camera(name=name, address="rtsp://127.0.0.1:1/x", wanted_rate=2)
        Watch.objects.create(camera=place, state=state, since=NOON, heartbeat_at=NOON, analysed=9, frame_age_ms=70)
    watches = Watches()
    watches.sample()
    [sampled] = watches.cameras.values()
    assert (sampled.name, sampled.wanted_rate, sampled.samples) == ("one", 2, [Sample(NOON, 9, 70)])


def test_the_tile_is_the_one_in_which_the_place_lies() -> None:
    assert tile_at(14, 24.9441, 60.17133) == "/tiles/base/14/9327/4742.pbf"


@pytest.mark.django_db(transaction=True)
def test_a_visitor_logs_in_and_times_each_page(live_server: Any) -> None:
    factories.make_user(Role.OPERATOR, username="karin", password="a long one")
    visitor = Visitor(live_server.url)
    with pytest.raises(Refusal, match="karin could not log in"):
        visitor.log_in(Account("karin", "a wrong one"))
    visitor.log_in(Account("karin", "a long one"))
    took = visitor.milliseconds(["/map/", "/live/snapshot/"], rounds=2)
    assert {path: len(times) for path, times in took.items()} == {"/map/": 2, "/live/snapshot/": 2}
