"""A school issues what its teachers saw, and nothing exists before the pupil has accepted it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.core.secrets import seal
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.credentials import shareable
from portfolio_app.portfolio.credentials.accepting import (
    NameOn,
    accept,
    decline,
    delete_credential,
    remove_rested_credentials,
    restore_credential,
    written_name,
)
from portfolio_app.portfolio.credentials.answers import Outcome, with_known_issuers
from portfolio_app.portfolio.credentials.checking import check_text
from portfolio_app.portfolio.credentials.issuing import known_issuers
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind, Issuer
from portfolio_app.portfolio.credentials.offering import What, offer, take_back_offer
from portfolio_app.portfolio.credentials.queries import load_credentials, load_file, load_offering
from portfolio_app.portfolio.resting import load_resting, restore_resting
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voices import Said, ask, give
from tests.people import (
    end_roles,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")

assert shareable.find_credentials  # they can be shared once that module is there, as it is in the app

PRIZE = What(CredentialKind.ACHIEVEMENT, "Ran the school café for a term", title="Café crew")
SKILL = What(CredentialKind.CAPABILITY, "I saw it in the group work on bridges", capability="S1")


async def a_class() -> tuple[UUID, UUID, Actor, Actor]:
    """A school, its class, a pupil and their teacher."""
    school = await make_school(name="Rantakylä school")
    one = await make_class(school)
    return school, one, await make_pupil(school, one, name="Siiri Niemi"), await make_teacher(school, one)


async def rows(kind: type[Credential | Issuer | Audit] = Credential) -> Sequence[Any]:
    """All rows of a table."""
    async with reading() as session:
        return (await session.execute(select(table_of(kind)))).all()


async def an_offer(class_id: UUID, pupil: Actor, teacher: Actor, what: What = PRIZE) -> UUID:
    """The id of a new offer."""
    assert await offer(teacher, class_id, [pupil.person_id], what, uuid4()) == 1
    (waiting,) = (await load_credentials(pupil)).offers
    return UUID(waiting.id)


async def test_a_teacher_offers_the_pupil_accepts_with_a_name_and_what_is_signed_is_trusted_here() -> None:
    _school, one, siiri, tuula = await a_class()
    offered = await an_offer(one, siiri, tuula)
    (row,) = await rows()
    assert row.document is None
    assert [line.sentence for line in (await load_notices(siiri)).lines] == [
        f"{tuula.name} offers you the credential “Café crew”. Accept or decline it."
    ]
    assert [choice.name for choice in (await load_credentials(siiri)).names] == ["Siiri Niemi", "Siiri N."]
    await accept(siiri, offered, NameOn.SHORT)
    view = await load_credentials(siiri)
    assert not view.offers
    assert [(line.title, line.name, line.school) for line in view.credentials] == [
        ("Café crew", "Siiri N.", "Rantakylä school")
    ]
    text = (await load_file(siiri, offered)).text
    answer = check_text(text.encode(), now())
    async with reading() as session:
        known = await known_issuers(session, {answer.facts.issuer_id})
    assert with_known_issuers(answer, known).outcome is Outcome.TRUSTED
    assert answer.facts.recipient == "Siiri N."
    assert str(siiri.person_id) not in text
    assert [line.sentence for line in (await load_notices(tuula)).lines] == [
        "Siiri Niemi accepted the credential “Café crew”."
    ]
    assert {row.action for row in await rows(Audit)} >= {
        "credentials.offer",
        "credentials.make_issuer",
        "credentials.accept",
    }


async def test_of_a_declined_offer_nothing_is_signed_nobody_is_told_and_it_can_be_undone() -> None:
    _school, one, siiri, tuula = await a_class()
    offered = await an_offer(one, siiri, tuula)
    await decline(siiri, offered)
    await decline(siiri, offered)
    with pytest.raises(NotFound):
        await accept(siiri, offered, NameOn.WHOLE)
    assert [row.document for row in await rows()] == [None]
    assert not await rows(Issuer)
    assert not (await load_notices(tuula)).lines
    assert [made.said for made in (await load_offering(tuula, str(one))).made] == ["not accepted"]
    await decline(siiri, offered, back=True)
    await accept(siiri, offered, NameOn.WHOLE)
    with pytest.raises(NotFound):
        await decline(siiri, offered)


async def test_a_double_click_issues_once_and_a_second_round_for_the_class_does_nothing_twice() -> None:
    school, one, siiri, tuula = await a_class()
    class_mates = [siiri, *[await make_pupil(school, one) for _number in range(4)]]
    whom, request = [mate.person_id for mate in class_mates], uuid4()
    sent = await asyncio.gather(*[offer(tuula, one, whom, PRIZE, request) for _click in range(3)])
    assert sorted(sent) == [0, 0, 5]
    assert await offer(tuula, one, whom, PRIZE, uuid4()) == 0
    offered = UUID((await load_credentials(siiri)).offers[0].id)
    await asyncio.gather(*[accept(siiri, offered, NameOn.WHOLE) for _click in range(3)])
    assert len([row for row in await rows() if row.document]) == len(await rows(Issuer)) == 1
    assert await offer(tuula, one, whom, PRIZE, uuid4()) == 0
    assert len([row for row in await rows(Audit) if row.action == "credentials.accept"]) == 1


async def test_a_skill_needs_the_teachers_own_word_given_before_or_now() -> None:
    school, one, siiri, tuula = await a_class()
    otso, other = await make_pupil(school, one), await make_teacher(school, one)
    both = [siiri.person_id, otso.person_id]
    for adult, step in ((tuula, 0), (other, 3)):  # not seen; and somebody else's word
        await ask(siiri, adult.person_id, ["S1"])
        await give(adult, siiri.person_id, {capability_thing("scotland-cms", "S1"): Said(step)}, uuid4())
    with pytest.raises(Invalid) as problem:
        await offer(tuula, one, [siiri.person_id], SKILL, uuid4())
    assert problem.value.field == "said_now"
    assert await offer(other, one, [siiri.person_id], SKILL, uuid4()) == 1
    with pytest.raises(Invalid):
        await offer(other, one, both, SKILL, uuid4())
    said = What(SKILL.kind, SKILL.criteria, capability="S1", said_now=True)
    assert await offer(tuula, one, [otso.person_id], said, uuid4()) == 1
    (waiting,) = (await load_credentials(otso)).offers
    await accept(otso, UUID(waiting.id), NameOn.WHOLE)
    (row,) = [row for row in await rows() if row.document]
    achievement = row.document["credentialSubject"]["achievement"]
    assert (achievement["achievementType"], achievement["alignment"][0]["targetCode"]) == ("Competency", "S1")


async def test_only_a_teacher_of_the_class_offers_and_only_to_its_pupils() -> None:
    school, one, siiri, tuula = await a_class()
    stranger = await make_pupil(school, await make_class(school))
    for adult in (await make_coordinator(school), await make_counsellor(school), siiri):
        with pytest.raises(Refused):
            await offer(adult, one, [siiri.person_id], PRIZE, uuid4())
    for adult in (await make_teacher(school), await make_teacher(await make_school())):
        with pytest.raises(NotFound):
            await offer(adult, one, [siiri.person_id], PRIZE, uuid4())
        with pytest.raises(NotFound):
            await load_offering(adult, str(one))
    coordinator = await make_coordinator(school)
    with pytest.raises(NotFound):
        await load_offering(coordinator, str(one))
    with pytest.raises(Invalid):
        await offer(tuula, one, [siiri.person_id, stranger.person_id], PRIZE, uuid4())
    offered = await an_offer(one, siiri, tuula)
    for somebody in (stranger, tuula):
        for act in (accept(somebody, offered, NameOn.WHOLE), decline(somebody, offered), load_file(somebody, offered)):
            with pytest.raises(Refused):
                await act
    await accept(siiri, offered, NameOn.WHOLE)
    for somebody in (stranger, tuula, coordinator):
        with pytest.raises(NotFound):
            await load_file(somebody, offered)
    with pytest.raises(NotFound):
        await offer(tuula, one, [siiri.person_id], What(CredentialKind.PLACEMENT, "x", title="x"), uuid4())
    request = uuid4()
    await offer(tuula, one, [siiri.person_id], What(PRIZE.kind, "x", title="Another"), request)
    other = await make_teacher(school, one)
    with pytest.raises(NotFound):
        await offer(other, one, [siiri.person_id], PRIZE, request)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        (What(CredentialKind.ACHIEVEMENT, "done", title=" "), "title"),
        (What(CredentialKind.ACHIEVEMENT, " ", title="x"), "criteria"),
        (What(CredentialKind.ACHIEVEMENT, "x" * 601, title="x"), "criteria"),
        (What(CredentialKind.CAPABILITY, "x"), "capability"),
    ],
)
async def test_what_is_wrong_in_the_form_is_said_beside_its_field(what: What, field: str) -> None:
    _school, one, siiri, tuula = await a_class()
    with pytest.raises(Invalid) as problem:
        await offer(tuula, one, [siiri.person_id], what, uuid4())
    assert problem.value.field == field
    with pytest.raises(Invalid):
        await offer(tuula, one, [], PRIZE, uuid4())


async def test_an_offer_that_was_taken_back_leaves_nothing() -> None:
    _school, one, siiri, tuula = await a_class()
    offered = await an_offer(one, siiri, tuula)
    with pytest.raises(NotFound):
        await take_back_offer(siiri, offered)
    await take_back_offer(tuula, offered)
    assert not await rows()
    assert not (await load_notices(siiri)).lines
    with pytest.raises(NotFound):
        await accept(siiri, offered, NameOn.WHOLE)
    offered = await an_offer(one, siiri, tuula)
    await accept(siiri, offered, NameOn.WHOLE)
    with pytest.raises(NotFound):
        await take_back_offer(tuula, offered)


async def test_a_credential_is_shared_seen_deleted_brought_back_and_gone_after_its_rest() -> None:
    _school, one, siiri, tuula = await a_class()
    offered = await an_offer(one, siiri, tuula)
    with pytest.raises(NotFound):
        await set_audience(siiri, Kind.CREDENTIAL, str(offered), CLASS_TEACHERS)
    await accept(siiri, offered, NameOn.WHOLE)
    await set_audience(siiri, Kind.CREDENTIAL, str(offered), CLASS_TEACHERS)
    assert (await load_file(tuula, offered)).title == "Café crew"
    await delete_credential(siiri, offered)
    for somebody in (tuula, siiri):
        with pytest.raises(NotFound):
            await load_file(somebody, offered)
    assert [one.title for one in (await load_resting(siiri)).things] == ["Café crew"]
    again = await an_offer(one, siiri, tuula)
    with pytest.raises(Invalid):
        await restore_credential(siiri, offered)
    await decline(siiri, again)
    await restore_resting(siiri, "credential", offered)
    with pytest.raises(NotFound):
        await load_file(tuula, offered)  # back for its owner alone
    with pytest.raises(Invalid):
        await decline(siiri, again, back=True)
    await delete_credential(siiri, offered)
    with at(now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await restore_credential(siiri, offered)
        assert await remove_rested_credentials() == 2
        assert await remove_rested_credentials() == 0
    assert not await rows()


async def test_what_a_teacher_offered_who_left_can_be_accepted_still() -> None:
    _school, one, siiri, tuula = await a_class()
    offered = await an_offer(one, siiri, tuula)
    await end_roles(tuula)
    async with writing() as session:
        await session.execute(table_of(Credential).update().values(by_id=None))
    await accept(siiri, offered, NameOn.WHOLE)
    assert (await load_credentials(siiri)).credentials[0].school == "Rantakylä school"


async def test_a_lost_secret_makes_a_new_key_and_the_former_ones_stay_known() -> None:
    _school, one, siiri, tuula = await a_class()
    first = await an_offer(one, siiri, tuula)
    await accept(siiri, first, NameOn.WHOLE)
    async with writing() as session:
        await session.execute(table_of(Issuer).update().values(sealed_key=seal("something else", b"x")))
    second = await an_offer(one, siiri, tuula, What(PRIZE.kind, "x", title="Another"))
    await accept(siiri, second, NameOn.WHOLE)
    issuers = await rows(Issuer)
    assert [row.ended_at is None for row in sorted(issuers, key=lambda row: row.made_at)] == [False, True]
    async with reading() as session:
        assert len(await known_issuers(session, {row.did for row in issuers})) == 2


def test_names_on_credentials() -> None:
    assert written_name("Siiri Niemi", NameOn.WHOLE) == "Siiri Niemi"
    assert written_name("Siiri Anna Niemi", NameOn.SHORT) == "Siiri N."
    assert written_name("محمد علي", NameOn.SHORT) == "محمد ع."
    assert written_name("Pelé", NameOn.SHORT) == "Pelé"


async def test_a_whole_class_accepts_from_one_issuer() -> None:
    school, one, _siiri, tuula = await a_class()
    class_mates = [await make_pupil(school, one) for _number in range(3)]
    await offer(tuula, one, [mate.person_id for mate in class_mates], PRIZE, uuid4())
    for mate in class_mates:
        (waiting,) = (await load_credentials(mate)).offers
        await accept(mate, UUID(waiting.id), NameOn.WHOLE)
    assert len({row.document["issuer"]["id"] for row in await rows() if row.document}) == 1
