"""The link from a camera to the city's own video system: a template of an administrator, filled for one moment.

It leads out of this product, to pictures that are not masked here: so it is checked when it is written, it is a right
of its own, and each use is logged (``detectors.city_video_api``).
"""

import re
from datetime import UTC, datetime
from string import Formatter
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maps.models import Camera

PLACEHOLDERS = ("camera", "name", "iso", "epoch", "epoch_ms")
NEVER = ("javascript", "data", "vbscript", "blob", "file")
"""Whatever the settings say: a browser would run or read here what they name."""
_WEB = ("http", "https")


def check(template: str) -> None:
    """Raises ValidationError, with a sentence that says what to write instead."""
    if not template:
        return
    if re.search(r"[\s\x00-\x1f\x7f\\<>\"]", template):
        raise ValidationError(_("Write the link without spaces, quotes and backslashes."))
    fixed = _parts(template)[0][0]
    scheme = urlsplit(fixed).scheme.lower()
    if scheme in NEVER or scheme not in settings.VIDEO_LINK_SCHEMES:
        known = ", ".join(settings.VIDEO_LINK_SCHEMES)
        raise ValidationError(_("The link has to begin with one of: %(schemes)s.") % {"schemes": known})
    where = urlsplit(fixed)
    if "@" in where.netloc or where.username:
        raise ValidationError(_("Leave name and password out of the link: whoever opens it logs in there."))
    # What is filled in must never become a part of the host.
    if scheme in _WEB and not (where.hostname and re.match(r"[a-z]+://[^/?#]+[/?#]", fixed, re.IGNORECASE)):
        raise ValidationError(_("Name the server before the first brace, for example https://vms.example/{camera}."))


def filled(camera: Camera, at: datetime) -> str:
    """Where the city's own system shows this camera at this moment; empty where nobody said. Raises ValidationError for
    a template that is not allowed any more.
    """
    check(camera.video_link)
    at = at.astimezone(UTC)
    values = {
        "camera": str(camera.pk),
        "name": camera.name,
        "iso": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "epoch": str(int(at.timestamp())),
        "epoch_ms": str(int(at.timestamp() * 1000)),
    }
    return "".join(text + (quote(values[field], safe="") if field else "") for text, field in _parts(camera.video_link))


def _parts(template: str) -> list[tuple[str, str]]:
    """Text and the placeholder behind it, which is empty behind the last. Raises ValidationError."""
    wrong = ValidationError(
        _("In braces may stand: %(known)s. Nothing else, and no braces without a name.")
        % {"known": ", ".join(PLACEHOLDERS)}
    )
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise wrong from error
    for text, field, form, conversion in parts:
        if "{" in text or "}" in text or form or conversion or (field is not None and field not in PLACEHOLDERS):
            raise wrong
    return [(text, field or "") for text, field, _form, _conversion in parts]
