"""Named people and systems (R-22): a role, a perimeter, a language; and the tokens of systems."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from hypervision.accounts.rights import RIGHTS, Right, Role, Scope


class User(AbstractUser):
    """Who may come in. Without ``everywhere`` and without a perimeter a person sees no camera at all.

    kinds: of what cameras and people saw there; none named is all.
    """

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.OFFICIAL)
    everywhere = models.BooleanField(
        _("whole territory"),
        default=False,
        help_text=_("Sees all cameras of the city. Otherwise the perimeter decides."),
    )
    perimeter = models.MultiPolygonField(
        _("perimeter"), null=True, blank=True, help_text=_("The cameras that stand inside this area can be seen.")
    )
    kinds = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("kinds"),
        help_text=_("Of events, alerts and sums, at these places. None chosen: all kinds."),
    )
    designation = models.CharField(
        _("designation"), max_length=200, blank=True, help_text=_("The order that designated this person.")
    )
    language = models.CharField(_("language"), max_length=5, blank=True)

    is_outward = False
    """Of this request: came in with a token, so that what is read leaves the house. No column."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def rights(self) -> frozenset[Right]:
        if not self.is_active:
            return frozenset()
        return RIGHTS.get(self.role, frozenset())

    def may(self, right: Right) -> bool:
        return right in self.rights

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """The administration is open to whoever may configure; roles decide, not Django's own permissions."""
        return self.may(Right.CONFIGURE)

    def has_module_perms(self, app_label: str) -> bool:
        return self.may(Right.CONFIGURE)


def all_scopes() -> list[str]:
    return [str(scope) for scope in Scope]


class ApiToken(AbstractAuthToken):
    """A token of the API: stored hashed, shown once, narrower than its owner by its scopes."""

    name = models.CharField(_("name"), max_length=100, blank=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("scopes"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta(AbstractAuthToken.Meta):
        abstract = False
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
