"""What the control room reads on a camera that nothing allows to be analysed: the reason, as a sentence."""

from datetime import timedelta

import pytest
from django.test import Client

from detectors import assignment
from detectors.models import Network
from hypervision.accounts.models import User
from hypervision.law import stops
from hypervision.law.models import Authorisation
from hypervision.lib import clock
from maps.models import Camera
from tests.factories import ELSEWHERE, area, make_authorisation, make_network, make_rule

DAY = timedelta(days=1)


@pytest.fixture
def streaming(camera: Camera) -> Camera:
    """The camera at the square with an address, a rule for intrusion, and the networks in use."""
    camera.address = "rtsp://127.0.0.1:1/a"
    camera.save()
    make_rule(camera)
    make_network()
    for purpose, digit in ((Network.Purpose.FACES, "1"), (Network.Purpose.PLATES, "2")):
        make_network(name=purpose, purpose=purpose, sha256=digit * 64)
    return camera


def authorise(**values: object) -> Authorisation:
    now = clock.now()
    return make_authorisation(**{"starts_at": now - DAY, "ends_at": now + DAY, **values})


def on_the_map(camera: Camera, person: User) -> tuple[str, str]:
    """The state of the camera and its reason, after cameras were handed out once."""
    assignment.assign(lambda _: None)
    client = Client()
    client.force_login(person)
    card = client.get(f"/api/v1/cameras/{camera.id}/").json()
    return card["state"], card["reason"].get("en", "")


def test_without_any_authorisation_it_says_so(streaming: Camera, operator: User) -> None:
    assert on_the_map(streaming, operator) == ("not_authorised", "No authorisation covers the place of this camera.")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_at": clock.now()}, "The authorisation has ended."),
        ({"starts_at": clock.now() + DAY, "ends_at": clock.now() + 2 * DAY}, "The authorisation has not begun."),
        ({"revoked_at": clock.now()}, "The authorisation was revoked."),
        ({"perimeter": area(*ELSEWHERE)}, "No authorisation covers the place of this camera."),
        ({"kinds": ["density"]}, "The authorisation does not cover this kind of event."),
        ({"model_hash": "c" * 64}, "The authorisation attests another network than the one in use."),
        ({"regime": "DEMO"}, "The authorisation covers demonstration cameras only."),
        ({"notice": ""}, "The authorisation lacks a field that the law asks for."),
    ],
    ids=["expired", "not yet", "revoked", "other perimeter", "other kind", "other network", "demo", "incomplete"],
)
def test_an_authorisation_that_does_not_cover_it_says_why(
    streaming: Camera, operator: User, values: dict[str, object], sentence: str
) -> None:
    authorise(**values)
    assert on_the_map(streaming, operator) == ("not_authorised", sentence)


def test_a_network_that_was_changed_is_no_longer_the_attested_one(streaming: Camera, operator: User) -> None:
    authorise()
    assert on_the_map(streaming, operator)[0] == "not_watching"  # handed out: it waits for a worker
    Network.objects.filter(purpose=Network.Purpose.OBJECTS).update(sha256="c" * 64)
    assert on_the_map(streaming, operator) == (
        "not_authorised",
        "The authorisation attests another network than the one in use.",
    )


def test_a_stop_says_who_stopped_it_and_why(streaming: Camera, operator: User, supervisor: User) -> None:
    authorise()
    stops.stop(supervisor, reason="Lens is dirty", camera_id=streaming.id, place=streaming.location)
    assert on_the_map(streaming, operator) == ("stopped", "supervisor: Lens is dirty")
