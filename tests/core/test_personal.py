"""Whatever the app holds about somebody is known by name: nothing is forgotten when they take it along, or go."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import ForeignKey, Table, func, insert, select, update
from sqlmodel import col

from portfolio_app import migrations
from portfolio_app.accounts import sessions
from portfolio_app.accounts.models import Person
from portfolio_app.core import outbox, personal
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import metadata, reading, table_of, writing
from portfolio_app.core.erasure import Erased, erase, remove_kept
from portfolio_app.core.languages import N_
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile, Outbox
from portfolio_app.core.personal import Keep, Owned
from portfolio_app.settings import Settings
from portfolio_app.sharing.models import Comment, Talk
from portfolio_app.skills.models import ClassLesson
from tests import databases
from tests.people import make_class, make_pupil, make_school, make_teacher, signed_in

NOT_PEOPLE = {
    "mail_address.asking",
    "host_contact.asking",
    "host_contact.opens",
    "host_code.drawn",
    "host_session.opens",
    "signature_ask.opens",
    "audit.school_id",
}
"""Columns with an id of something else, which refer to no table."""


def tables() -> Iterator[Table]:
    migrations.import_models()
    yield from metadata().sorted_tables


def keys(table: Table) -> Iterator[ForeignKey]:
    yield from sorted(table.foreign_keys, key=lambda key: key.parent.name)


def named(table: Table, column: str) -> bool:
    """Whether some domain's `personal.py` says what becomes of rows by this column."""
    own = personal.owned().get(table.name)
    return bool(own and own.through == column) or (table.name, column) in personal.mentioned()


def test_every_column_that_names_a_person_is_known() -> None:
    unknown = [
        f"{table.name}.{key.parent.name}"
        for table in tables()
        for key in keys(table)
        if key.column.table.name == "person" and not named(table, key.parent.name)
    ]
    assert unknown == [], "name these in their domain's personal.py"


def test_every_table_that_belongs_to_somebodys_thing_is_known() -> None:
    unknown = {
        table.name
        for table in tables()
        for key in keys(table)
        if key.column.table.name in personal.owned()
        and table.name not in personal.owned()
        and not named(table, key.parent.name)
    }
    assert unknown == set(), "name these in their domain's personal.py"


def test_an_id_that_refers_to_no_table_is_known() -> None:
    loose = {
        f"{table.name}.{column.name}"
        for table in tables()
        for column in table.columns
        if str(column.type) in ("UUID", "CHAR(32)") or column.type.python_type is UUID
        if column.name not in ("id", "request") and not column.foreign_keys and not named(table, column.name)
    }
    assert loose == NOT_PEOPLE


def test_every_column_of_somebodys_row_is_taken_out_or_left_out_for_a_reason() -> None:
    """A column that refers to a row of somebody's own goes along as it is; any other is called by a name."""
    wrong = [
        f"{table_name}.{column.name}"
        for table_name, one in personal.owned().items()
        for column in one.columns
        for key in column.foreign_keys
        if key.column.table.name not in personal.owned() or key.column.table.name == "person"
    ]
    assert wrong == []


def test_what_is_called_by_a_name_is_there() -> None:
    for one in personal.owned().values():
        columns = personal.table(one).columns
        for other in one.named:
            assert other.shown in metadata().tables[other.refers_to].columns
            assert not other.text or other.text in columns
        used = {*one.left_out, *one.made_anew, *one.choices, *one.only, *filter(None, (one.rests, one.stamped))}
        assert used <= set(columns.keys()), one.name


def test_names_in_a_takeout_are_told_apart() -> None:
    names = [one.name for one in personal.owned().values()]
    assert len(names) == len(set(names))


async def erased(person_id: UUID) -> Erased:
    async with writing() as session:
        return await erase(session, person_id)


async def rows(table: Table) -> int:
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_nothing_of_somebody_is_left_in_any_table(database: Settings) -> None:
    async with writing() as session:
        await (await session.connection()).run_sync(databases.fill)
        person_id = (await session.execute(select(col(Person.id)))).scalar_one()
        await session.execute(update(MediaFile).values(sha256="0" * 64, thumbnail_sha256="1" * 64))
    done = await erased(person_id)
    left = {one.name for one in personal.owned().values() if await rows(personal.table(one))}
    assert left - {"changes"} == set()
    assert done.removed["entries"] == 1
    assert ("Entries", 1) in done.labels
    assert not done.kept


async def test_others_keep_what_is_theirs_without_the_name(database: Settings) -> None:
    school = await make_school()
    class_8b = await make_class(school)
    siiri, tuula = await make_pupil(school, class_8b), await make_teacher(school, class_8b)
    comment = {"owner_id": siiri.person_id, "author_id": tuula.person_id, "kind": "entry", "thing": "x"}
    async with writing() as session:
        session.add(Comment(**comment, words="Well done", made_at=now(), request=uuid4()))
        session.add(
            Talk(
                person_id=siiri.person_id,
                adult_id=tuula.person_id,
                held_on=now().date(),
                words="Choices",
                made_at=now(),
                request=uuid4(),
            )
        )
    done = await erased(tuula.person_id)
    assert done.removed["comments_on_others"] == 1
    assert done.nameless == {"talk": 1}
    async with reading() as session:
        talk = (await session.execute(select(Talk))).scalar_one()
    assert talk.adult_id is None
    assert talk.person_id == siiri.person_id


async def test_bytes_go_unless_somebody_else_has_the_same(database: Settings) -> None:
    school = await make_school()
    siiri, oskar = await make_pupil(school), await make_pupil(school)
    shared, own = await media_store().put(b"the same"), await media_store().put(b"her own")
    async with writing() as session:
        for person, sha256 in ((siiri, shared), (siiri, own), (oskar, shared)):
            file = {"kind": "pdf", "content_type": "application/pdf", "made_at": now()}
            session.add(MediaFile(person_id=person.person_id, sha256=sha256, **file))
    await erased(siiri.person_id)
    assert await media_store().exists(shared)
    assert not await media_store().exists(own)


async def test_work_about_them_is_not_done_any_more(database: Settings) -> None:
    siiri = await make_pupil(await make_school())
    async with writing() as session:
        await outbox.put(session, "notices.digest", {"person": str(siiri.person_id)})
        stays = await outbox.put(session, "notices.digest", {"person": str(uuid4())})
    assert (await erased(siiri.person_id)).removed["outbox"] == 1
    async with reading() as session:
        assert list((await session.execute(select(col(Outbox.id)))).scalars()) == [stays]


async def test_they_are_signed_out_at_once(database: Settings) -> None:
    siiri, key = await signed_in(await make_pupil(await make_school()))
    assert await sessions.actor_of(key)
    await erased(siiri.person_id)
    assert await sessions.actor_of(key) is None


async def test_nothing_is_gone_when_the_transaction_fails(database: Settings) -> None:
    siiri = await make_pupil(await make_school())
    sha256 = await media_store().put(b"hers")
    async with writing() as session:
        file = MediaFile(person_id=siiri.person_id, kind="pdf", content_type="", sha256=sha256, made_at=now())
        session.add(file)

    async def fails() -> None:
        async with writing() as session:
            await erase(session, siiri.person_id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    assert await media_store().exists(sha256)
    assert await rows(table_of(MediaFile)) == 1


async def test_what_a_law_makes_a_school_keep_stays_without_the_person_until_its_day(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No table of today is kept, so one is said to be."""
    personal.owned()
    why = N_("Your school")
    kept = Owned(ClassLesson, "lessons", label=why, through="by_id", keep=Keep("started_at", 100, why))
    monkeypatch.setitem(personal._owned, "class_lesson", kept)
    monkeypatch.delitem(personal._mentioned, ("class_lesson", "by_id"))
    school = await make_school()
    class_8b = await make_class(school)
    tuula = await make_teacher(school, class_8b)
    started = now()
    async with writing() as session:
        values = {"id": uuid4(), "class_id": class_8b, "by_id": tuula.person_id, "started_at": started}
        await session.execute(insert(table_of(ClassLesson)).values(values))
    (stays,) = (await erased(tuula.person_id)).kept
    assert (stays.name, stays.count, stays.until) == ("lessons", 1, (started + timedelta(days=100)).date())
    with at(started + timedelta(days=99)):
        assert await remove_kept() == 0
    with at(started + timedelta(days=101)):
        assert await remove_kept() == 1


def test_every_domain_with_a_person_in_it_was_asked() -> None:
    """Rooms are found by their files; this says that they are found."""
    assert {"drafts", "person", "entries", "goals", "evidence", "tags", "kept_pathways", "notices", "grants"} <= {
        one.name for one in personal.owned().values()
    }
