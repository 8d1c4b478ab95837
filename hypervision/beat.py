"""What beat starts, and how often. Periods are seconds; a crontab is in UTC."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    # A message that waits longer than its period is stale: the next one says the same.
    "hand out watches": {"task": "detectors.tasks.assign_watches", "schedule": 2.0, "options": {"expires": 4}},
    "share cameras out": {"task": "detectors.tasks.share_out", "schedule": 20.0, "options": {"expires": 10}},
    "note silences": {"task": "hypervision.shifts.tasks.note_silences", "schedule": 15.0, "options": {"expires": 15}},
    "erase the logbook": {"task": "hypervision.shifts.tasks.erase_logbook", "schedule": crontab(hour=3, minute=20)},
    "keep duty": {"task": "hypervision.shifts.tasks.keep_duty", "schedule": 15.0, "options": {"expires": 15}},
    "erase what is due": {"task": "detectors.tasks.erase_due", "schedule": crontab(), "options": {"expires": 50}},
    "keep the call": {"task": "hypervision.oncall.tasks.keep_call", "schedule": 10.0, "options": {"expires": 10}},
    "play exercises": {
        "task": "hypervision.exercises.tasks.play_exercises",
        "schedule": 2.0,
        "options": {"expires": 4},
    },
    "erase exercises": {
        "task": "hypervision.exercises.tasks.erase_exercises",
        "schedule": crontab(hour=3, minute=25),
    },
    "forget sendings": {"task": "hypervision.inward.tasks.forget_sendings", "schedule": crontab(minute=40)},
    "tell webhooks": {"task": "hypervision.outward.tasks.tell_webhooks", "schedule": 2.0, "options": {"expires": 4}},
    "keep deliveries": {
        "task": "hypervision.outward.tasks.keep_deliveries",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "keep brokers": {
        "task": "hypervision.mqtt.tasks.keep_brokers",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "keep totals": {
        "task": "hypervision.metrics.tasks.keep_totals",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 250},
    },
    "keep the log's months": {"task": "hypervision.law.tasks.keep_log", "schedule": crontab(hour="*/6", minute=35)},
    "keep the counts' months": {"task": "maps.tasks.keep_counts", "schedule": crontab(hour="*/6", minute=45)},
    "fold figures": {"task": "hypervision.board.tasks.fold", "schedule": 5.0, "options": {"expires": 5}},
    "keep days": {"task": "hypervision.reports.tasks.keep_days", "schedule": crontab(minute=10)},
    "make reports": {
        "task": "hypervision.reports.tasks.make_reports",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 550},
    },
    "send reports": {
        "task": "hypervision.reports.tasks.send_reports",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    "fold the map's cells": {
        "task": "hypervision.alerts.tasks.fold_cells",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "forget old cells": {"task": "hypervision.alerts.tasks.forget_cells", "schedule": crontab(hour=3, minute=50)},
    "keep deadlines": {"task": "hypervision.alerts.tasks.keep_deadlines", "schedule": 5.0, "options": {"expires": 10}},
}
