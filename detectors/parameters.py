"""The parameters of a rule as fields to fill in: each with its meaning, its range and its default; no JSON to write."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.forms import Media, Widget
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors.vision.scene import registry
from detectors.vision.scene.parameters import FieldDescription, describe
from hypervision.lib.widgets import ModuleScript

LABELS: dict[str, str | Promise] = {
    "person": gettext_lazy("Persons"),
    "bicycle": gettext_lazy("Bicycles"),
    "motorcycle": gettext_lazy("Motorcycles"),
    "vehicle": gettext_lazy("Vehicles"),
}

WORDS: dict[str, str | Promise] = LABELS | {
    "monday": gettext_lazy("Monday"),
    "tuesday": gettext_lazy("Tuesday"),
    "wednesday": gettext_lazy("Wednesday"),
    "thursday": gettext_lazy("Thursday"),
    "friday": gettext_lazy("Friday"),
    "saturday": gettext_lazy("Saturday"),
    "sunday": gettext_lazy("Sunday"),
}


class ParametersInput(Widget):
    """One group of fields for each kind of rule, of which a module shows the one that is chosen.

    The value is JSON, as the form's field wants it; an empty number keeps its default and is not stored. What was sent
    as JSON is taken as it is.
    """

    template_name = "widgets/parameters.html"
    kind_field = "kind"

    @property
    def media(self) -> Media:
        return Media(js=[ModuleScript("js/admin/parameters.js")])  # type: ignore[list-item]  # see DrawnInput

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        given = _loaded(value)
        kinds = [_group(name, kind, given) for kind in registry.KINDS]
        return {**super().get_context(name, value, attrs), "kinds": kinds}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return super().render(name, value, attrs, TemplatesSetting())  # its template is one of the product's own

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        if name in data:
            return str(data[name])
        kind = data.get(self.kind_field, "")
        known = describe(registry.KINDS[kind].parameters) if kind in registry.KINDS else ()
        return json.dumps(dict(_given(data, name, kind, known)))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return ""


def _group(name: str, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    known = registry.KINDS[kind]
    fields = [_shown(name, kind, one, given) for one in describe(known.parameters)]
    return {"kind": kind, "title": _(known.title), "fields": fields}


def _shown(name: str, kind: str, one: FieldDescription, given: dict[str, Any]) -> dict[str, Any]:
    value = given.get(one.name, one.default if one.choices else "")
    return {
        "type": one.type,
        "name": f"{name}.{kind}.{one.name}",
        "code": one.name,
        "help": _(one.help),
        "unit": one.unit,
        "default": one.default,
        "minimum": one.minimum,
        "maximum": one.maximum,
        "value": _lines(value) if one.type == "arrows" else value,
        "choices": [(choice, WORDS.get(choice, choice), choice in value) for choice in one.choices],
    }


def _given(data: Any, name: str, kind: str, known: tuple[FieldDescription, ...]) -> Iterator[tuple[str, Any]]:
    for one in known:
        key = f"{name}.{kind}.{one.name}"
        if one.choices:
            yield one.name, data.getlist(key)
        elif (text := data.get(key, "").strip()) != "":
            yield one.name, _READERS.get(one.type, _number)(text)


def _number(text: str) -> float | int | str:
    """What is no number stays as it is: the rule then says so, with the parameter's name."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _arrows(text: str) -> list[list[float | int | str]]:
    """An arrow a line: x, y, degrees, with blanks between them."""
    return [[_number(word) for word in line.split()] for line in text.splitlines() if line.strip()]


def _lines(value: Any) -> str:
    rows = value if isinstance(value, list) else []
    return "\n".join(" ".join(map(str, row)) for row in rows if isinstance(row, list))


_READERS: Mapping[str, Callable[[str], Any]] = {"clock": str, "arrows": _arrows}


def _loaded(value: Any) -> dict[str, Any]:
    try:
        given = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}
