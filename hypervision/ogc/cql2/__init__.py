"""Filters in CQL2 (OGC 21-065), as text and as JSON: read into one tree, and turned into a ``Q`` over what may
be asked.

``text`` and ``written`` read, ``tree`` is what both give, ``to_q`` gives it a meaning. What is not understood is a
``ValueError`` with a sentence.
"""
