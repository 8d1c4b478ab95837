"""What was told before messages bore the kind of their event is found out as far as the journal says it."""

from importlib import import_module

import pytest
from django.db import connection

from hypervision.alerts.models import Alert
from hypervision.alerts.services import erase_alerts
from hypervision.live.models import JournalEntry
from tests.live.deeds import City, act

pytestmark = pytest.mark.django_db

FIND_OUT = import_module("hypervision.live.migrations.0004_event_kind").FIND_OUT


def kinds() -> dict[int, str]:
    return dict(JournalEntry.objects.values_list("number", "event_kind"))


def test_all_that_speaks_of_an_alert_gets_its_kind_and_the_rest_none() -> None:
    city = City()
    deeds = ("raise", 0), ("raise", 2), ("raise", 10), ("merge", 0), ("stop", 1), ("stop", 3), ("go on duty", 0)
    for what, pick in deeds:
        act(city, what, pick)
    before = kinds()
    assert set(before.values()) == {"", "intrusion", "fire"}
    JournalEntry.objects.update(event_kind="")
    with connection.cursor() as cursor:
        cursor.execute(FIND_OUT)
    assert kinds() == before


def test_what_speaks_of_an_alert_that_nobody_knows_is_for_those_who_see_all() -> None:
    act(City(), "raise", 0)
    erase_alerts(Alert.objects.all())
    JournalEntry.objects.update(event_kind="")
    with connection.cursor() as cursor:
        cursor.execute(FIND_OUT)
    assert JournalEntry.objects.get(kind="alert_gone").event_kind == "unknown"
