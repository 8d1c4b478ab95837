"""What people write into the logbook: one transaction with the log. A note is never changed; it may be corrected."""

from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.shifts.models import Note
from maps.selectors import visible_cameras

LONGEST = 2000


def visible(reader: User) -> QuerySet[Note]:
    """Those about no camera, and those about cameras that stood in sight."""
    if not reader.may(Right.READ_LOGBOOK):
        return Note.objects.none()
    sight = can_see(reader)
    return Note.objects.filter(Q() if sight.everywhere else Q(camera_id=None) | sight.q("place"))


@transaction.atomic
def add(
    by: User, text: str, *, camera_id: UUID | None = None, corrects: UUID | None = None, key: UUID | None = None
) -> Note:
    """A correction is about the camera of the note that it corrects. key: sent twice, a note is written once."""
    if not by.may(Right.KEEP_SHIFT):
        raise NotAllowed(_("Your role does not write into the logbook."), code="no_right")
    words = _readable(text)
    first = _first(by, corrects)
    about = (first.camera_id, first.camera_name, first.place) if first else _about(by, camera_id)
    values = {"at": clock.now(), "by": by, "text": words, "corrects": first}
    values |= dict(zip(("camera_id", "camera_name", "place"), about, strict=True))
    note, is_new = Note.objects.get_or_create(pk=key or uuid4(), defaults=values)
    if is_new:
        log.write(str(by), "logbook.correct" if first else "logbook.note", str(note.pk), **_facts(first))
    elif note.by_id != by.pk or note.text != words:
        raise Refusal(_("Another note has this number already. Open the page again."), code="known_number")
    return note


def _first(by: User, corrects: UUID | None) -> Note | None:
    if corrects is None:
        return None
    first = visible(by).filter(pk=corrects).first()
    if first is None:
        raise Unknown(_("There is no such note among those that you read."), code="unknown_note")
    return first


def _about(by: User, camera_id: UUID | None) -> tuple[object, str, object]:
    if camera_id is None:
        return None, "", None
    camera = visible_cameras(by).filter(pk=camera_id).first()
    if camera is None:
        raise Unknown(_("There is no such camera among those that you see."), code="unknown_camera")
    return camera.pk, camera.name, camera.location


def _readable(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refusal(_("The note is empty."), code="note_missing")
    if len(words) > LONGEST:
        sentence = _("The note has %(length)d characters; %(limit)d fit.") % {"length": len(words), "limit": LONGEST}
        raise Refusal(sentence, code="note_too_long")
    return words


def _facts(first: Note | None) -> dict[str, str]:
    return {"corrects": str(first.pk)} if first else {}
