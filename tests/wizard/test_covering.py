"""Specification of what a camera might do at a place, told before there is one: the gate's own answer."""

from datetime import timedelta

import pytest

from detectors import attested
from detectors.models import Network
from detectors.wizard import covering
from hypervision.accounts.models import User
from hypervision.law import gate, stops
from hypervision.law.gate import Ruling
from hypervision.law.models import Authorisation
from hypervision.lib import clock
from tests import factories
from tests.factories import ELSEWHERE, SQUARE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def networks() -> None:
    for purpose, digit in zip(attested.NEEDED, "abc", strict=True):
        factories.make_network(name=purpose, purpose=purpose, sha256=digit * 64)


def authorise(**values: object) -> Authorisation:
    now = clock.now()
    return factories.make_authorisation(
        **{"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)} | values
    )


def test_inside_an_authorisation_it_says_what_may_be_looked_for() -> None:
    authorise(kinds=["intrusion", "density", "line_count"])
    cover = covering.at(*SQUARE)
    assert (cover.alerts, cover.sums, cover.is_covered) == (("Density", "Intrusion"), ("Line count",), True)
    assert cover.words == (
        "It may raise alerts for: Density, Intrusion. It may sum up: Line count. "
        "It watches as soon as it has an address, a zone and a rule."
    )


def test_outside_of_every_authorisation_it_says_that_it_will_not_watch() -> None:
    authorise()
    cover = covering.at(*ELSEWHERE)
    assert not cover.is_covered
    assert cover.words == (
        "Not watching: No authorisation covers the place of this camera. "
        "The camera can be saved all the same, and stands on the map."
    )


def test_an_authorisation_that_does_not_hold_says_why() -> None:
    authorise(ends_at=clock.now() - timedelta(hours=1))
    assert covering.at(*SQUARE).words.startswith("Not watching: The authorisation has ended. The camera")


def test_one_for_another_network_covers_nothing() -> None:
    authorise(model_hash="f" * 64)
    assert "another network" in covering.at(*SQUARE).words


def test_under_statistics_it_sums_up_and_raises_no_alert() -> None:
    authorise(regime="FR-STATS", kinds=["occupancy", "intrusion"])
    cover = covering.at(*SQUARE)
    assert (cover.alerts, cover.sums) == ((), ("Occupancy",))


def test_a_demonstration_covers_no_camera_that_a_person_enters() -> None:
    authorise(regime="DEMO")
    assert "demonstration cameras only" in covering.at(*SQUARE).words


def test_while_all_is_stopped_nothing_may_look(administrator: User) -> None:
    authorise()
    stops.stop(administrator, reason="Repairs.")
    assert "Stopped by a person." in covering.at(*SQUARE).words


def test_without_the_networks_that_mask_nothing_may_look() -> None:
    authorise()
    Network.objects.filter(purpose=attested.NEEDED[-1]).delete()
    assert "fetch_models" in covering.at(*SQUARE).words


def test_where_sums_alone_are_allowed_no_kind_of_alert_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever kinds an order names."""
    monkeypatch.setattr(gate, "may_run", lambda *_: Ruling(True, aggregates_only=True))
    cover = covering.at(*SQUARE)
    assert (cover.alerts, "Occupancy" in cover.sums) == ((), True)
