"""Answers of this room that are neither a conflict nor unusable input."""

from hypervision.lib.errors import Refusal


class NotAllowed(Refusal):
    """The role does not include the right."""

    status = 403


class Unknown(Refusal):
    """There is no such alert, or none that this person may know of: both read the same."""

    status = 404
