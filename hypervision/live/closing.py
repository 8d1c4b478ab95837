"""Why a socket is closed. The browser reads the number; docs/live.md says what it does then."""

from enum import IntEnum


class Closing(IntEnum):
    UNREADABLE = 1003  # something else than a ping came in
    TRY_LATER = 1013  # the database is away
    NOT_LOGGED_IN = 4401
    NO_RIGHT = 4403
    TOO_SLOW = 4408  # come back with the last number
    NEW_SNAPSHOT = 4410  # what came since that number is no longer kept, or what this person sees has changed
    FLOOD = 4429
