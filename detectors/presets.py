"""Presets: the view for which a camera's zones were drawn and its calibration was marked; another one is noticed."""

from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.lib.errors import Refusal
from maps.models import Camera, Preset, Still


@transaction.atomic
def take(camera: Camera, by: User) -> Preset:
    """The view of the newest masked picture becomes the one that counts. Raises Refusal where there is none."""
    still = Still.objects.filter(camera=camera, background__isnull=False).first()
    if still is None or still.background is None:
        raise Refusal(
            _("There is no picture of this camera yet whose view could be kept. One is made while it is watched."),
            "no_picture",
        )
    values = {"background": bytes(still.background), "taken_at": still.captured_at, "taken_by": by}
    preset, _is_new = Preset.objects.update_or_create(camera=camera, defaults=values)
    log.write(str(by), "preset.take", str(camera.id), of=still.captured_at.isoformat())
    return preset


@transaction.atomic
def forget(camera: Camera, by: User) -> None:
    """The camera is analysed wherever it looks, until a preset is taken anew. Nothing to forget is no error."""
    if Preset.objects.filter(camera=camera).delete()[0]:
        log.write(str(by), "preset.forget", str(camera.id))
