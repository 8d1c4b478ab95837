"""Addresses of the pages for people."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import JavaScriptCatalog

from hypervision.pages import views
from hypervision.pages.calibration import CalibrationPage
from hypervision.pages.dashboard import Dashboard, Export
from hypervision.pages.exercises import ExercisePage, ExercisesPage
from hypervision.pages.handover import HandOverDraft, HandOverPage
from hypervision.pages.health import healthz
from hypervision.pages.log import LogPage
from hypervision.pages.logbook import LogbookPage
from hypervision.pages.procedures import ProcedurePage, ProceduresPage
from hypervision.pages.replay import live_replay
from hypervision.pages.reports import ReportPaper, ReportsPage, StopPage
from hypervision.pages.snapshot import live_snapshot
from hypervision.pages.transparency import TransparencyPage
from hypervision.pages.validations import ValidationsPage

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="jsi18n"),
    path("map/", views.Map.as_view(), name="map"),
    path("wall/", views.Wall.as_view(), name="wall"),
    path("dashboard/", Dashboard.as_view(), name="dashboard"),
    path("dashboard/figures.<str:form>", Export.as_view(), name="dashboard-export"),
    path("reports/", ReportsPage.as_view(), name="reports"),
    path("reports/<uuid:pk>.pdf", ReportPaper.as_view(), name="report"),
    path("reports/stop/<str:token>/", StopPage.as_view(), name="report-stop"),
    path("hand-over/", HandOverDraft.as_view(), name="hand-over-draft"),
    path("hand-over/<uuid:pk>/", HandOverPage.as_view(), name="hand-over"),
    path("validations/", ValidationsPage.as_view(), name="validations"),
    path("exercises/", ExercisesPage.as_view(), name="exercises"),
    path("exercises/<uuid:pk>/", ExercisePage.as_view(), name="exercise"),
    path("procedures/", ProceduresPage.as_view(), name="procedures"),
    path("procedures/<slug:key>/", ProcedurePage.as_view(), name="procedure"),
    path("logbook/", LogbookPage.as_view(), name="logbook"),
    path("log/", LogPage.as_view(), name="log"),
    path("cameras/<uuid:pk>/calibration/", CalibrationPage.as_view(), name="calibration"),
    path("transparency/", TransparencyPage.as_view(), name="transparency"),
    path("live/snapshot/", live_snapshot, name="live-snapshot"),
    path("live/replay/", live_replay, name="live-replay"),
    path("healthz", healthz, name="healthz"),
]
