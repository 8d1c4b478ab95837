"""Who looks at a clip: by the right to pictures and the perimeter, within the count of streams, and logged (R-33)."""

import logging
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from detectors.liveview import places
from detectors.liveview.admission import NO_ROOM
from hypervision.accounts.models import User
from hypervision.alerts.refusals import Unknown
from hypervision.alerts.selectors import visible_alert
from hypervision.law import log, retention
from hypervision.law.regimes import regimes
from hypervision.lib import clock
from hypervision.lib.broker import open_broker
from hypervision.lib.errors import Refusal
from maps.models import Clip, Event

logger = logging.getLogger(__name__)

PATIENCE_S = 1.0
ONE_LOOK_S = 600
"""Parts of a clip that are asked for so long after its beginning belong to the same look."""
COMING_S = 60
"""After the event: a clip is there 10 to 15 s after it, and later where the database was away."""

NO_ALERT = _(
    "There is no such alert that you may see. What was erased at the end of its retention took its clip along."
)
NO_CLIP = _("No clip was kept of this event.")
COMING = _("The clip is not there yet: it is made when the 10 s after the event are over.")
ERASED = _("The clip was erased at the end of its retention.")


class Gone(Refusal):
    """It was there, and its time is over."""

    status = 410


class TooMany(Refusal):
    """As many pictures in motion as one person may see."""

    status = 429


def event_of(alert_id: UUID, person: User) -> Event:
    """Raises Unknown."""
    alert = visible_alert(alert_id, person)
    if alert is None:
        raise Unknown(str(NO_ALERT), code="no_alert")
    return alert.event


def clip_of(event: Event) -> Clip:
    """Without the film itself. Raises Gone and Unknown, which say why there is none."""
    now = clock.now()
    clip = Clip.objects.defer("mp4").filter(event=event).first()
    if clip is not None and clip.erase_at > now:
        return clip
    if clip is not None or (event.regime in regimes() and retention.erase_at(event.regime, event.captured_at) <= now):
        raise Gone(str(ERASED), code="erased")
    if event.camera_id is not None and (now - event.captured_at).total_seconds() < COMING_S:
        raise Unknown(str(COMING), code="coming")
    raise Unknown(str(NO_CLIP), code="no_clip")


def note(person: User, event: Event, *, from_the_start: bool) -> None:
    """Logs the look before anything of it is seen. A player asks for many parts: those behind the first are one look.

    Raises TooMany. Without a broker nobody can be counted; each part is an entry of its own then.
    """
    window, subject = event.pk.hex, f"event {event.pk}"
    look = f"hypervision:clip:look:{person.pk}:{event.pk}"
    try:
        with open_broker(PATIENCE_S) as broker:
            if event.camera_id and not places.hold_briefly(broker, person.pk, window, event.camera_id):
                raise TooMany(str(NO_ROOM), code="no_room")
            if from_the_start or not broker.exists(look):
                log.write(str(person), "clip.view", subject)
                broker.set(look, 1, ex=ONE_LOOK_S)
    except (RedisError, OSError) as error:
        logger.warning("The broker is away; a look at a clip is logged without being counted: %s", error)
        log.write(str(person), "clip.view", subject)
