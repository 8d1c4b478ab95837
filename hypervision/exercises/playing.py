"""An exercise from its start to its end. Beat plays it: what is needed stands in rows, so a restart forgets nothing.

Starting, each alert, and the end are one transaction each: rows, log, last the journal. What a person or a restart does
meanwhile is met by conditional updates, so that each thing happens once.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.gis.geos import MultiPoint
from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert
from hypervision.alerts.moving import TIMER, move
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.workflow import OPEN
from hypervision.exercises import script
from hypervision.exercises.models import Cue, Exercise
from hypervision.exercises.record import record_of
from hypervision.exercises.selectors import standing, visible
from hypervision.hand.actions import Report, enter
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live import journal
from hypervision.live.cards import ExerciseCard
from hypervision.live.messages import ExercisePut

AT_MOST = timedelta(hours=6)
"""An exercise that everybody forgot ends by itself."""


@transaction.atomic
def start(text: str, by: User) -> Exercise:
    """One at a time, so that the mark on the screen means one thing."""
    if not by.may(Right.RUN_EXERCISES):
        raise NotAllowed(_("Only a supervisor starts an exercise."), code="no_right")
    read = script.read(text, by)
    now = clock.now()
    places = MultiPoint([line.place for line in read.lines], srid=4326)
    made = Exercise(title=read.title, places=places, by=by, at=now)
    log.write(str(by), "exercise.start", str(made.pk), title=read.title, alerts=len(read.lines))
    journal.lock()  # two who start at once come one after the other
    if standing().exists():
        raise Conflict(_("Another exercise is under way. End it first."), code="under_way")
    made.save()
    Cue.objects.bulk_create(
        Cue(exercise=made, second=one.second, kind=one.kind, severity=one.severity, place=one.place, text=one.text)
        for one in read.lines
    )
    _tell(made)
    return made


def play(now: datetime) -> int:
    """Raises the alerts that are due; how many. Ends what has gone on for too long."""
    raised = 0
    for exercise in standing():
        if exercise.at <= now - AT_MOST:
            end(exercise.pk, by=None)
            continue
        due = exercise.cues.filter(raised_at=None, second__lte=(now - exercise.at).total_seconds())
        raised += sum(_raise(cue) for cue in due.values_list("pk", flat=True))
    return raised


@transaction.atomic
def _raise(cue_id: UUID) -> bool:
    """The alert's key is that of the cue, so that it is raised once whoever asks; not after the end."""
    still = Cue.objects.filter(pk=cue_id, raised_at=None, exercise__ended_at=None)
    cue = still.select_related("exercise__by").select_for_update(of=("self", "exercise"), skip_locked=True).first()
    if cue is None:
        return False
    Cue.objects.filter(pk=cue_id).update(raised_at=clock.now())
    what = Report(
        key=cue.pk,
        kind=cue.kind,
        lon=cue.place.x,
        lat=cue.place.y,
        severity=cue.severity,
        source=Alert.Source.SCRIPT,
        words=cue.text,
    )
    alert = enter(what, cue.exercise.by, is_real=False)
    Cue.objects.filter(pk=cue_id).update(alert=alert)
    return True


@transaction.atomic
def end(exercise_id: UUID, by: User | None) -> Exercise:
    """At once: no further alert comes, the open ones leave the queue, and the record is written. by: None for time."""
    if by is not None:
        if not by.may(Right.RUN_EXERCISES):
            raise NotAllowed(_("Only a supervisor ends an exercise."), code="no_right")
        if not visible(by).filter(pk=exercise_id).exists():
            raise Unknown(_("There is no such exercise among those that you see."), code="unknown_exercise")
    exercise = Exercise.objects.select_related("by").select_for_update(of=("self",)).get(pk=exercise_id)
    if exercise.ended_at is not None:
        raise Conflict(_("This exercise is over already."), code="already_over")
    exercise.record = record_of(exercise)  # before they are let go: that is nobody's deed
    for alert in Alert.objects.filter(cue__exercise=exercise, state__in=OPEN).values_list("pk", flat=True):
        _let_go(alert, by)
    exercise.ended_at, exercise.ended_by = clock.now(), by
    exercise.save(update_fields=["ended_at", "ended_by", "record"])
    log.write(str(by) if by else TIMER, "exercise.end", str(exercise.pk), title=exercise.title)
    _tell(exercise)
    return exercise


def _let_go(alert: UUID, by: User | None) -> None:
    try:
        with transaction.atomic():
            move("expire", alert, by)
    except Refusal:  # somebody judged it in the same moment
        return


def card(one: Exercise) -> ExerciseCard:
    return {
        "id": str(one.pk),
        "title": one.title,
        "by": str(one.by),
        "at": one.at.isoformat(),
        "ended": one.ended_at is not None,
    }


def _tell(one: Exercise) -> None:
    journal.append(ExercisePut(card(one)), right=Right.READ_LOGBOOK)
