"""Procedures as pages: which there are, and the editor of one. What the editor saves goes over REST."""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from detectors.said import kind_name
from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.reasons import INFORMED
from hypervision.pages.views import RoomPage
from hypervision.procedures import cards, selectors
from hypervision.procedures.kinds import kinds
from hypervision.procedures.models import ProcedureVersion
from hypervision.procedures.scopes import Scope
from hypervision.procedures.steps import to_json
from hypervision.procedures.suggested import suggestions
from maps.models import District

ANOTHER = "new"
"""The address of the editor of a procedure that has no key yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure, or a kind for which nobody has written one that holds everywhere; then there is no version.

    where: the districts; empty for everywhere.
    """

    key: str
    name: str
    where: str
    version: ProcedureVersion | None


class ProceduresPage(RoomPage):
    template_name = "procedures.html"
    right = Right.SEE_ALERTS

    def refusal_sentence(self) -> str:
        return _("Your account reads no procedures. They are for those who see alerts.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_edit = _may_edit(self.request.user)
        return super().get_context_data(rows=_rows(), may_edit=may_edit, another=ANOTHER, **kwargs)


class ProcedurePage(ProceduresPage):
    template_name = "procedure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key, person = self.kwargs["key"], cast(User, self.request.user)
        versions = list(selectors.versions(key))
        if key == ANOTHER:
            key, scope, name = "", Scope(self._wanted()), _("Another procedure")
        elif versions or key in kinds():
            scope = versions[0].scope if versions else Scope((key,))
            name = title(scope)
        else:
            raise Http404
        return super().get_context_data(name=name, facts=_facts(key, scope, versions, person), **kwargs)

    def _wanted(self) -> tuple[str, ...]:
        """``?kind=``: for which kind it is to be."""
        kind = self.request.GET.get("kind", "")
        return (kind,) if kind in kinds() else ()


def title(scope: Scope) -> str:
    """ "Start of fire, Fall (Harbour)": the names of its kinds and where it holds, if not everywhere."""
    names = ", ".join(sorted(map(kind_name, scope.kinds)))
    return f"{names} ({', '.join(scope.districts)})" if scope.districts else names


def _rows() -> list[Row]:
    newest = selectors.all_newest()
    rows = [_row(key, version) for key, version in newest.items()]
    held = {kind for version in newest.values() if version.steps and not version.districts for kind in version.kinds}
    rows += [Row(kind, kind_name(kind), "", None) for kind in kinds() - held - set(newest)]
    return sorted(rows, key=lambda row: (row.name, row.where))


def _row(key: str, version: ProcedureVersion) -> Row:
    return Row(key, title(Scope(tuple(version.kinds))), ", ".join(version.districts), version)


def _may_edit(person: Any) -> bool:
    return cast(User, person).may(Right.EDIT_PROCEDURES)


def _facts(key: str, scope: Scope, versions: list[ProcedureVersion], person: User) -> dict[str, Any]:
    """What the page's script begins with. key: empty for one that has none yet. kinds: code and name. others: what is
    taken besides this one. suggestions: by kind, steps to begin with where nobody has written any.
    """
    names = sorted(((kind, kind_name(kind)) for kind in kinds()), key=lambda choice: choice[1])
    districts = {*District.objects.values_list("name", flat=True), *scope.districts}
    others = selectors.standing_versions()
    return {
        "key": key,
        "scope": {"kinds": scope.kinds, "districts": scope.districts},
        "versions": [cards.version_card(version) for version in versions],
        "kinds": names,
        "districts": sorted(districts),
        "others": [_other(other, version) for other, version in others.items() if other != key],
        "suggestions": {kind: to_json(steps) for kind, steps in suggestions().items()},
        "may_edit": _may_edit(person),
        "languages": [(code, str(name)) for code, name in settings.LANGUAGES],
        "informed": [(code, str(name)) for code, name in INFORMED.items()],
        "time_zone": settings.TIME_ZONE,
    }


def _other(key: str, version: ProcedureVersion) -> dict[str, Any]:
    return {"key": key, "title": title(version.scope), "kinds": version.kinds, "districts": version.districts}
