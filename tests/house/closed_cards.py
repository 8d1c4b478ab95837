"""Which fields an answer or a message may have, and no other. See ``closed_lists``."""

from detectors.count_api import CountCard
from detectors.layer_import.api import ImportCard, PlanCard, WrongRow
from detectors.network_api import NetworkCard
from detectors.set_up_cards import (
    CalibrationCard,
    ChangeCard,
    PresetCard,
    PresetSeen,
    RuleCard,
    ScheduleCard,
    SettingsCard,
    SetUpVersion,
    ZoneCard,
)
from detectors.validation_api import ValidationCard
from hypervision.hand.api import MissCard
from hypervision.law.api import AuthorisationCard
from hypervision.live.cards import (
    AlertCard,
    CallCard,
    CameraCard,
    DutyCard,
    ExerciseCard,
    HandlingCard,
    IncidentCard,
    NoteCard,
    OutcomeCard,
    RunCard,
    RunRow,
    SnoozeCard,
    StopCard,
    VerdictCard,
)
from hypervision.mqtt.cards import BrokerCard, BrokerCount, BrokerState, SubscriptionCard
from hypervision.outward.cards import DeliveryCard, WebhookCard, WebhookMade, WebhookSecret, WebhookState
from hypervision.outward.messages import AlertData, CameraData, ErasedData, RaisedData, RemovedData, TrialData
from hypervision.pages.reports_api import ReportCard
from hypervision.shifts.cards import HandOverCard, LineCard
from maps.api import DistrictCard
from maps.layers.api import LayerCard, ShapeCard

CARDS = {
    AlertCard: """id event kind severity state camera camera_name lon lat error_m place_source street district
        started_at captured_at score band facts zone picture clip demo source raised_by words exercise claimed_by
        verdict outcome handlings notes step_count""",
    VerdictCard: "by at reason note informed corrected",
    OutcomeCard: "by at reason note",
    NoteCard: "by at text",
    HandlingCard: "by reference state at",
    CameraCard: "id name lon lat bearing field_angle state reason since view demo stream rate wanted_rate video_link",
    IncidentCard: "id incident",
    RunCard: "id version by at rows",
    RunRow: "id key verb answer reason by at",
    SnoozeCard: "id camera kind reason until by ended",
    StopCard: "id camera kind reason at by lifted",
    CallCard: "id alert account name asked_at answer answered_at",
    ExerciseCard: "id title by at ended",
    DutyCard: "id account name everywhere districts kinds since left",
    AlertData: """id event kind severity state camera camera_name lon lat error_m place_source street district
        started_at captured_at decided_at reason demo""",
    CameraData: "id name lon lat state since demo",
    RemovedData: "id",
    ErasedData: "alert event",
    TrialData: "webhook",
    RaisedData: """id event kind severity state camera camera_name lon lat error_m place_source street district
        started_at captured_at demo""",
    WebhookCard: "id name account url messages stopped made_at",
    WebhookMade: "id name account url messages stopped made_at secret",
    WebhookSecret: "id secret",
    WebhookState: "id waiting dead_ends failing_since succeeded_at",
    DeliveryCard: "id message_id message alert state attempts made_at next_at ended_at problem status answer",
    SettingsCard: """id name lon lat bearing field_angle height camera_type operator address has_credentials wanted_rate
        pictures video_link origin""",
    ZoneCard: "id camera preset name purpose points version",
    RuleCard: "id camera zone kind parameters severity schedule enabled version",
    ScheduleCard: "id name week on_holidays special",
    SetUpVersion: "id number at by reason values changes",
    ChangeCard: "what before after",
    DistrictCard: "id name geometry",
    ValidationCard: "id camera camera_name kind network holds judged confirmed missed signed_at signed_by statement",
    NetworkCard: "id name purpose family sha256 int8_sha256 licence classes card registered_at active",
    BrokerCard: """id name account host port tls ca certificate transport path username has_password protocol layout
        prefix messages stopped made_at""",
    BrokerCount: "way why count",
    BrokerState: "id says connected_since problem detail waiting counts",
    SubscriptionCard: """id topic source kind severity places labels least_score value_path unit id_path time_path
        lon_path lat_path threshold back falling only_crossings refusal refused_at""",
    ReportCard: "id span starts_on ends_on edition language made_at digest",
    ImportCard: "id target layer file sha256 crs columns counts at by taken_back_at taken_back_by",
    PlanCard: "crs columns key counts wrong gone",
    WrongRow: "number title errors",
    LayerCard: "id name attribution shapes tiles",
    ShapeCard: "id title geometry",
    PresetCard: "id name taken_at calibration_version zones",
    PresetSeen: "id name taken_at calibration_version zones in_picture",
    CalibrationCard: """version preset method created_at reason width height anchor homography rmse_m leave_one_out_m
        marks""",
    CountCard: """zone zone_name camera starts_at kind measure unit label way is_told objects value low high deviation
        error seconds""",
    MissCard: "id camera camera_name kind by at taken_back",
    LineCard: "kind id at title who text camera corrects",
    HandOverCard: "id by since signed_at figures alerts silent stops snoozes words taken_by taken_at",
    AuthorisationCard: """id regime controller kinds reasons notice starts_at ends_at revoked_at order_reference
        order_sha256 model_hash perimeter recipients""",
}
