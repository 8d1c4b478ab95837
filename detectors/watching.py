"""One watch, in one screen: the eyes of one camera, for as long as its lease, its authorisation and its worker hold.

source ─► newest frame ─► pipeline ─► observations ─► office ─► intake (or the spool)
                            ▲ rulings of the gate       │ heartbeat, plan, state: all that needs the database
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from detectors import build, leases, takeover
from detectors.build import Plan
from detectors.clips.cutter import cutter
from detectors.liveview.showing import Screen, open_screen
from detectors.office import Office, StillPicture
from detectors.said import said_lazily
from detectors.sighting import Sighting, without_pixels
from detectors.takeover import Ready
from detectors.tryout.desk import Notebook, desk
from detectors.vision.config import PipelineConfig
from detectors.vision.hours import somebody_watches
from detectors.vision.pipeline import Analysis, Pipeline
from detectors.vision.sentences import Sentence, SentenceError, gettext_noop
from detectors.vision.sources.latest import LatestFrame
from detectors.vision.sources.registry import open_source
from detectors.vision.turns import Turns
from detectors.vision.types import Frame, SceneEvent
from detectors.vitals import Vitals
from hypervision.law import retention
from hypervision.lib import clock
from hypervision.lib.log import about_camera

logger = logging.getLogger(__name__)

TAKE_S = 0.5
"""Longest wait for a frame: how soon a stop, a new plan or a lost lease is noticed."""
FIRST_RETRY_S = 2.0
LONGEST_RETRY_S = 60.0
LAST_CLIPS_S = 3.0
"""How long a process that is told to end waits for the clips in the making."""

ELSEWHERE = Sentence(
    gettext_noop(
        "The camera looks elsewhere than its zones were drawn for. Turn it back, or forget the kept view on its page "
        "of calibration and draw its zones anew."
    )
)
AT_NONE = gettext_noop(
    "The camera looks at none of its views (%(views)s), or it is too dark to tell. Turn it back to one of them, or add "
    "this view on its page of calibration."
)
AT_VIEW = gettext_noop("The camera looks at “%(view)s”.")
NO_RULE_NOW = gettext_noop("By their schedules no rule watches at this hour.")
NO_RULE_HERE = gettext_noop("The camera looks at “%(view)s”, where no rule watches anything. Draw zones in this view.")

turns = Turns()
"""Of this process: all its cameras share the cores by it."""

stopping = threading.Event()
"""This process is told to end: every watch ends within a second or two and gives its lease back."""


def watch(camera_id: UUID, worker: str, over: int | None = None) -> bool:
    """Watches until the lease is lost, nothing may run any more, the camera is gone or ``stopping`` is set.

    False, at once, when somebody else watches this camera already. over: the token of the lease that may be taken from
    its holder; False then also when this worker gets no picture of the camera.
    """
    if over is None:
        return _watch(camera_id, worker)
    with (
        about_camera(str(camera_id)),
        takeover.ready(camera_id, _open_feed, stopping.is_set) as ready,
    ):
        return ready is not None and _watch(camera_id, worker, over, ready)


def _watch(camera_id: UUID, worker: str, over: int | None = None, ready: Ready | None = None) -> bool:
    with about_camera(str(camera_id)):
        token = leases.take(camera_id, worker, over)
        connection.close()  # from here on the office has its own; this thread may live for weeks
        if token is None:
            return False
        logger.info("The watch begins under lease %d.", token)
        with Office(camera_id, token) as office, desk.open(camera_id) as notebook:
            _keep_looking(office, notebook, ready)
        if stopping.is_set():
            cutter.finish(LAST_CLIPS_S)
        logger.info("The watch under lease %d has ended.", token)
        return True


def _keep_looking(office: Office, notebook: Notebook, ready: Ready | None) -> None:
    """Looks by the present plan; begins anew when the plan changes, and after a failure, later each time.

    ready: the feed to begin with, if its plan is still the present one.
    """
    retry_s = FIRST_RETRY_S
    while not _is_over(office):
        if office.orders is None:
            office.ended.wait(TAKE_S)
            continue
        began = time.monotonic()
        try:
            _look(office, notebook, office.orders.plan, ready)
        except Exception as error:
            # Whatever went wrong in vision, the camera is not watched now, and that must be seen on every screen.
            logger.exception("The analysis failed; it begins anew in %.0f s.", retry_s)
            office.vitals.failed(said_lazily(_sentence(error)))
            retry_s = FIRST_RETRY_S if time.monotonic() - began > LONGEST_RETRY_S else retry_s
            _wait(office, retry_s)
            retry_s = min(2 * retry_s, LONGEST_RETRY_S)


def _open_feed(plan: Plan) -> LatestFrame:
    return LatestFrame(lambda: open_source(plan.source), rate=plan.rate, name=str(plan.camera_id))


@contextmanager
def _feed_of(plan: Plan, ready: Ready | None) -> Iterator[LatestFrame]:
    """The feed that is open already serves once, if it is by the present plan: what follows it connects anew."""
    if ready is not None and ready.plan == plan and not ready.feed.is_stopped:
        feed = ready.feed
    else:
        if ready is not None:
            ready.feed.stop()
        feed = _open_feed(plan).start()
    try:
        yield feed
    finally:
        feed.stop()


def _look(office: Office, notebook: Notebook, plan: Plan, ready: Ready | None) -> None:
    """Returns when the plan has changed or the watch is over."""
    pipeline = Pipeline(plan.config, *build.open_eyes(plan.networks), further=build.open_more(plan.networks))
    office.vitals.feed_begins()
    with _feed_of(plan, ready) as feed, turns.join(plan.rate) as claim, open_screen(plan.camera_id) as screen:
        while not _is_over(office) and office.orders is not None and office.orders.plan == plan:
            has_picture = feed.wait_for_picture(TAKE_S)
            office.vitals.feed_is(feed.status)
            screen.wait()
            if has_picture:
                with turns.turn(claim, feed.has_picture):
                    frame = feed.take(0)  # the newest one: others may have come while this camera waited
                    if frame is not None:
                        _look_at(frame, office, notebook, plan, pipeline, screen)


def _look_at(frame: Frame, office: Office, notebook: Notebook, plan: Plan, pipeline: Pipeline, screen: Screen) -> None:
    age_s = (clock.now() - frame.at).total_seconds()
    analysis = pipeline.analyse(frame, office.may_run)
    notebook.note(office, plan, analysis)
    if analysis.analysed:
        office.vitals.saw(frame.at, age_s, time.monotonic(), analysis.looked)
        _hand_in(office, plan, pipeline, analysis, screen)
    screen.show(office, pipeline, analysis)
    _say_where(office.vitals, plan.config, analysis)


def _say_where(vitals: Vitals, config: PipelineConfig, analysis: Analysis) -> None:
    """At which of several views the camera looks, and why nothing is watched where nothing is."""
    several = len(config.presets) > 1
    if analysis.elsewhere:
        names = ", ".join(preset.name for preset in config.presets)
        vitals.failed(said_lazily(Sentence(AT_NONE, {"views": names}) if several else ELSEWHERE))
        return
    preset = analysis.view.preset if analysis.view else None
    if preset is not None and analysis.view is not None and not analysis.view.config.rules:
        vitals.failed(said_lazily(Sentence(NO_RULE_HERE, {"view": preset.name})))
    elif config.every_rule and not somebody_watches(config, analysis.frame.at):
        vitals.notes(said_lazily(Sentence(NO_RULE_NOW)))
    else:
        vitals.notes(said_lazily(Sentence(AT_VIEW, {"view": preset.name})) if preset is not None and several else "")


def _hand_in(office: Office, plan: Plan, pipeline: Pipeline, analysis: Analysis, screen: Screen) -> None:
    for seen in analysis.observations:
        if not isinstance(seen, SceneEvent):
            office.count(seen)
        elif (sighting := _sighting(office, plan, pipeline, analysis, seen)) is not None:
            office.hand_in(sighting)
            screen.film(office, plan, sighting, seen, analysis)
    regime = office.still_regime()
    if regime is not None and plan.pictures:
        if analysis.view is not None:
            office.doubt.look(analysis.view.empty.compare(analysis.frame.image), analysis.detections)
        jpeg = _picture(pipeline, analysis, None)
        office.keep_still(_still(pipeline, analysis, jpeg, regime) if jpeg else None)


def _still(pipeline: Pipeline, analysis: Analysis, jpeg: bytes, regime: str) -> StillPicture:
    preset = analysis.view.preset if analysis.view else None
    background = pipeline.background(analysis)
    return StillPicture(jpeg, analysis.frame.at, regime, background, UUID(preset.id) if preset else None)


def _sighting(office: Office, plan: Plan, pipeline: Pipeline, analysis: Analysis, event: SceneEvent) -> Sighting | None:
    """None where the ruling allows sums only (R-06): then nothing of the event leaves this function."""
    ruling = office.ruling(event.kind)
    if ruling is None or ruling.aggregates_only or ruling.authorisation_id is None:
        return None
    ground = pipeline.place(event)
    lon, lat = plan.anchor.to_lonlat(ground.east, ground.north) if ground else (plan.anchor.lon, plan.anchor.lat)
    rule = plan.rules[event.rule_id]
    return Sighting(
        camera_id=plan.camera_id,
        token=office.token,
        authorisation_id=ruling.authorisation_id,
        model_hash=plan.hash_for(event.kind),
        event=without_pixels(event),
        zone_name=rule.zone_name,
        severity=rule.severity,
        lon=lon,
        lat=lat,
        place_error=ground.error if ground else build.CAMERA_PLACE_ERROR_M,
        calibration_version=_calibration_version(analysis) if ground else None,
        erase_at=retention.erase_at(ruling.regime, event.at),
        jpeg=_picture(pipeline, analysis, event) if plan.pictures else None,
    )


def _calibration_version(analysis: Analysis) -> int | None:
    calibration = analysis.view.config.calibration if analysis.view else None
    return calibration.version if calibration else None


def _picture(pipeline: Pipeline, analysis: Analysis, event: SceneEvent | None) -> bytes | None:
    """The masked picture, or None: an event without a picture is better than a picture without a mask."""
    try:
        return pipeline.picture(analysis, event)
    except SentenceError as error:
        logger.error("No picture leaves: %s", error)
        return None


def _sentence(error: Exception) -> Sentence:
    """What stands on the screen: a sentence if the error is one, else where to read on."""
    if isinstance(error, SentenceError):
        return Sentence(gettext_noop("The analysis failed: %(reason)s"), {"reason": error.sentence})
    name = type(error).__name__
    return Sentence(gettext_noop("The analysis failed (%(error)s); the log of the worker says more."), {"error": name})


def _is_over(office: Office) -> bool:
    return stopping.is_set() or office.ended.is_set()


def _wait(office: Office, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not _is_over(office):
        office.ended.wait(TAKE_S)
