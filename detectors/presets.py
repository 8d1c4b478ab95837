"""Presets: the views of a camera, each with its zones and its calibrations; at none of them its analysis pauses."""

from itertools import count
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from detectors.set_up_cards import PresetSeen
from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from maps.models import Calibration, Camera, Preset, Still, Zone


def of(camera: Camera) -> QuerySet[Preset]:
    """Those that count."""
    return Preset.objects.filter(camera=camera, forgotten_at=None).order_by("name")


def still_of(camera: Camera) -> Still | None:
    """The newest picture, if its view can be kept."""
    return Still.objects.filter(camera=camera, background__isnull=False).first()


@transaction.atomic
def add(camera: Camera, by: User, name: str = "") -> Preset:
    """The first view of a camera is that of its newest picture; a further one waits until the camera looks there.

    What was drawn and calibrated before there was a second one belongs to the first; private zones stay blank in all
    views, until somebody says where they lie. Raises Refusal for a name that is taken, or while another view waits.
    """
    hold(camera)
    known = list(of(camera))
    name = _free(name, {one.name for one in known})
    waiting = next((one for one in known if one.background is None), None)
    if waiting is not None:
        raise Conflict(
            _("View “%(name)s” waits for its picture. Take it, or remove that view, before you add another.")
            % {"name": waiting.name},
            "one_waits",
        )
    preset = Preset.objects.create(camera=camera, name=name)
    log.write(str(by), "preset.add", str(camera.id), name=name)
    if len(known) == 1:
        _settle_in(known[0])
    if not known and still_of(camera) is not None:
        return take(preset, by)
    return preset


def _settle_in(first: Preset) -> None:
    """What was said of the camera's only view is said of this one."""
    Zone.objects.filter(camera=first.camera, preset=None).exclude(purpose=Zone.Purpose.PRIVATE).update(preset=first)
    Calibration.objects.filter(camera=first.camera, preset=None).update(preset=first)
    Still.objects.filter(camera=first.camera, preset=None).update(preset=first)


def _free(name: str, taken: set[str]) -> str:
    """The name, if nobody has it; for none the first free number. Raises Refusal."""
    name = name.strip()
    if name in taken:
        raise Conflict(_("This camera has a view “%(name)s” already.") % {"name": name}, "name_taken")
    return name or next(str(number) for number in count(1) if str(number) not in taken)


@transaction.atomic
def rename(preset: Preset, name: str, by: User) -> Preset:
    hold(preset.camera)
    if name.strip() != preset.name:
        before, preset.name = preset.name, _free(name, {one.name for one in of(preset.camera)})
        preset.save()
        log.write(str(by), "preset.rename", str(preset.camera_id), before=before, name=preset.name)
    return preset


@transaction.atomic
def take(preset: Preset, by: User) -> Preset:
    """What the newest masked picture shows becomes the look of this view. Raises Refusal if it shows another one."""
    still = still_of(preset.camera)
    if still is None or still.background is None:
        raise Refusal(
            _("There is no picture of this camera yet whose view could be kept. One is made while it is watched."),
            "no_picture",
        )
    if not _shows(still, preset):
        raise Refusal(
            _(
                "The newest picture shows the view “%(seen)s”. Turn the camera to “%(name)s” and wait for a picture "
                "of it, half a minute at most."
            )
            % {"seen": still.preset.name if still.preset else "?", "name": preset.name},
            "another_view",
        )
    preset.background, preset.taken_at, preset.taken_by = bytes(still.background), still.captured_at, by
    preset.save()
    log.write(str(by), "preset.take", str(preset.camera_id), name=preset.name, of=still.captured_at.isoformat())
    return preset


def _shows(still: Still, preset: Preset) -> bool:
    """A picture that names no view was taken before there was one; it shows the only one."""
    if still.preset_id is not None:
        return still.preset_id == preset.pk
    return not of(preset.camera).exclude(pk=preset.pk).exists()


@transaction.atomic
def marked_in(camera: Camera, by: User, asked: UUID | None = None) -> Preset | None:
    """The view in which a calibration was marked; how it looks is taken anew where the newest picture shows it.

    None: there is neither a view nor a picture to keep one of. Raises Refusal for a view that the camera does not have,
    or where it has several and nothing says which one it is.
    """
    known, still = list(of(camera)), still_of(camera)
    if not known:
        return add(camera, by) if still is not None else None
    wanted = asked or (still.preset_id if still is not None else None)
    found = known[0] if wanted is None and len(known) == 1 else next((one for one in known if one.pk == wanted), None)
    if found is None:
        raise Refusal(
            _("Say in which view of the camera this was marked: %(views)s.")
            % {"views": ", ".join(one.name for one in known)},
            "which_view",
        )
    return take(found, by) if still is not None and _shows(still, found) else found


def zones_in_picture(camera: Camera) -> QuerySet[Zone]:
    """What is watched in the view of the newest picture, private zones left out."""
    still = Still.objects.filter(camera=camera).first()
    shown = Q(preset=None) | Q(preset=still.preset_id) if still is not None and still.preset_id else Q()
    return Zone.objects.filter(shown, camera=camera).exclude(purpose=Zone.Purpose.PRIVATE)


@transaction.atomic
def let_wait(preset: Preset, by: User) -> Preset:
    """Its look is forgotten: for a camera that was moved for good. It is seen whenever no other view is.

    Raises Refusal while another one waits.
    """
    hold(preset.camera)
    if preset.background is None:
        return preset
    waiting = of(preset.camera).filter(background=None).first()
    if waiting is not None:
        raise Conflict(_("View “%(name)s” waits for its picture already.") % {"name": waiting.name}, "one_waits")
    preset.background = preset.taken_at = preset.taken_by = None
    preset.save()
    log.write(str(by), "preset.wait", str(preset.camera_id), name=preset.name)
    return preset


@transaction.atomic
def forget(preset: Preset, by: User) -> None:
    """It is looked for no more. What belongs to the last view of a camera holds wherever it looks from now on.

    Raises Refusal while zones lie in one of several: they would lie in no view, and nobody would miss them.
    """
    camera = preset.camera
    hold(camera)
    if of(camera).exclude(pk=preset.pk).exists():
        if names := list(preset.zones.values_list("name", flat=True)):
            raise Refusal(
                _("These zones lie in the view “%(name)s”: %(zones)s. Give them another view, or remove them first.")
                % {"name": preset.name, "zones": ", ".join(names)},
                "has_zones",
            )
        preset.background, preset.forgotten_at = None, clock.now()
        preset.save()
        Still.objects.filter(preset=preset).delete()  # else it would pass for a picture of the only view that is left
    else:
        preset.zones.update(preset=None)
        preset.calibrations.update(preset=None)
        preset.delete()
    log.write(str(by), "preset.forget", str(camera.id), name=preset.name)


def hold(camera: Camera) -> None:
    """Two who change the views of one camera do it one after the other."""
    Camera.objects.select_for_update().get(pk=camera.pk)


def described(camera: Camera) -> list[PresetSeen]:
    """For those who configure. Never the edges themselves: nobody outside needs them."""
    still = Still.objects.filter(camera=camera).first()
    versions = Calibration.objects.filter(camera=camera).order_by("version")
    newest: dict[UUID | None, int] = dict(versions.values_list("preset_id", "version"))
    return [
        {
            "id": str(one.pk),
            "name": one.name,
            "taken_at": one.taken_at.isoformat() if one.taken_at else None,
            "in_picture": still is not None and still.preset_id == one.pk,
            "calibration_version": newest.get(one.pk, newest.get(None)),
            "zones": [zone.name for zone in one.zones.all()],
        }
        for one in of(camera).prefetch_related("zones")
    ]
