"""Portfolios by chance, as `portfolio.json` holds them: rows of every kind that comes in elsewhere, with what they
refer to. Some of them no domain would take; what it does take must come through."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import JSON, Column, String, TypeDecorator, Uuid

from portfolio_app.core import personal
from portfolio_app.core.erasure import children_first
from portfolio_app.core.models import MediaFile
from portfolio_app.core.personal import Owned
from portfolio_app.esco.file import URI
from portfolio_app.skills.framework import framework
from tests.portfolio.credentials.samples import NAMES, SCHOOL, a_credential

CODES = [one.code for one in framework().capabilities]
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
MOMENT = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat)  # noqa: DTZ001
DAY = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat)
SAID = {
    "framework": st.just(framework().code),
    "capability": st.sampled_from(CODES),
    "step": st.integers(0, 4),
    "on_dial": st.just(False),
    "position": st.integers(0, 5),
    "value": st.integers(1, 4),
    "version": st.integers(1, 3),
    "questionnaire": st.sampled_from(["strengths", "interests"]),
    "uri": st.sampled_from([URI + "skill/a", URI + "skill/b"]),
    "names": st.just({"en": "bake"}),
    "language": st.sampled_from(["en", "fi"]),
    "began": st.sampled_from(["", "2024", "2024-05"]),
    "ended": st.just(""),
    "ongoing": st.just(False),
}


@st.composite
def portfolios(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """What `holds` has, without files."""
    holds: dict[str, list[dict[str, Any]]] = {}
    for one in reversed(children_first(personal.owned().values())):
        if one.imported and one.table is not MediaFile:
            make = _credential if one.name == "credentials" else _row
            holds[one.name] = [make(draw, one, holds) for _number in range(draw(st.integers(0, 3)))]
    return holds


def _credential(draw: st.DrawFn, one: Owned, holds: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """One that was accepted, and so is signed: nothing else about a row says whether it may come in."""
    title, criteria = draw(st.sampled_from(("Works in a team", *NAMES))), draw(st.sampled_from(("Led four", SCHOOL)))
    document = a_credential(draw(st.sampled_from(NAMES)), title=title, criteria=criteria)
    said = {"title": title, "criteria": criteria, "document": document, "declined_at": None}
    return _row(draw, one, holds) | said | {"accepted_at": draw(MOMENT), "school": SCHOOL}


def _row(draw: st.DrawFn, one: Owned, holds: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    row = {column.name: _value(draw, one, column, holds) for column in one.columns}
    row |= {named.key: draw(st.none() | TEXT) for named in one.named}
    row["id"] = str(draw(st.uuids(version=4)))
    if one.name == "evidence":
        row |= {"kind": "words", "url": "", "media_id": None}
    if "thing" in row:
        kind = "entries" if draw(st.booleans()) else "evidence"
        row["kind"] = {"entries": "entry", "evidence": "evidence"}[kind]
        row["thing"] = draw(st.sampled_from([other["id"] for other in holds.get(kind, [])] or ["nothing"]))
    return row


def _value(draw: st.DrawFn, one: Owned, column: Column[Any], holds: dict[str, list[dict[str, Any]]]) -> Any:
    for key in column.foreign_keys:
        other = personal.owned()[key.column.table.name]
        there = [row["id"] for row in holds.get(other.name, [])]
        return draw(st.sampled_from(there)) if there else None if column.nullable else str(UUID(int=1))
    if kind := one.choices.get(column.name):
        return draw(st.sampled_from([choice.value for choice in kind]))
    return draw(st.none() | _typed(column) if column.nullable else _typed(column))


def _typed(column: Column[Any]) -> st.SearchStrategy[Any]:
    if column.name in SAID:
        return SAID[column.name]
    if isinstance(column.type, Uuid):
        return st.uuids().map(str)
    if isinstance(column.type, JSON):
        return st.just({})
    inner: Any = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(inner, String):
        return TEXT.map(lambda text: text[: inner.length])
    return {"bool": st.booleans(), "int": st.integers(0, 1000), "date": DAY, "datetime": MOMENT}[
        inner.python_type.__name__
    ]
