"""The pupil reads what a host says once the school has handed it on, and keeps of it what they want."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import _, languages, speaking
from portfolio_app.marketplace.evaluations.aspects import NAMES, STEPS, Aspect, seen_words
from portfolio_app.marketplace.evaluations.taking import (
    OwnEvaluation,
    decline_credential,
    evaluation_for,
    keep_piece,
    take_credential,
)
from portfolio_app.marketplace.placements.models import Absence
from portfolio_app.marketplace.placements.policy import check_own
from portfolio_app.portfolio.credentials.accepting import NameOn
from portfolio_app.portfolio.credentials.models import Credential
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import GivenVoice
from portfolio_app.skills.voice_views import latest_voices, voices_about
from tests.conftest import Configure
from tests.marketplace.evaluations.said import a_past_visit, given, handed
from tests.marketplace.placements.pupils import row_of

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def mail(configure: Configure) -> None:
    """An installation that sends mail; what is to be sent stays in the outbox."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")


async def seen_by(pupil: Actor, placement: UUID) -> OwnEvaluation:
    async with reading() as session:
        return await evaluation_for(session, pupil, await check_own(session, pupil, placement))


async def voices() -> list[GivenVoice]:
    async with reading() as session:
        return list((await session.execute(select(GivenVoice).order_by(col(GivenVoice.capability)))).scalars())


async def credentials() -> list[Credential]:
    async with reading() as session:
        return list((await session.execute(select(Credential))).scalars())


async def test_nothing_stands_there_before_the_school_has_handed_it_on() -> None:
    visit = await a_past_visit()
    week = visit.week
    await given(visit)
    assert not (await seen_by(week.siiri, week.placement)).there
    for attempt in (
        keep_piece(week.siiri, week.placement, "care"),
        take_credential(week.siiri, week.placement, [], NameOn.WHOLE),
        decline_credential(week.siiri, week.placement),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_piece_by_piece_as_a_voice() -> None:
    visit = await a_past_visit()
    week = visit.week
    await handed(visit)
    view = await seen_by(week.siiri, week.placement)
    assert [(one.aspect, bool(one.skill)) for one in view.lines] == [
        ("punctual", True),
        ("initiative", True),
        ("cooperation", True),
        ("care", False),  # this framework does not speak of it
        ("learning", False),  # the host did not see it
    ]
    for wrong in (week.eino, week.tuula, week.elsewhere):
        with pytest.raises(NotFound):
            await keep_piece(wrong, week.placement, "punctual")
    for aspect in ("care", "learning", "beauty", ""):
        with pytest.raises(NotFound):
            await keep_piece(week.siiri, week.placement, aspect)
    await asyncio.gather(*(keep_piece(week.siiri, week.placement, "punctual") for _time in range(3)))
    await keep_piece(week.siiri, week.placement, "cooperation")
    await keep_piece(week.siiri, week.placement, "initiative", keep=False)
    kept = await voices()
    assert [(one.capability, one.step, one.kind, one.giver_name) for one in kept] == [
        ("N1", 4, "host", "Raija Kettunen"),
        ("S3", 3, "host", "Raija Kettunen"),
    ]
    assert kept[1].reason.startswith("Being on time: Was on time every day")
    used = framework("scotland-cms")
    async with reading() as session:
        lines, _views, _change = await voices_about(session, week.siiri.person_id, used, "S3")
        heard = await latest_voices(session, week.siiri.person_id, used)
    assert [(one.who, one.hidden) for one in lines] == [("Raija Kettunen, Leipomo Kettunen", False)]
    assert len({one.who for some in heard.here.values() for one in some}) == 1  # one person, of several things
    view = await seen_by(week.siiri, week.placement)
    assert [(one.kept, one.declined) for one in view.lines[:3]] == [(True, False), (False, True), (True, False)]
    await keep_piece(week.siiri, week.placement, "punctual", keep=False)
    assert [one.hidden_at is not None for one in await voices()] == [False, True]
    await keep_piece(week.siiri, week.placement, "punctual")
    assert [one.hidden_at for one in await voices()] == [None, None]


async def test_a_credential_says_what_the_pupil_chose() -> None:
    visit = await a_past_visit()
    week = visit.week
    placement = await row_of(week.placement)
    async with writing() as session:
        session.add(
            Absence(
                placement_id=placement.id,
                day=placement.first_day,
                by_id=week.siiri.person_id,
                made_at=now(),
                request=placement.id,
            )
        )
    await handed(visit)
    for wrong in (week.eino, week.tuula):
        with pytest.raises(NotFound):
            await take_credential(wrong, week.placement, [], NameOn.WHOLE)
    chosen = ["care", "learning", "nonsense"]  # what the host did not see cannot stand on it
    await asyncio.gather(*(take_credential(week.siiri, week.placement, chosen, NameOn.WHOLE) for _time in range(3)))
    (one,) = await credentials()
    assert (one.kind, one.school_id, one.by_id) == ("placement", week.school, week.tuula.person_id)
    assert one.title.startswith("Work-experience week: Leipomo Kettunen, ")
    assert one.criteria.endswith("Careful work: Worked carefully and safely without being checked.")
    assert "of work" in one.criteria
    assert "Being on time" not in one.criteria
    assert one.document is not None
    assert one.document["credentialSubject"]["achievement"]["achievementType"] == "Fieldwork"
    view = await seen_by(week.siiri, week.placement)
    assert (view.credential_href.endswith(str(one.id)), view.waiting) == (True, False)


async def test_no_credential_and_one_after_all() -> None:
    visit = await a_past_visit()
    week = visit.week
    await handed(visit)
    for _time in range(2):
        await decline_credential(week.siiri, week.placement)
    assert (await seen_by(week.siiri, week.placement)).declined
    assert await credentials() == []
    await decline_credential(week.siiri, week.placement, back=True)
    assert not (await seen_by(week.siiri, week.placement)).declined


async def test_who_was_never_there_gets_no_credential() -> None:
    visit = await a_past_visit()
    week = visit.week
    placement = await row_of(week.placement)
    async with writing() as session:
        for n in range(5):
            away = placement.first_day + timedelta(days=n)
            session.add(
                Absence(
                    placement_id=placement.id, day=away, by_id=week.siiri.person_id, made_at=now(), request=UUID(int=n)
                )
            )
    await handed(visit)
    with pytest.raises(Invalid, match="none of these days"):
        await take_credential(week.siiri, week.placement, [], NameOn.SHORT)
    assert await credentials() == []


def test_the_longest_credential_fits_in_every_language() -> None:
    for language in languages():
        with speaking(language):
            longest = sum(len(_(NAMES[one])) + 4 + max(len(seen_words(one, step)) for step in STEPS) for one in Aspect)
        assert longest + 120 <= 600, language
