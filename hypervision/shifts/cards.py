"""Lines of the logbook and hand-overs, as they are told over REST."""

from typing import Any, TypedDict

from hypervision.shifts.logbook import Line
from hypervision.shifts.models import HandOver


class LineCard(TypedDict):
    """A line of the logbook. camera, corrects: of a note."""

    kind: str
    id: str
    at: str
    title: str
    who: str
    text: str
    camera: str | None
    corrects: str | None


class HandOverCard(TypedDict):
    """What one shift leaves to the next, as it stood when the leaving person signed."""

    id: str
    by: str
    since: str
    signed_at: str
    figures: Any
    alerts: Any
    silent: Any
    stops: Any
    snoozes: Any
    words: str
    taken_by: str | None
    taken_at: str | None


def line_card(line: Line) -> LineCard:
    note = line.note
    return {
        "kind": line.kind,
        "id": str(line.key),
        "at": line.at.isoformat(),
        "title": line.title,
        "who": line.who,
        "text": line.text,
        "camera": str(note.camera_id) if note and note.camera_id else None,
        "corrects": str(note.corrects_id) if note and note.corrects_id else None,
    }


def hand_over_card(one: HandOver) -> HandOverCard:
    return {
        "id": str(one.pk),
        "by": str(one.by),
        "since": one.since.isoformat(),
        "signed_at": one.signed_at.isoformat(),
        "figures": one.figures,
        "alerts": one.alerts,
        "silent": one.silent,
        "stops": one.stops,
        "snoozes": one.snoozes,
        "words": one.words,
        "taken_by": str(one.taken_by) if one.taken_by else None,
        "taken_at": one.taken_at.isoformat() if one.taken_at else None,
    }
