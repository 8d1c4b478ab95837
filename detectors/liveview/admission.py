"""Who may look at which camera now, and in words why not: one answer for the opening and for all the time after it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from detectors import build, duty
from detectors.attested import Networks
from detectors.models import Rule, Watch
from detectors.vision.mask.doubt import DOUBTFUL
from hypervision.accounts.rights import Right
from hypervision.law import log, stops
from hypervision.law.reasons import REASONS
from hypervision.lib import clock
from hypervision.lib.languages import Said, Text, in_every_language
from hypervision.live import viewers
from hypervision.live.viewers import Ticket, Viewer
from maps.models import Camera

UNKNOWN = _("You do not see a camera of this name, or it was taken away.")
SWITCHED_OFF = _("Pictures of this camera are switched off, because its masks miss heads.")
DOUBTFUL_MASKS = _(
    "The masks of this camera are doubtful: most of what is new in its pictures was not recognised. Ask an "
    "administrator to look at its page."
)
SUMS_ONLY = _("The authorisation of this camera allows sums only, and no picture.")
NO_ROOM = _("You look at 16 cameras already. Close one of them first.")


@dataclass(frozen=True, slots=True)
class Facts:
    """place: None for a camera that does not exist. why_not: nothing where its pictures may be shown."""

    place: Point | None
    why_not: Text = ""


GONE = Facts(None)


@dataclass(frozen=True)
class Register:
    """As of one look at the database. Whoever is logged out, locked or gone is nobody's viewer."""

    viewers: Mapping[Ticket, Viewer]
    cameras: Mapping[UUID, Facts]

    def may_enter(self, ticket: Ticket) -> bool:
        viewer = self.viewers.get(ticket)
        return viewer is not None and viewer.may_enter and Right.SEE_PICTURES in viewer.rights

    def refusals(self, ticket: Ticket, cameras: Iterable[UUID]) -> dict[UUID, Said]:
        """Of those cameras that this person may not look at now, the reason in every language."""
        found = {camera: self._why_not(self.viewers.get(ticket), camera) for camera in cameras}
        return {camera: in_every_language(why) for camera, why in found.items() if why}

    def _why_not(self, viewer: Viewer | None, camera: UUID) -> Text:
        facts = self.cameras.get(camera, GONE)
        if viewer is None or facts.place is None or not viewer.sight.covers(facts.place.x, facts.place.y):
            return UNKNOWN
        return facts.why_not


def look_up(tickets: Collection[Ticket], cameras: Collection[UUID], silent: Collection[UUID]) -> Register:
    """silent: cameras of which no picture comes. If they watch all the same, the law is asked whether it allows any."""
    stopped = set(stops.standing().filter(kind="").values_list("camera_id", flat=True))
    doubtful = set(Watch.objects.filter(unexplained__gte=DOUBTFUL).values_list("camera_id", flat=True))
    watching = Watch.objects.filter(camera_id__in=silent, state=Watch.State.WATCHING)
    mute = set(watching.values_list("camera_id", flat=True))
    networks = build.networks_in_use() if mute else {}

    def why_not(camera: Camera) -> Text:
        if None in stopped or camera.id in stopped:
            return REASONS["stopped"]
        if not camera.pictures:
            return SWITCHED_OFF
        if camera.id in doubtful:
            return DOUBTFUL_MASKS
        return SUMS_ONLY if camera.id in mute and _has_sums_only(camera, networks) else ""

    rows = Camera.objects.filter(id__in=cameras)
    return Register(viewers.look_up(tickets), {row.id: Facts(row.location, why_not(row)) for row in rows})


def _has_sums_only(camera: Camera, networks: Networks) -> bool:
    kinds = Rule.objects.filter(camera=camera, enabled=True).values_list("kind", flat=True)
    rulings = duty.of(camera, kinds, networks, clock.now()).rulings or {}
    allowed = [ruling for ruling in rulings.values() if ruling.allowed]
    return bool(allowed) and not any(ruling.pictures for ruling in allowed)


@transaction.atomic
def note_opening(person: str, cameras: Iterable[UUID]) -> None:
    """One entry for each camera that somebody begins to look at (R-33)."""
    for camera in cameras:
        log.write(person, "view.open", f"camera {camera}")
