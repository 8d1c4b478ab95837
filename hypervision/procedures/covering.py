"""What is wrong with the kinds and districts that somebody chose for a procedure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hypervision.procedures import selectors
from hypervision.procedures.checking import Fault
from hypervision.procedures.kinds import kinds
from hypervision.procedures.scopes import Scope
from maps.models import District


def faults(scope: Scope, before: Scope | None, key: str) -> Iterator[Fault]:
    """before: as it stood, whose districts may be gone since. key: of the procedure; empty for a new one."""
    if not scope.kinds:
        yield Fault(None, "kinds", _("Choose at least one kind of alert for which this is to be done."))
    for kind in scope.kinds:
        if kind not in kinds():
            yield Fault(None, "kinds", _("There is no kind of alert that is called “%(kind)s”.") % {"kind": kind})
    known = {*District.objects.values_list("name", flat=True), *(before.districts if before else ())}
    for name in scope.districts:
        if name not in known:
            yield Fault(None, "districts", _("There is no district that is called “%(name)s”.") % {"name": name})
    for other, version in selectors.standing_versions().items():
        if other != key and scope.meets(version.scope):
            yield Fault(None, "districts" if scope.districts else "kinds", _met(other, scope, version.scope), other)


def _met(other: str, scope: Scope, theirs: Scope) -> str:
    sentence = _("“%(other)s” is taken for the same alerts already: %(what)s. Take them out of one of the two.")
    shared = [*(set(scope.kinds) & set(theirs.kinds)), *(set(scope.districts) & set(theirs.districts))]
    return sentence % {"other": other, "what": ", ".join(sorted(shared))}
