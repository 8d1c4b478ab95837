"""Why there is no result: one sentence for the person at the keyboard, who reads English (it is a command line)."""


class AnalysisError(Exception):
    """The message says what is wrong and what to do."""
