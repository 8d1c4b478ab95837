"""Addresses of this room under /api/v1/."""

from django.urls import path

from hypervision.exercises import api

urlpatterns = [
    path("exercises/", api.Exercises.as_view(), name="exercises"),
    path("exercises/check/", api.ScriptCheck.as_view(), name="exercise_check"),
    path("exercises/<uuid:pk>/", api.ExerciseDetail.as_view(), name="exercise"),
    path("exercises/<uuid:pk>/end/", api.ExerciseEnd.as_view(), name="exercise_end"),
]
