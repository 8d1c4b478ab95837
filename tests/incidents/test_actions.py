"""What people do with incidents: who may, what it leaves behind, and that the machine respects it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from detectors.event_erasure import erase_events
from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed
from hypervision.incidents import actions, selectors
from hypervision.incidents.models import Incident, IncidentMove, IncidentStep, Member
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests.factories import NOON, make_alert
from tests.incidents.worlds import ACTS, Happening, Three, groups, happen, last_of


def told() -> list[tuple[str, str]]:
    entries = JournalEntry.objects.filter(kind__startswith="incident")
    return [(entry.kind, entry.payload.get("id") or entry.payload["card"]["id"]) for entry in entries]


def test_an_alert_that_is_split_leaves_the_others_together(three: Three, operator: User) -> None:
    JournalEntry.objects.all().delete()
    actions.split(three[2], operator, "Another person.")
    assert groups() == {frozenset(three[:2])}
    assert told() == [("incident_gone", str(three[2]))]


def test_an_action_is_a_step_and_a_log_entry(three: Three, operator: User) -> None:
    actions.split(three[2], operator, " Another person. ")
    step, entry = IncidentStep.objects.get(verb="split"), LogEntry.objects.get()
    assert (step.by, step.reason, step.moves.get().alert_id) == (operator, "Another person.", three[2])
    assert (entry.actor, entry.action, entry.subject) == ("operator", "incident.split", str(three[2]))
    assert entry.facts == {"reason": "Another person."}


def test_what_a_person_split_stays_split_whatever_comes(three: Three, cameras: list[Camera], operator: User) -> None:
    actions.split(three[1], operator)
    fourth = happen(Happening(1, east=15, at=25), cameras).pk
    assert groups() == {frozenset([three[0], three[2], fourth])}
    assert Member.objects.get(pk=three[1]).apart


def test_of_two_that_are_split_no_incident_is_left_and_the_other_one_may_find_a_new_one(
    cameras: list[Camera], operator: User
) -> None:
    one, other = (happen(Happening(0, at=at), cameras).pk for at in (0, 1))
    actions.split(one, operator)
    assert groups() == set()
    third = happen(Happening(0, at=2), cameras).pk
    assert groups() == {frozenset([other, third])}


def test_the_machine_never_merges_an_incident_that_a_person_has_shaped(cameras: list[Camera], operator: User) -> None:
    west = [happen(Happening(0, at=at), cameras).pk for at in (0, 1, 2)]
    actions.split(west[0], operator)
    east = [happen(Happening(2, east=70, at=at), cameras).pk for at in (3, 4)]
    middle = happen(Happening(1, east=35, at=5), cameras).pk
    assert groups() == {frozenset(west[1:]), frozenset([*east, middle])}


def test_the_machine_merges_nothing_into_an_incident_that_a_person_has_shaped(
    cameras: list[Camera], operator: User
) -> None:
    east = [happen(Happening(2, east=70, at=at), cameras).pk for at in (0, 1)]
    west = [happen(Happening(0, at=at), cameras).pk for at in (2, 3, 4)]
    actions.split(west[0], operator)
    middle = happen(Happening(1, east=35, at=5), cameras).pk
    assert groups() == {frozenset(east), frozenset([*west[1:], middle])}


def test_two_incidents_are_merged_by_any_of_their_alerts(cameras: list[Camera], operator: User) -> None:
    early = [happen(Happening(0, at=at), cameras).pk for at in (0, 1)]
    late = [happen(Happening(0, at=at), cameras).pk for at in (500, 501)]
    actions.merge(late[0], early[1], operator)
    assert groups() == {frozenset([*early, *late])}


def test_an_alert_that_stands_alone_is_merged_even_one_that_was_split(three: Three, operator: User) -> None:
    actions.split(three[0], operator)
    actions.merge(three[1], three[0], operator)
    assert groups() == {frozenset(three)}
    assert not Member.objects.get(pk=three[0]).apart


def test_an_alert_that_stands_alone_is_merged_into_an_incident_from_its_own_side(three: Three, operator: User) -> None:
    actions.split(three[0], operator)
    actions.merge(three[0], three[1], operator)
    assert groups() == {frozenset(three)}


def test_what_comes_next_finds_what_was_merged(cameras: list[Camera], operator: User) -> None:
    early = [happen(Happening(0, at=at), cameras).pk for at in (0, 1)]
    late = [happen(Happening(0, at=at), cameras).pk for at in (500, 501)]
    actions.merge(early[0], late[0], operator)
    following = happen(Happening(0, at=520), cameras).pk
    assert groups() == {frozenset([*early, *late, following])}


def test_the_log_says_with_what_was_merged_and_which_step_was_undone(camera: Camera, operator: User) -> None:
    one, other = make_alert(camera).pk, make_alert(camera).pk
    actions.merge(one, other, operator)
    step = last_of(one)
    actions.undo(one, step, operator, "Two matters.")
    assert [(entry.action, entry.facts) for entry in LogEntry.objects.order_by("pk")] == [
        ("incident.merge", {"reason": "", "with": str(other)}),
        ("incident.undo", {"reason": "Two matters.", "step": step}),
    ]


def test_two_alerts_that_the_machine_never_looked_at_can_be_merged(camera: Camera, operator: User) -> None:
    one, other = make_alert(camera).pk, make_alert(camera).pk
    actions.merge(one, other, operator)
    assert groups() == {frozenset([one, other])}


def test_what_belongs_together_is_not_merged_again(three: Three, operator: User) -> None:
    with pytest.raises(Conflict, match="belong together already"):
        actions.merge(three[0], three[1], operator)
    assert not LogEntry.objects.exists()


def test_an_alert_is_not_merged_with_itself(camera: Camera, operator: User) -> None:
    alone = make_alert(camera).pk
    with pytest.raises(Conflict, match="belong together already"):
        actions.merge(alone, alone, operator)
    assert not Incident.objects.exists()


def test_what_belongs_to_nothing_is_not_split(cameras: list[Camera], operator: User) -> None:
    alone = happen(Happening(), cameras).pk
    with pytest.raises(Conflict, match="belongs to no incident"):
        actions.split(alone, operator)


def test_a_split_is_undone(three: Three, operator: User) -> None:
    actions.split(three[0], operator)
    actions.undo(three[0], last_of(three[0]), operator)
    assert groups() == {frozenset(three)}


def test_a_split_of_two_is_undone_though_nothing_was_left(cameras: list[Camera], operator: User) -> None:
    pair = [happen(Happening(0, at=at), cameras).pk for at in (0, 1)]
    actions.split(pair[1], operator)
    actions.undo(pair[0], last_of(pair[0]), operator)
    assert groups() == {frozenset(pair)}


def test_a_merge_is_undone_and_each_alert_is_back_where_it_was(cameras: list[Camera], operator: User) -> None:
    early = [happen(Happening(0, at=at), cameras).pk for at in (0, 1)]
    late = [happen(Happening(0, at=at), cameras).pk for at in (500, 501)]
    before = groups()
    actions.merge(late[0], early[1], operator)
    actions.undo(early[0], last_of(early[0]), operator)
    assert groups() == before == {frozenset(early), frozenset(late)}


def test_what_the_machine_joined_is_undone_and_stays_undone(
    three: Three, cameras: list[Camera], operator: User
) -> None:
    actions.undo(three[0], last_of(three[0]), operator)
    assert groups() == {frozenset(three[:2])}
    happen(Happening(2, east=30, at=21), cameras)
    assert three[2] not in {alert for group in groups() for alert in group}


def test_undoing_again_takes_back_the_step_before(three: Three, operator: User) -> None:
    actions.undo(three[0], last_of(three[0]), operator)
    actions.undo(three[0], last_of(three[0]), operator)
    assert groups() == set()
    assert selectors.last_step(Member.objects.get(pk=three[0])) is None


def test_nobody_takes_back_what_they_have_not_seen(three: Three, cameras: list[Camera], operator: User) -> None:
    seen = last_of(three[0])
    happen(Happening(0, at=22), cameras)
    with pytest.raises(Conflict, match="has changed since"):
        actions.undo(three[0], seen, operator)


@pytest.mark.parametrize("act", ACTS)
def test_the_administrator_shapes_nothing(
    three: Three, administrator: User, act: Callable[[Three, User], None]
) -> None:
    with pytest.raises(NotAllowed):
        act(three, administrator)
    assert len(groups()) == 1


def test_a_reason_is_no_book(three: Three, operator: User) -> None:
    with pytest.raises(Refusal, match="300 characters fit"):
        actions.split(three[0], operator, "x" * 301)


def test_the_story_cannot_be_rewritten(three: Three) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        IncidentStep.objects.update(reason="It was otherwise.")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        IncidentMove.objects.all().delete()


def test_an_incident_is_erased_with_the_last_of_its_alerts(three: Three, operator: User) -> None:
    actions.split(three[0], operator)
    erase_events(NOON + timedelta(days=27, hours=23))
    assert Incident.objects.exists()
    erase_events(NOON + timedelta(days=29))
    assert not Alert.objects.exists()
    assert not any(model.objects.exists() for model in (Incident, Member, IncidentStep, IncidentMove))
