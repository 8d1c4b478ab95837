"""The worker's part: looks at the recording, tries what is asked on what came out, and leaves nothing of it behind."""

import logging
import os
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_noop
from redis import Redis

from detectors import attested, build
from detectors.analysis.networks import NoPictures
from detectors.build import CameraGoneError, Plan
from detectors.models import Network
from detectors.recorded import holding, keeping, scratch, seeing
from detectors.recorded.allowed import Allowed
from detectors.recorded.keeping import Seen
from detectors.recorded.passing import ANSWER_S, PATIENCE_S, STILL_S, Order, dump_done, dump_state, order_of, state_of
from detectors.recorded.seeing import Clock, Placed
from detectors.said import said_lazily
from detectors.tryout import trying
from detectors.tryout.passing import Outcome, Pair
from detectors.vision.detect.registry import open_detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.recall import Moment
from detectors.vision.sentences import SentenceError
from hypervision.lib.broker import open_broker
from hypervision.lib.languages import in_every_language
from maps.models import Camera

logger = logging.getLogger(__name__)

TELL_S = 0.5
MOST_WORK_S = 1800.0
NICE = 10

GONE = gettext_noop("The camera was taken away.")
ASTRAY = gettext_noop(
    "The worker does not find the recording: it does not share the folder SCRATCH_DIR with the pages. Whoever looks "
    "after the server can mend that (docs/operations.md)."
)
TOO_SLOW = gettext_noop("The machine is too busy for this recording: after %(minutes)s minutes it was given up.")
FORGOTTEN = gettext_noop("What was seen of this recording is forgotten by now. Choose it again.")
NOT_SEEN = gettext_noop("The recording does not show the view in which this zone lies.")


class CancelledError(Exception):
    """Who asked does not want to know any more."""


def work_aside(person: int, recording: UUID) -> None:
    """In a thread that gives way to all others of the machine: cameras come first."""

    def run() -> None:
        with suppress(OSError):  # not every system tells its threads apart
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        try:
            work(person, recording)
        finally:
            connection.close()

    thread = threading.Thread(target=run, name="recording")
    thread.start()
    thread.join()


def work(person: int, recording: UUID) -> None:
    """Whatever goes wrong is the answer, and whatever happens the recording is gone in the end."""
    with open_broker(PATIENCE_S) as broker:
        text = broker.getdel(order_of(person, recording))
        if text is None:  # it was cancelled, came too late, or another worker has it
            return
        try:
            answer = _answer(broker, Order.load(text))
            broker.set(state_of(person, recording), answer, ex=ANSWER_S, xx=True)
        except CancelledError:
            logger.info("A recording is let go half-way, as who handed it in wishes.")
        finally:
            scratch.remove(recording)
            holding.let_go(broker, recording)


def _answer(broker: "Redis", order: Order) -> str:
    watch = _Progress(broker, order)
    try:
        return dump_done(tuple(_outcomes(broker, order, watch)), order.start)
    except SentenceError as error:
        return dump_state("failed", words=in_every_language(said_lazily(error.sentence)))
    except CancelledError:
        raise
    except Exception:
        logger.exception("A recording could not be tried in a way that was not foreseen.")
        return dump_state("failed", words={})


class _Progress:
    """Says how far the look is; notices that it is not wanted any more, or takes too long."""

    def __init__(self, broker: "Redis", order: Order) -> None:
        self._broker, self._order = broker, order
        self._began = time.monotonic()
        self._due = 0.0

    def __call__(self, seconds: float, length: float | None) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + TELL_S
        question = self._order.question
        state = dump_state("working", seconds=seconds, length=length)
        if not self._broker.set(state_of(question.person, question.id), state, ex=STILL_S, xx=True):
            raise CancelledError
        holding.hold(self._broker, question.id)
        scratch.touch(question.id)
        if now - self._began > MOST_WORK_S:
            raise SentenceError(TOO_SLOW, minutes=round(MOST_WORK_S / 60))


def _outcomes(broker: "Redis", order: Order, tell: _Progress) -> list[Outcome]:
    question = order.question
    camera = Camera.objects.filter(id=question.camera).first()
    try:
        plan = keeping.plan_of(question.camera)
    except CameraGoneError as error:
        raise SentenceError(GONE) from error
    if camera is None:
        raise SentenceError(GONE)
    allowed = Allowed(camera, plan.networks)
    tell(0.0, None)
    tried = [_with_what_may_run(pair, allowed) for pair in question.pairs]
    placed = _placed([pair for pair in tried if allowed.refusal(pair.draft.kind) is None])
    if not placed:
        moments: list[Moment] = []
    elif order.is_again:
        moments = _remembered(broker, order)
    else:
        moments = _look(order, plan, placed, allowed, tell)
        if all(allowed.refusal(one.rule.kind) is None for one in placed):  # else it ended half-way
            keeping.keep(broker, question.person, question.id, Seen.by(plan, placed, order.start), moments)
    return [_outcome(pair, moments, plan, allowed) for pair in tried]


def _remembered(broker: "Redis", order: Order) -> list[Moment]:
    person, recording = order.question.person, order.question.id
    seen = keeping.seen_of(broker, person, recording)
    moments = keeping.moments_of(broker, person, recording, seen) if seen else None
    if moments is None:
        raise SentenceError(FORGOTTEN)
    return moments


def _with_what_may_run(pair: Pair, allowed: Allowed) -> Pair:
    """A rule of another kind that may not look raises nothing now, so the draft stands alone."""
    if pair.present is not None and allowed.refusal(pair.present.kind) is not None:
        return replace(pair, present=None)
    return pair


def _placed(pairs: Sequence[Pair]) -> list[Placed]:
    """One rule of each kind in each view: what it asks of the eyes is the same for all of its kind."""
    rules = [(rule, pair.view) for pair in pairs for rule in (pair.draft, pair.present) if rule is not None]
    return list({(rule.kind, view): Placed(rule, view) for rule, view in rules}.values())


def _look(order: Order, plan: Plan, placed: list[Placed], allowed: Allowed, tell: _Progress) -> list[Moment]:
    networks = attested.without_idle(plan.networks, {one.rule.kind for one in placed})
    pipeline = Pipeline(
        seeing.config_for(placed, plan.config),
        open_detector(networks[Network.Purpose.OBJECTS]),
        NoPictures(),
        further=build.open_more(networks),
    )
    try:
        stream = scratch.open_reading(order.question.id, order.key)
    except FileNotFoundError as error:
        raise SentenceError(ASTRAY) from error
    with stream:
        return seeing.look(stream, pipeline, Clock(order.start, plan.rate), allowed.may_run, tell)


def _outcome(pair: Pair, moments: Sequence[Moment], plan: Plan, allowed: Allowed) -> Outcome:
    """Asks the gate once more: it may have said no half-way."""
    kind = pair.draft.kind
    refusal = allowed.refusal(kind)
    if refusal is not None:
        return Outcome(kind, refused=in_every_language(refusal))
    mine = [one for one in moments if pair.view in (None, one.view)]
    try:
        if not mine:
            raise SentenceError(NOT_SEEN)
        return trying.compared(pair, mine, plan.config)
    except SentenceError as error:
        return Outcome(kind, refused=in_every_language(said_lazily(error.sentence)))
