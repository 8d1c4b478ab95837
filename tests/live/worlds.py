"""Proves the promise of the live room: a snapshot and the messages since its number are a fresh snapshot."""

import json
from datetime import datetime, timedelta
from typing import Any

from hypervision.accounts.models import User
from hypervision.alerts.selectors import ALERT_HOURS
from hypervision.live import messages, reading
from hypervision.live.viewers import viewer_of
from hypervision.pages.snapshot import Snapshot, snapshot

World = dict[str, dict[str, Any]]
"""What a browser holds: alerts, incidents, runs, cameras, stops, snoozes, who is on duty, by id; the map's version."""


def assert_told(before: Snapshot, person: User) -> None:
    """Whoever took this snapshot and applied all that they were told since holds what a fresh one says."""
    fresh = snapshot(person)
    world = world_of(before)
    for frame in heard(person, before["number"]):
        apply(world, frame)
    forget_old_alerts(world, datetime.fromisoformat(fresh["server_time"]))
    assert world == world_of(fresh)


def heard(person: User, since: int) -> list[dict[str, Any]]:
    """The frames that a person is sent after a number, as a browser reads them."""
    viewer, frames = viewer_of(person), []
    while entries := reading.after(since):
        frames += [json.loads(entry.text) for entry in entries if viewer.may_hear(entry)]
        since = entries[-1].number
    return frames


def world_of(taken: Snapshot) -> World:
    plain = json.loads(json.dumps(taken))
    return {
        "alerts": {card["id"]: card for card in plain["alerts"]},
        "incidents": {card["id"]: card for card in plain["incidents"]},
        "runs": {card["id"]: card for card in plain["runs"]},
        "cameras": {card["id"]: _without_rate(card) for card in plain["cameras"]},
        "stops": {card["id"]: card for card in plain["stops"]},
        "snoozes": {card["id"]: card for card in plain["snoozes"]},
        "duty": {card["id"]: card for card in plain["duty"]},
        "calls": {card["id"]: card for card in plain["calls"]},
        "exercises": {card["id"]: card for card in plain["exercises"]},
        "map": {"version": plain["map"]},
    }


def apply(world: World, frame: dict[str, Any]) -> None:
    """What static/js does with a frame, said once more."""
    kind = frame["kind"]
    if kind == messages.AlertPut.kind:
        world["alerts"][frame["card"]["id"]] = frame["card"]
    elif kind == messages.AlertGone.kind:
        world["alerts"].pop(frame["id"], None)
        world["incidents"].pop(frame["id"], None)
        world["runs"].pop(frame["id"], None)
    elif kind == messages.IncidentPut.kind:
        world["incidents"][frame["card"]["id"]] = frame["card"]
    elif kind == messages.IncidentGone.kind:
        world["incidents"].pop(frame["id"], None)
    elif kind == messages.RunPut.kind:
        world["runs"][frame["card"]["id"]] = frame["card"]
    elif kind == messages.CameraPut.kind:
        world["cameras"][frame["card"]["id"]] = _without_rate(frame["card"])
    elif kind == messages.CameraGone.kind:
        world["cameras"].pop(frame["id"], None)
    elif kind == messages.StopPut.kind:
        world["stops"].pop(frame["card"]["id"], None)
        if not frame["card"]["lifted"]:
            world["stops"][frame["card"]["id"]] = frame["card"]
    elif kind == messages.SnoozePut.kind:
        world["snoozes"].pop(frame["card"]["id"], None)
        if not frame["card"]["ended"]:
            world["snoozes"][frame["card"]["id"]] = frame["card"]
    elif kind == messages.DutyPut.kind:
        world["duty"].pop(frame["card"]["id"], None)
        if not frame["card"]["left"]:
            world["duty"][frame["card"]["id"]] = frame["card"]
    elif kind == messages.CallPut.kind:
        world["calls"][frame["card"]["id"]] = frame["card"]
    elif kind == messages.ExercisePut.kind:
        world["exercises"].pop(frame["card"]["id"], None)
        if not frame["card"]["ended"]:
            world["exercises"][frame["card"]["id"]] = frame["card"]
    elif kind == messages.MapChanged.kind:
        world["map"] = {"version": frame["version"]}
    else:
        assert kind == messages.EventsLost.kind, f"Nobody says what to do with a message of kind {kind}."


def forget_old_alerts(world: World, now: datetime) -> None:
    oldest = now - timedelta(hours=ALERT_HOURS)
    kept = {key: card for key, card in world["alerts"].items() if datetime.fromisoformat(card["captured_at"]) >= oldest}
    world["alerts"] = kept
    for hanging in ("incidents", "runs"):
        world[hanging] = {key: card for key, card in world[hanging].items() if key in kept}


def _without_rate(card: dict[str, Any]) -> dict[str, Any]:
    """The rate moves all the time and is told only with a change of state."""
    return {key: value for key, value in card.items() if key != "rate"}
