"""Drafts: what somebody is typing into a form, kept on the server until they keep the thing or drop it.

A form is named "<form>:<thing>" ("entry:6f0c…", "entry:new"). Each save counts the draft's version up, so that two tabs
typing into the same form notice each other. Drafts leave no audit row: nothing has been done yet.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Executable, String, Text, bindparam, cast, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, table_of, writing
from portfolio_app.core.errors import Conflict, Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.models import Draft

MOST_BYTES = 64 * 1024  # of the fields as JSON: more than any form here holds
MOST_FIELDS = 500  # an entry: 17 capabilities, its texts, and every evidence that is ticked
MOST_FORMS = 200  # of one person: far above what anybody has open, so only a script meets it
FORM = re.compile(r"[a-z][a-z0-9-]{0,39}(:[A-Za-z0-9._-]{1,70})?")


@dataclass(frozen=True)
class Saved:
    """A draft is on disk: its version from now on, and when that was."""

    version: int
    at: datetime


@dataclass(frozen=True)
class KeptDraft:
    """A draft as it is kept: field names and what is in them, a text or several."""

    fields: dict[str, Any]
    version: int
    saved_at: datetime


def _save(insert: Any) -> Executable:
    """A new draft, or a newer version of the one that was typed on: in one statement, because it is sent most often of
    all. Nothing comes back when another version is kept, or the same fields are."""
    statement = insert(_DRAFT).values({column: bindparam(column.name) for column in _DRAFT.columns})
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[_DRAFT.c.person_id, _DRAFT.c.form],
        set_={"fields": new.fields, "version": new.version, "saved_at": new.saved_at},
        # As texts, because PostgreSQL does not compare its json.
        where=(_DRAFT.c.version == bindparam("typed_on")) & (cast(_DRAFT.c.fields, Text) != cast(new.fields, Text)),
    ).returning(_DRAFT.c.id, _DRAFT.c.version, _DRAFT.c.saved_at)


# Written once: putting a statement together takes longer than running it.
_DRAFT = table_of(Draft)
_KEPT = select(_DRAFT.c.form, _DRAFT.c.fields, _DRAFT.c.version, _DRAFT.c.saved_at).where(
    _DRAFT.c.person_id == bindparam("person_id"), _DRAFT.c.form.in_(bindparam("forms", expanding=True))
)
_NAME = bindparam("name", type_=String())
_BEGINNING = (
    select(_DRAFT.c.form)
    .where(_DRAFT.c.person_id == bindparam("person"), func.substr(_DRAFT.c.form, 1, func.length(_NAME)) == _NAME)
    .order_by(_DRAFT.c.saved_at.desc())
)
_DROP = delete(_DRAFT).where(_DRAFT.c.person_id == bindparam("person"), _DRAFT.c.form == bindparam("form"))
_SURPLUS = (
    select(_DRAFT.c.id)
    .where(_DRAFT.c.person_id == bindparam("person"), _DRAFT.c.id != bindparam("newest"))
    .order_by(_DRAFT.c.saved_at.desc())
    .offset(bindparam("others"))
)
_SAVE = {"sqlite": _save(sqlite.insert), "postgresql": _save(postgresql.insert)}


async def save_draft(person_id: UUID, form: str, fields: dict[str, Any], version: int) -> Saved:
    """Keep `fields` as the person's draft of `form`; `version` is the one they were typed on (0: there was none).

    Sending the same again is harmless. Raises `Conflict` when another tab has saved a newer version meanwhile, and
    `Invalid` for a form's name or for fields that no form of ours sends.
    """
    check_form(form)
    _check_fields(fields)
    mine = {"person_id": person_id, "form": form}
    values = {"id": uuid4(), "fields": fields, "version": max(version, 0) + 1, "saved_at": now(), "typed_on": version}
    async with writing() as session:
        kept = (await session.execute(_SAVE[session.get_bind().dialect.name], mine | values)).first()
        if kept is None:
            return await _kept_by_another(session, person_id, form, fields)
        if kept.id == values["id"]:
            await _make_room(session, person_id, kept.id)
    return Saved(kept.version, kept.saved_at)


async def _kept_by_another(session: AsyncSession, person_id: UUID, form: str, fields: dict[str, Any]) -> Saved:
    """What is kept, when it is the same. Raises `Conflict` otherwise."""
    kept = await load_draft(session, person_id, form)
    if kept is None or kept.fields != fields:
        raise Conflict(N_("Another tab has saved a newer version."))
    return Saved(kept.version, kept.saved_at)


async def _make_room(session: AsyncSession, person_id: UUID, newest: UUID) -> None:
    """Drop a person's oldest drafts beyond what is kept, after one more was added."""
    beyond = {"person": person_id, "newest": newest, "others": MOST_FORMS - 1}
    if ids := list((await session.execute(_SURPLUS, beyond)).scalars()):
        await session.execute(delete(Draft).where(col(Draft.id).in_(ids)))


async def load_draft(session: AsyncSession, person_id: UUID, form: str) -> KeptDraft | None:
    """The person's draft of `form`, if there is one. The page writes its version into `data-draft-version`."""
    return (await load_drafts(session, person_id, form)).get(form)


async def load_drafts(session: AsyncSession, person_id: UUID, *forms: str) -> dict[str, KeptDraft]:
    """The person's drafts of those forms of which there is one, in one query."""
    rows = await session.execute(_KEPT, {"person_id": person_id, "forms": forms})
    return {form: KeptDraft(fields, version, saved_at) for form, fields, version, saved_at in rows}


async def drafts_beginning(session: AsyncSession, person_id: UUID, name: str) -> list[str]:
    """The forms of the person's drafts whose names begin with `name`, the one saved last first."""
    rows = await session.execute(_BEGINNING, {"person": person_id, "name": name})
    return list(rows.scalars())


def typed_text(draft: KeptDraft | None, name: str) -> str:
    """What is typed into a field of a form, as its draft has it: "" without one, and for a field it does not have."""
    words = draft.fields.get(name) if draft else ""
    return words if isinstance(words, str) else ""


def ticked(fields: Mapping[str, Any], prefix: str) -> list[str]:
    """What is ticked in a form whose boxes are named `<prefix><value>`, in the form's order."""
    return [name.removeprefix(prefix) for name, value in fields.items() if name.startswith(prefix) and value]


async def drop_draft(session: AsyncSession, person_id: UUID, form: str) -> None:
    """Forget the person's draft of `form`, in the transaction that keeps the thing itself."""
    await session.execute(_DROP, {"person": person_id, "form": form})


async def tick_in_draft(session: AsyncSession, person_id: UUID, form: str, box: str, *, ticked: bool) -> None:
    """Tick or untick a box in the person's draft of `form`, where there is one, after the same was done elsewhere: else
    the form would undo it. A tab that has the form open hears that there is a newer version."""
    which = select(Draft).where(col(Draft.person_id) == person_id, col(Draft.form) == form).with_for_update()
    draft = (await session.execute(which)).scalar_one_or_none()
    if draft is None:
        return
    others = {name: value for name, value in draft.fields.items() if name != box}
    draft.fields = others | ({box: "on"} if ticked else {})
    draft.version += 1
    draft.saved_at = now()


async def drop_drafts_about(session: AsyncSession, person_id: UUID, thing: UUID) -> None:
    """Forget the person's drafts whose names end with the thing's id, of itself and of what was begun from it."""
    ends = col(Draft.form).endswith(str(thing), autoescape=True)
    await session.execute(delete(Draft).where(col(Draft.person_id) == person_id, ends))


async def forget_draft(person_id: UUID, form: str) -> None:
    """Forget the person's draft of `form`: they do not want it any more."""
    check_form(form)
    async with writing() as session:
        await drop_draft(session, person_id, form)


async def kept_draft(person_id: UUID, form: str) -> KeptDraft | None:
    """As `load_draft`, in a transaction of its own."""
    check_form(form)
    async with reading() as session:
        return await load_draft(session, person_id, form)


def check_form(form: str) -> None:
    """Raise `Invalid` when `form` is not the name of a form."""
    if not FORM.fullmatch(form):
        raise Invalid(N_("Please check what you wrote."))


def _check_fields(fields: dict[str, Any]) -> None:
    if len(fields) > MOST_FIELDS or not all(_plain(name, value) for name, value in fields.items()):
        raise Invalid(N_("Please check what you wrote."))
    if len(json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")) > MOST_BYTES:
        raise Invalid(N_("This is too long to be saved. Make it shorter, or split it in two."))


def _plain(name: object, value: object) -> bool:
    """Whether this is a field's name with a text, or with the texts of several boxes of that name."""
    texts = value if isinstance(value, list) else [value]
    return len(texts) <= MOST_FIELDS and all(_storable(text) for text in [name, *texts])


def _storable(text: object) -> bool:
    if not isinstance(text, str) or "\0" in text:  # PostgreSQL keeps neither NUL nor half a character
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
