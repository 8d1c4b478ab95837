"""Which modules a script brings along: a page names them all at once, where a browser would find them in waves."""

import posixpath
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

IMPORT = re.compile(r'^(?:import|export)\b[^"\';]*"(\.[^"]+)"', re.MULTILINE)
"""As this house writes it: at the beginning of a line, a relative path in double quotes."""


@cache
def modules_of(script: str) -> tuple[str, ...]:
    """Paths under /static/ of all modules that a script imports, and that those import; nearest first.

    Read once in the life of the process, as static files are.
    """
    found = [script]
    for module in found:
        found += [further for further in _imports(module) if further not in found]
    return tuple(found[1:])


def _imports(module: str) -> list[str]:
    """A module that is not there is the browser's to complain of; each file is named once."""
    path = finders.find(module)
    if not isinstance(path, str):
        return []
    names = IMPORT.findall(Path(path).read_text())
    return list(dict.fromkeys(posixpath.normpath(posixpath.join(posixpath.dirname(module), name)) for name in names))
