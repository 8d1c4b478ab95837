"""Schedules in the administration: hours written as people write them, and what they mean in the next two weeks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors import configuration, schedules
from detectors.models import Schedule
from detectors.parameters import WORDS
from detectors.schedules import HoursError
from detectors.vision.scene.schedule import DAYS
from hypervision.lib import clock


class ScheduleForm(forms.ModelForm[Schedule]):
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        forms.CharField(label=str(day), required=False, max_length=200) for day in DAYS
    )
    special_days = forms.CharField(
        label=gettext_lazy("special days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "A line for each, such as “2026-12-24 – 2026-12-26: 18:00-24:00 # Christmas market”. They outdo public "
            "holidays."
        ),
    )
    reason = forms.CharField(label=gettext_lazy("why"), required=False, max_length=500)
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Schedule
        fields = ("name", "on_holidays")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in DAYS:
            self.fields[day].label = WORDS[day]  # type: ignore[assignment]  # a text that waits for its language
        self.fields[DAYS[0]].help_text = _("22:00-06:00, several with commas between, “all day”, or empty for never.")
        if not self.instance._state.adding:
            for day, spans in zip(DAYS, self.instance.week, strict=True):
                self.initial[day] = schedules.words_of(spans)
            self.initial["special_days"] = schedules.special_words(self.instance.special)
            self.initial["base"] = schedules.fingerprint(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.instance.week = [self._spans(day) for day in DAYS]
        try:
            self.instance.special = schedules.special_of(self.cleaned_data.get("special_days", ""))
        except HoursError as error:
            self.add_error("special_days", str(error))
        self._check_base()
        return cleaned

    def _check_base(self) -> None:
        """Two people at one form: the second is told, loses nothing, and may save all the same."""
        stands = schedules.fingerprint(Schedule.objects.select_for_update().filter(pk=self.instance.pk).first())
        base = self.cleaned_data.get("base")
        if not stands or not base or base == stands:
            return
        self.add_error(
            None, _("Somebody changed this meanwhile. What you filled in is still here: compare, and save again.")
        )
        again = QueryDict(mutable=True)
        again.update(self.data)
        again[self.add_prefix("base")] = stands
        self.data = again

    def _spans(self, day: str) -> list[tuple[int, int]]:
        try:
            return schedules.spans_of(self.cleaned_data.get(day, ""))
        except HoursError as error:
            self.add_error(day, ValidationError(str(error)))
            return []


@admin.register(Schedule)
class ScheduleAdmin(admin.ModelAdmin[Schedule]):
    form = ScheduleForm
    list_display = ("name", "on_holidays", "rules_that_keep_it")
    fields = ("name", *DAYS, "on_holidays", "special_days", "reason", "base", "next_days")
    readonly_fields = ("next_days",)

    def save_model(self, request: HttpRequest, obj: Schedule, form: ModelForm[Schedule], change: bool) -> None:
        configuration.save_schedule(obj, str(request.user), reason=form.cleaned_data.get("reason", ""))

    def delete_model(self, request: HttpRequest, obj: Schedule) -> None:
        configuration.remove_schedule(obj, str(request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Schedule]) -> None:
        for one in queryset:
            configuration.remove_schedule(one, str(request.user))

    @admin.display(description=gettext_lazy("rules"))
    def rules_that_keep_it(self, schedule: Schedule) -> int:
        return schedule.rules.count()

    @admin.display(description=gettext_lazy("the next two weeks"))
    def next_days(self, schedule: Schedule) -> str | SafeString:
        if schedule._state.adding:
            return _("Save it to see what it means day by day.")
        days = schedules.upcoming(schedule, clock.now())
        return format_html_join("", '<div class="days"><b>{}</b><span>{}</span><i>{}</i></div>', days)
