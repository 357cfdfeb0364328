"""Answering: the last answer to a statement counts, on however many devices; and a result a pupil can contradict."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.drafts import load_draft, save_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.skills import answering
from portfolio_app.skills.answering import answer, reject, rejection_draft, take_back_rejection
from portfolio_app.skills.framework import framework, frameworks
from portfolio_app.skills.models import QuestionnaireAnswer, QuestionnaireRejection, QuestionnaireRound
from portfolio_app.skills.questionnaire import Questionnaire, questionnaire, questionnaires
from portfolio_app.skills.questionnaire_result import load_result
from portfolio_app.skills.questionnaire_views import load_questionnaire_page, load_questionnaires
from tests.people import make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

CLEAR = {f"{theme}{n}": value for theme, value in (("D", 4), ("B", 2), ("W", 1)) for n in (1, 2, 3, 4)}
"""Answers by which getting things done stands out, and two themes are quiet."""


async def siiri() -> Actor:
    return await make_pupil(await make_school())


async def rows() -> list[tuple[int, str, int]]:
    async with reading() as session:
        found = await session.execute(
            select(QuestionnaireRound, QuestionnaireAnswer)
            .join(QuestionnaireAnswer, col(QuestionnaireAnswer.round_id) == col(QuestionnaireRound.id))
            .order_by(col(QuestionnaireRound.number), col(QuestionnaireAnswer.statement))
        )
        return [(one.number, given.statement, given.value) for one, given in found]


async def test_the_last_answer_counts_and_is_one_row() -> None:
    pupil = await siiri()
    for value in (1, 4, 2):
        assert await answer(pupil, "strengths", 1, {"D1": value}) == 1
    assert await answer(pupil, "strengths", 1, {"D1": 2, "B1": 3}) == 2
    assert await rows() == [(1, "B1", 3), (1, "D1", 2)]


async def test_two_devices_at_once_leave_one_round_and_one_row_a_statement() -> None:
    pupil = await siiri()
    statements = [one.code for one in questionnaire("interests").asked(1)]
    await asyncio.gather(
        *(answer(pupil, "interests", 1, {statement: value}) for statement in statements[:10] for value in (1, 4))
    )
    kept = await rows()
    assert [statement for _number, statement, _value in kept] == sorted(statements[:10])
    assert {value for _number, _statement, value in kept} <= {1, 4}


async def test_the_database_itself_refuses_a_second_row() -> None:
    pupil = await siiri()
    await answer(pupil, "strengths", 1, {"D1": 1})
    async with reading() as session:
        about = (await session.execute(select(col(QuestionnaireRound.id)))).scalar_one()
    again: list[Any] = [
        QuestionnaireAnswer(round_id=about, statement="D1", value=2, made_at=now()),
        QuestionnaireAnswer(round_id=about, statement="D2", value=5, made_at=now()),
        QuestionnaireRound(person_id=pupil.person_id, questionnaire="strengths", version=1, number=1, began_at=now()),
    ]
    for row in again:
        with pytest.raises(IntegrityError):
            async with writing() as session:
                session.add(row)


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("strengths", {"D1": 0}),
        ("strengths", {"D1": 5}),
        ("strengths", {"X9": 2}),
        ("strengths", {"D1": 3, "E1": 3}),  # of the other questionnaire
        ("nothing", {"D1": 3}),
    ],
)
async def test_what_is_not_asked_is_refused_as_a_whole(code: str, answers: dict[str, int]) -> None:
    with pytest.raises(NotFound):
        await answer(await siiri(), code, 1, answers)
    assert await rows() == []


async def test_only_pupils_answer_and_look() -> None:
    teacher = await make_teacher(await make_school())
    for attempt in (
        answer(teacher, "strengths", 1, {"D1": 3}),
        reject(teacher, "strengths", 1, "theme:done", "No"),
        take_back_rejection(teacher, "strengths", 1, "theme:done"),
        load_questionnaires(teacher),
        load_questionnaire_page(teacher, "strengths"),
        load_result(teacher, "strengths"),
    ):
        with pytest.raises(Refused):
            await attempt
    assert await rows() == []


async def test_a_retake_is_a_new_round_and_the_former_one_stays_as_it_was() -> None:
    pupil = await siiri()
    with pytest.raises(NotFound):
        await answer(pupil, "strengths", 2, {"D1": 3})  # there is no first one
    await answer(pupil, "strengths", 1, {"D1": 3})
    await answer(pupil, "strengths", 2, {"D1": 1})
    with pytest.raises(Conflict):  # a device that still shows the first round
        await answer(pupil, "strengths", 1, {"D1": 4})
    for number in (0, -1, 4, 10**30):
        with pytest.raises((NotFound, Conflict)):
            await answer(pupil, "strengths", number, {"D1": 4})
    assert await rows() == [(1, "D1", 3), (2, "D1", 1)]


async def test_looking_and_sending_nothing_begins_nothing() -> None:
    pupil = await siiri()
    view = await load_questionnaire_page(pupil, "strengths", 1, 2)
    assert (view.number, {one.value for one in view.statements}) == (1, {""})
    assert await answer(pupil, "strengths", 1, {}) == 0
    assert (await load_result(pupil, "strengths")).number == 0
    async with reading() as session:
        assert (await session.execute(select(QuestionnaireRound))).first() is None


async def test_one_stops_and_goes_on_anywhere() -> None:
    pupil = await siiri()
    first = await load_questionnaire_page(pupil, "strengths", 1)
    await answer(pupil, "strengths", 1, {one.code: 3 for one in first.statements})
    card = (await load_questionnaires(pupil)).cards[0]
    assert (card.said, card.action, card.href) == (
        "6 of 24 answered",
        "Go on",
        "/en/questionnaire?name=strengths&page=2",
    )
    again = await load_questionnaire_page(pupil, "strengths", 1)
    assert {one.value for one in again.statements} == {"3"}
    fresh = await load_questionnaire_page(pupil, "strengths", 1, 2)
    assert (fresh.number, {one.value for one in fresh.statements}) == (2, {""})
    assert (await load_questionnaire_page(pupil, "strengths", 99)).last


async def test_a_result_says_why_and_opens_to_every_answer() -> None:
    pupil = await siiri()
    await answer(pupil, "strengths", 1, CLEAR)
    view = await load_result(pupil, "strengths")
    assert [theme.name for theme in view.themes] == ["Getting things done"]
    assert view.themes[0].because == (
        "you said “Very well” to “I finish what I have started, even when it gets boring”",
        "you said “Very well” to “When I say that I will do something, I do it”",
    )
    assert len(view.themes[0].answers) == 4
    assert [skill.href for skill in view.themes[0].skills] == ["/en/capability?code=T3", "/en/capability?code=N2"]
    assert len(view.surprises) == 2
    assert sum(len(one.answers) for one in (*view.themes, *view.others)) == len(CLEAR)
    assert view.answered == "12 of 24 answered"


@pytest.mark.parametrize("code", sorted(frameworks()))
@pytest.mark.parametrize("name", sorted(questionnaires()))
async def test_every_theme_leads_to_skills_of_whatever_framework_the_school_uses(name: str, code: str) -> None:
    pupil = await make_pupil(await make_school(framework=code))
    for theme in questionnaire(name).themes:
        for one in theme.statements:
            await answer(pupil, name, 1, {one.code: 4})
    view = await load_result(pupil, name)
    used = framework(code)
    for theme in (*view.themes, *view.others):
        assert 1 <= len(theme.skills) <= 3, theme.name
        led_to = [skill.href.partition("code=")[2] for skill in theme.skills]
        assert set(led_to) <= set(used.codes)
        assert theme.evidence_href == f"{theme.skills[0].href}#evidence"


async def test_rounds_are_compared_in_words() -> None:
    pupil = await siiri()
    await answer(pupil, "strengths", 1, CLEAR)
    await answer(pupil, "strengths", 2, CLEAR | {f"D{n}": 1 for n in (1, 2, 3, 4)} | {f"B{n}": 4 for n in (1, 2, 3, 4)})
    view = await load_result(pupil, "strengths")
    compared = {one.name: (one.stood, one.words.partition(" on ")[0]) for one in view.compared}
    assert compared["Getting things done"] == (("out", "quiet"), "Quiet now, stood out")
    assert compared["Staying steady"] == (("quiet", "out"), "Stands out now, was quiet")
    assert compared["Working together"] == (("quiet", "quiet"), "Quiet, as")
    assert compared["Being curious"] == (("open", "open"), "Too few answers to compare")
    assert [one.current for one in view.rounds] == [False, True]
    first = await load_result(pupil, "strengths", 1)
    assert [theme.name for theme in first.themes] == ["Getting things done"]


async def test_a_statement_that_is_retired_keeps_its_words_in_the_rounds_that_asked_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pupil = await siiri()
    await answer(pupil, "strengths", 1, CLEAR)
    data = questionnaire("strengths").model_dump(mode="json", by_alias=True)
    data["version"] = 2
    data["themes"][0]["statements"][0]["retired"] = 2
    newer = Questionnaire.model_validate(data)
    monkeypatch.setattr(answering, "questionnaire", lambda _code: newer)  # what a later version of the app ships
    view = await load_result(pupil, "strengths")
    assert view.themes[0].answers[0].statement == "I finish what I have started, even when it gets boring."
    assert len((await load_questionnaire_page(pupil, "strengths", 4)).statements) == 6
    with pytest.raises(NotFound):
        await answer(pupil, "strengths", 2, {"D1": 3})
    await answer(pupil, "strengths", 2, {"D2": 3})
    assert (await load_result(pupil, "strengths")).answered == "1 of 23 answered"


async def rejections() -> list[tuple[str, str, bool]]:
    async with reading() as session:
        found = (await session.execute(select(QuestionnaireRejection))).scalars()
        return [(one.part, one.why, one.withdrawn_at is None) for one in found]


async def test_a_part_can_be_rejected_with_a_reason_and_that_taken_back() -> None:
    pupil = await siiri()
    await answer(pupil, "strengths", 1, CLEAR)
    for _ in range(2):  # a double click
        await reject(pupil, "strengths", 1, "theme:done", "Only at football")
    shown = (await load_result(pupil, "strengths")).themes[0].rejection
    assert (shown.rejected, shown.why) == (True, "Only at football")
    await reject(pupil, "strengths", 1, "theme:done", "Only with friends")
    for _ in range(2):
        await take_back_rejection(pupil, "strengths", 1, "theme:done")
    assert await rejections() == [("theme:done", "Only with friends", False)]
    shown = (await load_result(pupil, "strengths")).themes[0].rejection
    assert (shown.rejected, shown.why) == (False, "Only with friends")
    with pytest.raises(Invalid):
        await reject(pupil, "strengths", 1, "theme:done", "a" * 1001)
    for part in ("theme:steady", "theme:nothing", "surprise:D1", ""):
        with pytest.raises(NotFound):
            await reject(pupil, "strengths", 1, part, "No")
    with pytest.raises(NotFound):
        await take_back_rejection(pupil, "strengths", 1, "surprise:B1")
    other = await siiri()
    with pytest.raises(NotFound):
        await reject(other, "strengths", 1, "theme:done", "No")


async def test_what_is_typed_about_a_part_comes_back_until_it_is_sent() -> None:
    pupil = await siiri()
    await answer(pupil, "strengths", 1, CLEAR)
    part = (await load_result(pupil, "strengths")).themes[0].rejection
    await save_draft(pupil.person_id, part.draft, {"why": "Only at"}, 0)
    assert (await load_result(pupil, "strengths")).themes[0].rejection.why == "Only at"
    await reject(pupil, "strengths", 1, part.part, "Only at football")
    async with reading() as session:
        assert await load_draft(session, pupil.person_id, part.draft) is None
    assert part.draft == rejection_draft(UUID(part.draft.partition(":")[2].partition(".")[0]), part.part)


async def test_the_trail_says_that_something_was_answered_and_not_what() -> None:
    pupil = await siiri()
    await answer(pupil, "strengths", 1, {"D1": 4})
    await answer(pupil, "strengths", 1, {"D1": 4})  # nothing new
    async with reading() as session:
        trail = [
            (one.action, one.thing, one.detail)
            for one in (await session.execute(select(Audit).where(col(Audit.about_id) == pupil.person_id))).scalars()
        ]
    assert trail == [("skills.answer", "questionnaire:strengths:1", {"statements": 1})]
