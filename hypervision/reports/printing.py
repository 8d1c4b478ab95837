"""HTML to PDF, the same bytes for the same HTML."""

import os
import re
import subprocess
import sys

from hypervision.env import ROOT

LETTERS = ROOT / "node_modules" / "@fontsource-variable" / "inter"
LONGEST_S = 120
"""A paper takes a second or two."""
FIXED = {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}
"""Letters would otherwise bear the time at which they were put in."""
SHOWN = 2_000


class NotPrinted(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """Why there is no paper, and what to do."""


def to_pdf(html: str) -> bytes:
    """Raises NotPrinted."""
    command = [sys.executable, "-m", "hypervision.reports.printer", f"{LETTERS.as_uri()}/"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            command, input=html.encode(), capture_output=True, timeout=LONGEST_S, cwd=ROOT, env={**os.environ, **FIXED}
        )
    except subprocess.TimeoutExpired as error:
        raise NotPrinted(f"The paper was not done within {LONGEST_S} s.") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        said = done.stderr.decode(errors="replace")[-SHOWN:]
        raise NotPrinted(
            "No PDF came of the report. Where it says that a library cannot be loaded, install the Debian packages"
            f" libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0. It said: {said}"
        )
    return done.stdout


def letters() -> str:
    """The CSS that names the product's letters, for all scripts that they know."""
    css = (LETTERS / "index.css").read_text(encoding="utf-8")
    return re.sub(r"url\(\./", f"url({LETTERS.as_uri()}/", css).replace("woff2-variations", "woff2")
