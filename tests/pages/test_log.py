"""The log is read on a page, searched, and says itself who read it."""

from datetime import timedelta

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.pages.log import ROWS

pytestmark = pytest.mark.django_db

LOG = "/log/"


@pytest.fixture
def reader(client: Client, inspector: User) -> Client:
    client.force_login(inspector)
    return client


def test_the_inspector_reads_who_did_what(reader: Client) -> None:
    log.write("ada", "stop.set", "system", reason="Lens is dirty")
    page = reader.get(LOG).content.decode()
    assert all(words in page for words in ("ada", "stop.set", "reason: Lens is dirty"))


def test_reading_the_log_is_written_to_the_log(reader: Client, inspector: User) -> None:
    reader.get(LOG, {"words": "stop"})
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.action, entry.facts) == (str(inspector), "log.read", {"words": "stop"})


@pytest.mark.parametrize("words", ["ada", "STOP", "syst", "ada stop"])
def test_it_is_searched_by_words(reader: Client, words: str) -> None:
    log.write("ada", "stop.set", "system")
    log.write("bo", "alert.claim", "a7")
    shown = [entry.actor for entry, _ in reader.get(LOG, {"words": words}).context["entries"]]
    assert shown == ["ada"]


def test_it_is_searched_by_time(reader: Client) -> None:
    log.write("ada", "stop.set", "system")
    tomorrow = (clock.now() + timedelta(days=1)).isoformat()
    assert reader.get(LOG, {"since": tomorrow}).context["entries"] == []
    assert len(reader.get(LOG, {"until": tomorrow}).context["entries"]) == 2


def test_a_time_that_is_none_is_told_beside_its_field(reader: Client) -> None:
    response = reader.get(LOG, {"since": "yesterday"})
    assert response.context["entries"] == []
    assert 'role="alert"' in response.content.decode()


def test_what_an_entry_keeps_reads_as_words_and_what_is_long_is_shortened(reader: Client) -> None:
    log.write("ada", "token.create", "city", scopes=["a:read", "b:read"], area="1 " * 200, note="")
    page = reader.get(LOG, {"words": "token.create"})
    [(_, facts)] = page.context["entries"]
    assert facts == [("area", "1 " * 200), ("scopes", "a:read, b:read")]
    assert page.content.decode().count("1 " * 200) == 1  # whole where the pointer rests, and not in the line


def test_older_entries_are_a_page_further(reader: Client) -> None:
    for number in range(ROWS + 1):
        log.write("ada", "stop.set", f"{number}")
    first = reader.get(LOG)
    second = reader.get(f"{LOG}?{first.context['older']}")
    assert len(first.context["entries"]) == ROWS
    assert [entry.subject for entry, _ in second.context["entries"]][-1] == "0"
    assert second.context["older"] == ""


def test_hostile_words_are_shown_as_words(reader: Client) -> None:
    log.write("<script>ada</script>", "stop.set", "\u202e system")
    assert "<script>ada" not in reader.get(LOG, {"words": "<script>\x00"}).content.decode()
