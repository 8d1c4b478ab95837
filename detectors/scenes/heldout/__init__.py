"""Scenes that nobody tunes on: one file a kind, each with a tuple ``SCENES``. Read by ``evaluate`` alone."""
