"""What there may be, and nothing else: models and their fields, messages, addresses, rights, names.

Whoever adds a line here has decided that the law allows it (docs/law.md, R-10 to R-13).
"""

MODELS = {
    "accounts.User": """id username password first_name last_name email role everywhere perimeter kinds designation
        language is_active is_staff is_superuser date_joined last_login groups user_permissions""",
    "accounts.ApiToken": "digest token_key user created expiry name scopes last_used_at",
    "law.Authorisation": """id regime controller kinds reasons perimeter notice starts_at ends_at order_reference
        order_sha256 model_hash created_at created_by revoked_at""",
    "law.Recipient": "id authorisation account",
    "law.Stop": "id camera_id place kind reason at by lifted_at lifted_by",
    "law.SiteValidation": """id camera_id place kind model_hash begins ends judged confirmed missed statement signed_at
        signed_by withdrawn_at withdrawn_by withdrawn_reason""",
    "law.LogEntry": "number at actor action subject facts previous_hash hash",
    "live.JournalEntry": "number at kind payload place right event_kind",
    "maps.City": "id name extent source attribution districts_are_approximate imported_at",
    "maps.District": "id name area",
    "maps.Street": "id name lines",
    "maps.Feature": "id osm_id layer kind name min_zoom level traffic shape",
    "maps.Layer": "id name attribution",
    "maps.LayerShape": "id layer title shape",
    "maps.LayerImport": "id target layer file sha256 crs columns counts at by taken_back_at taken_back_by",
    "maps.ImportedRow": "id brought table row key change before after",
    "maps.Camera": """id name location bearing field_angle height camera_type mount operator origin osm_id address
        credentials wanted_rate pictures video_link is_simulated""",
    "maps.Calibration": """id camera preset version method width height homography covariance anchor rmse forecast marks
        view reason created_at created_by""",
    "maps.Preset": "id camera name background taken_at taken_by forgotten_at",
    "maps.Zone": "id camera preset name purpose points version",
    "maps.CountBin": """id zone camera starts_at kind measure label way objects_seen basis total squares variances
        classes""",
    "maps.ErasedHour": "id camera starts_at kind events unreviewed is_told",
    "maps.Event": """id kind camera place place_error place_source street district started_at captured_at created_at
        score facts zone_id zone_name rule_id rule_version calibration_version model_hash authorisation_id regime
        is_real""",
    "maps.Picture": "event jpeg captured_at erase_at",
    "maps.Clip": "event mp4 width height track starts_at ends_at erase_at",
    "maps.Still": "camera jpeg captured_at erase_at background preset",
    "alerts.Alert": "id event severity state created_at source raised_by words",
    "alerts.Miss": "id alert camera kind by at taken_back_by taken_back_at",
    "alerts.AlertStep": "id alert from_state to_state at by reason note informed",
    "alerts.Snooze": "id camera place kind reason at until by ended_at",
    "alerts.Handling": "id alert by reference state at",
    "alerts.Deadline": "severity escalate_after expire_after",
    "alerts.CellSum": "id level x y starts_at hours kind state severity count east south is_loose",
    "incidents.Incident": "id opened_at newest_at area kinds by_hand",
    "incidents.Member": "alert incident apart kind camera place error at is_real",
    "incidents.IncidentStep": "id incident verb at by reason facts undoes",
    "incidents.IncidentMove": "id step alert source target was_apart",
    "oncall.OnCall": "id rank person patience",
    "oncall.Call": "id alert person asked_at until answer answered_at told_at failure",
    "board.Pending": "id at camera_id cell district_id kind authorisation_id facet value count",
    "board.CityDay": "id day district_id kind authorisation_id facet value total packed",
    "board.CameraDay": "id day camera_id cell district_id kind authorisation_id facet value total packed",
    "board.Value": "id value place",
    "board.Fold": "id zone",
    "metrics.Tally": "id until totals",
    "inward.Sending": "id owner key digest answer at",
    "outward.Webhook": """id name owner url kinds secret old_secret old_until stopped position made_at failing_since
        succeeded_at""",
    "outward.Delivery": """id webhook kind number alert body right place event_kind state attempts made_at first_at
        next_at lease_until ended_at problem status answer""",
    "outward.Told": "id webhook subject event state",
    "mqtt.Broker": """id name owner host port tls ca certificate certificate_key transport path username secret protocol
        layout prefix kinds stopped position subscribed cameras_told taken_last version made_at seen_at connected_since
        problem detail""",
    "mqtt.Subscription": """id broker topic source kind severity places labels least_score value_path unit id_path
        time_path lon_path lat_path threshold back falling only_crossings refusal refused_at""",
    "mqtt.Beyond": "id subscription topic",
    "mqtt.Outgoing": "id broker topic body retain alert early right place event_kind made_at",
    "mqtt.Told": "id broker subject event state topic",
    "mqtt.Tally": "id broker way name count",
    "reports.Day": "day told gone counted_at",
    "reports.Report": "id span starts_on ends_on edition language made_at made_by figures digest pdf",
    "reports.Subscription": "id person span language made_at",
    "reports.Mailing": "id report person subscription state attempts next_at ended_at problem",
    "exercises.Exercise": "id title places by at ended_at ended_by record",
    "exercises.Cue": "id exercise second kind severity place text raised_at alert",
    "procedures.Procedure": "key",
    "procedures.ProcedureVersion": "id procedure number kinds districts steps reason at by",
    "procedures.Run": "alert version at by",
    "procedures.RunStep": "id run key verb answer reason at by undoes",
    "detectors.Network": "id name purpose family file sha256 int8_sha256 licence classes card registered_at active",
    "detectors.Rule": "id camera zone kind parameters severity schedule enabled version",
    "detectors.Schedule": "id name week on_holidays special",
    "detectors.Version": "id subject subject_id number at by reason values",
    "detectors.Watch": """camera state reason since worker token heartbeat_at expires_at analysed dropped lost rate
        frame_age_ms engine looked_share unexplained""",
    "detectors.Lease": "id camera token worker taken_at ended_at counted",
    "shifts.HandOver": """id by since signed_at everywhere area kinds figures alerts silent stops snoozes words taken_by
        taken_at""",
    "shifts.Note": "id at by text camera_id camera_name place corrects",
    "shifts.Silence": "id camera_id camera_name place reason began_at ended_at ended_as",
    "shifts.Presence": "id person everywhere districts kinds started_at seen_at ended_at end",
}

LIBRARY_MODELS = """
    accounts.User_groups accounts.User_user_permissions
    admin.LogEntry auth.Group auth.Group_permissions auth.Permission contenttypes.ContentType sessions.Session
    axes.AccessAttempt axes.AccessAttemptExpiration axes.AccessFailureLog axes.AccessLog
    gis.PostGISGeometryColumns gis.PostGISSpatialRefSys
"""
"""Tables that libraries bring along: accounts, sessions, failed logins, the projections of PostGIS."""
MESSAGES = """
    alert alert_gone incident incident_gone run camera camera_gone stop snooze duty call exercise map events_lost
"""
LABELS = "person bicycle motorcycle vehicle bag thing fire smoke weapon"
RULE_KINDS = """
    intrusion wrong_direction density abandoned_object fall fire crowd_movement weapon
    line_count speed occupancy parking queue dwell journeys
"""
RIGHTS = """
    see_map see_alerts see_pictures give_verdict correct_verdict stop see_figures configure manage_accounts read_log
    read_logbook keep_shift open_city_video edit_procedures run_exercises sign_validation
    report_events make_reports
"""
SCOPES = """
    events:read events:write alerts:read alerts:verdict alerts:handle cameras:read zones:read authorisations:read
    counts:read tiles:read calibrations:write metrics:read
    cameras:write zones:write rules:read rules:write webhooks:read webhooks:write mqtt:read mqtt:write
"""

ADDRESSES = """
    / /login/ /logout/ /language/ /theme/ /jsi18n/ /healthz /transparency/
    /map/ /wall/ /cameras/<uuid:pk>/calibration/ /live/snapshot/ /live/replay/ /dashboard/ /log/ /logbook/
    /dashboard/figures.<str:form>
    /reports/ /reports/<uuid:pk>.pdf /reports/stop/<str:token>/
    /procedures/ /procedures/<slug:key>/
    /hand-over/ /hand-over/<uuid:pk>/ /validations/ /exercises/ /exercises/<uuid:pk>/
    /tiles/base.json /tiles/base/<str:z>/<str:x>/<str:y>.pbf
    /tiles/alerts/<str:z>/<str:x>/<str:y>.pbf
    /tiles/layers.json /tiles/layers/<uuid:pk>.json /tiles/layers/<uuid:pk>/<str:z>/<str:x>/<str:y>.pbf
    /api/ /api/schema/ /api/asyncapi.json
    /feeds/alerts.atom /feeds/alerts.geojson /feeds/cap/ /feeds/cap/<uuid:pk>/
    /metrics /openstreetmap/cameras.osm /openstreetmap/cameras.json
    /ogc/ /ogc/api /ogc/conformance /ogc/collections /ogc/collections/<slug:collection>
    /ogc/collections/<slug:collection>/queryables /ogc/collections/<slug:collection>/items
    /ogc/collections/<slug:collection>/items/<str:item>
    /sta/v1.1 /sta/v1.1/ /sta/v1.1/<path:resource>
    /api/v1/events/ /api/v1/events/<uuid:pk>/ /api/v1/events/<uuid:pk>/picture/
    /api/v1/alerts/<uuid:pk>/clip/ /api/v1/alerts/<uuid:pk>/clip/track/ /api/v1/alerts/<uuid:pk>/city-video/
    /api/v1/alerts/ /api/v1/alerts/changes/ /api/v1/alerts/<uuid:pk>/
    /api/v1/alerts/<uuid:pk>/claim/ /api/v1/alerts/<uuid:pk>/confirm/
    /api/v1/alerts/<uuid:pk>/refute/ /api/v1/alerts/<uuid:pk>/notes/ /api/v1/alerts/<uuid:pk>/handling/
    /api/v1/alerts/<uuid:pk>/misses/ /api/v1/misses/cameras/ /api/v1/misses/<uuid:pk>/take-back/
    /api/v1/snoozes/ /api/v1/snoozes/<uuid:pk>/wake/
    /api/v1/alerts/<uuid:pk>/escalate/ /api/v1/alerts/<uuid:pk>/close/ /api/v1/alerts/<uuid:pk>/correct/
    /api/v1/incidents/ /api/v1/incidents/<uuid:pk>/ /api/v1/alerts/<uuid:pk>/incident/
    /api/v1/alerts/<uuid:pk>/incident/split/ /api/v1/alerts/<uuid:pk>/incident/merge/
    /api/v1/alerts/<uuid:pk>/incident/undo/
    /api/v1/calls/ /api/v1/calls/<uuid:pk>/answer/
    /api/v1/exercises/ /api/v1/exercises/check/ /api/v1/exercises/<uuid:pk>/ /api/v1/exercises/<uuid:pk>/end/
    /api/v1/procedures/ /api/v1/procedures/<slug:key>/
    /api/v1/alerts/<uuid:pk>/run/ /api/v1/alerts/<uuid:pk>/run/steps/<slug:key>/ /api/v1/alerts/<uuid:pk>/run/undo/
    /api/v1/cameras/ /api/v1/cameras/<uuid:pk>/ /api/v1/cameras/<uuid:pk>/still/
    /api/v1/cameras/<uuid:pk>/calibration/ /api/v1/cameras/<uuid:pk>/presets/
    /api/v1/cameras/<uuid:pk>/presets/<uuid:preset>/ /api/v1/cameras/<uuid:pk>/presets/<uuid:preset>/look/
    /api/v1/stops/ /api/v1/stops/<uuid:pk>/lift/
    /api/v1/duty/ /api/v1/duty/start/ /api/v1/duty/sign/ /api/v1/duty/end/ /api/v1/logbook/
    /api/v1/hand-overs/ /api/v1/hand-overs/<uuid:pk>/ /api/v1/hand-overs/<uuid:pk>/take/
    /api/v1/coverage/ /api/v1/zones/ground/ /api/v1/counts/last-hour/
    /api/v1/cameras/<uuid:pk>/settings/ /api/v1/districts/ /api/v1/schedules/ /api/v1/authorisations/<uuid:pk>/
    /api/v1/figures/ /api/v1/schedules/<uuid:pk>/ /api/v1/districts/<int:pk>/
    /api/v1/networks/ /api/v1/networks/<int:pk>/
    /api/v1/validations/ /api/v1/validations/<uuid:pk>/withdraw/
    /api/v1/brokers/ /api/v1/brokers/<uuid:pk>/ /api/v1/brokers/<uuid:pk>/state/ /api/v1/brokers/<uuid:pk>/test/
    /api/v1/brokers/<uuid:pk>/stop/ /api/v1/brokers/<uuid:pk>/start/ /api/v1/brokers/<uuid:pk>/subscriptions/
    /api/v1/brokers/<uuid:pk>/subscriptions/<uuid:subscription>/
    /api/v1/reports/ /api/v1/reports/<uuid:pk>/ /api/v1/reports/<uuid:pk>/paper/
    /api/v1/imports/ /api/v1/imports/<uuid:pk>/ /api/v1/imports/<uuid:pk>/take-back/
    /api/v1/layers/ /api/v1/layers/<uuid:pk>/ /api/v1/layers/<uuid:pk>/shapes/
    /api/v1/zones/<uuid:pk>/ /api/v1/zones/<uuid:pk>/versions/
    /api/v1/rules/ /api/v1/rules/<uuid:pk>/ /api/v1/rules/<uuid:pk>/versions/
    /api/v1/webhooks/ /api/v1/webhooks/<uuid:pk>/ /api/v1/webhooks/<uuid:pk>/state/ /api/v1/webhooks/<uuid:pk>/test/
    /api/v1/webhooks/<uuid:pk>/secret/ /api/v1/webhooks/<uuid:pk>/stop/ /api/v1/webhooks/<uuid:pk>/start/
    /api/v1/webhooks/<uuid:pk>/again/ /api/v1/webhooks/<uuid:pk>/deliveries/
    /api/v1/webhooks/<uuid:pk>/deliveries/<uuid:delivery>/ /api/v1/webhooks/<uuid:pk>/deliveries/<uuid:delivery>/again/
    /api/v1/zones/ /api/v1/counts/ /api/v1/counts/split/ /api/v1/counts/speeds/ /api/v1/authorisations/ /api/v1/search/
    /admin/
"""
"""Every address except those inside /admin/, which follow from ADMINISTERED."""

SOCKETS = "/live/ws/ /live/view/"

ADMINISTERED = """
    accounts.User accounts.ApiToken law.Authorisation law.Stop law.LogEntry
    outward.Webhook outward.Delivery mqtt.Broker mqtt.Subscription
    alerts.Deadline oncall.OnCall maps.Camera maps.Zone maps.City maps.District maps.LayerImport
    detectors.Rule detectors.Schedule detectors.Network detectors.Watch
    axes.AccessAttempt axes.AccessLog
"""

FORBIDDEN = """
    biometric biometrics biometry template embedding fingerprint gait iris reid reidentification reidentify
    face faces facial portrait recognition recognise recognize identity identification watchlist suspect suspicion
    emotion emotions mood sentiment stress aggression intent
    sex gender male female man woman men women boy girl age ages child children adult elderly
    skin race ethnicity ethnic religion disability weight
    clothing clothes cloth garment hair beard hat colour color
    plate plates anpr lpr ocr registration
    audio sound voice speech microphone
"""

ALLOWED = {
    "detectors.Watch.frame_age_ms": "the age of a picture, not of a person",
}
"""Names that hold such a word in another sense, each with the sense that it has."""
