"""Links of the API's description: which address an answer leads to. Made of the addresses themselves, so that a new one
is linked without anybody thinking of it; whoever reads or tries the API follows them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_VERBS = ("get", "post", "put", "patch", "delete")
_NAME = re.compile(r"\{(\w+)\}")
_FIRST = {"features": "$response.body#/features/0/id", "results": "$response.body#/results/0/id"}


def with_links(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A hook of drf-spectacular.

    1. A list leads to each thing below it, by the id of its first row; what was made there, by its own id.
    2. What was read leads to its change and its end, with its ETag.
    """
    paths: Mapping[str, Any] = result["paths"]
    for path, operations in paths.items():
        below = list(_below(paths, path))
        _link(operations.get("get"), "200", path, below, _FIRST[_rows(operations.get("get"))])
        _link(operations.get("post"), "201", path, below, "$response.body#/id")
        writes = [operations[verb] for verb in ("patch", "delete") if verb in operations]
        if "get" in operations and "200" in operations["get"]["responses"]:
            links = operations["get"]["responses"]["200"].setdefault("links", {}) if writes else {}
            links.update({write["operationId"]: _same(path, write) for write in writes})
    return result


def _below(paths: Mapping[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What lies one name further on: the name, and the operation."""
    for other, operations in paths.items():
        further = _NAME.findall(other.removeprefix(path)) if other.startswith(path + "{") else []
        if len(further) == 1:
            yield from ((further[0], operations[verb]) for verb in _VERBS if verb in operations)


def _link(source: Any, status: str, path: str, below: list[tuple[str, dict[str, Any]]], pointer: str) -> None:
    if not below or not isinstance(source, dict) or status not in source["responses"]:
        return
    above = {name: f"$request.path.{name}" for name in _NAME.findall(path)}
    source["responses"][status]["links"] = {
        target["operationId"]: {"operationId": target["operationId"], "parameters": {**above, name: pointer}}
        for name, target in below
    }


def _same(path: str, target: dict[str, Any]) -> dict[str, Any]:
    known = {name: f"$request.path.{name}" for name in _NAME.findall(path)}
    asks = {one["name"] for one in target.get("parameters", ())}
    tag = {"If-Match": "$response.header.ETag"} if "If-Match" in asks else {}
    return {"operationId": target["operationId"], "parameters": {**known, **tag}}


def _rows(operation: Any) -> str:
    answers = operation["responses"].get("200", {}).get("content", {}) if operation else {}
    return "results" if "application/json" in answers else "features"
