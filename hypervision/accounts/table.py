"""Who may do what, as a table for the docs, made from the roles themselves."""

from collections.abc import Iterator

from hypervision.accounts.rights import RIGHTS, Right, Role


def rights_table() -> str:
    """Markdown: a row for each right, a column for each role."""
    return "\n".join(_rows())


def _rows() -> Iterator[str]:
    yield _row("right", *Role)
    yield "|---" * (len(Role) + 1) + "|"
    for right in Right:
        yield _row(right.replace("_", " "), *("yes" if right in RIGHTS[role] else "" for role in Role))


def _row(*cells: str) -> str:
    return "".join(f"| {cell} " if cell else "| " for cell in map(str, cells)) + "|"
