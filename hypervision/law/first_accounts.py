"""The first accounts, with random passwords that stand in one file which only its owner may read.

The file: a line an account, ``name password role``; last ``city-system`` with its token and the word ``token``.
A second run changes nothing.
"""

import secrets
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from knox.crypto import hash_token

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import RIGHTS, Right, Role, Scope
from hypervision.law import log

SYSTEM = "city-system"
READING = [scope for scope in Scope if scope != Scope.ALERTS_VERDICT]


@transaction.atomic
def set_up_accounts(file: Path, roles: Iterable[Role], *, with_system: bool) -> list[str]:
    """Makes the accounts that are missing, each named like its role; returns the names of the new ones.

    An account whose line is lost gets a new password, because nobody could read the old one anywhere.
    """
    known = _read(file)
    lines, fresh = [], []
    for role in roles:
        name = str(role)
        if name not in known or not User.objects.filter(username=name).exists():
            known[name] = _renew_account(name, role)
            fresh.append(name)
        lines.append(f"{name} {known[name]} {role}")
    if with_system:
        if SYSTEM not in known or not ApiToken.objects.filter(digest=hash_token(known[SYSTEM])).exists():
            known[SYSTEM] = _renew_system()
            fresh.append(SYSTEM)
        lines.append(f"{SYSTEM} {known[SYSTEM]} token")
    _write(file, lines)
    return fresh


def _renew_account(name: str, role: Role) -> str:
    password = secrets.token_urlsafe(12)
    user, made = User.objects.get_or_create(
        username=name,
        defaults={"role": role, "everywhere": True, "is_staff": Right.CONFIGURE in RIGHTS[role]},
    )
    user.set_password(password)
    user.save()
    log.write("system", "account.create" if made else "account.password", name, role=str(role))
    return password


def _renew_system() -> str:
    """The secret of a new token that may read all that a city system may read."""
    user, _ = User.objects.get_or_create(username=SYSTEM, defaults={"role": Role.SYSTEM, "everywhere": True})
    user.set_unusable_password()
    user.save()
    _token, secret = ApiToken.objects.create(user=user, name="first token", scopes=[str(scope) for scope in READING])
    log.write("system", "token.create", SYSTEM, scopes=[str(scope) for scope in READING])
    return str(secret)


def _read(file: Path) -> dict[str, str]:
    """Secret by name."""
    if not file.is_file():
        return {}
    words = [line.split() for line in file.read_text().splitlines()]
    return {line[0]: line[1] for line in words if len(line) == 3}


def _write(file: Path, lines: list[str]) -> None:
    """In one step, and never readable by others, not even for a moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text("\n".join(lines) + "\n")
    fresh.replace(file)
