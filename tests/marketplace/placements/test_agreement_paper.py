"""An agreement as a PDF in two languages: filled, with fields for whoever has not signed; or empty."""

from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.marketplace.placements.agreement_paper import agreement_paper, empty_agreement
from portfolio_app.marketplace.placements.agreements import TermsForm, propose, sign_for_school
from portfolio_app.marketplace.placements.models import Agreement, Placement
from portfolio_app.web import agreement_pdf
from tests.marketplace.placements.pupils import Week, a_week, row_of
from tests.pdfs import in_one_line, reach, text_of, tool
from tests.people import make_class, make_coordinator, make_pupil, make_region, make_regional, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")

TERMS = TermsForm(
    responsible="Raija",
    begins="9:00",
    ends="14:00",
    break_minutes="30",
    tasks="Shapes buns & <bread>\n" * 30,
    lunch="With us",
    adult_phone="040 123 4567",
)


@pytest.fixture
async def week() -> Week:
    return await a_week()


def fields(pdf: bytes) -> dict[str, str]:
    """Its fields by name, with what is read aloud of each."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {str(one["/T"]): str(one["/TU"]) for one in opened.Root.AcroForm.Fields}


async def test_it_is_filled_in_both_languages_with_fields_for_whoever_has_not_signed(week: Week) -> None:
    await propose(week.tuula, week.placement, TERMS, (await row_of(week.placement)).version)
    pdf = await agreement_paper(week.tuula, str(week.placement), ("en", "fi"))
    said = in_one_line(text_of(pdf))
    for words in ("Agreement about days at a workplace", "Sopimus päivistä työpaikalla", week.siiri.name, "Raija"):
        assert words in said
    assert "Shapes buns & <bread>" in said
    assert "Version 1, written on" in said
    assert "It is kept until" in said
    assert set(fields(pdf)) == {f"{party}-{what}" for party in ("school", "host", "family") for what in ("name", "day")}
    assert fields(pdf)["host-name"] == "Host / Työpaikka / Name / Nimi"
    assert "AcroForm" in tool(pdf, "pdfinfo", "-")
    across, _down = reach(pdf)
    assert across < 595
    async with reading() as session:
        taken = select(func.count()).where(col(Audit.action) == "marketplace.take_agreement")
        assert await session.scalar(taken) == 1


async def test_who_has_signed_stands_there_and_has_no_field(week: Week) -> None:
    await propose(week.tuula, week.placement, TERMS, (await row_of(week.placement)).version)
    async with reading() as session:
        written = (await session.execute(select(Agreement))).scalar_one()
    await sign_for_school(week.tuula, week.placement, written.id)
    pdf = await agreement_paper(week.tuula, str(week.placement), ("nl", "nb"))
    assert "school-name" not in fields(pdf)
    assert week.tuula.name in in_one_line(text_of(pdf))


async def test_names_in_any_script_are_on_it(week: Week) -> None:
    async with writing() as session:
        (await session.get_one(Placement, week.placement)).host_name = "Пекарня Ŋ ½"
    pdf = await agreement_paper(week.tuula, str(week.placement), ("en", "fi"))
    assert "Пекарня Ŋ ½" in in_one_line(text_of(pdf))


async def test_an_empty_one_has_a_field_for_everything(week: Week) -> None:
    pdf = await empty_agreement(week.tuula, ("fi", "nl"))
    assert len(fields(pdf)) == 13 + 6
    assert fields(pdf)["pupil"] == "Oppilas / Leerling"
    assert week.siiri.name not in text_of(pdf)


async def test_nobody_else_gets_one(week: Week) -> None:
    elsewhere = await make_teacher(school := await make_school(), await make_class(school))
    sirpa = await make_regional(await make_region())
    for who in (elsewhere, sirpa, week.siiri, await make_pupil(school, await make_class(school))):
        with pytest.raises(NotFound):
            await agreement_paper(who, str(week.placement), ("en", "fi"))
    for who in (sirpa, week.siiri, await make_coordinator(school)):
        with pytest.raises(Refused):
            await empty_agreement(who, ("en", "fi"))
    path = agreement_pdf.PATH
    async with browser(agreement_pdf.routes, week.tuula) as page:
        for query in ({"id": str(week.placement)}, {}, {"other": "xx"}):
            file = await page.get(path, params={"language": "fi", "other": "en"} | query)
            assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
            assert file.headers["cache-control"] == "private, no-store"
        for wrong in (str(uuid4()), "x"):
            assert (await page.get(path, params={"language": "fi", "id": wrong})).headers["location"] == "/fi/home"
    async with browser(agreement_pdf.routes, elsewhere) as page:
        led = await page.get(path, params={"language": "en", "id": str(week.placement)})
        assert led.headers["location"] == "/en/home"
    async with browser(agreement_pdf.routes) as page:
        assert (await page.get(path)).headers["location"].startswith("/en/sign-in?next=")
