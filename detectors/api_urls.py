"""Addresses of cameras, counts and stops under /api/v1/."""

from django.urls import path

from detectors import (
    api,
    calibration_api,
    camera_settings_api,
    city_video_api,
    count_api,
    district_api,
    ground_api,
    network_api,
    preset_api,
    schedule_api,
    validation_api,
)
from detectors import rule_api as rules
from detectors import zone_api as zones
from detectors.clips import api as clips
from detectors.layer_import import api as imports

urlpatterns = [
    path("cameras/", camera_settings_api.Cameras.as_view(), name="cameras"),
    path("cameras/<uuid:pk>/", api.CameraDetail.as_view(), name="camera"),
    path("cameras/<uuid:pk>/settings/", camera_settings_api.CameraSetUp.as_view(), name="camera_settings"),
    path("cameras/<uuid:pk>/calibration/", calibration_api.Calibrations.as_view(), name="calibration"),
    path("cameras/<uuid:pk>/presets/", preset_api.Presets.as_view(), name="presets"),
    path("cameras/<uuid:pk>/presets/<uuid:preset>/", preset_api.PresetDetail.as_view(), name="preset"),
    path("cameras/<uuid:pk>/presets/<uuid:preset>/look/", preset_api.PresetLook.as_view(), name="preset_look"),
    path("alerts/<uuid:pk>/clip/", clips.AlertClip.as_view(), name="clip"),
    path("alerts/<uuid:pk>/clip/track/", clips.ClipTrack.as_view(), name="clip_track"),
    path("alerts/<uuid:pk>/city-video/", city_video_api.CityVideo.as_view(), name="city_video"),
    path("stops/", api.StopList.as_view(), name="stops"),
    path("stops/<uuid:pk>/lift/", api.StopLift.as_view(), name="stop_lift"),
    path("coverage/", ground_api.Coverage.as_view(), name="coverage"),
    path("zones/", zones.Zones.as_view(), name="zones"),
    path("zones/<uuid:pk>/", zones.ZoneDetail.as_view(), name="zone"),
    path("zones/<uuid:pk>/versions/", zones.ZoneVersions.as_view(), name="zone_versions"),
    path("rules/", rules.Rules.as_view(), name="rules"),
    path("rules/<uuid:pk>/", rules.RuleDetail.as_view(), name="rule"),
    path("rules/<uuid:pk>/versions/", rules.RuleVersions.as_view(), name="rule_versions"),
    path("schedules/", schedule_api.Schedules.as_view(), name="schedules"),
    path("schedules/<uuid:pk>/", schedule_api.ScheduleDetail.as_view(), name="schedule"),
    path("validations/", validation_api.Validations.as_view(), name="validations"),
    path("validations/<uuid:pk>/withdraw/", validation_api.ValidationWithdrawal.as_view(), name="validation_withdraw"),
    path("networks/", network_api.Networks.as_view(), name="networks"),
    path("networks/<int:pk>/", network_api.NetworkDetail.as_view(), name="network"),
    path("districts/", district_api.Districts.as_view(), name="districts"),
    path("districts/<int:pk>/", district_api.DistrictDetail.as_view(), name="district"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<uuid:pk>/", imports.ImportDetail.as_view(), name="import"),
    path("imports/<uuid:pk>/take-back/", imports.ImportWayBack.as_view(), name="import_take_back"),
    path("zones/ground/", ground_api.ZonesOnGround.as_view(), name="zones_ground"),
    path("counts/last-hour/", ground_api.LastHour.as_view(), name="counts_last_hour"),
    path("counts/", count_api.CountList.as_view(), name="counts"),
    path("counts/speeds/", count_api.SpeedSpread.as_view(), name="speeds"),
    path("counts/split/", count_api.ModalSplit.as_view(), name="modal_split"),
]
