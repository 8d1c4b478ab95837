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
from hypervision.procedures.steps import to_json
from hypervision.procedures.suggested import suggestions


@dataclass(frozen=True, slots=True)
class Row:
    """One kind and its procedure; None where nobody has written one."""

    kind: str
    name: str
    version: ProcedureVersion | None


class ProceduresPage(RoomPage):
    template_name = "procedures.html"
    right = Right.SEE_ALERTS

    def refusal_sentence(self) -> str:
        return _("Your account reads no procedures. They are for those who see alerts.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = selectors.all_newest()
        rows = [Row(kind, kind_name(kind), newest.get(kind)) for kind in kinds()]
        rows.sort(key=lambda row: row.name)
        return super().get_context_data(rows=rows, may_edit=_may_edit(self.request.user), **kwargs)


class ProcedurePage(ProceduresPage):
    template_name = "procedure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.kwargs["kind"]
        if kind not in kinds():
            raise Http404
        facts = _facts(kind, cast(User, self.request.user))
        return super().get_context_data(name=kind_name(kind), facts=facts, **kwargs)


def _may_edit(person: Any) -> bool:
    return cast(User, person).may(Right.EDIT_PROCEDURES)


def _facts(kind: str, person: User) -> dict[str, Any]:
    """What the page's script begins with. suggestion: steps to begin with where nobody has written any."""
    suggestion = suggestions().get(kind)
    return {
        "kind": kind,
        "versions": [cards.version_card(version) for version in selectors.versions(kind)],
        "suggestion": to_json(suggestion) if suggestion else None,
        "may_edit": _may_edit(person),
        "languages": [(code, str(name)) for code, name in settings.LANGUAGES],
        "informed": [(code, str(name)) for code, name in INFORMED.items()],
        "time_zone": settings.TIME_ZONE,
    }
