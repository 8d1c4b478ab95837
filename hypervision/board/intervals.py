"""How a number with its interval is written in the language of the page."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def interval(value: float, low: float, high: float, digits: int) -> str:
    parts = (("value", value), ("low", low), ("high", high))
    return _("%(value)s [%(low)s, %(high)s]") % {name: number_format(round(one, digits), digits) for name, one in parts}
