"""A kind that an account is not given, walked past everybody who reads: all addresses, pages, tiles and messages."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts import actions, snoozes
from hypervision.alerts.models import Alert
from hypervision.alerts.services import erase_alerts
from hypervision.exercises.models import Exercise
from hypervision.exercises.playing import end, start
from hypervision.hand.misses import note
from hypervision.incidents import actions as incidents
from hypervision.law import stops
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.messages import AlertGone
from hypervision.procedures import actions as procedures
from hypervision.shifts import handovers
from maps.models import Camera, Picture
from tests.alerts.test_tiles import address, features
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.api.test_doors import READERS
from tests.clips.worlds import row as make_clip
from tests.factories import SQUARE, area, make_count, make_event, make_rule, make_user
from tests.hand.worlds import reported
from tests.live.worlds import heard
from tests.oncall.worlds import waits
from tests.procedures.worlds import FIRE, make_version, skip

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SECRET = "Geheim"
"""Stands wherever words can stand of the kind that is not given."""
SCRIPT = """
title: Somebody climbs over the fence
alerts:
  - {{second: 0, kind: {kind}, place: [{lon}, {lat}], text: {text}}}
"""
PAGES = (
    *("map/", "wall/", "dashboard/", "logbook/", "hand-over/", "hand-over/<uuid:pk>/", "validations/"),
    *("exercises/", "exercises/<uuid:pk>/", "live/snapshot/"),
)


@dataclass
class World:
    """ids: of all that hangs on the kind that is not given. number, begins: of the last message before it, and when.

    exercise: all in the room know that one was under way; what was played in it is not theirs to read.
    """

    number: int = 0
    begins: str = ""
    exercise: str = ""
    ids: list[str] = field(default_factory=list)


@pytest.fixture
def boss() -> User:
    return make_user(Role.SUPERVISOR, username="boss")


@pytest.fixture
def world(camera: Camera, boss: User) -> World:
    """A fence is climbed at the square, and all is done that can be done about it."""
    make_version(FIRE, "intrusion")
    journal_begins(camera)
    made = World(journal.newest(), clock.now().isoformat())
    first, second = (waits(camera, street=f"{SECRET}gasse {number}", zone_name=SECRET) for number in (1, 2))
    incidents.merge(first.pk, second.pk, boss, reason=SECRET)
    called = reported(boss, street=f"{SECRET}weg")
    note(called, camera.pk, boss)
    actions.escalate(first.pk, boss)
    actions.confirm(first.pk, boss, note=SECRET)
    procedures.begin(first.pk, boss)
    skip(first, boss, "look", SECRET)
    aside = snoozes.snooze(camera.pk, "intrusion", boss, span=timedelta(hours=1), reason=SECRET)
    stops.stop(boss, reason=SECRET, camera_id=camera.pk, place=camera.location, kind="intrusion")
    handed = handovers.sign(boss, SECRET)
    week = {"captured_at": clock.now(), "erase_at": clock.now() + timedelta(days=7)}
    Picture.objects.create(event=first.event, jpeg=SECRET.encode(), **week)
    make_clip(first.event, mp4=SECRET.encode() * 100)
    make_rule(camera)
    played = exercised(boss, "intrusion", SECRET)
    incident = str(Alert.objects.get(pk=first.pk).membership.incident_id)
    alerts = [str(one.pk) for one in (first, second, called)]
    events = [str(one.event_id) for one in (first, second, called)]
    made.ids = [*alerts, *events, incident, str(aside.pk), str(handed.pk)]
    made.exercise = str(played.pk)
    return made


def journal_begins(camera: Camera) -> None:
    erase_alerts(Alert.objects.filter(pk=waits(camera, kind="fire").pk))


def exercised(by: User, kind: str, text: str) -> Exercise:
    made = start(SCRIPT.format(kind=kind, text=text, lon=SQUARE[0], lat=SQUARE[1]), by)
    return end(made.pk, by)


def doors(world: World, camera: Camera) -> Iterator[str]:
    """All addresses that can be read, with each number that the world has."""
    for route in (*(f"api/v1/{route}" for route in READERS), *PAGES):
        if "<uuid" not in route:
            yield f"/{route}"
        for one in (*world.ids, world.exercise, str(camera.pk)) if "<uuid" in route else ():
            yield "/" + re.sub("<slug:[a-z]+>", "intrusion", re.sub("<uuid:[a-z]+>", one, route))
    yield f"/live/replay/?from={world.begins.replace('+', '%2B')}"
    yield from ("/api/v1/search/?q=Geheim", "/api/v1/logbook/?q=Geheim", "/api/v1/events/?kind=intrusion")


def told_at(client: Client, world: World, camera: Camera) -> set[str]:
    """The addresses that say something of it, without their numbers. An address may answer with its own number."""
    found = set()
    for door in doors(world, camera):
        answer = client.get(door)
        own = [one for one in world.ids if one not in door]
        if answer.status_code == 200 and is_told(answer.content.decode(errors="replace"), own):
            found.add(re.sub("[0-9a-f]{8}-[0-9a-f-]{27}", "*", door.split("?")[0]))
    return found


def is_told(words: str, ids: list[str]) -> bool:
    return SECRET in words or any(one in words for one in ids)


def supervisor(**values: Any) -> User:
    return make_user(Role.SUPERVISOR, username="guest", **values)


GIVEN: list[dict[str, Any]] = [
    {"kinds": ["fire", "fall"]},
    {"everywhere": False, "perimeter": area(), "kinds": ["fire"]},
]


@pytest.mark.parametrize("given", GIVEN, ids=["the whole city", "an area"])
def test_nothing_is_said_of_a_kind_that_is_not_given(
    world: World, camera: Camera, client: Client, given: dict[str, Any]
) -> None:
    client.force_login(supervisor(**given))
    assert told_at(client, world, camera) == set()


def test_the_same_walk_finds_it_everywhere_for_whoever_is_given_all(
    world: World, camera: Camera, client: Client
) -> None:
    client.force_login(supervisor())
    found = told_at(client, world, camera)
    assert found >= {
        *("/api/v1/alerts/", "/api/v1/alerts/*/", "/api/v1/alerts/*/clip/", "/api/v1/alerts/*/incident/"),
        *("/api/v1/alerts/*/run/", "/api/v1/events/", "/api/v1/events/*/", "/api/v1/events/*/picture/"),
        *("/api/v1/incidents/", "/api/v1/incidents/*/", "/api/v1/snoozes/", "/api/v1/stops/", "/api/v1/logbook/"),
        *("/api/v1/hand-overs/", "/api/v1/hand-overs/*/"),
        *("/live/snapshot/", "/live/replay/", "/logbook/", "/hand-over/", "/hand-over/*/"),
    }


@pytest.mark.parametrize("given", GIVEN, ids=["the whole city", "an area"])
def test_no_message_says_it(world: World, given: dict[str, Any]) -> None:
    person = supervisor(**given)
    erase_alerts(Alert.objects.filter(event__kind="intrusion"))
    assert not is_told(json.dumps(heard(person, world.number)), world.ids)
    assert is_told(json.dumps(heard(supervisor_of_all(), world.number)), world.ids)


def supervisor_of_all() -> User:
    return make_user(Role.SUPERVISOR, username="all")


def test_what_is_given_is_told_as_before(world: World, camera: Camera, client: Client) -> None:
    person = supervisor(**GIVEN[1])
    before = journal.newest()
    fire = waits(camera, kind="fire", street="Kaivokatu")
    client.force_login(person)
    assert [one["id"] for one in client.get("/api/v1/alerts/").json()["results"]] == [str(fire.pk)]
    assert [frame["card"]["id"] for frame in heard(person, before)] == [str(fire.pk)]
    assert [one["id"] for one in features(client, address(18))] == [str(fire.pk)]


def test_an_exercise_is_read_by_who_is_given_all_its_kinds(world: World, camera: Camera, client: Client) -> None:
    detail = f"/api/v1/exercises/{world.exercise}/"
    client.force_login(supervisor(**GIVEN[1]))
    assert client.get("/api/v1/exercises/").json()["results"] == []
    assert [client.get(door).status_code for door in (detail, f"/exercises/{world.exercise}/")] == [404, 404]
    client.force_login(make_user(Role.SUPERVISOR, kinds=["fire", "intrusion"]))
    assert client.get(detail).status_code == 200


def test_tiles_of_the_past_leave_the_kind_out(world: World, client: Client) -> None:
    client.force_login(supervisor(**GIVEN[0]))
    assert features(client, address(14)) == []
    client.force_login(supervisor_of_all())
    assert sum(one["count"] for one in features(client, address(14))) == 3


def test_a_token_gives_no_more_than_its_account_is_given(camera: Camera, client_of: ClientOf) -> None:
    waits(camera)
    fire = waits(camera, kind="fire")
    system = make_user(Role.SYSTEM, kinds=["fire"])
    client = client_of(system, Scope.EVENTS_READ, Scope.ALERTS_READ)
    assert [one["id"] for one in client.get("/api/v1/alerts/").json()["results"]] == [str(fire.pk)]
    assert [one["id"] for one in client.get("/api/v1/events/").json()["features"]] == [str(fire.event_id)]


def test_sums_are_a_kind_too(camera: Camera, client: Client) -> None:
    make_count(camera)
    client.force_login(supervisor(kinds=["fire"]))
    assert client.get("/api/v1/counts/").json()["results"] == []
    client.force_login(make_user(Role.SUPERVISOR, kinds=["fire", "line_count"]))
    assert len(client.get("/api/v1/counts/").json()["results"]) == 1


def test_an_erased_alert_is_gone_for_whoever_held_it_only(camera: Camera, boss: User) -> None:
    fires = supervisor(kinds=["fire"])
    make_event(camera)
    alert = waits(camera)
    before = journal.newest()
    erase_alerts(Alert.objects.filter(pk=alert.pk))
    assert heard(fires, before) == []
    assert [frame["kind"] for frame in heard(boss, before)] == [AlertGone.kind]
