"""Cameras, zones, rules, networks and watches in the administration."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, When
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from detectors import configuration, presets
from detectors.camera_lists.admin import CameraTableAdmin
from detectors.discovery.admin import DiscoveryAdmin
from detectors.forms import CameraForm, GrantForm, RuleForm, ZoneForm
from detectors.layer_import.admin import LayerImportAdmin as LayerImportAdmin
from detectors.models import Network, Rule, Watch
from detectors.people_admin import GivenAdmin as GivenAdmin
from detectors.recorded.admin import RecordingTryout
from detectors.said import kind_name
from detectors.schedule_admin import ScheduleAdmin as ScheduleAdmin
from detectors.stream_test.admin import StreamTestAdmin
from detectors.tryout.admin import RuleTryout, ZoneTryout
from detectors.version_admin import VersionedAdmin
from detectors.vision.mask.doubt import DOUBTFUL
from detectors.wizard.admin import WizardAdmin
from hypervision.law.admin import AuthorisationAdmin
from hypervision.law.models import Authorisation
from hypervision.lib.languages import in_mine
from hypervision.lib.reading import ReadOnlyAdmin
from maps.models import Calibration, Camera, City, District, Zone


class ZoneInline(admin.TabularInline[Zone, Camera]):
    model = Zone
    fields = readonly_fields = ("name", "preset", "purpose", "version")
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a zone is drawn on its own page


def _calibrated(newest: Calibration | None) -> str:
    if newest is None:
        return gettext("None: its events stand at the camera.")
    error = number_format(round(newest.forecast or newest.rmse, 2), 2)
    return gettext("Version %(version)d, ±%(error)s m") % {"version": newest.version, "error": error}


@admin.register(Camera)
class CameraAdmin(WizardAdmin, DiscoveryAdmin, CameraTableAdmin, StreamTestAdmin):
    form = CameraForm
    list_display = ("name", "origin", "state", "wanted_rate", "address")
    list_filter = (("watch__state", admin.ChoicesFieldListFilter), "origin")
    list_per_page = 50
    list_select_related = ("watch",)
    # Those that can be watched before the hundreds that the city's map merely tells of. (The stubs know only names.)
    ordering = (Case(When(address="", then=1), default=0), "name")  # type: ignore[assignment]
    search_fields = ("name", "operator")
    readonly_fields = ("origin", "calibration", "masks")
    fieldsets = (
        (_("Where it stands"), {"fields": ("name", "location", "bearing", "field_angle", "height", "calibration")}),
        (_("Its stream"), {"fields": ("address", "user", "password", "wanted_rate", "pictures", "masks")}),
        (_("About it"), {"fields": ("camera_type", "operator", "video_link", "origin")}),
    )
    inlines = (ZoneInline,)

    @admin.display(ordering="watch__state", description=_("state"))
    def state(self, camera: Camera) -> str:
        watch = getattr(camera, "watch", None)
        return watch.get_state_display() if watch else "–"

    @admin.display(description=_("masks"))
    def masks(self, camera: Camera) -> str:
        watch = getattr(camera, "watch", None)
        share = watch.unexplained if watch else None
        if share is None:
            return gettext("Nothing is known of them yet: it takes ten pictures in which something is new.")
        words = (
            gettext(
                "Doubtful: %(share)d %% of what is new in the pictures is nothing that the network finds. Look at "
                "them, and switch pictures off if heads show."
            )
            if share >= DOUBTFUL
            else gettext("The network finds what is new in the pictures, except for %(share)d %%.")
        )
        return words % {"share": round(100 * share)}

    @admin.display(description=_("calibration"))
    def calibration(self, camera: Camera) -> str:
        if camera._state.adding:
            return gettext("Save the camera first.")
        words = [f"{one.name}: {_calibrated(one.calibrations.first())}" for one in presets.of(camera)]
        if len(words) < 2:
            words = [_calibrated(camera.calibrations.first())]
        return format_html(
            '{} <a class="draw__link" href="{}">{}</a>',
            " ".join(words),
            reverse("calibration", args=[camera.pk]),
            gettext("Calibrate"),
        )

    def save_model(self, request: HttpRequest, obj: Camera, form: ModelForm[Camera], change: bool) -> None:
        if isinstance(form, CameraForm):
            form.seal_credentials()
        configuration.save_camera(obj, str(request.user))

    def delete_model(self, request: HttpRequest, obj: Camera) -> None:
        configuration.remove_cameras(Camera.objects.filter(pk=obj.pk), str(request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Camera]) -> None:
        configuration.remove_cameras(queryset, str(request.user))


@admin.register(Zone)
class ZoneAdmin(RecordingTryout, ZoneTryout, VersionedAdmin):
    form = ZoneForm
    fields = ("camera", "preset", "name", "purpose", "points", "reason", "base")
    list_display = ("name", "camera", "preset", "purpose", "version")
    list_filter = ("purpose",)
    search_fields = ("name", "camera__name")
    autocomplete_fields = ("camera",)
    list_select_related = ("camera", "preset")


class KindFilter(admin.SimpleListFilter):
    """By the names of the kinds, as people call them."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = Rule.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, kind_name(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Rule]) -> QuerySet[Rule]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Rule)
class RuleAdmin(RecordingTryout, RuleTryout, VersionedAdmin):
    form = RuleForm
    fields = ("camera", "zone", "kind", "parameters", "severity", "schedule", "enabled", "knowingly", "reason", "base")
    list_display = ("title", "camera", "zone_name", "severity", "enabled", "version")
    list_filter = (KindFilter, "enabled")
    autocomplete_fields = ("camera", "zone")
    list_select_related = ("camera", "zone")

    @admin.display(description=_("kind"), ordering="kind")
    def title(self, rule: Rule) -> str:
        return kind_name(rule.kind)

    @admin.display(description=_("zone"), ordering="zone__name")
    def zone_name(self, rule: Rule) -> str:
        return rule.zone.name


@admin.register(Authorisation)
class GrantAdmin(AuthorisationAdmin):
    """What is granted is read with the cameras that it covers; what is being granted is drawn."""

    form = GrantForm

    def get_fields(self, request: HttpRequest, obj: Authorisation | None = None) -> Any:
        fields = [str(name) for name in super().get_fields(request, obj)]
        granted = {"perimeter": "cameras", "early": "told_early"} if obj else {}
        return [granted.get(name, name) for name in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Authorisation | None = None) -> list[str]:
        return ["cameras", "told_early"] if obj else []

    @admin.display(description=_("recipients of unreviewed alerts"))
    def told_early(self, one: Authorisation) -> str:
        named = one.recipients.select_related("account").order_by("account__username")
        return ", ".join(str(row.account) for row in named) or gettext("Nobody is told before a person has confirmed.")

    @admin.display(description=_("cameras inside"))
    def cameras(self, one: Authorisation) -> str:
        inside = Camera.objects.filter(location__within=one.perimeter).order_by("name")
        return ", ".join(inside.values_list("name", flat=True))


@admin.register(Network)
class NetworkAdmin(ReadOnlyAdmin):
    list_display = ("name", "purpose", "family", "licence", "sha256", "active")


@admin.register(Watch)
class WatchAdmin(ReadOnlyAdmin):
    list_display = ("watched", "state", "why", "pictures_per_second", "engine", "lost", "since")
    list_per_page = 50
    list_filter = ("state",)
    list_select_related = ("camera",)
    search_fields = ("camera__name",)
    fields = (
        *("watched", "state", "why", "since", "worker", "heartbeat_at", "expires_at", "token"),
        *("pictures_per_second", "age", "analysed", "dropped", "looked", "engine", "lost"),
    )
    readonly_fields = ("watched", "why", "pictures_per_second", "age", "looked")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Watch]:
        """A camera without a stream is a mark on the map, which nobody expects to be watched."""
        return Watch.objects.exclude(camera__address="")

    @admin.display(description=_("reason"))
    def why(self, watch: Watch) -> str:
        return in_mine(watch.reason)

    @admin.display(ordering="camera__name", description=_("camera"))
    def watched(self, watch: Watch) -> str:
        return watch.camera.name

    @admin.display(ordering="rate", description=_("pictures per second"))
    def pictures_per_second(self, watch: Watch) -> str:
        return number_format(round(watch.rate, 1), 1)

    @admin.display(description=_("age of the pictures (ms)"))
    def age(self, watch: Watch) -> str | None:
        return None if watch.frame_age_ms is None else number_format(round(watch.frame_age_ms))

    @admin.display(description=_("share of the pictures that the network looked at"))
    def looked(self, watch: Watch) -> str | None:
        if watch.looked_share is None:
            return None
        return gettext("%(share)s%%") % {"share": number_format(round(100 * watch.looked_share))}


@admin.register(City)
class CityAdmin(ReadOnlyAdmin):
    list_display = ("name", "source", "imported_at")
    exclude = ("extent",)


@admin.register(District)
class DistrictAdmin(ReadOnlyAdmin):
    list_display = ("name",)
    exclude = ("area",)
