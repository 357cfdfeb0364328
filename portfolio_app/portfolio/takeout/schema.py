"""The published schema of `portfolio.json`: written from what the domains' `personal.py` say, so that it cannot lie.

`python -m portfolio_app.portfolio.takeout.schema` writes it anew; a test says when that is due.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, String, TypeDecorator, Uuid

from portfolio_app.core import personal
from portfolio_app.core.models import MediaFile
from portfolio_app.core.personal import Owned
from portfolio_app.portfolio.takeout.contents import FORMAT, VERSION

FILE = Path(__file__).with_name("portfolio.schema.json")
ID = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"}
MOMENT = {"type": "string", "format": "date-time", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T"}
DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
LANGUAGE = {"type": "string", "maxLength": 8}
WORDS = {"type": "object", "additionalProperties": {"type": "string"}}


def make_schema() -> dict[str, Any]:
    """The schema, as JSON Schema of 2020-12."""
    kinds = {one.name: {"type": "array", "items": _row(one)} for one in personal.owned().values()}
    named = {"code": {"type": "string"}, "name": {"type": "string"}}
    framework = named | {"steps": WORDS, "capabilities": {"type": "object", "additionalProperties": WORDS}}
    questionnaire = named | {"answers": WORDS, "statements": WORDS}
    owner = {"id": ID, "name": {"type": "string", "maxLength": 120}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT}:{VERSION}",
        "title": "A portfolio as Polku gives it to its owner, version 1",
        "description": "docs/takeout.md of Polku tells what the parts mean.",
        "type": "object",
        "required": ["format", "version", "owner", "holds"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "made_at": MOMENT,
            "language": LANGUAGE,
            "owner": {"type": "object", "required": ["id", "name"], "properties": owner},
            "frameworks": {"type": "array", "items": {"type": "object", "properties": framework}},
            "questionnaires": {"type": "array", "items": {"type": "object", "properties": questionnaire}},
            "holds": {"type": "object", "properties": dict(sorted(kinds.items())), "additionalProperties": False},
        },
    }


def _row(one: Owned) -> dict[str, Any]:
    properties = {column.name: _column(one, column) for column in one.columns}
    properties |= {named.key: {"type": ["string", "null"], "maxLength": 200} for named in one.named}
    if one.table is MediaFile:
        properties["path"] = {"type": "string", "maxLength": 120}
    return {"type": "object", "required": ["id"], "properties": properties, "additionalProperties": False}


def _column(one: Owned, column: Column[Any]) -> dict[str, Any]:
    said = _type(column)
    if kind := one.choices.get(column.name):
        empty = [""] if column.default is not None and column.default.arg == "" else []  # type: ignore[union-attr]
        said = {"enum": [*empty, *(choice.value for choice in kind)]}
        return {"enum": [*said["enum"], None]} if column.nullable else said
    if column.nullable and "type" in said:
        return said | {"type": [said["type"], "null"]}
    return said


def _type(column: Column[Any]) -> dict[str, Any]:
    kind = column.type
    if isinstance(kind, Uuid):
        return ID
    if isinstance(kind, JSON):
        return {}
    inner: Any = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(inner, String):
        return {"type": "string"} | ({"maxLength": inner.length} if inner.length else {})
    return {
        "bool": {"type": "boolean"},
        "int": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
        "date": DAY,
        "datetime": MOMENT,
    }[inner.python_type.__name__]


@cache
def schema() -> dict[str, Any]:
    """The schema this version publishes."""
    return json.loads(FILE.read_text("utf-8"))


def as_text(made: dict[str, Any]) -> str:
    """How it lies in the file."""
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    from portfolio_app.migrations import import_models

    import_models()
    FILE.write_text(as_text(make_schema()), "utf-8")
