"""Writes what the processes need: var/env, the key of the camera credentials and var/run/supervisord.conf.

Runs before anything is installed, so it uses the standard library only. ``bin/up`` and ``bin/test`` call it.
"""

import argparse
import base64
import hashlib
import os
import secrets
import shlex
import socket
import string
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
SOCKET_PATH_LIMIT = 90  # sun_path holds 107 bytes; supervisord appends ".PID" while it binds


class ConfigurationError(Exception):
    """A sentence for the person who started the script."""


@dataclass(frozen=True)
class Program:
    """One section of the supervisor's configuration; programs of a lower priority start earlier and stop later."""

    name: str
    command: str
    priority: int = 10
    autostart: bool = False
    stop_signal: str = "TERM"


# --- var/env --------------------------------------------------------------------------------------------------------


def read_env(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` in one step by a file that only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    fresh.chmod(0o600)
    fresh.write_text(text)
    fresh.replace(path)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_our_address(host: str) -> bool:
    return is_free(0, host)  # port 0: whichever is free


def candidate_ports(folder: Path) -> Iterator[int]:
    """Ports below the range from which the kernel takes outgoing ones; each folder begins elsewhere, so that two
    clones that start at the same moment do not reach for the same port."""
    begin = int(hashlib.sha256(str(folder).encode()).hexdigest()[:8], 16)
    return (20_000 + (begin + step) % 10_000 for step in range(10_000))


def complete(
    values: Mapping[str, str], outside: Mapping[str, str], ports: Iterator[int], free: Callable[[int], bool] = is_free
) -> dict[str, str]:
    """The settings of this installation: what stands stays, what lacks is made up, a port that was taken moves.

    ``outside`` is the process environment: a DATABASE_URL or REDIS_URL there names a server that stands elsewhere.
    """
    new = dict(values)

    def port(name: str) -> str:
        if name not in new or not free(int(new[name])):
            new[name] = str(next(port for port in ports if free(port)))
        return new[name]

    if not is_elsewhere("DATABASE_URL", values, outside):
        password = urlsplit(values.get("DATABASE_URL", "")).password or secrets.token_hex(16)
        new["DATABASE_URL"] = f"postgis://app:{password}@127.0.0.1:{port('OWN_DATABASE_PORT')}/hypervision"
    if not is_elsewhere("REDIS_URL", values, outside):
        password = urlsplit(values.get("REDIS_URL", "")).password or secrets.token_hex(16)
        new["REDIS_URL"] = f"redis://:{password}@127.0.0.1:{port('OWN_BROKER_PORT')}/0"
    port("DEMO_RTSP_PORT")
    new.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
    new.setdefault("DEBUG", "false")
    new.setdefault("WATCH_WORKERS", "2")
    return new


def is_elsewhere(name: str, values: Mapping[str, str], outside: Mapping[str, str]) -> bool:
    """Whether the server behind DATABASE_URL or REDIS_URL is not the private one of this folder."""
    if outside.get(name) and outside[name] != values.get(name):
        return True
    own = {"DATABASE_URL": "OWN_DATABASE_PORT", "REDIS_URL": "OWN_BROKER_PORT"}[name]
    return name in values and str(urlsplit(values[name]).port) != values.get(own)


# --- var/run/supervisord.conf ---------------------------------------------------------------------------------------


def programs(procfile: str, values: Mapping[str, str], demo: bool) -> list[Program]:
    """The product's processes: the lines of the Procfile with their variables filled in."""
    found: list[Program] = []
    for line in procfile.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, command = (part.strip() for part in line.split(":", 1))
        if name == "cameras" and not demo:
            continue
        copies = int(values["WATCH_WORKERS"]) if "$NUMBER" in command else 1
        for number in range(1, copies + 1):
            text = string.Template(command).substitute(values, NUMBER=str(number))
            found.append(Program(f"{name}-{number}" if "$NUMBER" in command else name, text))
    return found


def own_servers(values: Mapping[str, str], outside: Mapping[str, str], var: Path, valkey: str) -> list[Program]:
    """The private PostgreSQL and Valkey, unless these stand elsewhere. They start first and stop last."""
    servers = []
    if not is_elsewhere("DATABASE_URL", values, outside):
        # No socket file: deep folders exceed its 107 bytes. INT asks PostgreSQL for a fast, clean stop.
        options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -p {values['OWN_DATABASE_PORT']}"
        command = f"{shlex.quote(str(ROOT / 'bin' / 'pg'))} postgres -D {shlex.quote(str(var / 'pg'))} {options}"
        servers.append(Program("db", command, priority=1, autostart=True, stop_signal="INT"))
    if not is_elsewhere("REDIS_URL", values, outside):
        command = f"{shlex.quote(valkey)} {shlex.quote(str(var / 'valkey' / 'valkey.conf'))}"
        servers.append(Program("broker", command, priority=1, autostart=True))
    return servers


def valkey_conf(values: Mapping[str, str], folder: Path) -> str:
    """Nothing is kept on disk: what must not be lost lies in PostgreSQL; beat hands out again what the broker lost."""
    return (
        f"bind 127.0.0.1\nport {values['OWN_BROKER_PORT']}\nrequirepass {urlsplit(values['REDIS_URL']).password}\n"
        f'dir "{folder}"\nsave ""\nappendonly no\ndaemonize no\n'
    )


def supervisor_conf(all_programs: list[Program], root: Path, var: Path, control: Path) -> str:
    """See http://supervisord.org/configuration.html; a percent sign is doubled there."""

    def quoted(text: object) -> str:
        return str(text).replace("%", "%%")

    path = f"{root / '.venv' / 'bin'}:{os.environ.get('PATH', '')}"
    sections = [
        f"""[supervisord]
nodaemon=true
silent=true
pidfile={quoted(var)}/run/supervisord.pid
logfile={quoted(var)}/log/supervisor.log
logfile_maxbytes=5MB
directory={quoted(root)}
environment=PATH="{quoted(path)}",PYTHONUNBUFFERED="1"

[unix_http_server]
file={quoted(control)}
chmod=0700

[supervisorctl]
serverurl=unix://{quoted(control)}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
    ]
    product = [program.name for program in all_programs if not program.autostart]
    if product:  # one group: they start and stop together, not one after the other
        sections.append(f"[group:product]\nprograms={','.join(product)}\npriority=10\n")
    sections += [
        f"""[program:{program.name}]
command={quoted(program.command)}
directory={quoted(root)}
priority={program.priority}
autostart={str(program.autostart).lower()}
autorestart=true
startsecs=2
startretries=1000000
stopsignal={program.stop_signal}
stopwaitsecs=12
killasgroup=true
redirect_stderr=true
stdout_logfile={quoted(var)}/log/{program.name}.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=2
"""
        for program in all_programs
    ]
    return "\n".join(sections)


def control_socket(var: Path) -> Path:
    near = var / "run" / "supervisor.sock"
    if len(str(near).encode()) <= SOCKET_PATH_LIMIT:
        return near
    return Path(tempfile.mkdtemp(prefix="hypervision-")) / "supervisor.sock"


# --- the command line -----------------------------------------------------------------------------------------------


def write_key() -> None:
    """The Fernet key of the camera credentials. It is made once: without it they cannot be read again."""
    key = VAR / "secret" / "credentials.key"
    if not key.exists():
        write_private(key, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() + "\n")


def write_all(host: str, port: int, demo: bool | None, valkey: str) -> None:
    for name in ("run", "log", "secret", "demo", "valkey"):
        (VAR / name).mkdir(parents=True, exist_ok=True)
    (VAR / "secret").chmod(0o700)
    outside = os.environ
    values = complete(read_env(VAR / "env"), outside, candidate_ports(ROOT))
    if demo is not None:
        values["DEMO"] = "yes" if demo else "no"
    write_private(VAR / "env", "".join(f"{name}={value}\n" for name, value in values.items()))
    write_key()
    servers = own_servers(values, outside, VAR, valkey)
    if any(server.name == "broker" for server in servers):
        write_private(VAR / "valkey" / "valkey.conf", valkey_conf(values, VAR / "valkey"))
    settings = {**values, "HOST": host, "PORT": str(port)}
    everything = servers + programs((ROOT / "Procfile").read_text(), settings, values.get("DEMO") != "no")
    write_private(VAR / "run" / "supervisord.conf", supervisor_conf(everything, ROOT, VAR, control_socket(VAR)))


def refuse_taken_port(host: str, port: int) -> None:
    if not 1 <= port <= 65_535:
        raise ConfigurationError(f"{port} is no port. Choose one between 1024 and 65535, for example --port 8000.")
    if not is_our_address(host):
        raise ConfigurationError(f"{host} is no address of this machine. Leave --host out, or give one of its own.")
    if is_free(port, host):
        return
    other = next((other for other in range(port + 1, min(port + 100, 65_536)) if is_free(other, host)), None)
    hint = f" Free it, or run: bin/up --port {other}" if other else " Free it, or choose another with --port."
    raise ConfigurationError(f"Port {port} is taken by another program, or not open to this account.{hint}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["write", "key", "port"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo", choices=["yes", "no"])
    parser.add_argument("--valkey", default="valkey-server", help="path of the valkey-server binary")
    given = parser.parse_args()
    try:
        if given.action == "port":
            refuse_taken_port(given.host, given.port)
        elif given.action == "key":
            write_key()
        else:
            write_all(given.host, given.port, given.demo and given.demo == "yes", given.valkey)
    except ConfigurationError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
