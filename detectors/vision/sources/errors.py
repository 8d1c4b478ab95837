"""Why a source gives no picture: a code for programs and a sentence for people, neither ever with a password in it."""

from enum import StrEnum

from detectors.vision.sentences import SentenceError


class Reason(StrEnum):
    """Codes of ``SourceError``, for what decides how soon to try again.

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


class SourceError(SentenceError):
    """The sentence says what is wrong and what to do; write it from redacted addresses only."""

    def __init__(self, reason: Reason, template: str, /, **values: object) -> None:
        super().__init__(template, **values)
        self.reason = reason
