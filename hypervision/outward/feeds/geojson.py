"""Alerts as a GeoJSON FeatureCollection (RFC 7946)."""

from collections.abc import Sequence

import msgspec

from hypervision.outward.messages import AlertData


def collection(alerts: Sequence[AlertData]) -> bytes:
    """The properties are those of the webhooks' messages."""
    features = [
        {
            "type": "Feature",
            "id": alert.id,
            "geometry": {"type": "Point", "coordinates": [alert.lon, alert.lat]},
            "properties": alert,
        }
        for alert in alerts
    ]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features})
