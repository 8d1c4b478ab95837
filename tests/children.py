"""Processes of their own that work on the database of the tests, to be killed as no fixture can be."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parent.parent
LOOK_AGAIN_S = 0.02


class Child:
    """killed: whether it died of SIGKILL, from whoever."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def killed(self) -> bool:
        return self.process.wait(30) == -9

    def outlives(self, seconds: float) -> bool:
        """Waits this long, or until it ends."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return True
        return False


@contextmanager
def child(*arguments: str, says: IO[bytes] | None = None) -> Iterator[Child]:
    """``python -m`` with these arguments; says: where its standard error goes."""
    command = [sys.executable, "-m", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(), stderr=says)
    try:
        yield Child(process)
    finally:
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    where = connection.settings_dict
    server = f"{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}"
    servers = {"DATABASE_URL": f"postgis://{server}/{where['NAME']}", "REDIS_URL": settings.REDIS_URL}
    return {**os.environ, **servers, "DJANGO_SETTINGS_MODULE": "hypervision.settings"}
