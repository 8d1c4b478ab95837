"""What an account that is given some kinds only may do, and what others are told of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Role
from hypervision.alerts import actions, snoozes
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.board.figures import figures
from hypervision.board.period import Period
from hypervision.exercises import script
from hypervision.hand.actions import raise_by_hand
from hypervision.hand.misses import note
from hypervision.incidents import actions as incidents
from hypervision.incidents import cards
from hypervision.law import stops
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.oncall import asking
from hypervision.pages import room
from hypervision.pages.snapshot import snapshot
from hypervision.shifts import duty, handovers, logbook
from hypervision.shifts.logbook import Search
from maps.models import Camera, City, ErasedHour
from tests.factories import NOON, SQUARE, make_count, make_rule, make_user
from tests.hand.worlds import report, reported
from tests.live.worlds import assert_told
from tests.oncall.worlds import after, asked, on_call, waits

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def fires() -> User:
    """Sees the whole city, but only fires in it."""
    return make_user(Role.SUPERVISOR, username="fires", kinds=["fire"])


def test_a_kind_that_is_not_given_is_not_raised_by_hand(fires: User) -> None:
    with pytest.raises(NotAllowed, match="not given this kind"):
        raise_by_hand(report(kind="fight"), fires)
    assert raise_by_hand(report(kind="fire"), fires).event.kind == "fire"


def test_the_form_offers_what_is_given(fires: User) -> None:
    assert room.facts(fires, City.objects.first())["own_kinds"] == ["fire"]


def test_a_verdict_on_it_finds_no_alert(fires: User, camera: Camera, client: Client) -> None:
    hidden, seen = waits(camera), waits(camera, kind="fire")
    client.force_login(fires)
    statuses = [
        client.post(f"/api/v1/alerts/{one.pk}/claim/", {}, "application/json").status_code for one in (hidden, seen)
    ]
    assert statuses == [404, 200]
    assert Alert.objects.get(pk=hidden.pk).state == Alert.State.NEW


def test_of_an_incident_the_given_kinds_are_seen_and_nothing_of_it_is_changed(
    fires: User, operator: User, camera: Camera
) -> None:
    fire, other, fence = waits(camera, kind="fire"), waits(camera, kind="fire"), waits(camera)
    for one in (other, fence):
        incidents.merge(fire.pk, one.pk, operator)
    told = cards.of_alert(fire.pk, fires)["incident"]
    assert isinstance(told, dict)
    assert (set(told["alerts"]), told["kinds"]) == ({str(fire.pk), str(other.pk)}, ["fire"])
    with pytest.raises(NotAllowed, match="Alerts that you do not see"):
        incidents.split(fire.pk, fires)


def test_of_two_alerts_of_which_one_is_given_there_is_no_incident(fires: User, operator: User, camera: Camera) -> None:
    fire, fence = waits(camera, kind="fire"), waits(camera)
    incidents.merge(fire.pk, fence.pk, operator)
    assert cards.of_alert(fire.pk, fires)["incident"] is None


def test_alerts_of_it_are_neither_set_aside_nor_woken(fires: User, operator: User, camera: Camera) -> None:
    with pytest.raises(Unknown):
        snoozes.snooze(camera.pk, "intrusion", fires, span=HOUR, reason="Road works")
    one = snoozes.snooze(camera.pk, "intrusion", operator, span=HOUR, reason="Road works")
    with pytest.raises(Unknown):
        snoozes.wake(one.pk, fires)
    assert list(snoozes.visible(can_see(fires))) == []


def test_stops_of_everything_are_known_to_all_and_those_of_a_camera_by_kind(
    fires: User, supervisor: User, camera: Camera
) -> None:
    before = snapshot(fires)
    place: dict[str, Any] = {"camera_id": camera.pk, "place": camera.location}
    whole = stops.stop(supervisor, reason="Fault.")
    kind = stops.stop(supervisor, reason="Fault.", kind="intrusion")
    of_camera = stops.stop(supervisor, reason="Fault.", **place)
    own = stops.stop(supervisor, reason="Fault.", kind="fire", **place)
    foreign = stops.stop(supervisor, reason="Fault.", kind="intrusion", **place)
    assert set(stops.visible(can_see(fires))) == {whole, kind, of_camera, own}
    assert foreign in stops.visible(can_see(supervisor))
    assert_told(before, fires)


def test_whoever_is_not_given_the_kind_is_not_asked_and_keeps_nobody_from_being_asked(
    fires: User, operator: User, camera: Camera
) -> None:
    on_call(fires, operator)
    duty.go_on(make_user(Role.OPERATOR, username="present", kinds=["fall"]))
    waits(camera)
    asking.look(after(1))
    assert asked() == [("operator", "")]


def test_the_figures_are_of_the_given_kinds(fires: User, operator: User, camera: Camera) -> None:
    actions.confirm(waits(camera).pk, operator)
    actions.refute(waits(camera, kind="fire").pk, operator, "other", "Steam.")
    note(reported(operator), camera.pk, operator)
    now = clock.now()
    make_count(camera, starts_at=now)
    for kind, events in (("intrusion", 5), ("fire", 3)):
        ErasedHour.objects.create(camera=camera, kind=kind, starts_at=now - HOUR / 2, events=events, unreviewed=0)
    period = Period(now - HOUR, now + HOUR, HOUR)
    found, all_of_it = figures(can_see(fires), period), figures(can_see(operator), period)
    assert [(row.kind, row.count) for row in found.kinds] == [("fire", 1)]
    assert (found.events, found.erased.events, found.crossings, found.lines) == (1, 3, 0, [])
    assert (found.confirmed.judged, found.confirmed.confirmed, found.confirmed.missed) == (1, 0, 0)
    assert (all_of_it.events, all_of_it.erased.events, all_of_it.crossings) == (3, 8, 40)
    assert sum(column.count for column in found.trend) == 1


def test_hours_of_before_kinds_were_kept_apart_are_told_by_their_place(fires: User, camera: Camera) -> None:
    ErasedHour.objects.create(camera=camera, starts_at=NOON, events=2, unreviewed=0)
    assert figures(can_see(fires), Period(NOON - HOUR, NOON + HOUR, HOUR)).erased.events == 2


def test_a_hand_over_is_read_by_who_is_given_as_much(fires: User, operator: User) -> None:
    of_all, of_fires = handovers.sign(operator), handovers.sign(fires)
    more = make_user(Role.OPERATOR, username="more", kinds=["fire", "fall"])
    less = make_user(Role.OPERATOR, username="less", kinds=["fall"])
    for reader, seen in ((operator, {of_all, of_fires}), (fires, {of_fires}), (more, {of_fires}), (less, set())):
        assert set(handovers.visible(reader)) == seen, reader


def test_whoever_is_on_duty_is_named_with_the_kinds(fires: User, operator: User) -> None:
    before = snapshot(operator)
    duty.go_on(fires)
    assert [card["kinds"] for card in snapshot(operator)["duty"]] == [["fire"]]
    lines, _ = logbook.read(operator, Search(kind="came"), 10)
    assert lines[0].text == "On duty for the whole city, only Start of fire."
    User.objects.filter(pk=fires.pk).update(kinds=[])
    duty.show_life(User.objects.get(pk=fires.pk))
    assert [card["kinds"] for card in snapshot(operator)["duty"]] == [[]]
    assert_told(before, operator)


def test_an_exercise_is_made_of_kinds_that_are_given(fires: User) -> None:
    text = f"title: Fence\nalerts:\n  - {{second: 0, kind: intrusion, place: [{SQUARE[0]}, {SQUARE[1]}]}}"
    with pytest.raises(Refusal, match="not given the kind “intrusion”"):
        script.read(text, fires)


def test_site_validations_are_of_the_given_kinds(fires: User, camera: Camera, client: Client) -> None:
    make_rule(camera)
    client.force_login(fires)
    assert client.get("/validations/").context["rows"] == []
    words = {"camera": str(camera.pk), "kind": "intrusion", "network": "", "statement": "Walked through ten times."}
    assert client.post("/validations/", words).status_code == 422
    assert client.post("/validations/", {"withdraw": str(uuid4())}).status_code == 422


def test_the_administration_offers_the_kinds_by_name_and_keeps_what_is_chosen(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    person = make_user(Role.OPERATOR, username="person")
    form = f"/admin/accounts/user/{person.pk}/change/"
    for language, names in (("en", ["Start of fire", "Fight", "Sums"]), ("fr", ["Départ de feu"])):
        client.cookies["django_language"] = language
        page = client.get(form).content.decode()
        assert [name for name in names if name not in page] == []
    posted = {
        "username": "person",
        "role": "operator",
        "is_active": "on",
        "everywhere": "on",
        "kinds": ["fire", "fall"],
    }
    assert client.post(form, posted).status_code == 302
    person.refresh_from_db()
    assert (person.kinds, can_see(person).kinds) == (["fire", "fall"], frozenset({"fire", "fall"}))
    assert client.post(form, {**posted, "kinds": ["faces"]}).status_code == 200
