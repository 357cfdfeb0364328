"""A teacher asks themself to whom of a class they have not spoken; nobody else sees the answer."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import writing
from portfolio_app.core.errors import NotFound
from portfolio_app.learning.teaching.days import half_year_begins
from portfolio_app.learning.teaching.unspoken import load_unspoken
from portfolio_app.schools.roles import end_role
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Comment, Kind
from portfolio_app.sharing.talks import note_talk
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voices import Said, ask, give
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def names(who: Actor, one: UUID, since: str = "") -> list[str]:
    return [pupil.name for pupil in (await load_unspoken(who, str(one), since)).pupils]


async def commented(teacher: Actor, pupil: Actor, days: int) -> None:
    """The teacher wrote something to the pupil so many days ago."""
    made = await add_evidence(
        pupil, EvidenceKind.WORDS, EvidenceForm("Café", words="I served", capabilities=("S1",)), uuid4()
    )
    await set_audience(pupil, Kind.EVIDENCE, str(made), CLASS_TEACHERS)
    await comment(teacher, pupil.person_id, Kind.EVIDENCE, str(made), "Well done", uuid4())
    async with writing() as session:
        await session.execute(
            update(Comment).where(col(Comment.owner_id) == pupil.person_id).values(made_at=now() - timedelta(days=days))
        )


async def test_whoever_was_never_spoken_to_comes_first_then_the_longest_ago() -> None:
    school = await make_school()
    one = await make_class(school, "8B")
    aada, eino, siiri, venla, otso = [
        await make_pupil(school, one, name=name) for name in ("Aada", "Eino", "Siiri", "Venla", "Otso")
    ]
    tuula, kalle = await make_teacher(school, one), await make_teacher(school, one)
    await commented(tuula, aada, 20)
    await note_talk(tuula, [eino.person_id], today() - timedelta(days=40), "The summer", uuid4())
    await ask(venla, tuula.person_id, ["S1"])
    await give(tuula, venla.person_id, {capability_thing("scotland-cms", "S1"): Said(2)}, uuid4())
    await note_talk(kalle, [otso.person_id], today(), "Not hers", uuid4())
    since = (today() - timedelta(days=10)).isoformat()
    assert await names(tuula, one, since) == ["Otso", "Siiri", "Eino", "Aada"]
    assert await names(tuula, one, (today() - timedelta(days=30)).isoformat()) == ["Otso", "Siiri", "Eino"]
    assert await names(kalle, one, since) == ["Aada", "Eino", "Siiri", "Venla"]
    view = await load_unspoken(tuula, str(one), since)
    assert [pupil.last for pupil in view.pupils][:2] == ["Nothing yet", "Nothing yet"]
    assert view.said.startswith("4 pupils, since ")
    await end_role(await make_coordinator(school), school, siiri.person_id, Role.PUPIL)
    assert "Siiri" not in await names(tuula, one, since)
    rest = [who.person_id for who in (aada, eino, otso)]
    await note_talk(tuula, rest, today(), "All of them", uuid4())
    assert (await load_unspoken(tuula, str(one), since)).everybody


@pytest.mark.parametrize("odd", ["", "lost", "2026-13-40", "9999-12-31"])
async def test_without_a_day_it_is_since_the_half_year_began(odd: str) -> None:
    school = await make_school()
    one = await make_class(school)
    view = await load_unspoken(await make_teacher(school, one), str(one), odd)
    here = date.fromisoformat(view.latest)  # the school's own day
    assert view.since == (here if odd == "9999-12-31" else half_year_begins(here)).isoformat()


async def test_a_class_of_others_is_not_found() -> None:
    school = await make_school()
    one = await make_class(school)
    other = await make_school()
    for who in (
        await make_pupil(school, one),
        await make_teacher(school),
        await make_counsellor(other),
        await make_coordinator(school),
    ):
        for asked in (str(one), "lost"):
            with pytest.raises(NotFound):
                await load_unspoken(who, asked)
