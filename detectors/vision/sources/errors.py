"""Why a source gives no picture: a code for programs and a sentence for people, neither ever with a password in it."""

from enum import StrEnum


class Reason(StrEnum):
    """Codes of ``SourceError``; kept in the database and translated on the pages.

    SILENT: connected, but nothing comes. LOST: the camera, or the network, ended the connection. ENDED: a recording is
    over. STOPPED: we were told to stop.
    """

    BAD_ADDRESS = "bad_address"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code, not a password
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NO_VIDEO = "no_video"
    UNSUPPORTED_CODEC = "unsupported_codec"
    BROKEN_STREAM = "broken_stream"
    SILENT = "silent"
    LOST = "lost"
    ENDED = "ended"
    STOPPED = "stopped"


class SourceError(Exception):
    """``str(error)`` is a sentence that says what is wrong and what to do; write it from redacted addresses only."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
