"""A web process that is killed in the moment between the commit of an entry and the hint that there is news."""

import os
import signal

from hypervision.asgi import application
from hypervision.live import journal

__all__ = ["application"]


def _killed(number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


journal._tell = _killed
