"""What a pupil accepted goes wherever they go: inside the PDF of their portfolio, and in their takeout."""

from pathlib import Path

import pytest

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.portfolio.credentials.answers import Outcome
from portfolio_app.portfolio.credentials.carriers import found_in
from portfolio_app.portfolio.credentials.checking import check_text
from portfolio_app.portfolio.credentials.taken_along import FOLDER
from portfolio_app.portfolio.own_document import own_portfolio_pdf
from portfolio_app.portfolio.takeout.parts import files_of_parts
from tests.pdfs import assert_accessible, in_one_line, text_of, tool
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.portfolio.credentials.samples import NAMES, accepted

pytestmark = pytest.mark.usefixtures("database")


async def test_the_portfolio_as_a_pdf_shows_and_carries_them_and_stays_accessible(tmp_path: Path) -> None:
    school = await make_school(name="Rantakylä school")
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one, name="Siiri Niemi"), await make_teacher(school, one)
    for title in NAMES:
        await accepted(siiri, tuula, title)
    made = await own_portfolio_pdf(siiri, "en")
    assert_accessible(made.pdf)
    file = tmp_path / "portfolio.pdf"
    file.write_bytes(made.pdf)
    tool(b"", "qpdf", "--check", str(file))
    assert "Rantakylä school" in in_one_line(text_of(made.pdf))
    answers = [check_text(text, now()) for text in found_in(file) if isinstance(text, bytes)]
    assert sorted(answer.facts.title for answer in answers) == sorted(NAMES)
    assert {answer.outcome for answer in answers} == {Outcome.ISSUER_UNKNOWN}
    without = await own_portfolio_pdf(await make_pupil(school, one), "en")
    file.write_bytes(without.pdf)
    assert found_in(file) == []


async def test_a_takeout_has_each_as_a_file_and_as_a_picture(tmp_path: Path) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    credential = await accepted(siiri, tuula)
    async with reading() as session:
        files = await files_of_parts(session, siiri.person_id, "en")
    ours = {name: content for name, content in files.items() if name.startswith(FOLDER)}
    assert set(ours) == {f"{FOLDER}/{credential}.json", f"{FOLDER}/{credential}.png"}
    for number, content in enumerate(ours.values()):
        file = tmp_path / str(number)
        file.write_bytes(content)
        (text,) = found_in(file)
        assert isinstance(text, bytes)
        assert check_text(text, now()).outcome is Outcome.ISSUER_UNKNOWN
