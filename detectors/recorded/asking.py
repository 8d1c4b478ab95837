"""The web's part: takes a recording in, part by part, hands it to a worker, and tells who asked what came of it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypedDict
from uuid import UUID, uuid4

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

from detectors import build
from detectors.recorded import holding, keeping, passing, scratch
from detectors.recorded.allowed import Allowed
from detectors.recorded.passing import PATIENCE_S, STILL_S, TAKEN_S, Order, dump_state, order_of, state_of
from detectors.recorded.seeing import MOST_MINUTES
from detectors.tryout.asking import check
from detectors.tryout.passing import Pair, Question
from detectors.tryout.telling import Telling, Told, told
from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Conflict, Refusal
from hypervision.lib.languages import in_mine
from maps.models import Camera

MOST_MB = 300
MB = 1_000_000
PART_BYTES = 2**20
"""A part stays in memory on its way: Django would lay a larger one on the disk, in the clear."""


class Answer(TypedDict):
    """state: receiving, waiting, done or failed. words: of how far it is, or what is wrong. share: of the way, 0 to 1,
    where it is known.
    """

    state: str
    words: str
    share: float | None
    outcomes: list[Told]


def minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def since(start: datetime) -> Telling:
    """How a recording is told of: by minutes and seconds from its beginning."""
    return Telling(
        gettext_noop("Alerts until %(until)s of the recording (%(pictures)s pictures): %(draft)s."),
        gettext_noop(
            "Alerts until %(until)s of the recording (%(pictures)s pictures): %(draft)s by this draft, "
            "%(present)s by what stands now."
        ),
        lambda at: minutes((at - start).total_seconds()),
    )


def limits() -> str:
    """What is taken, in words."""
    return _("MP4, MKV or AVI, at most %(megabytes)s MB and %(minutes)s minutes.") % {
        "megabytes": MOST_MB,
        "minutes": MOST_MINUTES,
    }


def begin(person: User, camera: Camera, pairs: Sequence[Pair], size: int, recorded_at: datetime | None = None) -> UUID:
    """The number under which its parts come in. Raises Refusal where it would come in for nothing.

    size: bytes. recorded_at: when it was made, as the person says, for rules that have hours; None: just now.
    """
    check(person, camera, pairs)
    _check_law(camera, pairs)
    _check_size(size)
    recording = uuid4()
    asked = Question(recording, person.pk, camera.pk, tuple(pairs))
    order = Order(asked, scratch.new_key(), size, recorded_at or clock.now())
    with _broker() as broker:
        if not holding.take(broker, recording):
            raise Conflict(_("Another recording is being looked at. Try again when it is done."), code="busy")
        broker.set(order_of(person.pk, recording), order.dump(), ex=STILL_S)
        broker.set(state_of(person.pk, recording), dump_state("receiving"), ex=STILL_S)
    return recording


def take_part(person: User, recording: UUID, at: int, part: bytes) -> int:
    """at: how many bytes were there before; how many are there then. Raises Refusal."""
    with _broker() as broker:
        order = _order(broker, person, recording)
        if not 0 < len(part) <= PART_BYTES or at + len(part) > order.size:
            raise Refusal(_("The recording came in otherwise than it was announced. Choose it again."), code="odd")
        try:
            there = scratch.append(recording, order.key, at, part)
        except scratch.OutOfStepError as error:
            raise Refusal(
                _("The recording came in otherwise than it was announced. Choose it again."), code="odd"
            ) from error
        except OSError as error:
            raise _no_room() from error
        for key in (order_of(person.pk, recording), state_of(person.pk, recording)):
            broker.expire(key, STILL_S)
        holding.hold(broker, recording)
    return there


def start(person: User, recording: UUID) -> None:
    """Hands it to a worker. Raises Refusal."""
    with _broker() as broker:
        order = _order(broker, person, recording)
        if scratch.size(recording) != order.size:
            raise Refusal(_("The recording came in otherwise than it was announced. Choose it again."), code="odd")
        broker.set(state_of(person.pk, recording), dump_state("waiting"), ex=TAKEN_S)
        holding.hold(broker, recording)
        kinds = [pair.draft.kind for pair in order.question.pairs]
        log.write(str(person), "tryout.recording", str(order.question.camera), kinds=kinds, bytes=order.size)
        passing.send(person.pk, recording)


def again(person: User, camera: Camera, pairs: Sequence[Pair], recording: UUID) -> UUID:
    """Another draft on what was seen of a recording. Raises Refusal, "gone" where it must be handed in once more."""
    check(person, camera, pairs)
    _check_law(camera, pairs)
    with _broker() as broker:
        seen = keeping.seen_of(broker, person.pk, recording)
        wanted = [(rule.kind, pair.view) for pair in pairs for rule in (pair.draft, pair.present) if rule is not None]
        if seen is None or not seen.serves(keeping.plan_of(camera.pk), wanted):
            raise Refusal(_("What was seen of this recording is forgotten by now. Choose it again."), code="gone")
        order = Order(Question(recording, person.pk, camera.pk, tuple(pairs)), b"", 0, seen.start)
        broker.set(order_of(person.pk, recording), order.dump(), ex=TAKEN_S)
        broker.set(state_of(person.pk, recording), dump_state("waiting"), ex=TAKEN_S)
        kinds = [pair.draft.kind for pair in pairs]
        log.write(str(person), "tryout.recording", str(camera.pk), kinds=kinds, again=True)
        passing.send(person.pk, recording)
    return recording


def cancel(person: User, recording: UUID) -> None:
    """Nothing of it is left; a worker that looks at it stops within a second. Raises Refusal without a broker."""
    with _broker() as broker:
        keeping.forget(broker, person.pk, recording)
        if broker.delete(state_of(person.pk, recording)):
            broker.delete(order_of(person.pk, recording))
            scratch.remove(recording)
            holding.let_go(broker, recording)


def answer(person: User, recording: UUID) -> Answer:
    """In the language that is active now. Nobody finds the answer to another one's question."""
    try:
        with _broker() as broker:
            text = broker.get(state_of(person.pk, recording))
    except Refusal as refusal:
        return _failed(refusal.sentence)
    if text is None:
        return _failed(_("Nobody goes on with this recording: no worker was free, or it broke off. Try again."))
    given = json.loads(text)
    if given["state"] == "done":
        telling = since(datetime.fromisoformat(given["start"]))
        outcomes = [told(one, telling) for one in given["outcomes"]]
        return {"state": "done", "words": "", "share": 1.0, "outcomes": outcomes}
    if given["state"] == "failed":
        return _failed(in_mine(given["words"]) or _("The try-out failed; the log of the worker says more."))
    if given["state"] == "working":
        words, share = _how_far(given["seconds"], given["length"])
        return {"state": "waiting", "words": words, "share": share, "outcomes": []}
    return {"state": "waiting", "words": _("Waiting for a worker…"), "share": None, "outcomes": []}


def _how_far(seconds: float, length: float | None) -> tuple[str, float | None]:
    if not length:
        return _("Looked at until %(at)s min.") % {"at": minutes(seconds)}, None
    facts = {"at": minutes(seconds), "length": minutes(length)}
    return _("Looked at until %(at)s of %(length)s min.") % facts, min(1.0, seconds / length)


def _failed(words: str) -> Answer:
    return {"state": "failed", "words": words, "share": None, "outcomes": []}


def _check_law(camera: Camera, pairs: Sequence[Pair]) -> None:
    """Where nothing may look at it, no recording comes in at all."""
    allowed = Allowed(camera, build.networks_in_use())
    refusals = [allowed.refusal(pair.draft.kind) for pair in pairs]
    if all(refusal is not None for refusal in refusals):
        raise Refusal(" ".join(dict.fromkeys(map(str, refusals))), code="not_allowed")


def _check_size(size: int) -> None:
    if size < 1:
        raise Refusal(_("This file is empty. Choose another one."), code="empty")
    if size > MOST_MB * MB:
        facts = {"size": number_format(round(size / MB)), "most": MOST_MB}
        raise Refusal(
            _("This file has %(size)s MB, and at most %(most)s are taken. Cut out the part that matters.") % facts,
            code="too_large",
        )
    if not scratch.has_room(size):
        raise _no_room()


def _no_room() -> Refusal:
    return Refusal(_("There is too little room on the server's disk for this recording."), code="no_room")


def _order(broker: "Redis", person: User, recording: UUID) -> Order:
    text = broker.get(order_of(person.pk, recording))
    if text is None:
        raise Refusal(_("The sending stood still for too long, or was cancelled. Choose the file again."), code="gone")
    return Order.load(text)


@contextmanager
def _broker() -> Iterator["Redis"]:
    """Raises Refusal while it is away."""
    try:
        with open_broker(PATIENCE_S) as broker:
            yield broker
    except (RedisError, OperationalError) as error:
        raise Refusal(_("The broker is away. Try again in a moment."), code="away") from error
