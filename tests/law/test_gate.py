"""The gate: default deny, and a yes only for exactly what an authorisation covers."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hypervision.accounts.models import User
from hypervision.law import stops
from hypervision.law.authorisations import revoke
from hypervision.law.gate import CameraFacts, allowed_among, may_run
from hypervision.law.models import Stop
from hypervision.law.regimes import Regime
from tests.factories import ELSEWHERE, MODEL_HASH, NOON, SQUARE, make_authorisation

CAMERA = CameraFacts(uuid4(), *SQUARE, is_demo=False)
pytestmark = pytest.mark.django_db


def test_without_any_authorisation_nothing_runs() -> None:
    ruling = may_run(CAMERA, "intrusion", MODEL_HASH, NOON)
    assert (ruling.allowed, ruling.reason) == (False, "no_authorisation")


def test_a_covering_authorisation_allows_and_is_named() -> None:
    one = make_authorisation()
    ruling = may_run(CAMERA, "intrusion", MODEL_HASH, NOON)
    assert (ruling.allowed, ruling.authorisation_id, ruling.regime) == (True, one.id, "EU-OTHER")


@pytest.mark.parametrize(
    ("reason", "camera", "kind", "network", "at"),
    [
        ("no_authorisation", CameraFacts(uuid4(), *ELSEWHERE, is_demo=False), "intrusion", MODEL_HASH, NOON),
        ("other_kind", CAMERA, "density", MODEL_HASH, NOON),
        ("other_network", CAMERA, "intrusion", "c" * 64, NOON),
        ("ended", CAMERA, "intrusion", MODEL_HASH, NOON + timedelta(days=10)),
        ("not_yet", CAMERA, "intrusion", MODEL_HASH, NOON - timedelta(days=10, seconds=1)),
    ],
)
def test_what_the_authorisation_does_not_cover_is_refused(
    reason: str, camera: CameraFacts, kind: str, network: str, at: datetime
) -> None:
    make_authorisation()
    ruling = may_run(camera, kind, network, at)
    assert (ruling.allowed, ruling.reason) == (False, reason)


@pytest.mark.parametrize("field", ["controller", "reasons", "notice", "order_reference", "order_sha256", "model_hash"])
def test_an_authorisation_with_a_missing_field_allows_nothing(field: str) -> None:
    make_authorisation(**{field: ""})
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON).reason == "incomplete"


def test_a_revoked_authorisation_still_covers_what_was_captured_before() -> None:
    revoke(make_authorisation(), by=None, at=NOON)
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON - timedelta(seconds=1)).allowed
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON).reason == "revoked"


def test_the_demonstration_covers_demonstration_cameras_only() -> None:
    make_authorisation(regime="DEMO")
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON).reason == "demo_only"
    assert may_run(CameraFacts(CAMERA.id, *SQUARE, is_demo=True), "intrusion", MODEL_HASH, NOON).allowed


def test_statistics_allow_sums_without_pictures() -> None:
    make_authorisation(regime="FR-STATS", kinds=["line_count"])
    ruling = may_run(CAMERA, "line_count", MODEL_HASH, NOON)
    assert (ruling.allowed, ruling.aggregates_only, ruling.pictures) == (True, True, False)


def test_a_regime_past_its_end_date_runs_nothing() -> None:
    make_authorisation(regime="FR-ART10")
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON).reason == "regime_ended"


def test_of_two_authorisations_the_one_that_covers_counts() -> None:
    make_authorisation(kinds=["density"])
    assert not may_run(CAMERA, "intrusion", MODEL_HASH, NOON).allowed
    make_authorisation()
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON).allowed


@pytest.mark.parametrize(
    "what", [{}, {"kind": "intrusion"}, {"camera_id": CAMERA.id}], ids=["system", "kind", "camera"]
)
def test_a_stop_overrules_every_authorisation_until_it_is_lifted(
    what: dict[str, object], supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_authorisation()
    monkeypatch.setattr("hypervision.lib.clock.now", lambda: NOON)
    one = stops.stop(supervisor, reason="Demonstration in the square", **what)  # type: ignore[arg-type]
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON).reason == "stopped"
    monkeypatch.setattr("hypervision.lib.clock.now", lambda: NOON + timedelta(minutes=1))
    stops.lift(one.id, supervisor)
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON + timedelta(minutes=2)).allowed


def test_a_stop_of_another_camera_stops_nothing_here(supervisor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_authorisation()
    monkeypatch.setattr("hypervision.lib.clock.now", lambda: NOON)
    stops.stop(supervisor, reason="Lens is dirty", camera_id=uuid4())
    assert may_run(CAMERA, "intrusion", MODEL_HASH, NOON).allowed


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-800, 800))
def test_a_regime_is_in_force_from_its_first_day_to_the_end_of_its_last(first: date, offset: int) -> None:
    last = first + timedelta(days=365)
    one = Regime("X", {}, {}, frozenset(), False, False, 1, 1, 1, starts=first, ends=last)
    day = first + timedelta(days=offset)
    assert one.in_force(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)) == (first <= day <= last)


def test_of_many_times_those_are_allowed_at_which_the_gate_says_yes(supervisor: User) -> None:
    make_authorisation()
    Stop.objects.create(camera_id=CAMERA.id, by=supervisor, at=NOON, lifted_at=NOON + timedelta(hours=21))
    Stop.objects.create(kind="intrusion", by=supervisor, at=NOON + timedelta(days=5))
    times = {NOON + timedelta(hours=hours) for hours in range(-24 * 12, 24 * 12, 7)}
    yes = {at for at in times if may_run(CAMERA, "intrusion", MODEL_HASH, at).allowed}
    assert allowed_among(CAMERA, "intrusion", MODEL_HASH, times) == yes
    assert 0 < len(yes) < len(times)
    assert not allowed_among(CAMERA, "density", MODEL_HASH, times)
