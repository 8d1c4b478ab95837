"""What a form of a rule or a zone asks beside its fields: why, and what it was when the person opened it."""

from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors import versions
from detectors.models import Rule
from maps.models import Zone

M = TypeVar("M", Rule, Zone)


class VersionedForm(forms.ModelForm[M]):
    """is_draft: it is only tried, so nobody need say why, and whatever stands now may have changed."""

    is_draft = False

    reason = forms.CharField(
        label=gettext_lazy("why"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept with this version, for whoever asks why in two years."),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["base"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.is_draft and not self.instance._state.adding:
            self._check_base()
            if self._changes_something() and not self.cleaned_data.get("reason", "").strip():
                self.add_error("reason", _("Say why this is changed."))
        return cleaned

    def _changes_something(self) -> bool:
        names = (name.removesuffix("_id") for name in versions.FIELDS[type(self.instance)])
        return any(self.cleaned_data.get(name) != getattr(self.instance, name) for name in names)

    def _check_base(self) -> None:
        """Two people at one form: the second is told what the first did, loses nothing, and may save all the same."""
        stands = type(self.instance)._default_manager.select_for_update().filter(pk=self.instance.pk).first()
        base = self.cleaned_data.get("base")
        if stands is None or base is None or base == stands.version:
            return
        self.add_error(None, _overtaken(stands))
        again = QueryDict(mutable=True)
        again.update(self.data)
        again[self.add_prefix("base")] = str(stands.version)
        self.data = again


def _overtaken(stands: Rule | Zone) -> str:
    newest = versions.newest_of(stands)
    if newest is None:
        return _("Somebody changed this meanwhile. What you filled in is still here: compare, and save again.")
    at = date_format(timezone.localtime(newest.at), "DATETIME_FORMAT")
    return _(
        "%(by)s changed this meanwhile (version %(version)d, %(at)s: %(reason)s). What you filled in is still here: "
        "compare it with the versions, and save again to replace them."
    ) % {
        "by": newest.by or _("Somebody"),
        "version": newest.number,
        "at": at,
        "reason": newest.reason or _("no reason given"),
    }
