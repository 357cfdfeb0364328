"""Thirty pupils in a minute: names pasted from anywhere become people once, and doubles are asked about."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.models import Person, Role
from portfolio_app.accounts.names import clean_name
from portfolio_app.accounts.registering import UsernameTaken
from portfolio_app.core import clock
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import save_draft
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.schools import roles
from portfolio_app.schools.adding_view import load_adding
from portfolio_app.schools.listing import asked
from portfolio_app.schools.people_views import load_people
from portfolio_app.schools.roster import ConfirmedLine, Proposal, ReadLine, add_people, propose, read_names
from portfolio_app.schools.school_views import load_school
from portfolio_app.settings import Settings
from tests.conftest import Configure
from tests.people import (
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
)

PASTED = """
1. Siiri Niemi
Aalto, Onni
Søren O'Ŋgård 🌱 محمد\t8B
"""


def confirmed(proposal: Proposal) -> list[ConfirmedLine]:
    """Every line as proposed, doubles said to be somebody else."""
    return [ConfirmedLine(line.name, line.username, line.class_name) for line in proposal.lines]


async def people() -> int:
    """How many people there are."""
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(Person))).scalar_one()


def test_names_are_read_from_lists_and_spreadsheets() -> None:
    assert read_names(PASTED) == (
        ReadLine("Siiri Niemi"),
        ReadLine("Onni Aalto"),
        ReadLine("Søren O'Ŋgård 🌱 محمد", "8B"),
    )
    assert read_names("von Düring, Anna-Liisa\t 9 C \r\n") == (ReadLine("Anna-Liisa von Düring", "9 C"),)
    assert read_names("- Siiri\n• Onni\n,\n") == (ReadLine("Siiri"), ReadLine("Onni"), ReadLine(","))


@pytest.mark.parametrize("wrong", ["", "\n \n", "A\n" * 401])
def test_no_names_or_too_many_are_said(wrong: str) -> None:
    with pytest.raises(Invalid):
        read_names(wrong)


@given(st.text(max_size=400))
def test_whatever_is_pasted_gives_clean_names_or_a_sentence(text: str) -> None:
    try:
        lines = read_names(text)
    except Invalid:
        return
    assert 0 < len(lines) <= len(text.splitlines())
    for line in lines:
        assert clean_name(line.name) == line.name
        assert len(line.class_name) <= 60


@given(
    st.lists(st.from_regex(r"[A-ZÅÄÖ][a-zåäöé]{1,12} [A-ZÅÄÖ][a-zåäöé]{1,12}", fullmatch=True), min_size=1, max_size=30)
)
def test_surname_first_and_first_name_first_read_the_same(names: list[str]) -> None:
    turned = "\n".join(", ".join(reversed(name.split())) for name in names)
    assert [line.name for line in read_names(turned)] == names


async def test_a_class_list_becomes_pupils(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    made = await make_class(school, "8A")
    proposal = await propose(kaisa, school, PASTED, class_id=str(made))
    assert [line.username for line in proposal.lines] == ["siiri.n", "onni.a", "soren.o"]
    assert [line.class_name for line in proposal.lines] == ["8A", "8A", "8B"]
    assert "8B" in proposal.new_classes
    lines = confirmed(proposal)
    added = await add_people(kaisa, school, lines, request=proposal.request)
    again = await add_people(kaisa, school, lines, request=proposal.request)
    assert added == again
    assert added.made == 3
    assert await people() == 4
    found = await load_people(kaisa, wanted=asked("ŋgård"))
    assert (found.people[0].name, found.people[0].classes) == ("Søren O'Ŋgård 🌱 محمد", "8B")
    assert [one.name for one in (await load_school(kaisa)).classes] == ["8A", "8B"]


async def test_the_same_form_sent_twice_at_once_makes_nobody_twice(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    proposal = await propose(kaisa, school, "\n".join(f"Pupil Number{n}" for n in range(30)))
    outcomes = await asyncio.gather(
        *(add_people(kaisa, school, confirmed(proposal), request=proposal.request) for _ in range(2))
    )
    assert [one.made for one in outcomes] == [30, 30]
    assert await people() == 31


async def test_namesakes_are_asked_about(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    made = await make_class(school, "8A")
    siiri = await make_pupil(school, name="Siiri Niemi", username="siiri.n")
    await make_pupil(await make_school(), name="Onni Aalto")
    await make_teacher(school, name="Onni Aalto")
    proposal = await propose(kaisa, school, "NIEMI, Siiri\nOnni Aalto\nOnni Aalto", class_id=str(made))
    assert [line.double for line in proposal.lines] == ["here", "", "list"]
    assert [one.id for one in proposal.lines[0].known] == [str(siiri.person_id)]
    unanswered = [ConfirmedLine("Siiri Niemi", "siiri.ni", "8A", "")]
    with pytest.raises(Invalid) as problem:
        await add_people(kaisa, school, unanswered, request=uuid4())
    assert problem.value.field == "answer-0"
    lines = [
        ConfirmedLine("Siiri Niemi", "", "8A", str(siiri.person_id)),
        ConfirmedLine("Onni Aalto", "onni.a", "8A"),
        ConfirmedLine("Onni Aalto", "onni.aa", "8A", "skip"),
    ]
    added = await add_people(kaisa, school, lines, request=proposal.request)
    assert (added.made, added.known) == (1, 1)
    assert sorted(one.name for one in (await load_people(kaisa, class_id=str(made))).people) == [
        "Onni Aalto",
        "Siiri Niemi",
    ]


async def test_nobody_is_taken_for_a_person_of_another_name_or_school(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    tuula = await make_teacher(school, name="Siiri Niemi")
    stranger = await make_pupil(await make_school(), name="Siiri Niemi")
    onni = await make_pupil(school, name="Onni Aalto")
    for person in (tuula, stranger, onni, kaisa):
        with pytest.raises(Invalid):
            await add_people(
                kaisa, school, [ConfirmedLine("Siiri Niemi", answer=str(person.person_id))], request=uuid4()
            )


async def test_a_taken_user_name_undoes_the_whole_list(database: Settings) -> None:
    kaisa = await make_coordinator(school := await make_school())
    await make_person(username="siiri.n")
    before = await people()
    lines = [ConfirmedLine("Onni Aalto", "onni.a", "8C"), ConfirmedLine("Siiri Niemi", "siiri.n", "8C")]
    with pytest.raises(UsernameTaken) as problem:
        await add_people(kaisa, school, lines, request=uuid4())
    assert (problem.value.field, problem.value.sentence()) == (
        "username-1",
        "The user name siiri.n is taken. Choose another one.",
    )
    assert await people() == before
    assert (await load_school(kaisa)).classes == ()


async def test_two_coordinators_taking_the_same_user_name_at_once(database: Settings) -> None:
    schools = [await make_school() for _ in range(3)]
    coordinators = [await make_coordinator(school) for school in schools]
    outcomes = await asyncio.gather(
        *(
            add_people(one, school, [ConfirmedLine("Siiri Niemi", "siiri.n")], request=uuid4())
            for one, school in zip(coordinators, schools, strict=True)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(one, UsernameTaken) for one in outcomes) == 2
    assert await people() == 4


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (ConfirmedLine("", "siiri.n"), "name-0"),
        (ConfirmedLine("Siiri", "siiri n"), "username-0"),
        (ConfirmedLine("Siiri", "siiri.n", "x" * 61), "class-0"),
        (ConfirmedLine("Siiri", "siiri.n", "", "somebody"), "answer-0"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(database: Settings, line: ConfirmedLine, field: str) -> None:
    kaisa = await make_coordinator(school := await make_school())
    with pytest.raises(Invalid) as problem:
        await add_people(kaisa, school, [line], request=uuid4())
    assert problem.value.field == field


async def test_nobody_else_adds_people(database: Settings) -> None:
    school = await make_school()
    made = await make_class(school)
    for actor in (
        await make_coordinator(await make_school()),
        await make_teacher(school, made),
        await make_counsellor(school),
        await make_pupil(school, made),
        await make_admin(),
    ):
        for attempt in (
            propose(actor, school, "Siiri Niemi"),
            add_people(actor, school, [ConfirmedLine("Siiri Niemi", "siiri.n")], request=uuid4()),
            load_adding(actor, str(school)),
        ):
            with pytest.raises(NotFound):
                await attempt
    kaisa = await make_coordinator(school)
    with pytest.raises(NotFound):
        await add_people(kaisa, school, [ConfirmedLine("Siiri", "siiri.n")], request=uuid4(), role=Role.ADMIN)
    with pytest.raises(NotFound):
        await propose(kaisa, school, "Siiri", class_id=str(await make_class(await make_school())))


async def test_who_left_long_ago_is_not_brought_back_by_a_list(database: Settings, configure: Configure) -> None:
    """Their name alone would give a school whatever a former pupil shares with the teachers of their class."""
    configure(deleted_days=30)
    school = await make_school()
    kaisa = await make_coordinator(school)
    siiri = await make_pupil(school, name="Siiri Niemi")
    left = clock.now()
    await roles.end_role(kaisa, school, siiri.person_id, Role.PUPIL)
    (line,) = (await propose(kaisa, school, "Siiri Niemi")).lines
    assert [one.id for one in line.known] == [str(siiri.person_id)]
    with clock.at(left + timedelta(days=31)):
        (line,) = (await propose(kaisa, school, "Siiri Niemi")).lines
        assert (line.double, line.known) == ("", ())
        same = ConfirmedLine("Siiri Niemi", answer=str(siiri.person_id))
        with pytest.raises(Invalid):
            await add_people(kaisa, school, [same], request=uuid4())
    with clock.at(left + timedelta(days=1)):
        assert (await add_people(kaisa, school, [same], request=uuid4())).known == 1


async def test_a_pasted_list_waits_until_it_is_added_or_thrown_away(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    made, second = await make_class(school, "8B"), await make_class(school, "9C")
    view = await load_adding(kaisa, str(school), str(made))
    typed = {"names": "Siiri Niemi", "class": str(second), "role": "teacher"}
    await save_draft(kaisa.person_id, view.draft, typed, view.draft_version)
    again = await load_adding(kaisa, str(school), str(made))
    assert (again.names, again.class_id, again.role, again.draft_version) == ("Siiri Niemi", str(second), "teacher", 1)
    assert (await load_adding(kaisa, str(school))).names == ""
    assert (await load_adding(await make_coordinator(school), str(school), str(made))).names == ""
    line = ConfirmedLine("Siiri Niemi", "siiri.n")
    with pytest.raises(Invalid):
        await add_people(kaisa, school, [ConfirmedLine("")], request=uuid4(), pasted_for=made)
    assert (await load_adding(kaisa, str(school), str(made))).names
    await add_people(kaisa, school, [line], request=uuid4(), pasted_for=again.pasted_for)
    after = await load_adding(kaisa, str(school), str(made))
    assert (after.names, after.class_id, after.role, after.draft_version) == ("", str(made), "pupil", 0)


async def test_new_people_begin_with_the_language_of_their_school(database: Settings, configure: Configure) -> None:
    for language, begins in (("nb", "nb"), ("xx", "")):
        school = await make_school(language=language)
        kaisa = await make_coordinator(school)
        await add_people(kaisa, school, [ConfirmedLine("Siiri", f"siiri.{language}")], request=uuid4())
        async with reading() as session:
            found = select(Person).where(col(Person.name) == "Siiri").order_by(col(Person.made_at).desc()).limit(1)
            siiri = (await session.execute(found)).scalar_one()
        assert siiri.language == begins
