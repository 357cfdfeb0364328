"""The clock goes back (a flat battery, a wrong time server): nobody is locked out, and nothing old opens again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actions import choose_passphrase, sign_in
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import kept_draft, save_draft
from portfolio_app.core.errors import DomainError
from portfolio_app.portfolio.actions import NEW, EntryForm, change_entry, delete_entry, make_entry, restore_entry
from portfolio_app.portfolio.models import Entry
from portfolio_app.schools.codes import give_code
from portfolio_app.settings import Settings
from portfolio_app.skills.actions import assess
from portfolio_app.skills.models import Assessment
from tests import people

BACK = timedelta(days=400)


async def test_whoever_is_signed_in_stays_so_and_whoever_was_not_stays_out(database: Settings) -> None:
    school = await people.make_school()
    pupil = await people.make_pupil(school, await people.make_class(school))
    moment = now()
    _actor, awake = await people.signed_in(pupil)
    with at(moment - timedelta(hours=2)):
        _actor, asleep = await people.signed_in(pupil)
    assert await sessions.actor_of(asleep) is None
    with at(moment - BACK):
        sessions.forget()
        assert await sessions.actor_of(awake) is not None
    with at(moment + timedelta(minutes=1)):  # and right again
        sessions.forget()
        assert await sessions.actor_of(awake) is not None


async def test_a_draft_keeps_counting(database: Settings) -> None:
    school = await people.make_school()
    pupil = await people.make_pupil(school, await people.make_class(school))
    first = await save_draft(pupil.person_id, NEW, {"title": "Caf"}, 0)
    with at(now() - BACK):
        second = await save_draft(pupil.person_id, NEW, {"title": "Café"}, first.version)
        kept = await kept_draft(pupil.person_id, NEW)
    assert kept is not None
    assert (kept.fields, kept.version) == ({"title": "Café"}, second.version)


async def test_the_newer_answer_stays_the_newer_one(database: Settings) -> None:
    school = await people.make_school()
    pupil = await people.make_pupil(school, await people.make_class(school))
    await assess(pupil, "S1", 2, "At first", uuid4())
    with at(now() - BACK):
        await assess(pupil, "S1", 3, "Later", uuid4())
    async with reading() as session:
        rows = await session.execute(
            select(col(Assessment.reason))
            .where(col(Assessment.person_id) == pupil.person_id)
            .order_by(col(Assessment.made_at))
        )
        assert list(rows.scalars()) == ["At first", "Later"]


async def test_an_entry_is_changed_deleted_and_brought_back(database: Settings) -> None:
    school = await people.make_school()
    pupil = await people.make_pupil(school, await people.make_class(school))
    entry = await make_entry(pupil, EntryForm("Café"), uuid4())
    with at(now() - BACK):
        assert await change_entry(pupil, entry, EntryForm("My café"), 1) == 2
        await delete_entry(pupil, entry)
    with at(now() - BACK + timedelta(days=1)):
        await restore_entry(pupil, entry)
    async with reading() as session:
        kept = (await session.execute(select(Entry).where(col(Entry.id) == entry))).scalar_one()
    assert (kept.title, kept.deleted_at) == ("My café", None)


async def test_a_code_given_before_works_once_and_one_that_was_used_never_again(database: Settings) -> None:
    school = await people.make_school()
    class_8b = await people.make_class(school)
    pupil = await people.make_pupil(school, class_8b, username="siiri.n", passphrase=people.PASSPHRASE)
    teacher = await people.make_teacher(school, class_8b)
    given = await give_code(teacher, pupil.person_id)
    with at(now() - BACK):
        opened = await sign_in("siiri.n", given.code, own_device=False, device="", address="127.0.0.1")
        actor = await sessions.actor_of(opened.key)
        assert actor is not None
        assert actor.must_choose
        await choose_passphrase(actor, "four red buckets", "four red buckets", current="")
        with pytest.raises(DomainError):
            await sign_in("siiri.n", given.code, own_device=False, device="", address="127.0.0.1")
