"""Prometheus' own tool reads what we say, and tries the rules that we offer."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from rest_framework.test import APIClient

from hypervision.accounts.rights import Role
from hypervision.lib import clock
from maps.models import Camera
from tests.factories import NOON, make_authorisation, make_user
from tests.metrics.worlds import State, raised, watched
from tests.outward.worlds import make_webhook

ROOT = Path(__file__).parents[2]
RULES = ROOT / "docs" / "operations" / "hypervision.rules.yml"
DASHBOARD = ROOT / "docs" / "operations" / "grafana.json"
OURS = re.compile(r"hypervision_\w+")

pytestmark = pytest.mark.skipif(
    not shutil.which("promtool"), reason="Debian's promtool is missing; bin/test installs it."
)


def promtool(*arguments: str, said: str = "") -> str:
    done = subprocess.run(["promtool", *arguments], input=said, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def full(monitoring: APIClient, camera: Camera) -> APIClient:
    """A house in which each family has something to say."""
    watched("Square")
    raised(camera, NOON, (10, State.CONFIRMED))
    raised(camera, clock.now())
    make_authorisation(starts_at=NOON.replace(year=2020), ends_at=NOON.replace(year=2100))
    make_webhook(make_user(Role.SYSTEM))
    return monitoring


@pytest.mark.parametrize("is_full", [True, False])
def test_a_scrape_is_without_fault(request: pytest.FixtureRequest, monitoring: APIClient, is_full: bool) -> None:
    if is_full:
        request.getfixturevalue("full")
    assert promtool("check", "metrics", said=monitoring.get("/metrics").content.decode()) == ""


def test_both_forms_say_the_same(full: APIClient) -> None:
    plain = full.get("/metrics").content.decode()
    answer = full.get("/metrics", headers={"Accept": "application/openmetrics-text"}).content.decode()
    families = list(text_string_to_metric_families(answer))
    names = {sample.name for family in families for sample in family.samples}
    assert names == {re.split(r"[ {]", line)[0] for line in plain.splitlines() if not line.startswith("#")}


def test_the_rules_are_without_fault() -> None:
    promtool("check", "rules", "--lint-fatal", str(RULES))


def test_the_rules_fire_when_they_should_and_not_else() -> None:
    promtool("test", "rules", str(Path(__file__).with_name("rules.test.yml")))


def test_every_rule_is_tried() -> None:
    rules = {rule["alert"] for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]}
    tried = yaml.safe_load(Path(__file__).with_name("rules.test.yml").read_text())["tests"]
    fired = {case["alertname"] for test in tried for case in test["alert_rule_test"] if case["exp_alerts"]}
    assert fired == rules


def test_rules_and_dashboard_name_only_what_is_measured(full: APIClient) -> None:
    measured = set(OURS.findall(full.get("/metrics").content.decode()))
    queries = [target["expr"] for panel in _panels() for target in panel["targets"]]
    for text in (
        *(rule["expr"] for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]),
        *queries,
    ):
        assert set(OURS.findall(text)) <= measured, text


def test_each_query_of_the_dashboard_can_be_read(tmp_path: Path) -> None:
    """As recording rules: promtool has no other way to read a query without a server."""
    queries = [target["expr"].replace("$instance", ".*") for panel in _panels() for target in panel["targets"]]
    rules = [{"record": f"panel:query{number}", "expr": query} for number, query in enumerate(queries)]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    promtool("check", "rules", str(file))


def test_the_panels_of_the_dashboard_do_not_overlap() -> None:
    taken = set[tuple[int, int]]()
    for panel in _panels():
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken
        assert at["x"] + at["w"] <= 24
        taken |= cells


def _panels() -> list[dict[str, Any]]:
    panels: list[dict[str, Any]] = json.loads(DASHBOARD.read_text())["panels"]
    return panels
