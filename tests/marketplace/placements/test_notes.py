"""Adults of the school note that they were there, that they called, and accidents: for each other and for the pupil to
take along, never for the host."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import DomainError, Invalid, NotFound
from portfolio_app.core.languages import local_date
from portfolio_app.core.resting import rest_lasts
from portfolio_app.marketplace.placements import pupil_noticing
from portfolio_app.marketplace.placements.families import FamilyForm, keep_contact
from portfolio_app.marketplace.placements.models import NoteKind, PlacementNote
from portfolio_app.marketplace.placements.notes import KEPT, end_note, load_notes, note
from portfolio_app.marketplace.placements.retention import remove_old_agreements
from portfolio_app.notices.queries import load_notices
from portfolio_app.sharing.seen import load_seen
from tests.marketplace.placements.pupils import a_week
from tests.people import make_coordinator

pytestmark = pytest.mark.usefixtures("database")
assert pupil_noticing  # notices find what they are about


def day(ahead: int = 0) -> str:
    return (local_date(now()) + timedelta(days=ahead)).isoformat()


async def count() -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(PlacementNote)) or 0


async def test_a_visit_is_noted_once_and_read_by_those_who_look_after_the_pupil() -> None:
    week = await a_week()
    way = uuid4()
    await asyncio.gather(
        *(note(week.tuula, str(week.placement), "visit", day(), "She shapes buns.", way) for _time in range(3))
    )
    assert await count() == 1
    for who in (week.tuula, week.timo, week.petri):
        view = await load_notes(who, str(week.placement))
        (line,) = view.notes
        assert (view.pupil, line.kind, line.words, line.own) == (
            "Siiri", "I was there", "She shapes buns.", who is week.tuula,
        )  # fmt: skip
        assert "Tuula" in line.detail
    assert [one for one in (await load_seen(week.siiri)).lines if "Petri" in str(one)]


async def test_an_accident_reaches_the_adult_who_answers_and_says_whom_to_call() -> None:
    week = await a_week()
    await keep_contact(week.tuula, week.placement, FamilyForm("Minna", "fi", "phone", "", "050 111 2222"))
    await note(week.petri, str(week.placement), "accident", day(), "A burnt hand, cooled at once.", uuid4())
    (told,) = [one for one in (await load_notices(week.tuula)).lines if "accident" in one.sentence]
    assert str(week.placement) in told.href
    assert not [one for one in (await load_notices(week.petri)).lines if "accident" in one.sentence]
    view = await load_notes(week.tuula, str(week.placement))
    assert [one.phone for one in view.call] == ["112", "040 123 4567", "050 111 2222"]
    assert view.call[1].name == "At the workplace: Raija Kettunen"
    assert view.notes[0].accident
    async with reading() as session:
        row = (await session.execute(select(PlacementNote))).scalar_one()
    await end_note(week.petri, str(row.id))
    assert not [one for one in (await load_notices(week.tuula)).lines if "accident" in one.sentence]


@pytest.mark.parametrize(
    ("kind", "ahead", "words", "field"),
    [
        ("party", 0, "x", "kind"),
        ("visit", 1, "x", "day"),
        ("visit", -90, "x", "day"),
        ("visit", 0, " ", "words"),
        ("visit", 0, "x" * 1501, "words"),
    ],
)
async def test_bad_input_gets_a_sentence(kind: str, ahead: int, words: str, field: str) -> None:
    week = await a_week()
    with pytest.raises(Invalid) as problem:
        await note(week.tuula, str(week.placement), kind, day(ahead), words, uuid4())
    assert problem.value.field == field
    assert await count() == 0


async def test_nobody_else_reads_or_writes_them() -> None:
    week = await a_week()
    await note(week.tuula, str(week.placement), "call", day(), "All is well.", way := uuid4())
    async with reading() as session:
        row = (await session.execute(select(PlacementNote))).scalar_one()
    for who in (week.siiri, week.eino, week.elsewhere, week.sirpa, await make_coordinator(week.school)):
        for attempt in (
            load_notes(who, str(week.placement)),
            note(who, str(week.placement), "visit", day(), "Mine", uuid4()),
            end_note(who, str(row.id)),
        ):
            with pytest.raises(DomainError):
                await attempt
    with pytest.raises(NotFound):
        await end_note(week.petri, str(row.id))  # somebody else's
    other = await a_week()
    with pytest.raises(NotFound):
        await note(other.tuula, str(other.placement), "visit", day(), "Mine", way)


async def test_a_mistake_is_taken_away_brought_back_and_goes_in_the_end() -> None:
    week = await a_week()
    for kind in NoteKind:
        await note(week.tuula, str(week.placement), kind, day(), "Words", uuid4())
    lines = (await load_notes(week.tuula, str(week.placement))).notes
    for _time in range(2):
        await end_note(week.tuula, lines[-1].id)
    assert len((await load_notes(week.tuula, str(week.placement))).notes) == 2
    await end_note(week.tuula, lines[-1].id, back=True)
    assert len((await load_notes(week.tuula, str(week.placement))).notes) == 3
    await end_note(week.tuula, lines[-1].id)
    with at(now() + rest_lasts() + timedelta(minutes=1)):
        with pytest.raises(NotFound):
            await end_note(week.tuula, lines[-1].id, back=True)
        assert await remove_old_agreements() == 1
    with at(now() + KEPT[NoteKind.VISIT] + timedelta(days=6)):
        await remove_old_agreements()
        assert await count() == 1  # the accident
    with at(now() + KEPT[NoteKind.ACCIDENT] + timedelta(days=6)):
        await remove_old_agreements()
        assert await count() == 0
