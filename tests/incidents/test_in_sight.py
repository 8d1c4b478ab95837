"""Specification of incidents of which a person sees a part, or nothing: nothing is learnt, and nothing is changed."""

from collections.abc import Callable
from typing import Any

import pytest

from hypervision.accounts.models import User
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.incidents import actions, cards, selectors
from hypervision.incidents.models import Incident, IncidentStep
from hypervision.law.models import LogEntry
from maps.models import Camera
from tests.factories import area
from tests.incidents.worlds import ACTS, Happening, Three, groups, happen, last_of, place


@pytest.mark.parametrize("act", ACTS)
def test_who_does_not_see_the_camera_learns_nothing(
    three: Three, outsider: User, act: Callable[[Three, User], None]
) -> None:
    with pytest.raises(Unknown):
        act(three, outsider)


def test_who_sees_only_a_part_of_an_incident_changes_nothing_of_it(three: Three, neighbour: User) -> None:
    with pytest.raises(NotAllowed, match="Ask somebody who sees them"):
        actions.split(three[0], neighbour)
    with pytest.raises(NotAllowed, match="Ask somebody who sees them"):
        actions.undo(three[0], last_of(three[0]), neighbour)
    assert not LogEntry.objects.exists()


def test_who_sees_only_a_part_of_an_incident_merges_nothing_with_it(
    three: Three, cameras: list[Camera], neighbour: User
) -> None:
    alone = happen(Happening(0, at=500), cameras).pk
    for pair in ((alone, three[0]), (three[0], alone)):
        with pytest.raises(NotAllowed, match="Ask somebody who sees them"):
            actions.merge(*pair, neighbour)
    assert groups() == {frozenset(three)}


def test_a_step_in_sight_is_not_undone_where_another_alert_of_the_incident_is_not(
    three: Three, cameras: list[Camera], neighbour: User
) -> None:
    fourth = happen(Happening(0, at=25), cameras).pk
    assert cards.of_alert(fourth, neighbour)["last"] is None
    with pytest.raises(NotAllowed, match="Ask somebody who sees them"):
        actions.undo(fourth, last_of(fourth), neighbour)


def test_a_split_of_an_alert_out_of_sight_is_not_undone_by_who_sees_the_others(
    three: Three, operator: User, neighbour: User
) -> None:
    actions.split(three[2], operator)
    assert cards.of_alert(three[0], neighbour)["last"] is None
    with pytest.raises(NotAllowed, match="Ask somebody who sees them"):
        actions.undo(three[0], last_of(three[0]), neighbour)


def test_the_story_names_no_alert_and_no_step_out_of_sight(
    three: Three, cameras: list[Camera], operator: User, neighbour: User
) -> None:
    fourth = happen(Happening(1, east=15, at=25), cameras).pk
    joined = IncidentStep.objects.latest("id")
    assert joined.facts["to"] == str(three[2]), "the newest is the one that it was joined to"
    pair = [happen(Happening(number, at=500 + number), cameras).pk for number in (0, 2)]
    actions.merge(three[0], pair[0], operator)
    seen = cards.detail(Incident.objects.get(members=three[0]).pk, neighbour)
    assert seen is not None
    steps: Any = seen["steps"]
    assert [(set(step["alerts"]), bool(step["facts"])) for step in steps] == [
        ({str(three[0]), str(three[1])}, True),
        ({str(fourth)}, False),
        ({str(pair[0])}, False),
    ]


def test_a_person_sees_of_an_incident_only_the_alerts_in_sight(three: Three, neighbour: User) -> None:
    incident = Incident.objects.get().pk
    seen = cards.detail(incident, neighbour)
    assert seen is not None
    assert seen["alerts"] == [str(pk) for pk in three[:2]]
    assert seen["why"] == {"cameras": 2, "metres": pytest.approx(15, abs=0.2), "seconds": 10.0}
    assert str(three[2]) not in str(seen)
    assert cards.of_alert(three[0], neighbour)["last"] is None


def test_of_fewer_than_two_alerts_in_sight_there_is_no_incident(
    three: Three, operator: User, cameras: list[Camera]
) -> None:
    operator.everywhere, operator.perimeter = False, area(*place(30, 0), half=0.0001)
    operator.save()
    assert cards.detail(Incident.objects.get().pk, operator) is None
    assert not selectors.visible_incidents(operator).exists()
