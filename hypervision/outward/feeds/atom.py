"""Alerts as an Atom feed (RFC 4287) with places (GeoRSS)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from hypervision.outward.feeds import words
from hypervision.outward.messages import AlertData


class _Feed(Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:georss": "http://www.georss.org/georss"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("georss:point", item["point"])


def feed(alerts: Sequence[AlertData], title: str, address: str, link: Callable[[AlertData], str]) -> str:
    """address: of the feed itself. link: from an entry to more about it."""
    made = _Feed(title=title, link=address, feed_url=address, description="", language=get_language())
    for alert in alerts:
        made.add_item(
            title=words.title(alert),
            link=link(alert),
            description=words.summary(alert),
            unique_id=f"urn:uuid:{alert.id}",
            pubdate=datetime.fromisoformat(alert.captured_at),
            updateddate=datetime.fromisoformat(alert.decided_at),
            categories=[alert.kind, alert.severity, alert.state],
            author_name=title,
            point=f"{alert.lat} {alert.lon}",
        )
    return made.writeString("utf-8")
