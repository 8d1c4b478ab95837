"""An hour of the past for the control room: the snapshot at its beginning, and what was told in it."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, TypedDict

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from detectors.cards import camera_card, with_card_parts
from detectors.changes import map_version
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.selectors import ALERT_HOURS
from hypervision.law import log, stops
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.lib.languages import in_every_language
from hypervision.live import cards, messages, replay
from hypervision.live.replay import Told
from hypervision.live.viewers import Viewer, viewer_of
from hypervision.pages.snapshot import Snapshot
from maps.models import Camera

SPAN = timedelta(hours=1)
NOT_KEPT = gettext_lazy("What this camera did then is no longer known.")
_STATES = (
    "alert",
    "alert_gone",
    "incident",
    "incident_gone",
    "run",
    "camera",
    "camera_gone",
    "snooze",
    "duty",
    "call",
    "exercise",
    "map",
)


class Replay(TypedDict):
    """until: up to when the frames are told. frames: messages as they were sent then, each with its ``at``."""

    begins: str
    until: str
    snapshot: Snapshot
    frames: list[dict[str, Any]]


def replay_of(person: User, begins: datetime) -> Replay:
    """An hour from then on, as far as it has passed. Raises Refusal when the journal does not go back so far."""
    now, oldest = clock.now(), replay.reaches_back_to()
    if begins >= now:
        raise Refusal(_("This time has not come yet."), code="not_yet")
    if oldest is None or begins < oldest:
        raise Refusal(_("What was told then is no longer kept. Choose a later time."), code="not_kept")
    viewer = viewer_of(person)
    frames, until = replay.between(begins, min(begins + SPAN, now), viewer)
    return {
        "begins": begins.isoformat(),
        "until": until.isoformat(),
        "snapshot": _snapshot(person, viewer, begins),
        "frames": [told.frame() for told in frames],
    }


def _snapshot(person: User, viewer: Viewer, at: datetime) -> Snapshot:
    """As ``snapshot.snapshot`` was then, put together from what was said last of each thing."""
    told = replay.last_before(at, _STATES, viewer)
    cards: dict[str, list[Any]] = {kind: [] for kind in _STATES}
    for one in told:
        cards[one.kind].append(one.payload.get("card", one.payload))
    oldest = at - timedelta(hours=ALERT_HOURS)
    alerts = [card for card in cards["alert"] if datetime.fromisoformat(card["captured_at"]) >= oldest]
    kept = {card["id"] for card in alerts}
    versions = [one.payload["version"] for one in told if one.kind == messages.MapChanged.kind]
    return {
        "number": max((one.number for one in told), default=0),
        "server_time": at.isoformat(),
        "map": versions[0] if versions else map_version(),
        "alerts": alerts,
        "incidents": [card for card in cards["incident"] if card["id"] in kept],
        "runs": [card for card in cards["run"] if card["id"] in kept],
        "cameras": [*cards["camera"], *_never_told(person, told)],
        "stops": _stops(person, at),
        "snoozes": [c for c in cards["snooze"] if not c["ended"] and datetime.fromisoformat(c["until"]) > at],
        "duty": [card for card in cards["duty"] if not card["left"]],
        "calls": [c for c in cards["call"] if datetime.fromisoformat(c["asked_at"]) >= oldest],
        "exercises": [card for card in cards["exercise"] if not card["ended"]],
    }


def _stops(person: User, at: datetime) -> list[cards.StopCard]:
    """From the rows, for a stop may stand longer than the journal is kept."""
    stood = stops.known_to(can_see(person)).filter(Q(lifted_at=None) | Q(lifted_at__gt=at), at__lte=at)
    return [{**stops.stop_card(one), "lifted": False} for one in stood.select_related("by")]


def _never_told(person: User, told: list[Told]) -> list[cards.CameraCard]:
    """Cameras of which nothing was said before: they stand where they stand, and what they did then is not known."""
    known = {
        one.payload["card"]["id"] if one.kind == "camera" else one.payload["id"]
        for one in told
        if one.kind in ("camera", "camera_gone")
    }
    rest = Camera.objects.filter(can_see(person).q("location")).exclude(pk__in=known)
    cards = [camera_card(camera) for camera in with_card_parts(rest)]
    for card in cards:
        card["state"] = "not_watching"
        if card.get("stream"):
            card["reason"] = in_every_language(NOT_KEPT)
    return cards


@never_cache
@require_safe
def live_replay(request: HttpRequest) -> JsonResponse:
    """``?from=`` a moment; without a zone it is the city's time. Each hour that is read is logged (R-33)."""
    if not isinstance(request.user, User):
        return _no(_("Log in first."), HTTPStatus.UNAUTHORIZED)
    if not request.user.may(Right.SEE_ALERTS):
        return _no(_("Your account does not open the control room."), HTTPStatus.FORBIDDEN)
    begins = _moment(request.GET.get("from", ""))
    if begins is None:
        return _no(_("Say from when: a date and a time, such as 2026-06-01T14:00."), HTTPStatus.BAD_REQUEST)
    try:
        answer = replay_of(request.user, begins)
    except Refusal as refusal:
        return _no(str(refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
    log.write(str(request.user), "replay.read", begins.isoformat())
    return JsonResponse(answer)


def _moment(text: str) -> datetime | None:
    try:
        parsed = parse_datetime(text)
    except ValueError:  # a 31st of June
        return None
    return make_aware(parsed) if parsed is not None and is_naive(parsed) else parsed


def _no(sentence: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"detail": sentence}, status=status)
