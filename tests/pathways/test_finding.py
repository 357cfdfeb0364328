"""The list of pathways: filters leave out, nothing is put first, and interests are held against the reader's own."""

from pathlib import Path
from typing import Any

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import speaking
from portfolio_app.demo.pathways import FILES
from portfolio_app.pathways.actions import import_pathways
from portfolio_app.pathways.finding import asked
from portfolio_app.pathways.keeping import tell_fit
from portfolio_app.pathways.queries import PathwaysView, load_comparison, load_pathway, load_pathways
from portfolio_app.skills.answering import answer, newest_round, reject
from portfolio_app.skills.questionnaire import questionnaire
from portfolio_app.skills.rounds import delete_round
from tests.pathways.test_importing import as_json, one
from tests.people import make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def somebody(**yes: int) -> Actor:
    """A pupil who said this to every statement of a theme, and no to all others."""
    pupil = await make_pupil(await make_school())
    themes = questionnaire("interests").themes
    answers = {said.code: yes.get(theme.code, 1) for theme in themes for said in theme.statements}
    if yes:
        await answer(pupil, "interests", 1, answers)
    return pupil


async def listed(actor: Actor, **query: str) -> PathwaysView:
    """The list at an address."""
    return await load_pathways(actor, asked(query))


def codes(view: PathwaysView) -> list[str]:
    """What is in it."""
    return [line.code for line in view.listed]


async def test_filters_stand_in_the_address_and_leave_out(tmp_path: Path) -> None:
    pupil = await somebody()
    rows = [
        one("cook", months=36, interests=["create"], routes=["food"], learnt=["vocational"]),
        one("food", "route", regions=["Uusimaa"], learnt=["vocational"], months=36),
        one("art", "route", regions=["Lappi"], learnt=["university"], months=66),
        one("odd", learnt=["work"]),
    ]
    await import_pathways(as_json(tmp_path / "f.json", *rows))

    async def found(**query: str) -> set[str]:
        return set(codes(await listed(pupil, **query)))

    assert await found() == {"cook", "food", "art", "odd"}
    assert await found(kind="route") == {"food", "art"}
    assert await found(region="Lappi") == {"cook", "art", "odd"}  # what is everywhere is there, too
    assert await found(interest="create") == {"cook"}
    assert await found(learnt="vocational", kind="route") == {"food"}
    assert await found(takes="more") == {"art"}
    assert await found(takes="3") == {"cook", "food"}
    assert await found(search="FOOD") == {"food", "cook"}  # by what leads there as well
    assert await found(kind="x", learnt="y", takes="z", show="w", page="-1") == {"cook", "food", "art", "odd"}
    assert await found(search="nothing like it") == set()
    assert [one.value for one in (await listed(pupil)).regions] == ["Lappi", "Uusimaa"]


async def test_vocational_and_higher_education_stand_mixed_on_every_page() -> None:
    await import_pathways(*FILES)
    teacher = await make_teacher(await make_school())
    for language in ("en", "fi"):
        with speaking(language):
            for page in ("1", "2"):
                lines = (await listed(teacher, page=page)).listed
                assert len(lines) == 20
                halves = [lines[:10], lines[10:]]
                for half in halves:
                    details = [line.detail for line in half]
                    routes = sum("Study route" in one or "Opinnot" in one for one in details)
                    vocational = sum("Vocational" in one or "Ammatillinen" in one for one in details)
                    assert 4 <= routes <= 6
                    assert 4 <= vocational <= 7


async def test_the_order_is_the_same_whoever_looks() -> None:
    await import_pathways(*FILES)
    one, other = await somebody(help=4, repair=3), await somebody()
    assert codes(await listed(one)) == codes(await listed(other))


async def test_how_it_fits_is_said_with_what_it_is_made_of(tmp_path: Path) -> None:
    rows = [one("nurse", interests=["help", "order"]), one("artist", interests=["create"])]
    await import_pathways(as_json(tmp_path / "f.json", *rows))
    pupil = await somebody(help=4, repair=4, explore=4)
    fit = (await load_pathway(pupil, "nurse")).fit
    assert fit.said.startswith("This fits 1 of your 3 interests, because there is something of “")
    assert [reason.shared for reason in fit.reasons].count(True) == 1
    assert all("you said “Very much” to “" in reason.because for reason in fit.reasons)
    assert fit.others
    assert fit.rejected == ""
    lines = {line.code: line for line in (await listed(pupil)).listed}
    assert (lines["nurse"].fits, lines["artist"].fits) == ("Fits 1 of your 3 interests", "")
    assert lines["nurse"].fits_href.endswith("#fit")  # the number opens to what it is made of
    assert (await load_pathway(pupil, "artist")).fit.said.startswith("None of your interests")


async def test_what_somebody_rejected_does_not_count(tmp_path: Path) -> None:
    rows = [one("nurse", interests=["help"]), one("fixer", interests=["repair"])]
    await import_pathways(as_json(tmp_path / "f.json", *rows))
    pupil = await somebody(help=4, repair=4)
    await reject(pupil, "interests", 1, "theme:help", "Not me")
    fit = (await load_pathway(pupil, "nurse")).fit
    assert fit.said.startswith("None of your interests")
    assert (await load_pathway(pupil, "fixer")).fit.said.startswith("This fits your interest, because")
    assert {line.code: line.fits for line in (await listed(pupil)).listed} == {
        "nurse": "",
        "fixer": "Fits your interest",
    }
    assert fit.rejected.startswith("“")


async def test_answers_that_were_deleted_say_nothing(tmp_path: Path) -> None:
    await import_pathways(as_json(tmp_path / "f.json", one("nurse", interests=["help"])))
    pupil = await somebody(help=4)
    async with reading() as session:
        newest = await newest_round(session, pupil.person_id, "interests")
    assert newest
    await delete_round(pupil, newest.id)
    fit = (await load_pathway(pupil, "nurse")).fit
    assert (fit.on, fit.known, fit.said) == (True, False, "")


async def test_who_switched_it_off_or_is_no_pupil_is_told_nothing(tmp_path: Path) -> None:
    await import_pathways(as_json(tmp_path / "f.json", one("nurse", interests=["help"])))
    pupil = await somebody(help=4)
    await tell_fit(pupil, shown=False)
    fit = (await load_pathway(pupil, "nurse")).fit
    assert (fit.on, fit.off, fit.said, fit.reasons) == (False, True, "", ())
    assert not (await listed(pupil)).tells_fit
    assert (await listed(pupil, show="shared")).listed[0].fits == ""
    await tell_fit(pupil, shown=True)
    assert (await load_pathway(pupil, "nurse")).fit.said
    teacher = await make_teacher(await make_school())
    assert not (await load_pathway(teacher, "nurse")).fit.off


async def test_what_shares_an_interest_comes_with_some_that_do_not() -> None:
    await import_pathways(*FILES)
    pupil = await somebody(repair=4)
    everything = [*(await listed(pupil)).listed, *(await listed(pupil, page="2")).listed]
    some = (await listed(pupil, show="shared")).listed
    outside = [line for line in some if line.mark == "Outside your usual"]
    assert 2 <= len(outside) < len(some) / 2
    assert all(line.fits for line in some if line not in outside)
    order = [line.code for line in everything]
    assert [order.index(line.code) for line in some] == sorted(order.index(line.code) for line in some)


async def test_up_to_three_stand_beside_each_other_with_the_same_rows(tmp_path: Path) -> None:
    plain: dict[str, Any] = one("odd")
    del plain["try"]
    rows = [one("cook", routes=["food"]), one("food", "route"), one("art", "route"), plain]
    await import_pathways(as_json(tmp_path / "f.json", *rows))
    pupil = await somebody()
    view = await load_comparison(pupil, ("odd", "nothing", "cook"))
    assert [one.code for one in view.pathways] == ["odd", "cook"]
    assert all(len(row.cells) == 2 for row in view.rows)
    assert [cell.text for row in view.rows if row.label == "What I could try" for cell in row.cells] == ["–", "cook"]
    assert view.pathways[0].without_href == "/en/compare?these=cook"
    full = await listed(pupil, compare="cook.food.art.odd.cook")
    assert full.compare == "cook.food.art"
    assert {line.code: bool(line.compare_href) for line in full.listed} == {
        "cook": True,
        "food": True,
        "art": True,
        "odd": False,
    }


async def test_an_occupation_and_its_routes_lead_to_each_other(tmp_path: Path) -> None:
    await import_pathways(as_json(tmp_path / "f.json", one("cook", routes=["food"]), one("food", "route")))
    pupil = await somebody()
    assert [way.code for way in (await load_pathway(pupil, "cook")).ways] == ["food"]
    assert [way.code for way in (await load_pathway(pupil, "food")).ways] == ["cook"]
    await import_pathways(as_json(tmp_path / "f.json", one("cook"), one("food", "route")))
    assert (await load_pathway(pupil, "cook")).ways == ()  # noticed at once
    with pytest.raises(NotFound):
        await load_pathway(pupil, "nothing")
