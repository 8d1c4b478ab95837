"""Reads the environment, loudly: a setting that is missing or unreadable stops the start with a sentence.

The process environment wins; ``var/env``, which ``bin/up`` writes, fills what it leaves open.
"""

import importlib.util
import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))

env = environ.Env()
if (VAR / "env").is_file():
    environ.Env.read_env(VAR / "env")


def required(name: str) -> str:
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Run bin/up, which writes it to {VAR / 'env'}, or set it in the environment."
        )
    return value


def between(name: str, default: int, least: int, most: int) -> int:
    """A number that the law bounds."""
    value: int = env.int(name, default=default)
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} is {value}. Set it to a number from {least} to {most}.")
    return value


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Separated by commas, such as 10.0.0.0/8."""
    try:
        return [ip_network(one) for one in env.list(name, default=[])]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} names no network: {error}. Write 10.20.0.0/16,192.168.1.5/32.") from error


def folder(name: str, default: Path) -> Path:
    return Path(env.str(name, default=str(default)))


def wheel_library(package: str, pattern: str) -> str:
    """The path of a shared library that a wheel carries beside itself: GeoDjango needs no system GDAL or GEOS."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(f"The package {package} is not installed. Run bin/up, which installs it.")
    libs = Path(spec.origin).parent.parent / f"{package}.libs"
    found = sorted(libs.glob(pattern))
    if not found:
        raise ImproperlyConfigured(f"No {pattern} in {libs}. Set GDAL_LIBRARY_PATH and GEOS_LIBRARY_PATH by hand.")
    return str(found[0])
