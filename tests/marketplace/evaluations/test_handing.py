"""What a host says reaches the school first: it hands it on, or holds it back and tells the host why."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.models import Outbox
from portfolio_app.marketplace.evaluations.asking import HELD
from portfolio_app.marketplace.evaluations.giving import give, load_form
from portfolio_app.marketplace.evaluations.handing import evaluations_at_home, hand_on, hold_back, load_evaluations
from portfolio_app.marketplace.evaluations.models import Stands
from tests.conftest import Configure
from tests.marketplace.evaluations.said import FORM, a_past_visit, evaluation_row, given
from tests.marketplace.evaluations.test_giving import told
from tests.marketplace.hosting.guests import come_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def mail(configure: Configure) -> None:
    """An installation that sends mail; what is to be sent stays in the outbox."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")


async def test_the_adult_reads_it_first_and_hands_it_on() -> None:
    visit = await a_past_visit()
    week, row = visit.week, await given(visit)
    for adult in (week.tuula, week.timo, week.petri):
        (line,) = (await load_evaluations(adult)).lines
        assert (line.name, line.waits, line.went_well) == ("Siiri", True, FORM.went_well)
        async with reading() as session:
            assert len(await evaluations_at_home(session, adult)) == 1
    assert (await load_evaluations(week.elsewhere)).lines == ()
    with pytest.raises(Refused):
        await load_evaluations(week.siiri)
    for wrong in (week.elsewhere, week.siiri, week.eino, week.sirpa):
        with pytest.raises(NotFound):
            await hand_on(wrong, row.id, row.version)
        with pytest.raises(NotFound):
            await hold_back(wrong, row.id, row.version, "Not so")
    await asyncio.gather(*(hand_on(week.tuula, row.id, row.version) for _time in range(3)))
    row = await evaluation_row(week.placement)
    assert (row.state, row.handed_by) == (Stands.HANDED, week.tuula.person_id)
    assert await told("evaluation_handed") == [str(week.siiri.person_id)]
    with pytest.raises(NotFound):
        await hold_back(week.tuula, row.id, row.version, "Too late")
    async with reading() as session:
        assert await evaluations_at_home(session, week.tuula) == ()


async def test_held_back_with_a_reason_and_said_anew() -> None:
    visit = await a_past_visit()
    week, row = visit.week, await given(visit)
    with pytest.raises(Invalid, match="Write to the host"):
        await hold_back(week.tuula, row.id, row.version, " ")
    for _time in range(2):
        await hold_back(week.tuula, row.id, row.version, "Please say it kindly")
    async with reading() as session:
        (letter,) = (await session.execute(select(Outbox).where(col(Outbox.kind) == HELD))).scalars().all()
    assert "kindly" not in str(letter.payload)
    cookie = await come_in(visit)
    form = await load_form(visit.key, cookie, str(week.placement))
    assert form is not None
    assert (form.held, form.went_well) == ("Please say it kindly", FORM.went_well)
    with pytest.raises(Conflict):
        await give(visit.key, cookie, str(week.placement), replace(FORM, went_well="Kinder"), 0)
    await give(visit.key, cookie, str(week.placement), replace(FORM, went_well="Kinder"), form.version)
    with pytest.raises(Conflict):  # the teacher still has the former words before them
        await hand_on(week.tuula, row.id, row.version)
    row = await evaluation_row(week.placement)
    assert (row.state, row.held_reason) == (Stands.GIVEN, "")
    await hold_back(week.petri, row.id, row.version, "Once more")
    await hand_on(week.petri, row.id, row.version)  # after all
    assert (await evaluation_row(week.placement)).state == Stands.HANDED
