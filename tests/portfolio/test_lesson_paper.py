"""The first lesson on paper: the same questions, a leaf a pupil, accessible, in each language."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.portfolio.lesson_paper import lesson_paper_pdf, lesson_sheets_pdf
from portfolio_app.portfolio.paper_document import PaperContact
from portfolio_app.skills.first_lesson_format import first_lesson
from tests.pdfs import assert_accessible, in_one_line, reach, text_of
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

CONTACTS = (PaperContact("At your school", ("Liisa Laine", "Room 12")), PaperContact("Need to talk?", ("112",)))
LONG = "Wolfeschlegelsteinhausenbergerdorffvoralternwaren" * 2


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [in_one_line(one) for one in text_of(pdf).split("\f")[:-1]]


@pytest.mark.parametrize("language", ["en", "fi", "nb", "nl"])
async def test_a_leaf_asks_everything_in_each_language_and_spills_over_nowhere(language: str) -> None:
    with speaking(language):
        made = await lesson_sheets_pdf((LONG, ""), "8 B", CONTACTS)
    assert_accessible(made.pdf)
    assert not made.unsettable
    pages = pages_of(made.pdf)
    assert len(pages) == 4
    for question in first_lesson().questions:
        assert in_one_line(question.ask[language]) in pages[0]
        assert all(in_one_line(one.label[language]) in pages[2] for one in question.asked)
    assert all(one.name[language] in pages[1] for one in first_lesson().lines)
    assert all("Liisa Laine" in page for page in pages)
    across, down = reach(made.pdf)
    assert (across < 595.3 - 20, down < 841.9 - 14) == (True, True)


@pytest.mark.usefixtures("database")
async def test_sheets_are_for_a_class_by_name_for_oneself_or_without_a_name() -> None:
    school = await make_school()
    one = await make_class(school, "8 B")
    siiri, _aino = [await make_pupil(school, one, name=name) for name in ("Siiri Niemi", "Aino Aalto")]
    tuula = await make_teacher(school, one)
    made = await lesson_paper_pdf(tuula, str(one), "fi")
    pages = pages_of(made.pdf)
    assert (len(pages), made.title) == (4, "Ensimmäinen tunti paperilla: 8 B")
    assert "Aino Aalto" in pages[0]
    assert "Siiri Niemi" in pages[2]
    assert "Siiri Niemi" in pages_of((await lesson_paper_pdf(siiri, "", "en")).pdf)[0]
    assert "Name" in pages_of((await lesson_paper_pdf(tuula, "", "en")).pdf)[0]
    async with reading() as session:
        rows = list((await session.execute(select(Audit).where(col(Audit.action).contains("lesson_paper")))).scalars())
    assert [row.thing for row in rows if row.school_id == school] == [f"class:{one}"]


@pytest.mark.usefixtures("database")
async def test_nobody_else_prints_a_class() -> None:
    school = await make_school()
    one: UUID = await make_class(school)
    refused: list[Actor] = [await make_pupil(school, one), await make_teacher(school), await make_coordinator(school)]
    for actor in refused:
        with pytest.raises((NotFound, Refused)):
            await lesson_paper_pdf(actor, str(one), "en")
    with pytest.raises(Refused):
        await lesson_paper_pdf(refused[-1], "", "en")
    assert (await lesson_paper_pdf(await make_counsellor(school), str(one), "en")).pdf
