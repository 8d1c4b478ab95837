"""Cameras that say by themselves that they are there: WS-Discovery and ONVIF, asked by a worker (docs/admin.md)."""
