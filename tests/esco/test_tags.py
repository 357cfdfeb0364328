"""A pupil tags their own evidence and entries; a tag is there once, keeps its name, and goes with its thing."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.esco import actions
from portfolio_app.esco.actions import add_tag, remove_tag, restore_tag
from portfolio_app.esco.importing import import_esco, skill_id
from portfolio_app.esco.models import EscoEdition, EscoLabel, EscoSkill, Tag
from portfolio_app.esco.retention import remove_rested_tags
from portfolio_app.esco.tagged import TaggedView, has_tags, load_tagged, tags_of, tags_to_change
from portfolio_app.portfolio import shareable
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry, restore_entry
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio.queries import load_entry
from portfolio_app.portfolio.resting import load_resting, restore_resting
from portfolio_app.portfolio.retention import remove_rested_entries
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, delete_evidence
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.queries import load_evidence
from portfolio_app.skills.retention import remove_rested
from tests.esco.test_file import SKILLS, Skill, packed, table
from tests.esco.test_importing import finnish
from tests.people import make_class, make_pupil, make_school, make_teacher

assert shareable.find_entries  # entries can be tagged once that module is there, as it is in the app
pytestmark = pytest.mark.usefixtures("database")

BICYCLES, BREAD, LISTEN = (skill_id(f"http://data.europa.eu/esco/skill/{number}") for number in "123")


async def a_pupil() -> Actor:
    school = await make_school()
    return await make_pupil(school, await make_class(school))


async def some_evidence(owner: Actor, title: str = "My bicycle") -> UUID:
    form = EvidenceForm(title, words="x", capabilities=("S1",))
    return await add_evidence(owner, EvidenceKind.WORDS, form, uuid4())


async def leads_to_tags(pupil: Actor) -> bool:
    async with reading() as session:
        return await has_tags(session, pupil.person_id)


async def tag_names(kind: Kind, thing: UUID, language: str = "en") -> Sequence[str]:
    with speaking(language):
        async with reading() as session:
            return [tag.name for tag in (await tags_of(session, kind, [thing])).get(str(thing), ())]


def shown(view: TaggedView) -> list[tuple[str, list[str]]]:
    return [(skill.name, [thing.title for thing in skill.things]) for skill in view.skills]


async def test_a_tag_is_put_on_once_taken_off_and_brought_back(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    siiri = await a_pupil()
    evidence, request = await some_evidence(siiri), uuid4()
    first = await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, request)
    again = await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, request)
    other_device = await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, uuid4())
    assert first.id == again.id == other_device.id
    assert await tag_names(Kind.EVIDENCE, evidence) == ["repair bicycles"]
    await remove_tag(siiri, first.id)
    await remove_tag(siiri, first.id)
    late = await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, request)
    assert late.removed_at is not None, "what was sent before it was taken off arrives late"
    assert await tag_names(Kind.EVIDENCE, evidence) == []
    (rests,) = (await load_resting(siiri)).things
    assert (rests.shelf, rests.title) == ("tag", "repair bicycles")
    assert "My bicycle" in rests.detail
    await restore_resting(siiri, rests.shelf, UUID(rests.id))
    await restore_tag(siiri, first.id)
    assert await tag_names(Kind.EVIDENCE, evidence) == ["repair bicycles"]
    await remove_tag(siiri, first.id)
    assert (await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, uuid4())).removed_at is None, "anew, from the field"
    async with reading() as session:
        trail = (await session.execute(select(col(Audit.action)).where(col(Audit.action).like("esco.%tag")))).scalars()
    assert sorted(trail) == ["esco.add_tag"] * 2 + ["esco.remove_tag"] * 2 + ["esco.restore_tag"]


async def test_nobody_else_can_tag_untag_or_bring_back(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    siiri, eero = await a_pupil(), await a_pupil()
    tuula = await make_teacher(await make_school())
    evidence = await some_evidence(siiri)
    tag = await add_tag(siiri, Kind.EVIDENCE, evidence, BREAD, uuid4())
    for stranger, problem in ((eero, NotFound), (tuula, Refused)):
        with pytest.raises(problem):
            await add_tag(stranger, Kind.EVIDENCE, evidence, BICYCLES, uuid4())
        with pytest.raises(problem):
            await remove_tag(stranger, tag.id)
        with pytest.raises(problem):
            await restore_tag(stranger, tag.id)
    with pytest.raises(Refused):
        await load_tagged(tuula)
    assert await tag_names(Kind.EVIDENCE, evidence) == ["bake bread"]
    with pytest.raises(NotFound):
        await add_tag(siiri, Kind.GOAL, evidence, BREAD, uuid4())
    with pytest.raises(NotFound):
        await add_tag(siiri, Kind.ENTRY, evidence, BREAD, uuid4())
    await delete_evidence(siiri, evidence)
    with pytest.raises(NotFound):
        await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, uuid4())


async def test_unknown_and_retired_skills_and_too_many_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await import_esco(packed(tmp_path))
    siiri = await a_pupil()
    evidence = await some_evidence(siiri)
    with pytest.raises(Invalid, match="not in the list"):
        await add_tag(siiri, Kind.EVIDENCE, evidence, uuid4(), uuid4())
    await import_esco(packed(tmp_path, table(SKILLS[:1]), name="esco-v1.2.0-en-csv.zip"))
    with pytest.raises(Invalid, match="not in the list"):
        await add_tag(siiri, Kind.EVIDENCE, evidence, BREAD, uuid4())
    monkeypatch.setattr(actions, "MOST_TAGS", 0)
    with pytest.raises(Invalid, match="as many tags"):
        await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, uuid4())


async def test_a_tag_keeps_its_name_whatever_becomes_of_the_catalogue(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    siiri = await a_pupil()
    evidence = await some_evidence(siiri)
    await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, uuid4())
    await add_tag(siiri, Kind.EVIDENCE, evidence, LISTEN, uuid4())
    assert await tag_names(Kind.EVIDENCE, evidence, "fi") == ["listen actively", "repair bicycles"]
    await import_esco(finnish(tmp_path))
    assert await tag_names(Kind.EVIDENCE, evidence, "fi") == ["korjata polkupyöriä", "listen actively"]
    renamed: Sequence[Skill] = (("1", "mend bikes", "", ""), ("2", "bake bread", "", ""))
    await import_esco(packed(tmp_path, table(renamed), name="esco-v1.2.0-en-csv.zip"))
    assert await tag_names(Kind.EVIDENCE, evidence) == ["listen actively", "repair bicycles"], "renamed, and retired"
    async with writing() as session:
        for kind in (EscoLabel, EscoSkill, EscoEdition):
            await session.execute(delete(kind))
    assert await tag_names(Kind.EVIDENCE, evidence, "fi") == ["listen actively", "repair bicycles"]
    async with reading() as session:
        tagging = await tags_to_change(session, Kind.EVIDENCE, evidence)
    assert (tagging.offered, tagging.tags[0].language) == (False, "")
    with speaking("fi"):
        assert (await load_evidence(siiri, str(evidence))).tagging.tags[0].language == "en", "so it is read aloud right"
    await remove_tag(siiri, UUID(tagging.tags[0].id))
    await restore_tag(siiri, UUID(tagging.tags[0].id))
    assert await tag_names(Kind.EVIDENCE, evidence) == ["listen actively", "repair bicycles"]


async def test_the_way_to_ones_tags_is_there_with_esco_or_with_tags_of_ones_own(tmp_path: Path) -> None:
    siiri, eero = await a_pupil(), await a_pupil()
    assert not await leads_to_tags(siiri)
    await import_esco(packed(tmp_path))
    tag = await add_tag(siiri, Kind.EVIDENCE, await some_evidence(siiri), BICYCLES, uuid4())
    assert [await leads_to_tags(one) for one in (siiri, eero)] == [True, True]
    async with writing() as session:
        await session.execute(delete(EscoEdition))
    assert [await leads_to_tags(one) for one in (siiri, eero)] == [True, False]
    await remove_tag(siiri, tag.id)
    assert not await leads_to_tags(siiri)


async def test_whoever_sees_the_thing_sees_its_tags(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    school = await make_school()
    class_8b = await make_class(school)
    siiri, tuula = await make_pupil(school, class_8b), await make_teacher(school, class_8b)
    evidence = await some_evidence(siiri)
    entry = await make_entry(siiri, EntryForm("A week at the workshop"), uuid4())
    await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, uuid4())
    await add_tag(siiri, Kind.ENTRY, entry, LISTEN, uuid4())
    assert [tag.name for tag in (await load_entry(siiri, str(entry))).tagging.tags] == ["listen actively"]
    for kind, thing in ((Kind.EVIDENCE, evidence), (Kind.ENTRY, entry)):
        with pytest.raises(NotFound):
            await load_pupil(tuula, str(siiri.person_id), kind, str(thing))
        await set_audience(siiri, kind, str(thing), CLASS_TEACHERS)
    pupil = str(siiri.person_id)
    opened = (await load_pupil(tuula, pupil, Kind.EVIDENCE, str(evidence))).opened
    assert [tag.name for tag in opened.evidence.tags] == ["repair bicycles"]
    opened = (await load_pupil(tuula, pupil, Kind.ENTRY, str(entry))).opened
    assert [tag.name for tag in opened.entry.tags] == ["listen actively"]
    assert not opened.entry.tagging.offered


async def test_the_skills_in_what_somebody_has_done_open_to_what_they_are_made_of(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    siiri, eero = await a_pupil(), await a_pupil()
    evidence = await some_evidence(siiri)
    entry = await make_entry(siiri, EntryForm("A week at the workshop"), uuid4())
    assert (await load_tagged(siiri)).any is False
    await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, uuid4())
    with at(now() + timedelta(minutes=1)):
        await add_tag(siiri, Kind.ENTRY, entry, BICYCLES, uuid4())
    await add_tag(siiri, Kind.ENTRY, entry, BREAD, uuid4())
    both = ("repair bicycles", ["A week at the workshop", "My bicycle"])
    bread = ("bake bread", ["A week at the workshop"])
    assert shown(await load_tagged(siiri)) == [bread, both], "by name, not by number"
    assert shown(await load_tagged(siiri, "evidence")) == [("repair bicycles", ["My bicycle"])]
    assert shown(await load_tagged(siiri, search="BREAD")) == [bread]
    assert shown(await load_tagged(siiri, search="my bicycle")) == [both]
    assert shown(await load_tagged(siiri, search="x" * 10_000)) == []
    assert shown(await load_tagged(eero)) == []
    await delete_entry(siiri, entry)
    assert shown(await load_tagged(siiri)) == [("repair bicycles", ["My bicycle"])]
    await restore_entry(siiri, entry)
    assert len((await load_tagged(siiri)).skills) == 2


async def test_tags_go_with_their_thing_and_their_person_and_after_resting(tmp_path: Path) -> None:
    await import_esco(packed(tmp_path))
    siiri = await a_pupil()
    evidence, kept = await some_evidence(siiri), await some_evidence(siiri)
    entry = await make_entry(siiri, EntryForm("A week at the workshop"), uuid4())
    await add_tag(siiri, Kind.EVIDENCE, evidence, BICYCLES, uuid4())
    await add_tag(siiri, Kind.ENTRY, entry, BICYCLES, uuid4())
    await add_tag(siiri, Kind.EVIDENCE, kept, BICYCLES, uuid4())
    off = await add_tag(siiri, Kind.EVIDENCE, kept, BREAD, uuid4())
    await remove_tag(siiri, off.id)
    await delete_evidence(siiri, evidence)
    await delete_entry(siiri, entry)
    assert await remove_rested_tags() == 0
    with at(now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await restore_tag(siiri, off.id)
        assert (await remove_rested(), await remove_rested_entries(), await remove_rested_tags()) == (1, 1, 1)
    async with reading() as session:
        left = (await session.execute(select(col(Tag.thing), col(Tag.uri)))).all()
    assert [one.thing for one in left] == [str(kept)]
    async with writing() as session:
        await session.execute(delete(Person).where(col(Person.id) == siiri.person_id))
    async with reading() as session:
        assert (await session.execute(select(col(Tag.id)))).all() == []
