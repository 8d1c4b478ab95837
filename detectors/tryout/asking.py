"""The web's part of a try-out: a question to who watches the camera, and its answer in the words of who asked."""

import json
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from detectors.models import Watch
from detectors.tryout.passing import PICKED_UP_S, Pair, Question, answer_to, dump_answer, questions_of
from detectors.tryout.telling import LAST_HOUR, Answer, told
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.law import log
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from maps.models import Camera

PATIENCE_S = 2.0


def check(person: User, camera: Camera, pairs: Sequence[Pair]) -> None:
    """Raises Refusal, a sentence, where there is nothing to ask, or nothing that this person may know."""
    sight, place = can_see(person), camera.location
    if not all(sight.covers(place.x, place.y, kind) for kind in ("", *(pair.draft.kind for pair in pairs))):
        raise Refusal(_("This camera stands outside of what your account sees."), code="not_seen")
    if not pairs:
        raise Refusal(_("No rule that is switched on watches this zone, so there is nothing to try."), code="no_rule")


def ask(person: User, camera: Camera, pairs: Sequence[Pair]) -> UUID:
    """Raises Refusal, a sentence, where nobody could answer, or where this person may not read what the camera saw."""
    check(person, camera, pairs)
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
    return {"state": "done", "words": "", "outcomes": [told(one, LAST_HOUR) for one in given["outcomes"]]}
