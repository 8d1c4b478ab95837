"""What a bench measures on: a database of its own, and web servers of its own. The installation's are not touched."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from hypervision.env import ROOT
from hypervision.lib.errors import Refusal

START_SECONDS = 20

Command = Callable[[int], list[str]]
"""The command line of a server that listens on a port."""


class Server:
    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port

    def cpu_seconds(self) -> float:
        """User and system time of the process so far (proc(5), fields 14 and 15)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """Inside, this process works on a new, empty database of that name; afterwards it is gone."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def server_seconds() -> float:
    """User and system time of our PostgreSQL process so far (proc(5), fields 14 and 15)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        folder = Path(f"/proc/{cursor.fetchone()[0]}")
    try:
        name, _, rest = (folder / "stat").read_text().rpartition(")")
    except OSError:
        name, rest = "", ""
    if "postgres" not in name:
        raise Refusal("PostgreSQL runs on another machine. Run the bench where it runs.")
    fields = rest.split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(command: Command, database: str) -> Iterator[Server]:
    """Raises Refusal when the server does not listen within START_SECONDS."""
    port = _free_port()
    process = subprocess.Popen(command(port), cwd=ROOT, env=_environment(database))  # noqa: S603 - our own commands
    try:
        _await_port(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(10)


def product(port: int) -> list[str]:
    """The product's own web process."""
    plain = ["--ws-per-message-deflate", "false", "--ws-ping-interval", "600"]  # the clients of a bench answer no ping
    options = ["--port", str(port), "--no-access-log", "--log-level", "error", *plain]
    return [sys.executable, "-m", "uvicorn", "hypervision.asgi:application", *options]


def _environment(database: str) -> dict[str, str]:
    where = connection.settings_dict
    address = f"{where['HOST']}:{where['PORT']}" if where["PORT"] else str(where["HOST"])
    who = f"{where['USER']}:{where['PASSWORD']}" if where["PASSWORD"] else str(where["USER"])
    return {**os.environ, "DATABASE_URL": f"postgis://{who}@{address}/{database}", "DATABASE_POOL": "true"}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _await_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Refusal(
        f"A server of the bench did not start on port {port} within {START_SECONDS} s; its words stand above."
    )
