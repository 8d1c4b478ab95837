"""Two people at the very same moment: exactly one of them does the step, or saves."""

import threading
from collections.abc import Callable, Sized
from contextlib import suppress

import pytest
from django.db import connection

from hypervision.accounts.rights import Role
from hypervision.lib.errors import Conflict
from hypervision.procedures import actions, editing, selectors
from hypervision.procedures.actions import Deed
from hypervision.procedures.models import ProcedureVersion, RunStep
from tests.factories import make_camera, make_user
from tests.procedures.worlds import FIRE, fire_at, make_version

pytestmark = [pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each in a thread and a connection of its own; what came of each, sorted."""
    came: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            act()
            came.append("done")
        except Conflict as conflict:
            came.append(conflict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(came)


def meet(monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> None:
    """Whoever has read there waits for the other to have read, too; half a second later it goes on alone."""
    both, read = threading.Barrier(2), getattr(where, name)

    def wait(*args: object) -> Sized:
        found: Sized = read(*args)
        len(found)  # a query is read now, and not after the waiting
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        return found

    monkeypatch.setattr(where, name, wait)


def test_of_two_who_do_one_step_at_once_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    make_version()
    alert = fire_at(make_camera())
    ada, bo = (make_user(Role.OPERATOR, username=name) for name in ("ada", "bo"))
    actions.begin(alert.pk, ada)
    meet(monkeypatch, selectors, "standing")
    came = at_once(*(lambda by=by: actions.act(alert.pk, by, Deed("look", "done")) for by in (ada, bo)))
    assert came == ["already_done", "done"]
    assert RunStep.objects.count() == 1


def test_of_two_who_save_at_once_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, bo = (make_user(Role.SUPERVISOR, username=name) for name in ("ada", "bo"))
    make_version()
    meet(monkeypatch, selectors, "versions")
    came = at_once(*(lambda by=by: editing.save("fire", by, FIRE[:1], "Mine.", 1) for by in (ada, bo)))
    assert came == ["changed_since", "done"]
    assert ProcedureVersion.objects.count() == 2
