"""Whose evidence it is, and what of it others may see at all."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, delete_evidence
from portfolio_app.skills.evidence_views import evidence_items
from portfolio_app.skills.files import keep_file
from portfolio_app.skills.models import Evidence, EvidenceKind, PeopleInIt
from portfolio_app.skills.policy import known_capability, own_evidence, seen_evidence
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def a_shared_photo() -> tuple[Actor, Actor, UUID, UUID]:
    """A pupil, their teacher, an evidence shared with the teacher, its media id."""
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    file = await keep_file(siiri, CleanPicture(b"picture", b"small", 4, 3), "a.jpg")
    form = EvidenceForm("Lake", people_in_it="agreed", capabilities=("S1",))
    evidence = await add_evidence(siiri, EvidenceKind.PHOTO, form, uuid4(), file)
    await set_audience(siiri, Kind.EVIDENCE, str(evidence), CLASS_TEACHERS)
    async with reading() as session:
        media = (await session.execute(select(col(Evidence.media_id)))).scalar_one()
    assert media
    return siiri, tuula, evidence, media


async def shown_to(viewer: Actor, media: UUID) -> bool:
    async with reading() as session:
        return await seen_evidence(session, viewer, media) is not None


async def test_ones_own_evidence_is_found_and_nobody_elses() -> None:
    siiri, tuula, evidence, _media = await a_shared_photo()
    async with writing() as session:
        assert (await own_evidence(session, siiri, evidence)).id == evidence
        with pytest.raises(NotFound):
            await own_evidence(session, siiri, evidence, deleted=True)
        with pytest.raises(Refused):
            await own_evidence(session, tuula, evidence)


async def test_what_is_deleted_or_shows_somebody_unasked_is_for_nobody_else_even_with_a_grant() -> None:
    siiri, tuula, evidence, media = await a_shared_photo()
    assert await shown_to(tuula, media)
    async with writing() as session:
        await session.execute(update(Evidence).values(people_in_it=PeopleInIt.NOT_ASKED))
    assert not await shown_to(tuula, media)
    async with reading() as session:
        assert await evidence_items(session, siiri.person_id, [evidence], for_others=True) == ()
        assert len(await evidence_items(session, siiri.person_id, [evidence])) == 1
        assert await evidence_items(session, tuula.person_id, [evidence]) == ()
    async with writing() as session:
        await session.execute(update(Evidence).values(people_in_it=PeopleInIt.NOBODY))
    assert await shown_to(tuula, media)
    await delete_evidence(siiri, evidence)
    assert not await shown_to(tuula, media)


async def test_others_see_who_can_see_it_of_nobodys_evidence() -> None:
    siiri, _tuula, evidence, _media = await a_shared_photo()
    async with reading() as session:
        (item,) = await evidence_items(session, siiri.person_id, [evidence], for_others=True)
        (own,) = await evidence_items(session, siiri.person_id, [evidence])
    assert (item.who, own.who) == ("", "You and your class’s teachers")


@pytest.mark.parametrize(("framework", "code"), [("nowhere", "S1"), ("scotland-cms", "S99"), ("", ""), ("S1", "S1")])
async def test_codes_there_are_none_of_are_not_found(framework: str, code: str) -> None:
    with pytest.raises(NotFound):
        known_capability(framework, code)
