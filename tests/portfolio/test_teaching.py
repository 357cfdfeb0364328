"""What a teacher sees of a class and of its pupils: what was shared with them, counted, and nothing that tells more."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Role
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import database, reading, writing
from portfolio_app.core.drafts import load_draft, save_draft
from portfolio_app.core.errors import NotFound
from portfolio_app.pages.teacher.pupil import PupilState
from portfolio_app.pages.teacher.school_class import ClassState
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.class_grid import ClassView, load_class
from portfolio_app.portfolio.models import EntryEvidence
from portfolio_app.portfolio.pupil_page import PupilView, load_pupil
from portfolio_app.portfolio.teaching import load_cards, load_classes, natural
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.sharing import comments, policy
from portfolio_app.sharing.actions import CLASS_TEACHERS, ONLY_ME, PROFILE, Choice, seen, set_audience
from portfolio_app.sharing.models import Access, Audience, Grant, Kind
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess, delete_evidence
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import Evidence, EvidenceCapability, EvidenceKind, PeopleInIt
from tests.events import tab
from tests.people import (
    actor_now,
    join_class,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("database")

CODES = [one.code for one in framework().capabilities]


@dataclass(frozen=True)
class Place:
    """A school, a class of it, a pupil Siiri and a teacher Tuula in that class."""

    school: UUID
    school_class: UUID
    siiri: Actor
    tuula: Actor


async def a_place() -> Place:
    school = await make_school()
    one = await make_class(school, "8B")
    return Place(
        school, one, await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")
    )


async def words(owner: Actor, *codes: str, title: str = "Café", choice: Choice = CLASS_TEACHERS) -> UUID:
    """Evidence for capabilities, shared with `choice`."""
    form = EvidenceForm(title, words="I served 40 guests", capabilities=codes)
    made = await add_evidence(owner, EvidenceKind.WORDS, form, uuid4())
    await set_audience(owner, Kind.EVIDENCE, str(made), choice)
    return made


async def entry(owner: Actor, title: str = "Bakery", choice: Choice = CLASS_TEACHERS, *evidence: UUID) -> UUID:
    made = await make_entry(owner, EntryForm(title, happened="Bread", capabilities=("T1",), evidence=evidence), uuid4())
    await set_audience(owner, Kind.ENTRY, str(made), choice)
    return made


def numbers(view: ClassView, name: str) -> list[str]:
    """What stands in a pupil's cells."""
    return [cell.text for row in view.rows if row.name == name for cell in row.cells]


async def looked(viewer: Actor) -> list[tuple[UUID, str]]:
    """Whom and what the access log says they saw."""
    async with reading() as session:
        rows = await session.execute(
            select(col(Access.owner_id), col(Access.what)).where(col(Access.viewer_id) == viewer.person_id)
        )
        return sorted((owner, what) for owner, what in rows)


async def end(model: type[ClassMember] | type[Membership] | type[SchoolClass], *which: object) -> None:
    """End rows behind the domains' back, as the coordinator's actions do."""
    async with writing() as session:
        await session.execute(update(model).where(*which).values(ended_at=now()))  # type: ignore[arg-type]


@asynccontextmanager
async def counted_queries() -> AsyncIterator[list[str]]:
    """The statements that reach the database inside the block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            statements.append(statement)

    engines = [database().reader.sync_engine, database().writer.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


# -- the list of classes


async def test_a_teacher_sees_the_classes_they_teach_and_a_counsellor_all_of_the_school() -> None:
    place = await a_place()
    other = await make_class(place.school, "10A")
    elsewhere = await make_class(await make_school(), "9C")
    for teacher, names in ((place.tuula, ["8B"]), (await make_counsellor(place.school), ["8B", "10A"])):
        view = await load_classes(teacher)
        assert [line.name for line in view.listed] == names
    assert "1 pupil" in (await load_classes(place.tuula)).listed[0].detail
    both = await make_counsellor(place.school)
    await join_class(both, other, Role.TEACHER)
    assert [line.name for line in (await load_classes(both)).listed] == ["8B", "10A"]
    assert str(elsewhere) not in str(await load_classes(both))


async def test_an_ended_class_or_role_is_gone_from_the_list_at_once() -> None:
    place = await a_place()
    await end(SchoolClass, col(SchoolClass.id) == place.school_class)
    assert not (await load_classes(place.tuula)).listed
    place = await a_place()
    await end(Membership, col(Membership.person_id) == place.tuula.person_id)
    assert not (await load_classes(await actor_now(place.tuula.person_id))).listed


async def test_many_classes_have_search_and_pages() -> None:
    school = await make_school()
    guide = await make_counsellor(school)
    for number in range(23):
        await make_class(school, f"Luokka {number}")
    view = await load_classes(guide)
    assert (len(view.listed), view.pages, view.searchable) == (20, 2, True)
    assert view.previous_href == ""
    assert "page=2" in view.following_href
    assert len((await load_classes(guide, page=2)).listed) == 3
    assert [line.name for line in (await load_classes(guide, "LUOKKA 7")).listed] == ["Luokka 7"]


async def test_a_teacher_of_another_class_finds_whoever_names_them() -> None:
    place = await a_place()
    anna = await make_teacher(place.school)
    assert not (await load_classes(anna)).others
    await words(place.siiri, "S1", choice=Choice(persons=(anna.person_id,)))
    assert [line.name for line in (await load_classes(anna)).others] == ["Siiri"]
    assert not (await load_classes(place.tuula)).others
    assert len((await load_pupil(anna, str(place.siiri.person_id))).themes) == 1


@pytest.mark.parametrize(
    ("names", "expected"), [(["10A", "8B", "8A"], ["8A", "8B", "10A"]), (["Ä", "A2"], ["A2", "Ä"])]
)
def test_class_names_are_sorted_as_people_count(names: list[str], expected: list[str]) -> None:
    assert sorted(names, key=natural) == expected


# -- the grid


async def test_a_cell_counts_capabilities_with_evidence_and_nothing_else() -> None:
    place = await a_place()
    await words(place.siiri, "S1", "S2")
    await words(place.siiri, "S1", title="Another")
    await words(place.siiri, "S3", title="Private", choice=ONLY_ME)
    await assess(place.siiri, "S4", 4, "I am good at it", uuid4())
    await set_audience(place.siiri, Kind.CAPABILITY, "scotland-cms:S4", CLASS_TEACHERS)
    view = await load_class(place.tuula, str(place.school_class))
    assert numbers(view, "Siiri") == ["2", "", "", ""]
    assert [cell.said for cell in view.rows[0].cells] == [
        "Siiri, Self: 2 of 5",
        "Siiri, Strengths: nothing shared",
        "Siiri, Horizons: nothing shared",
        "Siiri, Networks: nothing shared",
    ]
    assert view.rows[0].cells[0].marks == (True, True, False, False, False)


async def test_a_theme_opens_to_its_capabilities_by_the_address() -> None:
    place = await a_place()
    await words(place.siiri, "N2")
    view = await load_class(place.tuula, str(place.school_class), "networks")
    assert [skill.code for column in view.columns for skill in column.skills] == ["N1", "N2", "N3"]
    assert [cell.marks for cell in view.rows[0].cells] == [(False, True, False)]
    assert (await load_class(place.tuula, str(place.school_class), "none such")).open_theme == ""


async def test_not_begun_looks_exactly_like_not_shared() -> None:
    place = await a_place()
    eero = await make_pupil(place.school, place.school_class, name="Eero")
    await words(place.siiri, "S1", choice=ONLY_ME)
    await assess(place.siiri, "S1", 3, "why", uuid4())
    await entry(place.siiri, "Mine", ONLY_ME)
    begun, not_begun = sorted(
        (await load_class(place.tuula, str(place.school_class))).rows, key=lambda row: -len(row.name)
    )
    for mine, theirs in zip(begun.cells, not_begun.cells, strict=True):
        assert (mine.text, mine.level, mine.marks) == (theirs.text, theirs.level, theirs.marks)
        assert mine.said.replace("Siiri", "Eero") == theirs.said

    def faceless(view: PupilView, pupil: Actor) -> str:
        return str(view).replace(str(pupil.person_id), "id").replace(pupil.name, "name")

    pages = [faceless(await load_pupil(place.tuula, str(one.person_id)), one) for one in (place.siiri, eero)]
    assert pages[0] == pages[1]
    assert "empty=True" in pages[0]


async def test_pupils_stand_in_the_order_of_the_alphabet_whatever_they_share() -> None:
    place = await a_place()
    for name in ("Aada", "Väinö", "Olli"):
        await words(await make_pupil(place.school, place.school_class, name=name), *CODES[: len(name)])
    rows = (await load_class(place.tuula, str(place.school_class))).rows
    assert [row.name for row in rows] == ["Aada", "Olli", "Siiri", "Väinö"]


async def test_deleted_evidence_and_that_of_another_framework_do_not_count() -> None:
    place = await a_place()
    gone, other = await words(place.siiri, "S1"), await words(place.siiri, "H1")
    await delete_evidence(place.siiri, gone)
    async with writing() as session:
        await session.execute(
            update(EvidenceCapability)
            .where(col(EvidenceCapability.evidence_id) == other)
            .values(framework="another-one")
        )
    assert numbers(await load_class(place.tuula, str(place.school_class)), "Siiri") == ["", "", "", ""]


async def test_the_log_names_only_pupils_of_whom_something_was_shown() -> None:
    place = await a_place()
    eero = await make_pupil(place.school, place.school_class, name="Eero")
    await words(place.siiri, "S1")
    await words(eero, "N1", choice=ONLY_ME)
    await load_class(place.tuula, str(place.school_class), "networks")
    assert await looked(place.tuula) == []
    for _again in range(2):
        await load_class(place.tuula, str(place.school_class))
    assert await looked(place.tuula) == [(place.siiri.person_id, "class")]


async def test_thirty_pupils_and_seventeen_capabilities_take_three_queries() -> None:
    place = await a_place()
    for _pupil in range(29):
        await words(await make_pupil(place.school, place.school_class), *CODES[::3])
    await words(place.siiri, *CODES)
    await load_class(place.tuula, str(place.school_class))  # the day's first look leaves its trace
    async with counted_queries() as statements:
        view = await load_class(place.tuula, str(place.school_class))
    assert len(view.rows) == 30
    assert sum(len(cell.marks) for cell in view.rows[0].cells) == 17
    assert len(statements) <= 3, statements


async def test_a_long_class_can_be_searched() -> None:
    place = await a_place()
    for number in range(21):
        await make_pupil(place.school, place.school_class, name=f"Väinö {number}")
    view = await load_class(place.tuula, str(place.school_class), q="vaino 1")
    assert view.searchable
    assert view.count == 22
    assert len(view.rows) == 11


async def test_a_class_without_pupils_is_a_class() -> None:
    school = await make_school()
    empty = await make_class(school)
    view = await load_class(await make_teacher(school, empty), str(empty))
    assert (view.count, view.rows) == (0, ())


async def test_other_peoples_classes_are_not_there() -> None:
    place = await a_place()
    await words(place.siiri, "S1")
    strangers = (
        await make_teacher(place.school, await make_class(place.school)),
        await make_teacher(await make_school()),
        await make_coordinator(place.school),
        place.siiri,
    )
    for stranger in strangers:
        for class_id in (str(place.school_class), str(uuid4()), "no id", ""):
            with pytest.raises(NotFound):
                await load_class(stranger, class_id)


async def test_when_class_or_role_ends_nothing_is_seen_any_more() -> None:
    pupil = Membership.person_id
    for ending in ("class", "taught", "role", "pupil left"):
        place = await a_place()
        await words(place.siiri, "S1")
        if ending == "class":
            await end(SchoolClass, col(SchoolClass.id) == place.school_class)
        elif ending == "taught":
            await end(ClassMember, col(ClassMember.person_id) == place.tuula.person_id)
        elif ending == "role":
            await end(Membership, col(pupil) == place.tuula.person_id)
        else:
            await end(Membership, col(pupil) == place.siiri.person_id)
            assert not (await load_class(place.tuula, str(place.school_class))).rows
        tuula = await actor_now(place.tuula.person_id)
        with pytest.raises(NotFound):
            await load_pupil(tuula, str(place.siiri.person_id))
        if ending != "pupil left":
            with pytest.raises(NotFound):
                await load_class(tuula, str(place.school_class))


async def test_a_counsellor_sees_of_a_class_what_is_shared_with_them_by_name() -> None:
    place = await a_place()
    guide = await make_counsellor(place.school)
    await words(place.siiri, "S1")
    await words(place.siiri, "H1", choice=Choice(persons=(guide.person_id,)))
    assert numbers(await load_class(guide, str(place.school_class)), "Siiri") == ["", "", "1", ""]


SHARINGS = st.sampled_from(["teachers", "tuula", "anna", "ended", "over", "to come"])
PIECES = st.lists(
    st.tuples(
        st.integers(0, 3),  # whose
        st.sets(st.sampled_from(CODES), min_size=1, max_size=4),
        st.sampled_from(["there", "there", "there", "deleted", "not asked", "other framework"]),
        st.sets(SHARINGS, max_size=3),
    ),
    max_size=12,
)


async def piece(owner: Actor, codes: set[str], state: str, sharings: set[str], named: dict[str, Actor]) -> None:
    """A piece of evidence with its grants, written as rows: also such as the actions would refuse by now."""
    moment = now()
    row = Evidence(
        person_id=owner.person_id,
        kind=EvidenceKind.WORDS,
        title="x",
        people_in_it=PeopleInIt.NOT_ASKED if state == "not asked" else "",
        made_at=moment,
        changed_at=moment,
        deleted_at=moment if state == "deleted" else None,
        request=uuid4(),
    )
    code = "another-one" if state == "other framework" else "scotland-cms"
    grants = []
    for sharing in sharings:
        to = named.get(sharing)
        ended = moment if sharing == "ended" else None
        grants.append(
            Grant(
                owner_id=owner.person_id,
                kind=Kind.EVIDENCE,
                thing=str(row.id),
                audience=Audience.PERSON if to else Audience.CLASS_TEACHERS,
                audience_id=to.person_id if to else None,
                from_at=moment + timedelta(days=1 if sharing == "to come" else -2),
                until_at=moment + timedelta(days=-1 if sharing == "over" else 2),
                ended_at=ended,
                granted_by=owner.person_id,
            )
        )
    open_to_teachers = [one for one in grants if one.audience == Audience.CLASS_TEACHERS and one.ended_at is None]
    async with writing() as session:
        session.add(row)
        await session.flush()
        session.add_all(EvidenceCapability(evidence_id=row.id, framework=code, capability=one) for one in codes)
        session.add_all(one for one in grants if one not in open_to_teachers[1:])  # one open grant an audience


async def slow_reference(reader: Actor, pupil: Actor) -> list[str]:
    """What should stand in a pupil's cells, asked thing by thing."""
    counts: list[str] = []
    async with reading() as session:
        mine = col(Evidence.person_id) == pupil.person_id
        evidence = list((await session.execute(select(Evidence).where(mine))).scalars())
        for theme in framework().themes:
            codes: set[str] = set()
            for one in evidence:
                if one.deleted_at or one.people_in_it == PeopleInIt.NOT_ASKED:
                    continue
                if not await policy.may_see(session, reader, pupil.person_id, Kind.EVIDENCE, str(one.id)):
                    continue
                links = await session.execute(
                    select(EvidenceCapability).where(col(EvidenceCapability.evidence_id) == one.id)
                )
                codes |= {link.capability for link in links.scalars() if link.framework == "scotland-cms"}
            count = len(codes & {one.code for one in theme.capabilities})
            counts.append(str(count) if count else "")
    return counts


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=PIECES, left=st.booleans())
async def test_the_grid_counts_what_a_slow_reference_counts(
    pieces: list[tuple[int, set[str], str, set[str]]], left: bool
) -> None:
    place = await a_place()
    anna = await make_counsellor(place.school, name="Anna")
    pupils = [place.siiri, *[await make_pupil(place.school, place.school_class) for _pupil in range(3)]]
    for whose, codes, state, sharings in pieces:
        await piece(pupils[whose], codes, state, sharings, {"tuula": place.tuula, "anna": anna})
    if left:
        await end(ClassMember, col(ClassMember.person_id) == pupils[1].person_id)
    for reader in (place.tuula, anna):
        view = await load_class(reader, str(place.school_class))
        assert len(view.rows) == (3 if left else 4)
        for row in view.rows:
            pupil = next(one for one in pupils if str(one.person_id) == row.id)
            assert [cell.text for cell in row.cells] == await slow_reference(reader, pupil)


# -- a pupil's page


async def test_a_pupils_page_holds_what_is_shared_and_nothing_more() -> None:
    place = await a_place()
    await assess(place.siiri, "S1", 2, "My aunt helps", uuid4())
    await assess(place.siiri, "S2", 3, "A secret reason", uuid4())
    await set_audience(place.siiri, Kind.CAPABILITY, "scotland-cms:S1", CLASS_TEACHERS)
    await set_audience(place.siiri, Kind.CAPABILITY, "scotland-cms:S5", CLASS_TEACHERS)  # nothing said there yet
    await words(place.siiri, "S1", "N1", title="Café")
    await words(place.siiri, "S1", title="A secret", choice=ONLY_ME)
    await entry(place.siiri, "Bakery")
    await entry(place.siiri, "A secret entry", ONLY_ME)
    view = await load_pupil(place.tuula, str(place.siiri.person_id))
    assert "secret" not in str(view)
    assert not view.empty
    assert [(theme.code, [skill.code for skill in theme.skills]) for theme in view.themes] == [
        ("self", ["S1"]),
        ("networks", ["N1"]),
    ]
    skill = view.themes[0].skills[0]
    assert (skill.step_words, skill.reason) == ("With some help", "My aunt helps")
    assert [one.item.title for one in skill.evidence] == ["Café"]
    assert [one.title for one in view.listed] == ["Bakery"]
    assert (view.lead, view.helps) == ("8B", True)
    assert await looked(place.tuula) == [(place.siiri.person_id, PROFILE)]


async def test_an_opened_thing_leaves_its_own_trace() -> None:
    place = await a_place()
    bakery, cafe = await entry(place.siiri), await words(place.siiri, "S1")
    await assess(place.siiri, "S1", 2, "My aunt helps", uuid4())
    await set_audience(place.siiri, Kind.CAPABILITY, "scotland-cms:S1", CLASS_TEACHERS)
    pupil = str(place.siiri.person_id)
    opened = (await load_pupil(place.tuula, pupil, Kind.ENTRY, str(bakery))).opened
    assert (opened.title, opened.entry.happened) == ("Bakery", "Bread")
    evidence = await load_pupil(place.tuula, pupil, Kind.EVIDENCE, str(cafe))
    assert (evidence.opened.evidence.words, [tag.code for tag in evidence.opened.shows]) == (
        "I served 40 guests",
        ["S1"],
    )
    skill = (await load_pupil(place.tuula, pupil, Kind.CAPABILITY, "S1")).opened.skill
    assert (skill.step, skill.reason) == (2, "My aunt helps")
    assert {what for _owner, what in await looked(place.tuula)} == {
        seen(Kind.ENTRY, str(bakery)),
        seen(Kind.EVIDENCE, str(cafe)),
        seen(Kind.CAPABILITY, "scotland-cms:S1"),
    }


async def test_what_is_not_shared_cannot_be_opened() -> None:
    place = await a_place()
    pupil = str(place.siiri.person_id)
    eero = await make_pupil(place.school, place.school_class)
    hidden = await words(place.siiri, "S1", choice=ONLY_ME)
    deleted = await words(place.siiri, "S1", title="Gone")
    await delete_evidence(place.siiri, deleted)
    await assess(place.siiri, "S1", 2, "why", uuid4())
    for kind, name in (
        (Kind.EVIDENCE, str(hidden)),
        (Kind.EVIDENCE, str(deleted)),
        (Kind.EVIDENCE, str(await words(eero, "S1"))),
        (Kind.ENTRY, str(await entry(place.siiri, "Mine", ONLY_ME))),
        (Kind.ENTRY, str(await entry(eero))),
        (Kind.ENTRY, "no id"),
        (Kind.CAPABILITY, "S1"),
        (Kind.CAPABILITY, "Z9"),
    ):
        with pytest.raises(NotFound):
            await load_pupil(place.tuula, pupil, kind, name)
    assert await looked(place.tuula) == []


async def test_a_photo_of_somebody_who_was_not_asked_stays_out_of_a_shared_entry() -> None:
    place = await a_place()
    fine, unasked = await words(place.siiri, "S1", title="Fine"), await words(place.siiri, "S1", title="Unasked")
    bakery = await entry(place.siiri, "Bakery", CLASS_TEACHERS, fine, unasked)
    async with writing() as session:
        await session.execute(
            update(Evidence).where(col(Evidence.id) == unasked).values(people_in_it=PeopleInIt.NOT_ASKED)
        )
        links = await session.execute(select(EntryEvidence).where(col(EntryEvidence.entry_id) == bakery))
        assert len(list(links.scalars())) == 2
    opened = (await load_pupil(place.tuula, str(place.siiri.person_id), Kind.ENTRY, str(bakery))).opened
    assert [part.title for part in opened.entry.attachments] == ["Fine"]


async def test_pupils_of_others_are_not_there() -> None:
    place = await a_place()
    await words(place.siiri, "S1")
    strangers = (
        await make_teacher(place.school, await make_class(place.school)),
        await make_counsellor(await make_school()),
        await make_coordinator(place.school),
        await make_pupil(place.school, place.school_class),
        place.siiri,
    )
    for stranger in strangers:
        for pupil in (str(place.siiri.person_id), str(uuid4()), "no id", ""):
            with pytest.raises(NotFound):
                await load_pupil(stranger, pupil)
        assert await looked(stranger) == []


async def test_a_comment_is_written_kept_as_a_draft_and_gone_with_the_grant() -> None:
    place = await a_place()
    bakery, pupil = await entry(place.siiri), str(place.siiri.person_id)
    opened = (await load_pupil(place.tuula, pupil, Kind.ENTRY, str(bakery))).opened
    await save_draft(place.tuula.person_id, opened.draft, {"words": "Well d"}, 0)
    opened = (await load_pupil(place.tuula, pupil, Kind.ENTRY, str(bakery))).opened
    assert (opened.words, opened.draft_version) == ("Well d", 1)
    for _twice in range(2):
        await comments.comment(
            place.tuula, place.siiri.person_id, Kind.ENTRY, opened.thing, "Well done", UUID(opened.request)
        )
    async with reading() as session:
        assert await load_draft(session, place.tuula.person_id, opened.draft) is None
    opened = (await load_pupil(place.tuula, pupil, Kind.ENTRY, str(bakery))).opened
    assert [one.words for one in opened.remarks] == ["Well done"]
    assert (await load_pupil(place.tuula, pupil)).listed[0].commented
    await set_audience(place.siiri, Kind.ENTRY, str(bakery), ONLY_ME)
    with pytest.raises(NotFound):
        await load_pupil(place.tuula, pupil, Kind.ENTRY, str(bakery))


# -- sign-in cards


async def test_cards_are_offered_for_the_pupils_of_ones_class() -> None:
    place = await a_place()
    eero = await make_pupil(place.school, place.school_class, name="Eero")
    assert [(one.name, one.chosen) for one in (await load_cards(place.tuula, str(place.school_class))).listed] == [
        ("Eero", True),
        ("Siiri", True),
    ]
    one = await load_cards(place.tuula, str(place.school_class), str(eero.person_id))
    assert [line.chosen for line in one.listed] == [True, False]
    assert not any(line.chosen for line in (await load_cards(place.tuula, str(place.school_class), "none")).listed)
    assert one.class_href == f"/en/class?id={place.school_class}"
    coordinators = await load_cards(await make_coordinator(place.school), str(place.school_class))
    assert len(coordinators.listed) == 2
    assert coordinators.class_href == f"/en/school/class?id={place.school_class}"
    assert "at least one" in (await load_cards(place.tuula, str(place.school_class), "none", "nobody")).problem
    assert (await load_cards(place.tuula, str(place.school_class), "all", "whatever")).problem == ""
    for stranger in (await make_teacher(place.school), await make_counsellor(place.school), eero):
        with pytest.raises(NotFound):
            await load_cards(stranger, str(place.school_class))


# -- the pages


async def test_the_page_of_a_class_shows_it_and_that_of_another_leads_home_with_a_sentence() -> None:
    place = await a_place()
    _tuula, key = await signed_in(place.tuula)
    async with tab(key, address=f"/en/class?id={place.school_class}") as opened:
        await opened.send(ClassState.load)
        assert (await opened.state(ClassState)).view.name == "8B"
    other = await make_class(place.school)
    async with tab(key, address=f"/en/class?id={other}") as opened:
        await opened.send(ClassState.load)
        assert opened.notice.kind == "problem"
        assert {event.payload["path"] for event in opened.events if "path" in event.payload} == {"/en/home"}
        assert not (await opened.state(ClassState)).view.loaded


async def test_on_the_page_a_comment_is_left_taken_back_and_brought_back() -> None:
    place = await a_place()
    bakery = await entry(place.siiri)
    _tuula, key = await signed_in(place.tuula)
    async with tab(key, address=f"/en/pupil?id={place.siiri.person_id}&entry={bakery}") as opened:
        await opened.send(PupilState.load)

        async def said() -> list[str]:
            return [one.words for one in (await opened.state(PupilState)).view.opened.remarks]

        request = (await opened.state(PupilState)).view.opened.request
        await opened.send(PupilState.comment, form={"words": "  ", "request": request})
        assert (opened.notice.kind, opened.notice.field) == ("problem", "words")
        for _twice in range(2):
            await opened.send(PupilState.comment, form={"words": "Well done", "request": request})
        assert await said() == ["Well done"]
        mine = (await opened.state(PupilState)).view.opened.remarks[0].id
        await opened.send(PupilState.delete_comment, comment=mine)
        assert await said() == []
        await opened.send(PupilState.undo, comment=opened.notice.undo)
        assert await said() == ["Well done"]
        await opened.send(PupilState.comment, form={"words": "x" * 200_000, "request": str(uuid4())})
        assert opened.notice.kind == "problem"
        await opened.send(PupilState.comment, form={"words": ["x"], "request": "no id"})
        assert await said() == ["Well done"]


async def test_a_code_is_shown_once_and_a_second_click_makes_no_other() -> None:
    place = await a_place()
    _tuula, key = await signed_in(place.tuula)
    async with tab(key, address=f"/en/pupil?id={place.siiri.person_id}") as opened:
        await opened.send(PupilState.load)
        await opened.send(PupilState.give_code)
        shown = (await opened.state(PupilState)).code
        await opened.send(PupilState.give_code)
        assert (await opened.state(PupilState)).code == shown
        assert len(shown.code) >= 8
        await opened.send(PupilState.hide_code)
        assert not (await opened.state(PupilState)).code.code


async def test_a_teacher_named_by_a_pupil_of_another_class_cannot_give_them_a_code() -> None:
    place = await a_place()
    anna = await make_teacher(place.school)
    await words(place.siiri, "S1", choice=Choice(persons=(anna.person_id,)))
    assert not (await load_pupil(anna, str(place.siiri.person_id))).helps
    _anna, key = await signed_in(anna)
    async with tab(key, address=f"/en/pupil?id={place.siiri.person_id}") as opened:
        await opened.send(PupilState.load)
        await opened.send(PupilState.give_code)
        assert opened.notice.kind == "problem"
        assert not (await opened.state(PupilState)).code.code


async def test_the_next_day_looking_leaves_another_trace() -> None:
    place = await a_place()
    await words(place.siiri, "S1")
    await load_class(place.tuula, str(place.school_class))
    with at(now() + timedelta(days=1)):
        await load_class(place.tuula, str(place.school_class))
    assert len(await looked(place.tuula)) == 2
