"""Of one process that watches: what each of its cameras remembers, and who answers questions about it.

One thread for all cameras of the process. It waits for questions in the broker; the eyes never wait for it.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.db import connection
from redis import Redis
from redis.exceptions import RedisError

from detectors.build import Plan
from detectors.office import Office
from detectors.tryout import trying
from detectors.tryout.passing import ANSWER_S, Question, answer_to, dump_answer, questions_of
from detectors.tryout.trying import Watched
from detectors.vision.config import PipelineConfig
from detectors.vision.hours import somebody_watches
from detectors.vision.pipeline import Analysis
from detectors.vision.recall import Moment, Recall
from hypervision.lib import clock
from hypervision.lib.broker import open_broker

logger = logging.getLogger(__name__)

ASK_S = 1
PATIENCE_S = 5.0
"""Longer than the broker lets a question wait."""
AGAIN_S = 2.0


class Notebook:
    """What one watch remembers of its camera, over changes of its rules."""

    def __init__(self, camera: UUID) -> None:
        self.camera = camera
        self._recall = Recall()
        self._plan: Plan | None = None

    def note(self, office: Office, plan: Plan, analysis: Analysis) -> None:
        """What the rules were given of this frame; nothing while no rule watches by its schedule, and nothing stays
        where the law lets none of it become an event.
        """
        if self._plan is not plan:
            if self._plan is None or _ground_of(self._plan) != _ground_of(plan):
                self._recall.forget()
            self._plan = plan
        if not office.may_remember():
            self._recall.forget()
        elif analysis.analysed and analysis.view is not None and somebody_watches(plan.config, analysis.frame.at):
            view = analysis.view.preset.id if analysis.view.preset else ""
            size = analysis.frame.image.shape[1], analysis.frame.image.shape[0]
            self._recall.remember(Moment(analysis.frame.at, view, size, analysis.tracks, analysis.evidence))

    def let_go(self) -> None:
        self._recall.let_go(clock.now())

    @property
    def watched(self) -> Watched | None:
        plan = self._plan
        return None if plan is None else Watched(plan, self._recall)

    def close(self) -> None:
        self._recall.forget()
        self._plan = None


class Desk:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._notebooks: dict[UUID, Notebook] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def open(self, camera: UUID) -> Iterator[Notebook]:
        """For as long as the camera is watched here."""
        notebook = Notebook(camera)
        with self._lock:
            self._notebooks[camera] = notebook
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="tryout", daemon=True)
                self._thread.start()
        try:
            yield notebook
        finally:
            with self._lock:
                if self._notebooks.get(camera) is notebook:
                    del self._notebooks[camera]
            notebook.close()

    def _run(self) -> None:
        """Until the last camera is gone."""
        with open_broker(PATIENCE_S) as broker:
            is_away = False
            while notebooks := self._present():
                for notebook in notebooks:
                    notebook.let_go()
                try:
                    asked = broker.blpop([questions_of(one.camera) for one in notebooks], timeout=ASK_S)
                    is_away = False
                    if asked is not None:
                        self._take(broker, asked[1])
                except (RedisError, OSError) as error:
                    if not is_away:
                        logger.warning("The broker is away; nothing can be tried out: %s", error)
                    is_away = True
                    time.sleep(AGAIN_S)

    def _present(self) -> list[Notebook]:
        with self._lock:
            if not self._notebooks:
                self._thread = None
            return list(self._notebooks.values())

    def _take(self, broker: "Redis", text: bytes) -> None:
        try:
            question = Question.load(text)
        except Exception:  # whatever it is: this thread also lets go what is too old
            logger.exception("A question of a try-out could not be read.")
            return
        key = answer_to(question.person, question.id)
        broker.set(key, dump_answer("working"), ex=ANSWER_S)
        broker.set(key, self.answer(question), ex=ANSWER_S)

    def answer(self, question: Question) -> str:
        """Whatever goes wrong is told to who asked, and the desk goes on."""
        with self._lock:
            notebook = self._notebooks.get(question.camera)
        watched = notebook.watched if notebook else None
        if watched is None:
            return dump_answer("absent")
        try:
            return dump_answer("done", tuple(trying.attempt(pair, watched) for pair in question.pairs))
        except Exception:
            logger.exception("A try-out for camera %s failed.", question.camera)
            return dump_answer("failed")
        finally:
            connection.close()


def _ground_of(plan: Plan) -> tuple[object, ...]:
    """What makes a track of one plan mean the same in another: all but its rules, their severities and its rate."""
    return plan.source.url, _without_rules(plan.config), plan.networks


def _without_rules(config: PipelineConfig) -> PipelineConfig:
    return replace(config, rules=(), presets=tuple(replace(one, rules=()) for one in config.presets))


desk = Desk()
"""Of this process."""
