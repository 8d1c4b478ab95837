"""Runs in a peer's own environment: tipg, which serves the tables of a database as OGC API Features.

``DATABASE_URL`` names the database; the first argument is the port.
"""

import os
import sys

os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"].replace("postgis://", "postgresql://", 1)
os.environ |= {
    "TIPG_DB_SCHEMAS": '["bench"]',  # not our own tables, whose extents it would look for first
    "TIPG_DB_TABLES": '["bench.told_events"]',
    "TIPG_TABLE_CONFIG__bench_told_events__pk": "id",
    "TIPG_TABLE_CONFIG__bench_told_events__geomcol": "place",
}

import uvicorn

uvicorn.run("tipg.main:app", port=int(sys.argv[1]), access_log=False, log_level="error")
