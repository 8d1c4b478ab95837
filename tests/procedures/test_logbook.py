"""The supervisor reads in the logbook which steps were skipped, and why."""

import pytest
from django.utils import translation

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.services import erase_alerts
from hypervision.procedures import actions
from hypervision.procedures.actions import Deed
from hypervision.shifts import logbook
from hypervision.shifts.logbook import Line, Search


def lines(reader: User, words: str = "") -> list[Line]:
    return logbook.read(reader, Search(kind="skipped", words=words), 100)[0]


@pytest.fixture
def skipped(alert: Alert, operator: User) -> Alert:
    actions.begin(alert.pk, operator)
    actions.act(alert.pk, operator, Deed("fire", "done", 2))
    actions.act(alert.pk, operator, Deed("guard", "skipped", None, "Nobody is there at night."))
    return alert


def test_a_skipped_step_is_a_line_with_its_reason(skipped: Alert, supervisor: User) -> None:
    (line,) = lines(supervisor)
    assert (line.title, line.who) == ("Step skipped", "operator")
    assert line.text == "Start of fire, Kaivokatu, Square: step “Guard” skipped. Nobody is there at night."


def test_it_is_found_by_its_reason_and_by_its_street(skipped: Alert, supervisor: User) -> None:
    assert len(lines(supervisor, "night")) == len(lines(supervisor, "kaivo")) == 1
    assert lines(supervisor, "day") == []


def test_the_outsider_does_not_read_it(skipped: Alert, outsider: User) -> None:
    assert lines(outsider) == []


def test_it_goes_with_its_alert(skipped: Alert, supervisor: User) -> None:
    erase_alerts(Alert.objects.filter(pk=skipped.pk))
    assert lines(supervisor) == []


def test_a_step_that_the_city_wrote_in_another_language_is_named_all_the_same(skipped: Alert, supervisor: User) -> None:
    with translation.override("fr"):
        assert "Guard" in lines(supervisor)[0].text
