"""The eyes' part of live view: the picture that was just analysed, masked, while somebody looks and may."""

import logging
import time

from detectors.liveview.viewfinder import Lens
from detectors.office import Office
from detectors.vision.pipeline import Analysis, Pipeline
from detectors.vision.sentences import SentenceError

logger = logging.getLogger(__name__)


def show(lens: Lens, office: Office, pipeline: Pipeline, analysis: Analysis) -> None:
    """Costs a comparison while nobody looks. Where nothing had moved the network did not look at this very frame:
    then no picture is made, for it would have to look now, and who looks on is told that the last one still holds.
    """
    began = time.monotonic()
    if not (lens.is_due(began) and analysis.analysed and office.may_show()):
        return
    preset = analysis.view.preset if analysis.view else None
    name = preset.name if preset else ""
    if not analysis.looked:
        lens.nothing_moved(analysis.frame.at, name)
        return
    try:
        image = pipeline.masked(analysis)
    except SentenceError as error:
        if not lens.is_failing:
            logger.error("No picture is shown until it can be masked: %s", error)
        lens.is_failing = True
        return
    lens.is_failing = False
    lens.show(image, analysis.frame.at, name, time.monotonic() - began)
