"""A dial is a place between two words: nothing about it says that one end is more, or better, than the other."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import speaking
from portfolio_app.pages.pupil.skills import sectors_of
from portfolio_app.portfolio.own_document import load_document, own_portfolio_pdf
from portfolio_app.portfolio.paper import own_paper_pdf
from portfolio_app.skills.actions import assess
from portfolio_app.skills.models import Assessment
from portfolio_app.skills.queries import load_capability, load_skills
from tests.pdfs import in_one_line, text_of
from tests.people import make_class, make_pupil, make_school

pytestmark = pytest.mark.usefixtures("database")


async def a_pupil(framework: str = "career-buttons") -> Actor:
    school = await make_school(framework=framework)
    return await make_pupil(school, await make_class(school))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (1, "Clearly “Choice”"),
        (2, "More “Choice”"),
        (3, "Between the two"),
        (4, "More “Chance”"),
        (5, "Clearly “Chance”"),
    ],
)
async def test_a_place_on_a_dial_is_said_with_the_nearer_word(place: int, said: str) -> None:
    siiri = await a_pupil()
    await assess(siiri, "choice-chance", place, "It was both", uuid4())
    view = await load_capability(siiri, "choice-chance")
    assert (view.dial, view.first, view.second) == (True, "Choice", "Chance")
    assert [one.step_words for one in view.history] == [said]
    assert [card.value for card in view.steps] == ["1", "2", "3", "4", "5"]
    assert view.steps[place - 1].label == said


@pytest.mark.parametrize(("framework", "code", "step"), [("career-buttons", "context", 6), ("scotland-cms", "S1", 5)])
async def test_only_a_dial_has_a_fifth_place_and_nothing_has_a_sixth(framework: str, code: str, step: int) -> None:
    siiri = await a_pupil(framework)
    with pytest.raises(Invalid):
        await assess(siiri, code, step, "", uuid4())


@pytest.mark.parametrize(("step", "on_dial"), [(5, False), (6, True), (0, True)])
async def test_the_database_keeps_to_it_as_well(step: int, on_dial: bool) -> None:
    siiri = await a_pupil()
    row = Assessment(
        person_id=siiri.person_id,
        framework="career-buttons",
        capability="context",
        step=step,
        on_dial=on_dial,
        made_at=now(),
        request=uuid4(),
    )
    with pytest.raises(IntegrityError):
        async with writing() as session:
            session.add(row)


async def test_dials_are_never_rings_of_the_picture() -> None:
    siiri = await a_pupil()
    await assess(siiri, "context", 5, "", uuid4())
    view = await load_skills(siiri)
    assert sectors_of(view.themes, "") == []
    (line,) = (line for theme in view.themes for line in theme.skills if line.step)
    assert (line.dial, line.first, line.second) == (True, "Me", "What is around me")
    assert view.said == "You have found your place on 1 of 5 dials so far."


async def test_steps_and_dials_stand_in_the_document_each_in_its_way() -> None:
    siiri = await a_pupil()
    await assess(siiri, "context", 4, "My family runs a farm", uuid4())
    (theme,) = (await load_document(siiri, "en")).themes
    assert theme.capabilities[0].poles == ("Me", "What is around me")
    words = text_of((await own_portfolio_pdf(siiri, "en")).pdf)
    for expected in ("Neither end is better", "More “What is around me”", "My family runs a farm"):
        assert expected in in_one_line(words)
    assert "rings" not in words


async def test_a_sheet_of_paper_has_both_words_to_mark_a_place_between() -> None:
    siiri = await a_pupil()
    words = in_one_line(text_of((await own_paper_pdf(siiri, "nb")).pdf))
    for word in ("Muligheter", "Begrensninger", "Tilpasning", "Motstand"):
        assert word in words
    with speaking("nb"):
        assert (await load_capability(siiri, "adapt-resist")).second == "Motstand"
