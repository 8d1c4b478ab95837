"""Composed scenes: clips whose truth is known exactly, made in memory from cut-outs and drawings. Pure: no Django.

docs/scenes.md shows how to write one.
"""
