"""A round's result is shared as its owner chooses, and a round is deleted with a way back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.errors import Conflict, NotFound, Refused
from portfolio_app.portfolio.privacy_drill import load_seen_by_me
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio.resting import load_resting, restore_resting
from portfolio_app.sharing.actions import CLASS_TEACHERS, ONLY_ME, Choice, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.seen import load_seen
from portfolio_app.skills.answering import answer, reject
from portfolio_app.skills.questionnaire_result import load_result, round_called
from portfolio_app.skills.questionnaire_views import load_questionnaire_page, load_questionnaires
from portfolio_app.skills.rounds import delete_round, remove_rested_rounds, restore_round, show_rejected
from tests.people import make_class, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

CLEAR = {f"{theme}{n}": value for theme, value in (("D", 4), ("B", 3), ("W", 1)) for n in (1, 2, 3, 4)}


async def a_school() -> tuple[Actor, Actor, Actor]:
    """A pupil, a teacher of their class, a counsellor."""
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")
    await answer(siiri, "strengths", 1, CLEAR)
    return siiri, tuula, await make_counsellor(school, name="Katri")


async def result_of(pupil: Actor, number: int = 0) -> str:
    return (await load_result(pupil, "strengths", number)).id


async def test_a_result_is_seen_by_whom_it_is_shared_with_until_that_ends() -> None:
    siiri, tuula, katri = await a_school()
    name, pupil = await result_of(siiri), str(siiri.person_id)
    for adult in (tuula, katri):
        with pytest.raises(NotFound):
            await load_pupil(adult, pupil, Kind.RESULT, name)
    await set_audience(siiri, Kind.RESULT, name, Choice(persons=(katri.person_id,)))
    (listed,) = (await load_pupil(katri, pupil)).results
    assert listed.detail == "Getting things done and Staying steady"
    opened = (await load_pupil(katri, pupil, Kind.RESULT, name)).opened.result
    assert opened.themes[0].because == (
        "“Very well” to “I finish what I have started, even when it gets boring”",
        "“Very well” to “When I say that I will do something, I do it”",
    )
    with pytest.raises(NotFound):
        await load_pupil(tuula, pupil, Kind.RESULT, name)
    assert (await load_seen(siiri)).lines[0].sentence.startswith("Katri opened your result “My strengths, ")
    drill = {one.what: one.seen for one in (await load_seen_by_me(katri, pupil)).lines}
    assert drill["Results of questionnaires: themes and their reasons"]
    assert not drill["Every answer to the questionnaires"]
    strengths, interests = (await load_questionnaires(siiri)).cards
    assert (strengths.who.words, strengths.who.private) == ("You and Katri", False)
    assert (interests.who.words, interests.who.private) == ("Only you", True)
    pages = [(await load_questionnaire_page(siiri, "strengths", 1, number)).who.private for number in (1, 2)]
    assert pages == [False, True]
    await set_audience(siiri, Kind.RESULT, name, ONLY_ME)
    with pytest.raises(NotFound):
        await load_pupil(katri, pupil, Kind.RESULT, name)


async def test_what_does_not_fit_is_left_out_unless_its_owner_shows_it() -> None:
    siiri, tuula, _katri = await a_school()
    name, pupil = await result_of(siiri), str(siiri.person_id)
    await reject(siiri, "strengths", 1, "theme:done", "Not at home")
    await set_audience(siiri, Kind.RESULT, name, CLASS_TEACHERS)
    themes = (await load_pupil(tuula, pupil, Kind.RESULT, name)).opened.result.themes
    assert [one.name for one in themes] == ["Staying steady"]
    for _ in range(2):
        await show_rejected(siiri, UUID(name), shown=True)
    themes = (await load_pupil(tuula, pupil, Kind.RESULT, name)).opened.result.themes
    assert [(one.name, one.rejected, one.why) for one in themes] == [
        ("Getting things done", True, "Not at home"),
        ("Staying steady", False, ""),
    ]


async def test_a_deleted_round_is_nowhere_and_comes_back_for_its_owner_alone() -> None:
    siiri, tuula, _katri = await a_school()
    name, pupil = await result_of(siiri), str(siiri.person_id)
    await set_audience(siiri, Kind.RESULT, name, CLASS_TEACHERS)
    for _ in range(2):
        await delete_round(siiri, UUID(name))
    assert await result_of(siiri) == ""
    assert (await load_questionnaires(siiri)).cards[0].said == "Not begun yet"
    assert (await load_questionnaire_page(siiri, "strengths")).number == 2
    with pytest.raises(NotFound):
        await round_called(siiri, name)
    with pytest.raises(NotFound):
        await reject(siiri, "strengths", 1, "theme:done", "")
    with pytest.raises(Conflict):  # another device that still shows it
        await answer(siiri, "strengths", 1, {"D1": 1})
    with pytest.raises(NotFound):
        await load_pupil(tuula, pupil, Kind.RESULT, name)
    (resting,) = (await load_resting(siiri)).things
    await restore_resting(siiri, resting.shelf, UUID(resting.id))
    assert await result_of(siiri) == name
    with pytest.raises(NotFound):
        await load_pupil(tuula, pupil, Kind.RESULT, name)


async def test_a_round_begun_after_a_deleted_one_has_a_number_of_its_own() -> None:
    siiri, _tuula, _katri = await a_school()
    await answer(siiri, "strengths", 2, CLEAR)
    await delete_round(siiri, UUID(await result_of(siiri, 2)))
    view = await load_result(siiri, "strengths")
    assert (view.number, view.go_on_href, view.compared) == (1, "", ())
    assert view.again_href.endswith("round=3")
    await answer(siiri, "strengths", 3, CLEAR)
    assert (await load_result(siiri, "strengths")).number == 3


async def test_rounds_are_their_owners_alone_to_change() -> None:
    siiri, tuula, _katri = await a_school()
    round_id = UUID(await result_of(siiri))
    twin = await make_pupil(await make_school())
    for wrong in (delete_round, restore_round, round_called):
        for who, refusal in ((twin, NotFound), (tuula, Refused)):
            with pytest.raises(refusal):
                await wrong(who, str(round_id) if wrong is round_called else round_id)  # type: ignore[operator]
    with pytest.raises(NotFound):
        await show_rejected(twin, round_id, shown=True)
    with pytest.raises(NotFound):
        await delete_round(siiri, uuid4())


async def test_a_deleted_round_goes_for_good_after_a_month() -> None:
    siiri, _tuula, _katri = await a_school()
    round_id = UUID(await result_of(siiri))
    await delete_round(siiri, round_id)
    assert await remove_rested_rounds() == 0
    with at(now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await restore_round(siiri, round_id)
        assert await remove_rested_rounds() == 1
    with pytest.raises(NotFound):
        await restore_round(siiri, round_id)
