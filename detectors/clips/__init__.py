"""Clips: ten seconds before and after an event, from masked pictures in memory to the page (docs/clips.md)."""
