"""The shipped pipeline over one recording, folder or stream, at the request of a person; no Django in here.

frames.py reads, run.py tells the story, each output is one file beside it, request.py puts them
together for the command ``analyse``.
"""
