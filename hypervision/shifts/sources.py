"""What the logbook is made of. One kind of line is one entry of SOURCES.

A line is read from where its fact is kept already, in the language of the reader; nothing is written twice. So what is
erased with an alert is gone from the logbook, too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors.models import Watch
from detectors.said import kind_name
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.models import AlertStep, Snooze
from hypervision.alerts.workflow import JUDGED, State
from hypervision.law.models import Stop
from hypervision.lib import clock
from hypervision.lib.languages import in_mine
from hypervision.procedures.models import Run, RunStep
from hypervision.shifts import handovers, notes, silences
from hypervision.shifts.halts import stop_name, with_camera_names
from hypervision.shifts.models import HandOver, Presence, Silence
from maps.reality import is_real
from maps.sight import in_sight


@dataclass(frozen=True, slots=True)
class Source:
    """rows: those that a reader may know of. at: the field with the time of the line. by: the field with the person who
    did it; empty where no person did. words: the fields that are searched. text: the line itself. key: reads the key of
    a row from a text, or raises ValueError.
    """

    title: str | Promise
    rows: Callable[[User], QuerySet[Any]]
    at: str
    by: str
    words: tuple[str, ...]
    text: Callable[[Any], str]
    key: Callable[[str], object] = UUID


def _steps(**wanted: object) -> Callable[[User], QuerySet[AlertStep]]:
    def rows(reader: User) -> QuerySet[AlertStep]:
        if not reader.may(Right.SEE_ALERTS):
            return AlertStep.objects.none()
        steps = AlertStep.objects.filter(in_sight(can_see(reader), "alert__event__"), **wanted)
        return steps.exclude(from_state=F("to_state")).select_related("by", "alert__event__camera")

    return rows


def _alert(of: AlertStep | Run) -> str:
    event = of.alert.event
    camera = event.camera.name if event.camera else ""
    exercise = "" if is_real(event) else _("EXERCISE")
    return ", ".join(part for part in (exercise, kind_name(event.kind), event.street, camera) if part)


def _with_note(step: AlertStep, sentence: str) -> str:
    return f"{sentence} {step.note}".strip()


def _escalated(step: AlertStep) -> str:
    sentence = _("%(alert)s: the supervisor was called.") if step.by else _("%(alert)s: nobody claimed it in time.")
    return _with_note(step, sentence % {"alert": _alert(step)})


def _expired(step: AlertStep) -> str:
    return _("%(alert)s: nobody judged it in time.") % {"alert": _alert(step)}


def _corrected(step: AlertStep) -> str:
    facts = {"alert": _alert(step), "before": State(step.from_state).label, "after": State(step.to_state).label}
    return _with_note(step, _("%(alert)s: %(before)s, now %(after)s.") % facts)


_ALERT_WORDS = ("note", "alert__event__street", "alert__event__camera__name", "alert__event__kind")


_STOP_WORDS = ("reason", "kind", "camera_name")
_NAMES = ("person__username", "person__first_name", "person__last_name")


def _what(stop: Stop) -> str:
    """Of a stop that comes with the name of its camera."""
    camera = (getattr(stop, "camera_name", "") or _("a camera that was taken away")) if stop.camera_id else ""
    return stop_name(camera, stop.kind)


def _stopped(stop: Stop) -> str:
    return _("Stopped: %(what)s. %(reason)s") % {"what": _what(stop), "reason": stop.reason}


def _lifted(stop: Stop) -> str:
    return _("The stop was lifted: %(what)s.") % {"what": _what(stop)}


def _snoozes(reader: User) -> QuerySet[Snooze]:
    return Snooze.objects.filter(can_see(reader).q("place", kind="kind")).select_related("by", "camera")


def _set_aside(snooze: Snooze) -> str:
    facts = {
        "what": stop_name(snooze.camera.name, snooze.kind),
        "until": _clock(snooze.ended_at or snooze.until),
        "reason": snooze.reason,
    }
    return _("%(what)s: alerts set aside until %(until)s. %(reason)s") % facts


def _skips(reader: User) -> QuerySet[RunStep]:
    if not reader.may(Right.SEE_ALERTS):
        return RunStep.objects.none()
    skips = RunStep.objects.filter(in_sight(can_see(reader), "run__alert__event__"), verb=RunStep.Verb.SKIPPED)
    return skips.select_related("by", "run__version", "run__alert__event__camera")


def _skipped(row: RunStep) -> str:
    title = next((step.title for step in row.run.version.read() if step.key == row.key), {})
    facts = {"alert": _alert(row.run), "step": in_mine(title), "reason": row.reason}
    return _("%(alert)s: step “%(step)s” skipped. %(reason)s") % facts


def _silences(reader: User) -> QuerySet[Silence]:
    return silences.told(can_see(reader), clock.now())


def _came_back(reader: User) -> QuerySet[Silence]:
    return _silences(reader).filter(ended_as=Watch.State.WATCHING)


def _fell_silent(silence: Silence) -> str:
    reason = in_mine(silence.reason) or _("not watching")
    return _("%(camera)s: %(reason)s") % {"camera": silence.camera_name, "reason": reason}


def _is_back(silence: Silence) -> str:
    facts = {"camera": silence.camera_name, "since": _clock(silence.began_at)}
    return _("%(camera)s: watching again; it was silent since %(since)s.") % facts


def _presences(reader: User) -> QuerySet[Presence]:
    if not reader.may(Right.READ_LOGBOOK):
        return Presence.objects.none()
    return Presence.objects.select_related("person")


def care_in_words(presence: Presence) -> str:
    where = ", ".join(presence.districts) or _("an area of its own")
    if presence.everywhere:
        where = _("the whole city")
    kinds = ", ".join(sorted(map(kind_name, presence.kinds)))
    return _("%(where)s, only %(kinds)s") % {"where": where, "kinds": kinds} if kinds else where


def _came(presence: Presence) -> str:
    return _("On duty for %(care)s.") % {"care": care_in_words(presence)}


def _left(presence: Presence) -> str:
    if presence.end == Presence.End.ABSENT:
        return _("Off duty: the control room was closed since %(since)s.") % {"since": _clock(presence.seen_at)}
    if presence.end == Presence.End.NO_RIGHT:
        return _("Off duty: the account may not keep shifts any more.")
    return _("Off duty.")


def _signed(one: HandOver) -> str:
    facts = {"open": len(one.alerts), "silent": len(one.silent), "stops": len(one.stops)}
    sentence = _("Handed over. Open matters: %(open)s. Silent cameras: %(silent)s. Stops: %(stops)s.") % facts
    return f"{sentence} {one.words}".strip()


def _taken(one: HandOver) -> str:
    return _("Signed for the hand-over of %(who)s, %(when)s.") % {"who": one.by, "when": _clock(one.signed_at)}


def _clock(at: Any) -> str:
    return date_format(localtime(at), "H:i")


SOURCES: dict[str, Source] = {
    "note": Source(
        gettext_lazy("Note"),
        lambda reader: notes.visible(reader).select_related("by", "corrects__by").prefetch_related("corrections"),
        "at",
        "by",
        ("text", "camera_name"),
        lambda note: str(note.text),
    ),
    "escalated": Source(
        gettext_lazy("Escalated"), _steps(to_state=State.ESCALATED), "at", "by", _ALERT_WORDS, _escalated, int
    ),
    "expired": Source(gettext_lazy("Expired"), _steps(to_state=State.EXPIRED), "at", "by", _ALERT_WORDS, _expired, int),
    "corrected": Source(
        gettext_lazy("Verdict corrected"),
        _steps(from_state__in=(*JUDGED, State.EXPIRED), to_state__in=(State.CONFIRMED, State.REFUTED)),
        "at",
        "by",
        _ALERT_WORDS,
        _corrected,
        int,
    ),
    "stopped": Source(gettext_lazy("Stopped"), with_camera_names, "at", "by", _STOP_WORDS, _stopped),
    "lifted": Source(
        gettext_lazy("Stop lifted"),
        lambda reader: with_camera_names(reader).filter(lifted_at__isnull=False),
        "lifted_at",
        "lifted_by",
        _STOP_WORDS,
        _lifted,
    ),
    "snoozed": Source(gettext_lazy("Set aside"), _snoozes, "at", "by", ("reason", "camera__name"), _set_aside),
    "skipped": Source(
        gettext_lazy("Step skipped"),
        _skips,
        "at",
        "by",
        ("reason", "run__alert__event__street", "run__alert__event__camera__name", "run__alert__event__kind"),
        _skipped,
        int,
    ),
    "silent": Source(gettext_lazy("Camera silent"), _silences, "began_at", "", ("camera_name",), _fell_silent),
    "back": Source(gettext_lazy("Camera back"), _came_back, "ended_at", "", ("camera_name",), _is_back),
    "came": Source(gettext_lazy("On duty"), _presences, "started_at", "person", _NAMES, _came),
    "left": Source(
        gettext_lazy("Off duty"),
        lambda reader: _presences(reader).filter(ended_at__isnull=False),
        "ended_at",
        "person",
        _NAMES,
        _left,
    ),
    "handed": Source(gettext_lazy("Hand-over"), handovers.visible, "signed_at", "by", ("words",), _signed),
    "taken": Source(
        gettext_lazy("Hand-over taken"),
        lambda reader: handovers.visible(reader).filter(taken_at__isnull=False),
        "taken_at",
        "taken_by",
        ("words",),
        _taken,
    ),
}
