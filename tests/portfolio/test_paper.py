"""Skills on paper: whoever uses no screen gets the same questions, accessible, in their language, on two leaves."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import PSEUDO
from portfolio_app.core.models import Audit
from portfolio_app.portfolio import paper
from portfolio_app.portfolio.paper import class_paper_pdf, own_paper_pdf
from portfolio_app.portfolio.paper_document import (
    PaperCapability,
    PaperContact,
    PaperStep,
    PaperTheme,
    SkillsPaper,
    skills_paper_pdf,
)
from portfolio_app.settings import Settings
from portfolio_app.sharing.models import Access
from portfolio_app.skills.framework import framework
from tests.pdfs import assert_accessible, in_one_line, reach, text_of, tool
from tests.people import (
    join_class,
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_region,
    make_school,
    make_teacher,
)

NAME = "Søren O'Ŋgård 🌱 محمد"
LANGUAGES = ["en", "fi", "nb", "nl"]
HELP = {"name": {"en": "Someone to talk to", "fi": "Joku, joka kuuntelee"}, "phone": "116 111", "url": "", "hours": ""}


def sheets(language: str, stage: str = "13-15", *names: str) -> SkillsPaper:
    """Sheets of the shipped framework."""
    used = framework()
    return SkillsPaper(
        title=f"My skills on paper: {NAME}",
        language=language,
        class_name="8B",
        names=names or (NAME,),
        steps=tuple(PaperStep(used.text(one.name, language), used.text(one.help, language)) for one in used.scale),
        themes=tuple(
            PaperTheme(
                used.text(theme.name, language),
                "#7A3B8F",
                theme.shape,
                tuple(
                    PaperCapability(used.text(one.name, language), used.text(one.statements[stage], language))
                    for one in theme.capabilities
                ),
            )
            for theme in used.themes
        ),
        contacts=(PaperContact("At your school", ("Liisa Laine", "Room 12")), PaperContact("Need to talk?", ("112",))),
    )


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [in_one_line(one) for one in text_of(pdf).split("\f")[:-1]]


async def trail() -> list[Audit]:
    async with reading() as session:
        return list((await session.execute(select(Audit).where(col(Audit.action).contains("paper")))).scalars())


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
async def test_the_sheets_are_accessible_in_every_language(language: str) -> None:
    document = await skills_paper_pdf(sheets(language))
    assert_accessible(document.pdf)
    assert document.unsettable <= {"⟦", "⟧"}, "nothing but the pseudo-language's brackets"
    with pikepdf.open(io.BytesIO(document.pdf)) as opened:
        assert str(opened.Root["/Lang"]).split("-")[0] == language
        assert NAME in str(opened.docinfo["/Title"])


async def test_other_programs_find_the_sheets_of_a_class_sound(tmp_path: Path) -> None:
    pdf = (await skills_paper_pdf(sheets("en", "13-15", NAME, "", "Siiri"))).pdf
    assert_accessible(pdf)
    path = tmp_path / "sheets.pdf"
    path.write_bytes(pdf)
    assert "No syntax or stream encoding errors" in tool(b"", "qpdf", "--check", str(path))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_capability_is_asked_about_at_every_stage_on_two_leaves(language: str) -> None:
    used = framework()
    for stage in used.stages:
        pages = pages_of((await skills_paper_pdf(sheets(language, stage.code))).pdf)
        assert len(pages) == 4, f"{stage.code}: what is printed thirty times must not spill over"
        text = " ".join(pages)
        for one in used.capabilities:
            assert in_one_line(used.text(one.name, language)) in text
            assert in_one_line(used.text(one.statements[stage.code], language)) in text
        for step in used.scale:
            assert text.count(used.text(step.name, language)) >= len(used.capabilities) + 1, "explained, then ticked"


async def test_long_names_and_long_words_of_help_stay_on_the_paper() -> None:
    long = "Wolfeschlegelsteinhausenbergerdorffvoralternwaren" * 2
    contacts = tuple(PaperContact(f"Line {number}", (long, "day and night " * 20)) for number in range(6))
    document = sheets("en", "13-15", long, "Siiri Salo " * 9)
    pdf = (await skills_paper_pdf(replace(document, title="8B", class_name=long, contacts=contacts))).pdf
    assert_accessible(pdf)
    across, down = reach(pdf)
    assert across < 595.3 - 20, "no word runs off the right edge of A4"
    assert down < 841.9 - 14, "nor off the lower one, which few printers reach"
    assert "day and night" in pages_of(pdf)[-1]


async def test_a_pupil_gets_sheets_of_their_own_stage_school_and_language(database: Settings) -> None:
    school = await make_school(region=await make_region(help=[HELP]), contact_name="Liisa Laine")
    pupil = await make_pupil(school, await make_class(school, "6A", stage="11-13"), name=NAME)
    made = await own_paper_pdf(pupil, "fi")
    pages = pages_of(made.pdf)
    used = framework()
    assert in_one_line(NAME) in pages[0]
    assert "6A" in pages[0]
    assert all("Liisa Laine" in page and "Joku, joka kuuntelee 116 111" in page for page in pages)
    for one in used.capabilities:
        assert in_one_line(used.text(one.statements["11-13"], "fi")) in " ".join(pages)
    for question in ("Mitä tapahtui", "Mitä huomasin", "Mitä opin", "Mitä kokeilen seuraavaksi"):
        assert question in pages[-1]
    (row,) = await trail()
    assert (row.action, row.actor_id, row.about_id) == ("portfolio.print_paper", pupil.person_id, pupil.person_id)


async def test_a_pupil_between_schools_gets_sheets_too(database: Settings) -> None:
    pupil = await make_pupil(await make_school(contact_name=""), name="Siiri")
    pages = pages_of((await own_paper_pdf(pupil, "en")).pdf)
    assert all("Ask any teacher you trust." in page and "In an emergency call 112." in page for page in pages)


async def test_a_teacher_gets_a_set_for_each_pupil_and_none_shares_a_leaf(database: Settings) -> None:
    school = await make_school()
    one = await make_class(school, "8B", stage="15-18")
    names = ["Zaina Öst", NAME, "Aino Aalto"]
    for name in names:
        await make_pupil(school, one, name=name)
    await make_pupil(school, await make_class(school, "8C"), name="Somebody Else")
    teacher = await make_teacher(school, one)
    made = await class_paper_pdf(teacher, str(one), "en")
    pages = pages_of(made.pdf)
    assert made.title.endswith("8B")
    assert len(pages) == 12
    for sheet in range(4):
        assert "Aino Aalto" in pages[sheet]
        assert "Zaina Öst" in pages[4 + sheet]
        assert in_one_line(NAME) in pages[8 + sheet]
        assert f"{sheet + 1} / 4" in pages[4 + sheet]
    assert "Somebody Else" not in " ".join(pages)
    assert framework().capabilities[0].statements["15-18"]["en"] in pages[0]
    (row,) = await trail()
    assert (row.action, row.school_id, row.thing) == ("portfolio.print_class_paper", school, f"class:{one}")
    assert row.detail == {"pupils": 3}
    async with reading() as session:
        assert not (await session.execute(select(Access))).first(), "nothing of the pupils' was looked at"


async def test_a_class_too_large_and_one_of_nobody_get_a_set_to_copy(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "MOST_NAMED", 1)
    school = await make_school()
    one = await make_class(school, "8B")
    teacher = await make_teacher(school, one)
    for _time in range(2):
        pages = pages_of((await class_paper_pdf(teacher, str(one), "en")).pdf)
        assert len(pages) == 4
        assert "Name" in pages[0]
        assert "8B" in pages[0]
        assert "Siiri" not in " ".join(pages)
        await make_pupil(school, one, name="Siiri Salo")
        await make_pupil(school, one, name="Siiri Niemi")


async def test_who_may_open_a_class_may_print_its_sheets_and_nobody_else(database: Settings) -> None:
    school, other = await make_school(), await make_school()
    one = await make_class(school, "8B")
    pupil = await make_pupil(school, one, name="Siiri")
    refused: list[Actor] = [
        pupil,
        await make_teacher(school, await make_class(school)),
        await make_teacher(other),
        await make_counsellor(other),
        await make_coordinator(school),
        await make_admin(),
    ]
    await join_class(refused[3], one)  # a place in the class is no role at its school
    for person in refused:
        with pytest.raises(NotFound):
            await class_paper_pdf(person, str(one), "en")
    for address in ("", "x", str(other)):
        with pytest.raises(NotFound):
            await class_paper_pdf(await make_teacher(school, one), address, "en")
    for person in refused[1:]:
        with pytest.raises(Refused):
            await own_paper_pdf(person, "en")
    assert not await trail()
    assert (await class_paper_pdf(await make_counsellor(school), str(one), "en")).pdf.startswith(b"%PDF")
