"""What an entry of the journal says to other systems: the way from a card to a message.

An alert leaves only after a person has confirmed it (R-16), and an exercise never.
"""

from collections.abc import Mapping
from typing import Literal, cast

from hypervision.alerts.workflow import State
from hypervision.live.cards import AlertCard, CameraCard
from hypervision.outward.messages import (
    AlertClosed,
    AlertConfirmed,
    AlertData,
    AlertMessage,
    AlertRefuted,
    CameraData,
)
from hypervision.outward.places import rounded

CAMERA_ERROR = 1.0
"""Metres: where a camera hangs is known well."""

_SAYS: Mapping[tuple[str, str], type[AlertMessage]] = {
    ("", State.CONFIRMED): AlertConfirmed,
    (State.REFUTED, State.CONFIRMED): AlertConfirmed,
    ("", State.CLOSED): AlertClosed,
    (State.CONFIRMED, State.CLOSED): AlertClosed,
    (State.REFUTED, State.CLOSED): AlertClosed,
    (State.CONFIRMED, State.REFUTED): AlertRefuted,
    (State.CLOSED, State.REFUTED): AlertRefuted,
}
"""By what was told last (empty: nothing) and what is so now. What is not here is told to nobody."""


def of_alert(card: AlertCard, told: str) -> type[AlertMessage] | None:
    """Which message is due to whoever was told this state last; None where there is nothing to say."""
    return None if card["exercise"] else _SAYS.get((told, card["state"]))


def alert_data(card: AlertCard) -> AlertData:
    """Of an alert that has a verdict. Notes, words and names stay in the house."""
    lon, lat = rounded(card["lon"], card["lat"], card["error_m"])
    decided = card["outcome"] or card["verdict"]
    if decided is None:
        raise ValueError(f"Alert {card['id']} has no verdict: it stays in the house.")
    return AlertData(
        id=card["id"],
        event=card["event"],
        kind=card["kind"],
        severity=card["severity"],
        state=cast(Literal["confirmed", "closed", "refuted"], card["state"]),
        camera=card["camera"],
        camera_name=card["camera_name"],
        lon=lon,
        lat=lat,
        error_m=card["error_m"],
        place_source=card["place_source"],
        street=card["street"],
        district=card["district"],
        started_at=card["started_at"],
        captured_at=card["captured_at"],
        decided_at=decided["at"],
        reason=decided["reason"],
        demo=card["demo"],
    )


def camera_data(card: CameraCard) -> CameraData:
    lon, lat = rounded(card["lon"], card["lat"], CAMERA_ERROR)
    return CameraData(
        id=card["id"],
        name=card["name"],
        lon=lon,
        lat=lat,
        state=card["state"],
        since=card["since"] or None,
        demo=card["demo"],
    )
