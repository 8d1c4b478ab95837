"""Production data survives the cut into months, and survives it taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from hypervision.law import log
from hypervision.law.models import LogEntry
from maps.models import CountBin
from tests.factories import NOON, make_camera, make_count
from tests.migrating import at

WHOLE = [("maps", "0016_bins_by_time_and_stream"), ("law", "0006_recipients_of_unreviewed_alerts")]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_counts_and_log_lie_in_months_and_are_what_they_were() -> None:
    camera = make_camera()
    for days in (0, 40, 400):
        make_count(camera, 5 + days, starts_at=NOON - timedelta(days=days))
    log.write("ada", "camera.save", "one")
    counts = list(CountBin.objects.order_by("pk").values())
    entries = list(LogEntry.objects.values())
    with at(WHOLE) as apps:
        assert list(apps.get_model("maps", "CountBin").objects.order_by("pk").values()) == counts
        assert list(apps.get_model("law", "LogEntry").objects.values()) == entries
    assert list(CountBin.objects.order_by("pk").values()) == counts
    assert list(LogEntry.objects.values()) == entries
    assert log.first_altered() is None
    assert make_count(camera, starts_at=datetime.now(UTC)).pk > max(count["id"] for count in counts)
