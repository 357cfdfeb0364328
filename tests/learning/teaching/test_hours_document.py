"""A school takes its hours and covered aims along: as a sheet and as a document everybody can read."""

import csv
from io import StringIO
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import today
from portfolio_app.core.errors import NotFound
from portfolio_app.learning.teaching.holding import HeldForm, confirm_lesson
from portfolio_app.learning.teaching.hours_document import hours_csv, hours_pdf
from tests.learning.teaching.doing import work
from tests.lessons import NAME
from tests.pdfs import assert_accessible, in_one_line, text_of
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("lessons")


async def a_class() -> tuple[UUID, UUID, Actor]:
    """A school, a class of it that was taught for an hour, and its teacher. One pupil has the name of a formula."""
    school = await make_school("Sotungin koulu")
    one = await make_class(school, "9A")
    siiri = await make_pupil(school, one, name="Siiri Korhonen")
    await make_pupil(school, one, name="=1+1 Ŋgård محمد")
    tuula = await make_teacher(school, one)
    await confirm_lesson(tuula, one, HeldForm(today(), 60, NAME, ("reading",)), uuid4())
    await work(siiri, "reading", "visiting")
    return school, one, tuula


async def test_a_sheet_has_minutes_for_each_class_pupil_and_aim() -> None:
    _school, one, tuula = await a_class()
    rows = list(csv.reader(StringIO(await hours_csv(tuula, str(one), "", "", "fi")), delimiter=";"))
    assert rows[1] == ["9A", "", "0", "60", "", "60", "60", "60"]
    assert ["9A", "Siiri Korhonen", "", "60", "60", "120", "120", "120"] in rows
    assert any(row[1].startswith("'=1+1") for row in rows)


@pytest.mark.parametrize("language", ["en", "fi"])
async def test_the_document_is_accessible_and_says_whose_hours_these_are(language: str) -> None:
    _school, one, tuula = await a_class()
    pdf = await hours_pdf(tuula, str(one), "", "", language)
    assert_accessible(pdf)
    said = in_one_line(text_of(pdf))
    assert "Sotungin koulu" in said
    assert "Siiri Korhonen" in said


async def test_a_coordinator_takes_the_hours_of_the_whole_school() -> None:
    school, one, tuula = await a_class()
    empty = await make_class(school, "7C")
    coordinator = await make_coordinator(school)
    text = await hours_csv(coordinator, "", str(school), "", "en")
    assert [row[0] for row in csv.reader(StringIO(text))][1] == "7C"
    assert "Siiri Korhonen" in await hours_csv(coordinator, str(one), "", "", "en")
    with pytest.raises(NotFound):
        await hours_csv(tuula, str(empty), "", "", "en")
    assert "7C" not in await hours_csv(tuula, "", str(school), "", "en")  # hers alone


async def test_nobody_else_has_them() -> None:
    school, one, _tuula = await a_class()
    other = await make_school()
    for who in (
        await make_pupil(school, one),
        await make_counsellor(school),
        await make_teacher(school),
        await make_coordinator(other),
    ):
        for asked in ((str(one), ""), ("", str(school)), ("nonsense", ""), ("", "")):
            with pytest.raises(NotFound):
                await hours_csv(who, *asked, "", "en")
