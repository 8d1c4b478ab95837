"""What a web process has loaded stays as long as the process, so Python need not look through it for rubbish.

A full collection walks every object there is, 70 ms and more with our libraries, in the midst of some request. What is
frozen it passes over.
"""

import gc

from django.urls import get_resolver


def settle() -> None:
    """Loads every view, and freezes what is there. For the start of a process."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
