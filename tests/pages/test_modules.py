"""A page names the modules that it will need: all of them, and none that is not there."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from hypervision.accounts.rights import Role
from hypervision.pages.modules import modules_of
from tests.factories import make_user


def test_the_control_room_names_what_its_script_imports_near_and_far() -> None:
    named = modules_of("js/room.js")
    assert {"js/live/room.js", "js/live/store.js", "js/map/layers.js", "maplibre-gl/maplibre-gl.mjs"} <= set(named)
    assert len(named) == len(set(named))


@pytest.mark.parametrize("module", modules_of("js/room.js"))
def test_each_module_that_is_named_is_there(module: str) -> None:
    assert finders.find(module), f"js/room.js leads to {module}, which does not exist."


def test_imports_of_several_lines_and_circles_are_followed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.js").write_text('import {\n  a,\n  b,\n} from "./two.js";\nimport "./lib/three.js";\n')
    (tmp_path / "two.js").write_text('import { c } from "./one.js";\nconst text = "./four.js";\n')
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/three.js").write_text('export { d } from "../two.js";\n')
    monkeypatch.setattr(finders, "find", lambda name: str(tmp_path / name))
    assert modules_of("one.js") == ("two.js", "lib/three.js")


@pytest.mark.django_db
def test_the_page_asks_for_them_before_its_script_runs(client: Client) -> None:
    client.force_login(make_user(Role.OPERATOR))
    page = client.get("/map/").content.decode()
    for module in modules_of("js/room.js"):
        assert f'<link rel="modulepreload" href="/static/{module}">' in page
