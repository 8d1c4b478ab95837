"""One shift hands over to the next: what stood at that moment, signed by one person and signed for by another."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import snoozes
from hypervision.alerts.models import Alert
from hypervision.alerts.moving import move
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.services import erase_alerts
from hypervision.law import stops
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from hypervision.shifts import drafting, duty, handovers, sheet
from hypervision.shifts.models import HandOver, Presence, Silence
from maps.models import Camera
from tests.factories import NOON, area, make_alert, make_user
from tests.shifts.conftest import SetClock

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def raised(camera: Camera, state: Alert.State, minutes: int = 0) -> Alert:
    """created_at is the database's: it is set by hand."""
    alert = make_alert(camera, state=state)
    Alert.objects.filter(pk=alert.pk).update(created_at=NOON + minutes * MINUTE)
    return alert


@pytest.fixture
def neighbour(db: None) -> User:
    """Sees the square and no more."""
    return make_user(Role.OPERATOR, username="neighbour", everywhere=False, perimeter=area())


@pytest.fixture
def signed(at: SetClock, operator: User) -> HandOver:
    return handovers.sign(operator, "The lift is out of order.")


def test_it_keeps_the_counts_of_the_shift(at: SetClock, operator: User, camera: Camera) -> None:
    duty.go_on(operator)
    raised(camera, Alert.State.CONFIRMED, minutes=-1)
    for state in (*Alert.State,):
        raised(camera, state, minutes=1)
    at(NOON + 8 * HOUR)
    kept = handovers.sign(operator)
    assert kept.figures == {"alerts": 7, "confirmed": 2, "refuted": 1, "unreviewed": 4}
    assert (kept.since, kept.signed_at) == (NOON, NOON + 8 * HOUR)


def test_it_keeps_what_is_open_silent_stopped_and_set_aside(at: SetClock, operator: User, camera: Camera) -> None:
    matters = [raised(camera, state, n) for n, state in enumerate(drafting.OPEN_MATTERS)]
    for state in (Alert.State.REFUTED, Alert.State.CLOSED, Alert.State.EXPIRED):
        raised(camera, state)
    place = camera.location
    Silence.objects.create(camera_id=camera.pk, camera_name="Square", place=place, began_at=NOON - HOUR)
    stops.stop(operator, reason="Lens is dirty", camera_id=camera.pk, place=place)
    stops.lift(stops.stop(operator, reason="Test", kind="intrusion").pk, operator)
    snoozes.snooze(camera.pk, "density", operator, span=HOUR, reason="A market.")
    kept = handovers.sign(operator)
    assert [(fact["camera"], fact["kind"], fact["reason"]) for fact in kept.snoozes] == [
        ("Square", "density", "A market.")
    ]
    assert kept.alerts == [{"id": str(alert.pk), "state": alert.state} for alert in matters]
    assert [fact["camera"] for fact in kept.silent] == ["Square"]
    assert [(fact["camera"], fact["reason"]) for fact in kept.stops] == [("Square", "Lens is dirty")]


def test_it_stays_as_it_was_and_says_what_became_of_it(at: SetClock, operator: User, camera: Camera) -> None:
    alert, other = raised(camera, Alert.State.NEW), raised(camera, Alert.State.NEW, 1)
    kept = handovers.sign(operator)
    move("confirm", alert.pk, operator)
    shown = sheet.sheet_of(kept, operator, kept.signed_at)
    assert [(matter.state, matter.now) for matter in shown.matters] == [("new", "confirmed"), ("new", "")]
    erase_alerts(Alert.objects.filter(pk=other.pk))
    shown = sheet.sheet_of(kept, operator, kept.signed_at)
    assert (shown.open, len(shown.matters), shown.gone, shown.more) == (2, 1, 1, 0)


def test_of_very_many_open_matters_the_first_are_listed(
    at: SetClock, operator: User, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST", 2)
    for minute in range(3):
        raised(camera, Alert.State.NEW, minute)
    shown = sheet.sheet_of(handovers.sign(operator), operator, NOON)
    assert (shown.open, len(shown.matters), shown.gone, shown.more) == (3, 2, 0, 1)


def test_only_what_the_leaving_person_sees_is_in_it(at: SetClock, outsider: User, camera: Camera) -> None:
    raised(camera, Alert.State.NEW)
    Silence.objects.create(camera_id=camera.pk, camera_name="Square", place=camera.location, began_at=NOON - HOUR)
    kept = handovers.sign(outsider)
    assert (kept.alerts, kept.silent, kept.figures["alerts"]) == ([], [], 0)


def test_another_person_signs_for_it(signed: HandOver, supervisor: User) -> None:
    assert list(handovers.waiting(supervisor)) == [signed]
    taken = handovers.take(signed.pk, supervisor)
    assert (taken.taken_by, taken.taken_at) == (supervisor, NOON)
    assert not handovers.waiting(supervisor).exists()
    assert list(LogEntry.objects.values_list("actor", "action")) == [
        ("operator", "hand_over.sign"),
        ("supervisor", "hand_over.take"),
    ]


def test_nobody_signs_for_their_own(signed: HandOver, operator: User) -> None:
    assert not handovers.waiting(operator).exists()
    with pytest.raises(Refusal, match="Somebody else"):
        handovers.take(signed.pk, operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=signed.pk).update(taken_by=operator, taken_at=NOON)


def test_the_second_to_sign_for_it_reads_who_was_first(signed: HandOver, supervisor: User) -> None:
    handovers.take(signed.pk, supervisor)
    with pytest.raises(Conflict, match="supervisor signed for this hand-over first"):
        handovers.take(signed.pk, make_user(Role.OPERATOR))


def test_who_sees_less_than_the_leaving_person_does_not_read_it(
    signed: HandOver, operator: User, neighbour: User, outsider: User
) -> None:
    assert not handovers.visible(neighbour).exists()
    with pytest.raises(Unknown):
        handovers.take(signed.pk, neighbour)
    small = handovers.sign(neighbour)
    assert not handovers.visible(outsider).exists()
    assert set(handovers.visible(operator)) == {signed, small}
    assert list(handovers.visible(neighbour)) == [small]
    twin = make_user(Role.OPERATOR, everywhere=False, perimeter=area(half=0.003))
    assert handovers.take(small.pk, twin).taken_by == twin


def test_who_inspects_reads_it_and_signs_nothing(signed: HandOver, inspector: User, administrator: User) -> None:
    assert list(handovers.visible(inspector)) == [signed]
    assert not handovers.waiting(inspector).exists()
    for person in (inspector, administrator):
        with pytest.raises(NotAllowed):
            handovers.take(signed.pk, person)
        with pytest.raises(NotAllowed):
            handovers.sign(person)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE shifts_handover SET words = 'x'",
        "UPDATE shifts_handover SET words = 'x', taken_at = now(), taken_by_id = 1",
        "DELETE FROM shifts_handover",
    ],
)
def test_the_database_refuses_to_change_what_was_signed(signed: HandOver, statement: str) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_keeps_the_second_signature_too(signed: HandOver, supervisor: User) -> None:
    handovers.take(signed.pk, supervisor)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        HandOver.objects.update(taken_at=None, taken_by=None)


def test_it_is_kept_once_when_it_is_signed_twice(at: SetClock, operator: User, supervisor: User) -> None:
    key = uuid4()
    assert handovers.sign(operator, key=key) == handovers.sign(operator, key=key)
    assert LogEntry.objects.count() == 1
    with pytest.raises(Refusal, match="Another hand-over"):
        handovers.sign(supervisor, key=key)


def test_too_many_words_are_refused(at: SetClock, operator: User) -> None:
    with pytest.raises(Refusal, match="4000 fit"):
        handovers.sign(operator, "x" * (handovers.LONGEST + 1))


@pytest.mark.parametrize(
    ("times", "hours"),
    [
        ([], 8.0),  # was not on duty: the usual length
        ([(-3, None)], 3.0),
        ([(-7, -4), (-3.5, None)], 7.0),  # a short pause
        ([(-7, -5), (-3, None)], 3.0),  # another shift
        ([(-7, -0.5)], 7.0),  # left a moment ago
        ([(-7, -3)], 8.0),
    ],
)
def test_a_shift_begins_when_its_person_came(
    operator: User, times: list[tuple[float, float | None]], hours: float
) -> None:
    for began, ended in times:
        Presence.objects.create(
            person=operator,
            everywhere=True,
            started_at=NOON + began * HOUR,
            seen_at=NOON,
            ended_at=None if ended is None else NOON + ended * HOUR,
        )
    assert drafting.shift_start(operator, NOON) == NOON - hours * HOUR
