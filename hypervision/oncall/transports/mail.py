"""By e-mail, through Django's mail backend. The text names neither kind nor place: mail is read on the way."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hypervision.accounts.models import User


def send(person: User, count: int) -> str:
    """In the language of the account."""
    with override(person.language or settings.LANGUAGE_CODE):
        if not settings.EMAIL_HOST:
            return _("No mail server is set up (EMAIL_HOST).")
        if not person.email:
            return _("This account has no e-mail address.")
        waiting = ngettext(
            "%(count)s alert waits in the control room, and nobody present may take it.",
            "%(count)s alerts wait in the control room, and nobody present may take them.",
            count,
        ) % {"count": count}
        ask = _("Open the control room and say whether you are coming.")
        try:
            send_mail(_("You are asked for: control room"), f"{waiting}\n{ask}\n", None, [person.email])
        except (OSError, SMTPException) as error:
            return _("The e-mail could not be sent: %(why)s") % {"why": type(error).__name__}
    return ""
