"""Scenes that the kinds are tuned on: one file a kind, each with a tuple ``SCENES``."""
