"""Ids that are named in a text, inside statements: a grant or a comment names what it is about, which may be of many
kinds, and SQLite and PostgreSQL keep ids differently.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_AN_ID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class id_named(FunctionElement[UUID]):
    """The id that a text column names, to be compared with a column of ids; none of ours for any other text."""

    inherit_cache = True
    type = Uuid()

    def __init__(self, text: ColumnElement[str]) -> None:
        super().__init__(text)


@compiles(id_named, "sqlite")
def _in_sqlite(element: id_named, compiler: SQLCompiler, **given: Any) -> str:
    return f"replace({compiler.process(element.clauses, **given)}, '-', '')"


@compiles(id_named, "postgresql")
def _in_postgresql(element: id_named, compiler: SQLCompiler, **given: Any) -> str:
    text = compiler.process(element.clauses, **given)
    return f"CASE WHEN {text} ~ '{_AN_ID}' THEN CAST({text} AS UUID) END"
