"""For which alerts a procedure is taken: pure. ``static/js/procedures/scopes.js`` says the same to the browser; both
are tried on the cases of ``tests/procedures/scopes.json``.

One that names districts is taken there before one that names none. Two that would be taken for the same alert with the
same right may not stand beside each other, so there is never a choice to make.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """districts: by name, since an import makes them anew; none named is everywhere."""

    kinds: tuple[str, ...]
    districts: tuple[str, ...] = ()

    def holds(self, kind: str, district: str) -> bool:
        """district: empty where the alert lies in none."""
        return kind in self.kinds and (not self.districts or district in self.districts)

    def meets(self, other: "Scope") -> bool:
        """Whether there is an alert for which neither is more specific."""
        if not set(self.kinds) & set(other.kinds):
            return False
        if not self.districts or not other.districts:
            return not self.districts and not other.districts
        return bool(set(self.districts) & set(other.districts))


def taken(scopes: Mapping[str, Scope], kind: str, district: str) -> str | None:
    """The key of the most specific one; None where none holds."""
    holding = [key for key, scope in scopes.items() if scope.holds(kind, district)]
    return max(holding, key=lambda key: bool(scopes[key].districts), default=None)
