"""What a person says of a file, as the page asks it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors.layer_import import uploads
from detectors.layer_import.office import TARGETS, named
from hypervision.lib.errors import Refusal
from maps.layers import opening
from maps.layers.bringing import Wish
from maps.layers.plain import Source
from maps.layers.targets.base import Target
from maps.models import LayerImport


class BringForm(forms.Form):
    """columns and key of the page count only for the file and the target that they were shown for."""

    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)
    target = forms.ChoiceField(label=gettext_lazy("What its rows are"), choices=LayerImport.Target.choices)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Of the city, or of the layer of the map; else it is called as its file."),
    )
    attribution = forms.CharField(
        label=gettext_lazy("Whom the map must name"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As the licence of the data asks for it."),
    )
    layer = forms.CharField(required=False, widget=forms.HiddenInput)
    crs = forms.CharField(required=False, max_length=40)
    crs_other = forms.CharField(required=False, max_length=40)
    leave_out = forms.BooleanField(label=gettext_lazy("Leave out the rows that are wrong"), required=False)
    remove_gone = forms.BooleanField(
        label=gettext_lazy("Remove what the file does not tell of any more"), required=False
    )
    read_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > opening.MOST_MB * opening.MB:
            raise forms.ValidationError(opening.too_large(file.name or ""))
        return file

    @property
    def target_chosen(self) -> Target:
        return TARGETS[self.cleaned_data["target"]]

    def source(self) -> Source:
        """Raises Refusal, a sentence; opening.SeveralLayers where a person must choose one."""
        file: UploadedFile = self.cleaned_data["file"]
        try:
            return uploads.source(file, self.cleaned_data["layer"])
        except Refusal as refusal:
            if refusal.code != "no_such_layer":
                raise
        return uploads.source(file, "")  # the layer was of another file

    def asked_for(self, source: Source) -> str:
        """For which file and target the page shows its columns."""
        return f"{self.cleaned_data['target']}:{source.sha256[:16]}:{self.cleaned_data['layer']}"

    def wish(self, source: Source) -> Wish:
        given = self.cleaned_data
        knows = given["read_for"] == self.asked_for(source)
        target = self.target_chosen
        columns = {name: self.data.get(f"column_{name}", "") for name in target.said} if knows else None
        name = named(target, given["name"], source)
        crs = given["crs_other"].strip() or given["crs"]
        return Wish(crs, columns, self.data.get("key", "") if knows else None, name, given["attribution"])


def not_chosen(refusal: Refusal) -> dict[str, Any]:
    """What the page shows of a refusal: its sentence, and what there is to choose from."""
    return {
        "sentence": refusal.sentence,
        "names": getattr(refusal, "names", ()),
        "proposals": getattr(refusal, "proposals", ()),
        "asks_crs": refusal.code in ("undeclared_crs", "unknown_crs"),
        "asks_columns": refusal.code in ("missing_column", "no_such_column", "no_key"),
        "help": _("Nothing was changed."),
    }
