"""What an entry of the journal says to other systems: the way from a card to a message.

An alert leaves only after a person has confirmed it, unless its authorisation names who is told before (R-16); an
exercise never leaves.
"""

from collections.abc import Mapping
from typing import Any, Literal, cast

from hypervision.alerts.workflow import State
from hypervision.live.cards import AlertCard, CameraCard
from hypervision.outward.messages import (
    AlertClosed,
    AlertConfirmed,
    AlertData,
    AlertExpired,
    AlertMessage,
    AlertRaised,
    AlertRefuted,
    CameraData,
    RaisedData,
)
from hypervision.outward.places import rounded

CAMERA_ERROR = 1.0
"""Metres: where a camera hangs is known well."""

_SAYS: Mapping[tuple[str, str], type[AlertMessage]] = {
    ("", State.NEW): AlertRaised,
    (State.NEW, State.EXPIRED): AlertExpired,
    (State.NEW, State.CONFIRMED): AlertConfirmed,
    (State.EXPIRED, State.CONFIRMED): AlertConfirmed,
    (State.NEW, State.CLOSED): AlertClosed,
    (State.EXPIRED, State.CLOSED): AlertClosed,
    (State.NEW, State.REFUTED): AlertRefuted,
    (State.EXPIRED, State.REFUTED): AlertRefuted,
    ("", State.CONFIRMED): AlertConfirmed,
    (State.REFUTED, State.CONFIRMED): AlertConfirmed,
    ("", State.CLOSED): AlertClosed,
    (State.CONFIRMED, State.CLOSED): AlertClosed,
    (State.REFUTED, State.CLOSED): AlertClosed,
    (State.CONFIRMED, State.REFUTED): AlertRefuted,
    (State.CLOSED, State.REFUTED): AlertRefuted,
}
"""By what was told last (empty: nothing) and what is so now. What is not here is told to nobody."""


def of_alert(card: AlertCard, told: str, *, early: bool = False) -> type[AlertMessage] | None:
    """Which message is due to whoever was told this state last; None where there is nothing to say.

    early: the alert's authorisation names the listener, who may be told before a person has confirmed (``early``).
    """
    message = None if card["exercise"] else _SAYS.get((told, card["state"]))
    return None if message is AlertRaised and not early else message


def alert_message(message: type[AlertMessage], at: str, card: AlertCard) -> AlertMessage:
    """at: ISO 8601."""
    if issubclass(message, AlertRaised | AlertExpired):
        return message(timestamp=at, data=raised_data(card))
    return message(timestamp=at, data=alert_data(card))


def raised_data(card: AlertCard) -> RaisedData:
    """Of an alert without a verdict."""
    return RaisedData(**_facts(card), state=cast(Literal["new", "expired_unreviewed"], card["state"]))


def alert_data(card: AlertCard) -> AlertData:
    """Of an alert that has a verdict."""
    decided = card["outcome"] or card["verdict"]
    if decided is None:
        raise ValueError(f"Alert {card['id']} has no verdict: it stays in the house.")
    return AlertData(
        **_facts(card),
        state=cast(Literal["confirmed", "closed", "refuted"], card["state"]),
        decided_at=decided["at"],
        reason=decided["reason"],
    )


def _facts(card: AlertCard) -> dict[str, Any]:
    """What leaves the house of any alert. Notes, words and names stay in it."""
    lon, lat = rounded(card["lon"], card["lat"], card["error_m"])
    return {
        "id": card["id"],
        "event": card["event"],
        "kind": card["kind"],
        "severity": card["severity"],
        "camera": card["camera"],
        "camera_name": card["camera_name"],
        "lon": lon,
        "lat": lat,
        "error_m": card["error_m"],
        "place_source": card["place_source"],
        "street": card["street"],
        "district": card["district"],
        "started_at": card["started_at"],
        "captured_at": card["captured_at"],
        "demo": card["demo"],
    }


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
