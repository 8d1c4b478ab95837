"""The script of an exercise, as people write it in YAML. Each mistake is a sentence that says where and what to do.

title: Fire at the market
alerts:
  - second: 0
    kind: fire
    severity: high
    place: [24.9402, 60.1703]   # longitude, latitude; or the name of a street, a district or a camera
    text: Smoke behind the stalls.

``static/js/exercises/rows.js`` writes the same from a form of rows; both are tried on ``tests/exercises/written.json``.
"""

from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.exercises.lines import Around, Judged, Line, judge
from hypervision.lib.errors import Refusal

MOST = 200
"""Alerts of one script."""
LARGEST = 100_000
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Script:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A script that may be wrong. rows: as far as there are any. whole: what is wrong beside the rows."""

    title: str
    rows: tuple[Judged, ...]
    whole: tuple[str, ...]


def read(text: str, by: User) -> Script:
    """Raises Refusal, one sentence a line, for all that is wrong at once. by: whose places it must be."""
    draft = judged(text, by)
    if draft.whole:
        raise _wrong(draft.whole[0])
    mistakes = [
        _("Alert %(number)d: %(what)s") % {"number": number, "what": row.mistakes[0].sentence}
        for number, row in enumerate(draft.rows, 1)
        if row.mistakes
    ]
    if mistakes:
        raise _wrong("\n".join(mistakes))
    return Script(draft.title, tuple(sorted((row.line() for row in draft.rows), key=lambda line: line.second)))


def judged(text: str, by: User) -> Draft:
    """All that is wrong, each with its row. Raises Refusal for what is no script at all."""
    written = _loaded(text)
    title = str(written.get("title") or "").strip()
    rows, whole = written.get("alerts"), []
    if not title or len(title) > LONGEST_TITLE:
        whole.append(_("Give the script a title of at most 200 characters."))
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
        whole.append(_("Write between 1 and %(most)d alerts under “alerts:”.") % {"most": MOST})
    found, around = rows[:MOST] if isinstance(rows, list) else [], Around(by)
    return Draft(title, tuple(judge(row, around) for row in found), tuple(whole))


def _loaded(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise _wrong(_("The script is too long."))
    try:
        written = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = mark.line + 1 if mark else 1
        raise _wrong(
            _("Line %(line)d is no YAML. Indent with spaces, and write “name: value”.") % {"line": where}
        ) from error
    if not isinstance(written, dict) or set(written) - {"title", "alerts"}:
        raise _wrong(_("A script has a “title:” and “alerts:”, and nothing else."))
    return written


def _wrong(sentence: str) -> Refusal:
    return Refusal(sentence, code="bad_script")
