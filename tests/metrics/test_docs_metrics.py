"""docs/interfaces/metrics.md: its table names what is measured and nothing else, and its configuration is one."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hypervision.metrics.collecting import written

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces" / "metrics.md").read_text()


@pytest.mark.django_db
def test_the_table_names_each_family_and_no_other() -> None:
    rows = re.findall(r"^\| (`[^|]+) \|", PAGE, re.MULTILINE)
    named = {name for names in rows for name in re.findall(r"`(\w+)`", names)}
    text, _ = written("")
    families = text_string_to_metric_families(text.decode())
    assert named == {
        family.name.removeprefix("hypervision_") + ("_total" if family.type == "counter" else "") for family in families
    }


@pytest.mark.skipif(not shutil.which("promtool"), reason="Debian's promtool is missing; bin/test installs it.")
def test_prometheus_takes_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "prometheus.yml"
    file.write_text(PAGE.partition("```yaml\n")[2].partition("```")[0])
    done = subprocess.run(["promtool", "check", "config", "--syntax-only", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
