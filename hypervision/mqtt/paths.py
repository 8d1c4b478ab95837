"""JSON paths that lead to one value, as RFC 9535 writes them: ``$.data.level``, ``$.sensors[0]``; ``$.`` may lack."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hypervision.lib.errors import Refusal

Path = Sequence[str | int]

_STEP = re.compile(r"\.?([A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*)|\[(\d{1,4})\]|\['([^'\\]+)'\]")


class Nowhere(LookupError):  # noqa: N818 - where a path leads, not a fault
    """There is nothing at the end of the path."""


def parse(text: str) -> Path:
    """Raises Refusal where it is no path, or one to many values."""
    rest = text.removeprefix("$")
    steps: list[str | int] = []
    while rest:
        found = _STEP.match(rest)
        if found is None:
            facts = {"path": text}
            sentence = _("%(path)s is no path to one value. Write $.data.level or $.sensors[0].value.") % facts
            raise Refusal(sentence, code="no_path")
        name, number, quoted = found.groups()
        steps.append(int(number) if number is not None else name or quoted)
        rest = rest[found.end() :]
    return steps


def follow(path: Path, said: Any) -> Any:
    """Raises Nowhere."""
    for step in path:
        try:
            said = said[step]
        except (LookupError, TypeError) as error:
            raise Nowhere(step) from error
        if isinstance(step, int) and isinstance(said, str):
            raise Nowhere(step)
    return said
