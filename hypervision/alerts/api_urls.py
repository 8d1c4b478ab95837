"""Addresses of events and alerts under /api/v1/."""

from django.urls import path

from hypervision.alerts import action_api, api, changes_api, snooze_api

urlpatterns = [
    path("events/<uuid:pk>/", api.EventDetail.as_view(), name="event"),
    path("alerts/changes/", changes_api.AlertChanges.as_view(), name="alert_changes"),
    path("alerts/<uuid:pk>/", api.AlertDetail.as_view(), name="alert"),
    path("alerts/<uuid:pk>/claim/", action_api.Claim.as_view(), name="claim"),
    path("alerts/<uuid:pk>/confirm/", action_api.Confirm.as_view(), name="confirm"),
    path("alerts/<uuid:pk>/refute/", action_api.Refute.as_view(), name="refute"),
    path("alerts/<uuid:pk>/escalate/", action_api.Escalate.as_view(), name="escalate"),
    path("alerts/<uuid:pk>/correct/", action_api.Correct.as_view(), name="correct"),
    path("snoozes/", snooze_api.SnoozeList.as_view(), name="snoozes"),
    path("snoozes/<uuid:pk>/wake/", snooze_api.Wake.as_view(), name="wake"),
    path("alerts/<uuid:pk>/notes/", action_api.AddNote.as_view(), name="note"),
]
