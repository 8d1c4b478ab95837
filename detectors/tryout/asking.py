"""The web's part of a try-out: a question to who watches the camera, and its answer in the words of who asked."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from detectors.models import Watch
from detectors.said import kind_name
from detectors.tryout.passing import PICKED_UP_S, Pair, Question, answer_to, dump_answer, questions_of
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.law import log
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from hypervision.lib.languages import in_mine
from maps.models import Camera

PATIENCE_S = 2.0
SAME_SECONDS = 5.0
"""Two alerts that began nearer to each other are the same one, said by both, one of them maybe later."""


class Row(TypedDict):
    """One alert. began: by the city's clocks. draft, present: the score by which each would raise it."""

    began: str
    draft: float | None
    present: float | None
    foot: tuple[float, float]


class Told(TypedDict):
    """Of one rule. words: what came out, a sentence. rows: newest first."""

    title: str
    words: str
    is_refused: bool
    has_present: bool
    rows: list[Row]


class Answer(TypedDict):
    """state: waiting, done or failed. words: what to say of all of it, if anything."""

    state: str
    words: str
    outcomes: list[Told]


def ask(person: User, camera: Camera, pairs: Sequence[Pair]) -> UUID:
    """Raises Refusal, a sentence, where nobody could answer, or where this person may not read what the camera saw."""
    if not can_see(person).covers(camera.location.x, camera.location.y):
        raise Refusal(_("This camera stands outside of what your account sees."), code="not_seen")
    if not pairs:
        raise Refusal(_("No rule that is switched on watches this zone, so there is nothing to try."), code="no_rule")
    if not Watch.objects.filter(camera=camera, state=Watch.State.WATCHING).exists():
        raise Refusal(
            _("This camera is not watched now, so nothing of its last hour is remembered."), code="not_watching"
        )
    question = Question(uuid4(), person.pk, camera.pk, tuple(pairs))
    try:
        with open_broker(PATIENCE_S) as broker, broker.pipeline(transaction=True) as steps:
            steps.set(answer_to(person.pk, question.id), dump_answer("waiting"), ex=PICKED_UP_S)
            steps.rpush(questions_of(camera.pk), question.dump())
            steps.expire(questions_of(camera.pk), PICKED_UP_S)
            steps.execute()
    except (RedisError, OSError) as error:
        raise Refusal(_("The broker is away. Try again in a moment."), code="away") from error
    log.write(str(person), "tryout.ask", str(camera.pk), kinds=[pair.draft.kind for pair in pairs])
    return question.id


def answer(person: User, question: UUID) -> Answer:
    """In the language that is active now. Nobody finds the answer to another one's question."""
    try:
        with open_broker(PATIENCE_S) as broker:
            text = broker.get(answer_to(person.pk, question))
    except (RedisError, OSError):
        return {"state": "failed", "words": _("The broker is away. Try again in a moment."), "outcomes": []}
    if text is None or json.loads(text)["state"] == "absent":
        return {"state": "failed", "words": _("No worker answered. Is the camera watched now?"), "outcomes": []}
    given = json.loads(text)
    if given["state"] == "failed":
        words = _("The try-out failed; the log of the worker says more.")
        return {"state": "failed", "words": words, "outcomes": []}
    if given["state"] != "done":
        return {"state": "waiting", "words": "", "outcomes": []}
    return {"state": "done", "words": "", "outcomes": [_told(one) for one in given["outcomes"]]}


def _told(outcome: dict[str, Any]) -> Told:
    title = kind_name(outcome["kind"])
    if outcome["refused"]:
        words = in_mine(outcome["refused"])
        return {"title": title, "words": words, "is_refused": True, "has_present": False, "rows": []}
    return {
        "title": title,
        "words": _words(outcome),
        "is_refused": False,
        "has_present": outcome["stood"] is not None,
        "rows": side_by_side(outcome["draft"], outcome["present"]),
    }


def _words(outcome: dict[str, Any]) -> str:
    begins, until = (datetime.fromisoformat(outcome[name]) for name in ("begins", "until"))
    facts = {
        "minutes": number_format(max(1, round((until - begins).total_seconds() / 60))),
        "pictures": number_format(outcome["pictures"], force_grouping=True),
        "draft": number_format(outcome["drafted"]),
    }
    if outcome["stood"] is None:
        return _("Alerts of the last %(minutes)s min (%(pictures)s pictures): %(draft)s.") % facts
    facts["present"] = number_format(outcome["stood"])
    return (
        _(
            "Alerts of the last %(minutes)s min (%(pictures)s pictures): %(draft)s by this draft, "
            "%(present)s by what stands now."
        )
        % facts
    )


def side_by_side(draft: Sequence[dict[str, Any]], present: Sequence[dict[str, Any]]) -> list[Row]:
    """One row for each alert, newest first; what began at nearly the same time for both is one."""
    rest = list(present)
    rows: list[tuple[datetime, Row]] = []
    for one in draft:
        twin = next((other for other in rest if _is_same(one, other)), None)
        if twin is not None:
            rest.remove(twin)
        rows.append((_began(one), _row(one, one["score"], twin["score"] if twin else None)))
    rows += [(_began(other), _row(other, None, other["score"])) for other in rest]
    return [row for _when, row in sorted(rows, key=lambda pair: pair[0], reverse=True)]


def _row(event: dict[str, Any], draft: float | None, present: float | None) -> Row:
    began = date_format(timezone.localtime(_began(event)), "H:i:s")
    return {"began": began, "draft": draft, "present": present, "foot": tuple(event["foot"])}


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return abs((_began(one) - _began(other)).total_seconds()) <= SAME_SECONDS


def _began(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["started_at"])
