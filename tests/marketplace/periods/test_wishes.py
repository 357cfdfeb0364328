"""Pupils say what they wish for a period of their class, until its day; the adults who look after it read that."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import DomainError, Invalid, NotFound
from portfolio_app.marketplace.booking.by_hand import load_period_wishes
from portfolio_app.marketplace.periods.actions import make_period
from portfolio_app.marketplace.periods.wishes import (
    load_wishes,
    say_wishes,
    wishes_at_home,
)
from portfolio_app.marketplace.placements.board import load_board
from tests.marketplace.periods.test_periods import a_form
from tests.people import make_class, make_counsellor, make_pupil, make_region, make_regional, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")
BREAD = (("food", "I bake at home"), ("", ""), ("care", ""))


async def asking() -> tuple[UUID, UUID, Actor, Actor, UUID]:
    """A school, a class of it, its teacher, a pupil of it, and a period that asks."""
    school = await make_school()
    nine = await make_class(school, "9A")
    tuula, siiri = await make_teacher(school, nine), await make_pupil(school, nine, name="Siiri")
    return school, nine, tuula, siiri, await make_period(tuula, school, a_form(nine), uuid4())


async def test_said_once_changed_and_read_by_adults() -> None:
    school, _nine, tuula, siiri, period = await asking()
    assert (await load_wishes(siiri)).period == str(period)
    async with reading() as session:
        assert [line.detail for line in await wishes_at_home(session, siiri)] == ["TET week of grade 9"]
    await asyncio.gather(*(say_wishes(siiri, period, BREAD) for _time in range(3)))
    view = await load_wishes(siiri, str(period))
    assert [(one.rank, one.field, one.why) for one in view.wishes] == [
        (1, "food", "I bake at home"),
        (2, "care", ""),
        (3, "", ""),
    ]
    for reader in (tuula, await make_counsellor(school)):
        (line,) = (await load_period_wishes(reader, str(period))).pupils
        assert (line.name, len(line.wishes), "I bake at home" in line.wishes[0]) == ("Siiri", 2, True)
    assert (await load_board(tuula, str(period))).rows[0].cells[0].mark == "done"
    await say_wishes(siiri, period, (("media", ""), ("", ""), ("", "")))
    assert [one.field for one in (await load_wishes(siiri, str(period))).wishes] == ["media", "", ""]
    async with reading() as session:
        assert await wishes_at_home(session, siiri) == ()


async def test_whoever_answers_for_the_period_reads_all_of_it() -> None:
    school, nine, tuula, siiri, _period = await asking()
    janne = await make_teacher(school)
    form = replace(a_form(nine), adult=str(janne.person_id))
    period = await make_period(tuula, school, form, uuid4())
    await say_wishes(siiri, period, BREAD)
    assert [one.name for one in (await load_period_wishes(janne, str(period))).pupils] == ["Siiri"]
    assert [one.name for one in (await load_board(janne, str(period))).rows] == ["Siiri"]


async def test_what_is_wrong_is_told_where_it_is() -> None:
    _school, _nine, _tuula, siiri, period = await asking()
    for field, wishes in (
        ("field-2", (("food", ""), ("food", ""))),
        ("field-1", (("sleeping", ""),)),
        ("why-1", (("food", "x" * 501),)),
    ):
        with pytest.raises(Invalid) as problem:
            await say_wishes(siiri, period, wishes)
        assert problem.value.field == field
    with at(now() + timedelta(weeks=7)):
        with pytest.raises(Invalid, match="over"):
            await say_wishes(siiri, period, BREAD)
        assert (await load_wishes(siiri, str(period))).closed
        assert (await load_wishes(siiri)).period == ""
    assert [one.field for one in (await load_wishes(siiri, str(period))).wishes] == ["", "", ""]


async def test_a_period_that_does_not_ask() -> None:
    school, nine, tuula, siiri, _period = await asking()
    quiet = await make_period(tuula, school, a_form(nine, wishes_until=""), uuid4())
    with pytest.raises(NotFound):
        await say_wishes(siiri, quiet, BREAD)
    assert (await load_wishes(siiri, str(quiet))).period == ""


async def test_others_say_nothing_and_read_nothing() -> None:
    school, _nine, tuula, siiri, period = await asking()
    await say_wishes(siiri, period, BREAD)
    other_class = await make_class(school)
    for who in (await make_pupil(school, other_class), tuula, await make_regional(await make_region())):
        with pytest.raises(DomainError):
            await say_wishes(who, period, BREAD)
    elsewhere = await make_school()
    for who in (siiri, await make_teacher(school, other_class), await make_counsellor(elsewhere)):
        with pytest.raises(DomainError):
            await load_period_wishes(who, str(period))
