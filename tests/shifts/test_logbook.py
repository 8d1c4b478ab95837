"""The logbook tells what happened, newest first, to whoever may know of it; and it is searched."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import translation

from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import snoozes
from hypervision.alerts.models import Alert
from hypervision.alerts.moving import move
from hypervision.alerts.services import erase_alerts
from hypervision.law import stops
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Refusal
from hypervision.shifts import duty, handovers, logbook, notes, retention
from hypervision.shifts.logbook import Line, Search
from hypervision.shifts.models import Note, Presence, Silence
from hypervision.shifts.sources import SOURCES
from maps.models import Camera
from tests.factories import NOON, make_alert, make_user
from tests.shifts.conftest import SetClock

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def lines(reader: User, **search: object) -> list[Line]:
    return logbook.read(reader, Search(**search), 100)[0]  # type: ignore[arg-type]


def kinds(reader: User, **search: object) -> list[str]:
    return [line.kind for line in lines(reader, **search)]


@pytest.fixture
def shift(at: SetClock, operator: User, supervisor: User, camera: Camera) -> Alert:
    """A minute apart: on duty, a note about the camera, an alert escalated, refuted and corrected, one that expired, a
    stop and its lifting, a silence and its end, off duty, handed over and taken, alerts set aside.
    """
    alert, other = make_alert(camera), make_alert(camera)
    acts: list[Callable[[], object]] = [
        lambda: duty.go_on(operator),
        lambda: notes.add(operator, "Café chairs block the lane.", camera_id=camera.pk),
        lambda: move("overdue", alert.pk, None),
        lambda: move("refute", alert.pk, operator, reason="lamp"),
        lambda: move("correct_to_confirmed", alert.pk, supervisor, note="It was a fire."),
        lambda: move("expire", other.pk, None),
        lambda: stops.stop(operator, reason="Lens is dirty", camera_id=camera.pk, place=camera.location),
        lambda: stops.lift(stops.standing().get().pk, supervisor),
        lambda: Silence.objects.create(
            camera_id=camera.pk,
            camera_name=camera.name,
            place=camera.location,
            reason={"en": "No answer.", "fr": "Pas de réponse."},
            began_at=NOON + 8 * MINUTE,
            ended_at=NOON + 9 * MINUTE,
            ended_as=Watch.State.WATCHING,
        ),
    ]
    for minute, act in enumerate(acts):
        at(NOON + minute * MINUTE)
        act()
    at(NOON + 10 * MINUTE)
    duty.go_off(operator)
    at(NOON + 11 * MINUTE)
    signed = handovers.sign(operator, "Mind the lane.")
    at(NOON + 12 * MINUTE)
    handovers.take(signed.pk, supervisor)
    at(NOON + 13 * MINUTE)
    snoozes.snooze(camera.pk, "intrusion", operator, span=MINUTE * 30, reason="Works at the gate.")
    return alert


@pytest.mark.usefixtures("shift")
def test_a_shift_is_told_from_its_end_to_its_beginning(inspector: User) -> None:
    told = [
        "snoozed",
        "taken",
        "handed",
        "left",
        "back",
        "silent",
        "lifted",
        "stopped",
        "expired",
        "corrected",
        "escalated",
        "note",
        "came",
    ]
    assert kinds(inspector) == told
    assert {*told, "skipped"} == set(SOURCES), "tests/procedures/test_logbook.py skips a step"


@pytest.mark.usefixtures("shift")
def test_each_line_says_what_happened_and_who_did_it(supervisor: User) -> None:
    said = {line.kind: (line.who, line.text) for line in lines(supervisor)}
    assert said["came"] == ("operator", "On duty for the whole city.")
    assert said["escalated"] == ("", "Intrusion, Kaivokatu, Square: nobody claimed it in time.")
    assert said["corrected"] == (
        "supervisor",
        "Intrusion, Kaivokatu, Square: refuted, now confirmed. It was a fire.",
    )
    assert said["handed"] == (
        "operator",
        "Handed over. Open matters: 1. Silent cameras: 0. Stops: 0. Mind the lane.",
    )
    assert said["taken"] == ("supervisor", "Signed for the hand-over of operator, 15:11.")
    assert said["snoozed"] == ("operator", "Intrusion, Square: alerts set aside until 15:43. Works at the gate.")
    assert said["stopped"] == ("operator", "Stopped: Square. Lens is dirty")
    assert said["silent"] == ("", "Square: No answer.")
    assert said["back"] == ("", "Square: watching again; it was silent since 15:08.")


@pytest.mark.usefixtures("shift")
def test_a_reader_reads_it_in_the_own_language(supervisor: User) -> None:
    with translation.override("fr"):
        said = {line.kind: line.text for line in lines(supervisor)}
    assert said["silent"] == "Square\u202f: Pas de réponse."


@pytest.mark.usefixtures("shift")
def test_the_outsider_reads_only_what_is_no_matter_of_cameras_out_of_sight(outsider: User) -> None:
    assert kinds(outsider) == ["left", "came"]


@pytest.mark.usefixtures("shift")
@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.SYSTEM])
def test_who_may_not_read_it_reads_nothing(role: Role) -> None:
    assert lines(make_user(role)) == []


@pytest.mark.usefixtures("shift")
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"words": "cafe LANE"}, ["note"]),
        ({"words": "lane"}, ["taken", "handed", "note"]),
        ({"words": "cafe fire"}, []),
        ({"words": "kaivokatu"}, ["expired", "corrected", "escalated"]),
        ({"words": "dirty"}, ["lifted", "stopped"]),
        ({"person": "superv"}, ["taken", "lifted", "corrected"]),
        ({"kind": "expired"}, ["expired"]),
        ({"since": NOON + 9 * MINUTE}, ["snoozed", "taken", "handed", "left", "back"]),
        ({"until": NOON + MINUTE}, ["came"]),
        ({"words": "\x00%_'"}, []),
    ],
)
def test_it_is_searched(supervisor: User, search: dict[str, object], found: list[str]) -> None:
    assert kinds(supervisor, **search) == found


@pytest.mark.usefixtures("shift")
@pytest.mark.parametrize("limit", [1, 3, 4])
def test_pages_hold_each_line_once(supervisor: User, limit: int) -> None:
    read, cursor = logbook.read(supervisor, Search(), limit)
    while cursor:
        more, cursor = logbook.read(supervisor, Search(cursor=cursor), limit)
        read += more
    assert read == lines(supervisor)


def test_pages_hold_each_line_once_when_all_happened_in_one_moment(at: SetClock, operator: User) -> None:
    for number in range(5):
        notes.add(operator, f"{number}")
    duty.go_on(operator)
    duty.go_off(operator)
    read, cursor = logbook.read(operator, Search(), 2)
    while cursor:
        more, cursor = logbook.read(operator, Search(cursor=cursor), 2)
        read += more
    assert len({line.key for line in read if line.kind == "note"}) == 5
    assert len(read) == 7


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WyIyMDI2IiwgIm5vdGUiLCAiMSJd"])
def test_a_cursor_that_was_not_made_here_is_refused(operator: User, cursor: str) -> None:
    with pytest.raises(Refusal, match="cursor"):
        logbook.read(operator, Search(cursor=cursor), 10)


def test_lines_of_an_erased_alert_go_with_it(shift: Alert, supervisor: User) -> None:
    erase_alerts(Alert.objects.filter(pk=shift.pk))
    assert not {"escalated", "corrected"} & set(kinds(supervisor))


@pytest.mark.usefixtures("shift")
def test_what_is_older_than_the_logbook_is_kept_is_erased_and_logged(operator: User, at: SetClock) -> None:
    first = Note.objects.get()
    at(NOON + timedelta(days=2))
    second = notes.add(operator, "A correction.", corrects=first.pk)
    duty.go_on(operator)
    retention.erase(NOON + timedelta(days=settings.LOGBOOK_DAYS + 1))
    assert list(Note.objects.values_list("pk", "corrects")) == [(second.pk, None)]
    assert Presence.objects.get().ended_at is None
    assert not Silence.objects.exists()
    erased = LogEntry.objects.filter(action="retention.erase").values_list("subject", "facts__count")
    assert set(erased) == {
        ("logbook notes", 1),
        ("logbook hand-overs", 1),
        ("logbook presences", 1),
        ("logbook silences", 1),
    }


def test_a_note_that_does_not_exist_is_corrected_by_nobody(operator: User) -> None:
    with pytest.raises(Refusal, match="no such note"):
        notes.add(operator, "No.", corrects=uuid4())
