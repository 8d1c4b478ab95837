"""Handing out watches: who is to be watched, and what is said of the others."""

from datetime import timedelta
from uuid import UUID

import pytest

from detectors import assignment, duty, leases, states
from detectors.models import Network, Watch
from hypervision.accounts.models import User
from hypervision.law import stops
from hypervision.lib import clock
from hypervision.live.models import JournalEntry
from hypervision.pages.snapshot import snapshot
from maps.models import Camera
from tests import factories
from tests.factories import MODEL_HASH
from tests.live.worlds import assert_told

pytestmark = pytest.mark.django_db


@pytest.fixture
def networks(db: None) -> None:
    factories.make_network()
    for purpose, digit in ((Network.Purpose.FACES, "1"), (Network.Purpose.PLATES, "2")):
        factories.make_network(name=purpose, purpose=purpose, sha256=digit * 64)


@pytest.fixture
def streaming(networks: None) -> Camera:
    """A camera with an address and a rule; nothing is authorised."""
    camera = factories.make_camera(address="rtsp://127.0.0.1:1/a")
    factories.make_rule(camera)
    return camera


def authorise(**values: object) -> None:
    now = clock.now()
    factories.make_authorisation(
        **{"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1), "model_hash": MODEL_HASH, **values}
    )


def assign() -> list[UUID]:
    handed_out: list[UUID] = []
    assignment.assign(handed_out.append)
    return handed_out


def state() -> tuple[str, str]:
    watch = Watch.objects.get()
    return watch.state, watch.reason["en"]


def test_without_authorisation_no_camera_is_handed_out(streaming: Camera) -> None:
    assert assign() == []
    assert state()[0] == Watch.State.NOT_AUTHORISED


def test_an_authorised_camera_is_handed_out_until_somebody_holds_it(streaming: Camera) -> None:
    authorise()
    assert assign() == [streaming.id]
    assert assign() == [streaming.id]
    assert state() == (Watch.State.NOT_WATCHING, str(duty.WAITING))
    leases.take(streaming.id, "one")
    assert assign() == []


def test_a_camera_whose_worker_fell_silent_is_handed_out_again(streaming: Camera) -> None:
    authorise()
    assign()
    token = leases.take(streaming.id, "one")
    states.settle(streaming.id, Watch.State.WATCHING, token=token)
    Watch.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert assign() == [streaming.id]
    assert state()[0] == Watch.State.NOT_WATCHING


def test_a_camera_without_address_says_so(networks: None, camera: Camera) -> None:
    authorise()
    assert assign() == []
    assert state() == (Watch.State.NOT_WATCHING, str(duty.NO_ADDRESS))


def test_a_camera_that_a_person_stopped_names_who_and_why(streaming: Camera, operator: User) -> None:
    authorise()
    stops.stop(operator, reason="Works in the street", camera_id=streaming.id, place=streaming.location)
    assert assign() == []
    assert state() == (Watch.State.STOPPED, "operator: Works in the street")


def test_without_all_networks_nothing_is_watched_because_nothing_could_be_masked(streaming: Camera) -> None:
    authorise()
    Network.objects.filter(purpose=Network.Purpose.FACES).delete()
    assert assign() == []
    assert state()[1] == str(duty.NO_NETWORK)


def test_a_state_is_told_to_the_browsers_only_when_it_changes(streaming: Camera) -> None:
    states.ensure_rows()
    told = JournalEntry.objects.count()
    assign()
    assign()
    assert [entry.kind for entry in JournalEntry.objects.all()[told:]] == ["camera"]


def test_the_browsers_hear_of_a_camera_that_is_new(operator: User) -> None:
    then = snapshot(operator)
    factories.make_camera()
    states.ensure_rows()
    assert_told(then, operator)


def test_of_a_camera_that_has_a_watch_already_nothing_is_told_again(camera: Camera) -> None:
    states.ensure_rows()
    states.ensure_rows()
    assert JournalEntry.objects.count() == 1


def test_who_has_lost_the_lease_says_nothing_more_of_the_camera(streaming: Camera) -> None:
    authorise()
    assign()
    leases.take(streaming.id, "one")
    assert not states.settle(streaming.id, Watch.State.WATCHING, token=99)
    assert state()[0] == Watch.State.NOT_WATCHING
