"""What is agreed is written down word for word; other terms are signed anew; a link opens for whom it was sent, and
nobody else signs."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, DomainError, Invalid, NotFound, TooMany
from portfolio_app.core.languages import local_date
from portfolio_app.core.models import Outbox
from portfolio_app.marketplace.hosts import end_host, merge_hosts
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.placements.agreement_view import load_agreement
from portfolio_app.marketplace.placements.agreements import (
    TermsForm,
    forget_paper,
    propose,
    record_paper,
    sign_for_school,
    take_approval_back,
)
from portfolio_app.marketplace.placements.asking import ASKING, ask, key_of, load_asked, sign_by_link
from portfolio_app.marketplace.placements.families import FamilyForm, forget_contact, keep_contact
from portfolio_app.marketplace.placements.models import Agreement, FamilyContact, Signature, SignatureAsk
from portfolio_app.marketplace.placements.own import load_placement
from portfolio_app.marketplace.placements.retention import remove_old_agreements
from portfolio_app.marketplace.safety.models import SafetyPack
from tests.conftest import Configure
from tests.marketplace.hosts import BAKER, BAKERY, a_host
from tests.marketplace.placements.pupils import Week, a_week, change, row_of
from tests.marketplace.seats import a_monday, hide
from tests.people import make_pupil

pytestmark = pytest.mark.usefixtures("database")

FORM = TermsForm(
    responsible="Raija Kettunen",
    address="Uunikatu 1, Tampere",
    begins="9:00",
    ends="14:00",
    break_minutes="30",
    tasks="You shape buns.",
    clothing="Closed shoes",
    lunch="You eat there",
    way_there="Bus 8 from the school",
    adult_phone="040 765 4321",
)
HOME = FamilyForm(name="Minna Niemi", language="fi", way="mail", mail="minna@example.org")


@pytest.fixture(autouse=True)
def mail(configure: Configure) -> None:
    """An installation that sends mail; what is to be sent stays in the outbox."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")


async def agreements() -> list[Agreement]:
    async with reading() as session:
        return list((await session.execute(select(Agreement).order_by(col(Agreement.version)))).scalars())


async def signatures() -> list[tuple[str, str]]:
    async with reading() as session:
        rows = await session.execute(select(col(Signature.party), col(Signature.name)).order_by(col(Signature.party)))
        return [(party, name) for party, name in rows]


async def an_agreement(week: Week) -> UUID:
    await propose(week.tuula, week.placement, FORM, 1)
    return (await agreements())[-1].id


async def a_link(week: Week, party: str = "family") -> str:
    if party == "family":
        await keep_contact(week.tuula, week.placement, HOME)
    await ask(week.tuula, week.placement, party)
    async with reading() as session:
        row = (await session.execute(select(SignatureAsk).where(col(SignatureAsk.party) == party))).scalar_one()
    return key_of(row)


async def test_the_same_terms_again_are_the_same_agreement() -> None:
    week = await a_week(a_monday())
    await propose(week.tuula, week.placement, FORM, 1)
    await propose(week.tuula, week.placement, FORM, 1)
    (one,) = await agreements()
    assert (one.version, one.terms["tasks"], one.terms["begins"]) == (1, "You shape buns.", 540)
    with pytest.raises(Conflict):
        await propose(week.tuula, week.placement, replace(FORM, lunch="Bring it"), 1)


async def test_other_terms_are_signed_anew() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    await sign_for_school(week.tuula, week.placement, agreement)
    await sign_for_school(week.tuula, week.placement, agreement)
    row = await row_of(week.placement)
    assert (row.approved_at is not None, row.approved_by) == (True, week.tuula.person_id)
    await propose(week.tuula, week.placement, replace(FORM, ends="13:00"), row.version)
    row = await row_of(week.placement)
    assert (row.approved_at, row.ends) == (None, 780)
    view = await load_agreement(week.tuula, str(week.placement))
    assert [one.signed for one in view.parties] == [False, False, False]
    with pytest.raises(Conflict, match="changed"):
        await sign_for_school(week.tuula, week.placement, agreement)


async def test_hours_that_the_law_forbids_are_not_agreed() -> None:
    week = await a_week(a_monday())
    with pytest.raises(Invalid) as problem:
        await propose(week.tuula, week.placement, replace(FORM, ends="23:00"), 1)
    assert (problem.value.field, await agreements()) == ("begins", [])
    for field, wrong in (
        ("ends", replace(FORM, ends="8:00")),
        ("begins", replace(FORM, begins="early")),
        ("break_minutes", replace(FORM, break_minutes="-3")),
        ("responsible", replace(FORM, responsible=" ")),
    ):
        with pytest.raises(Invalid) as problem:
            await propose(week.tuula, week.placement, wrong, 1)
        assert problem.value.field == field


async def test_the_school_takes_its_signature_back() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    await sign_for_school(week.tuula, week.placement, agreement)
    await take_approval_back(week.tuula, week.placement)
    await take_approval_back(week.tuula, week.placement)
    assert ((await row_of(week.placement)).approved_at, await signatures()) == (None, [])


async def test_on_paper_and_by_mistake() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    today = local_date(now()).isoformat()
    await record_paper(week.tuula, week.placement, agreement, "host", "Raija", today)
    await record_paper(week.tuula, week.placement, agreement, "host", "Somebody else", today)
    assert await signatures() == [("host", "Raija")]
    await forget_paper(week.tuula, week.placement, "host")
    assert await signatures() == []
    tomorrow = (local_date(now()) + timedelta(days=1)).isoformat()
    for field, sent in (
        ("party", ("school", "Raija", today)),
        ("signed_name", ("family", "", today)),
        ("signed_on", ("family", "Minna", tomorrow)),
    ):
        with pytest.raises(Invalid) as problem:
            await record_paper(week.tuula, week.placement, agreement, *sent)
        assert problem.value.field == field


async def test_a_family_signs_by_its_link_once() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    key = await a_link(week)
    found = await load_asked(key)
    assert found is not None
    assert (found.pupil, found.ask.name, found.signed) == ("Siiri", "Minna Niemi", None)
    await asyncio.gather(*(sign_by_link(key, str(agreement), "Minna Niemi") for _time in range(3)))
    assert await signatures() == [("family", "Minna Niemi")]
    with pytest.raises(Invalid, match="Write your name"):
        await sign_by_link(key, str(agreement), "  ")


async def test_a_host_signs_without_reading_a_name() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    key = await a_link(week, "host")
    found = await load_asked(key)
    assert found is not None
    assert found.pupil == ""
    await sign_by_link(key, str(agreement), "Raija Kettunen")
    assert await signatures() == [("host", "Raija Kettunen")]


async def test_terms_that_changed_since_they_were_read_are_not_signed() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    key = await a_link(week)
    await propose(week.tuula, week.placement, replace(FORM, lunch="Bring it"), (await row_of(week.placement)).version)
    with pytest.raises(Conflict):
        await sign_by_link(key, str(agreement), "Minna Niemi")
    assert await signatures() == []


async def test_links_that_open_nothing() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    former = await a_link(week)
    key = await a_link(week)
    forged = key[:-1] + ("0" if key[-1] != "0" else "1")
    for one in (former, forged, "", "x", f"{uuid4()}.{'0' * 64}", "é" * 40):
        assert await load_asked(one) is None
        with pytest.raises(NotFound):
            await sign_by_link(one, str(agreement), "Minna Niemi")
    with at(now() + timedelta(weeks=9)):
        assert await load_asked(key) is None
    await change(week.placement, cancelled_at=now(), cancel_reason="seat")
    assert await load_asked(key) is None


async def test_a_letter_opens_nothing_once_its_address_signs_no_more() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    for forget in (
        keep_contact(week.tuula, week.placement, replace(HOME, mail="right@example.org")),
        forget_contact(week.siiri, week.placement),
    ):
        key = await a_link(week)
        assert await load_asked(key) is not None
        await forget
        assert await load_asked(key) is None
        with pytest.raises(NotFound):
            await sign_by_link(key, str(agreement), "Somebody else")
        async with reading() as session:  # nor does the address outlive that
            assert (await session.execute(select(SignatureAsk))).all() == []
    key = await a_link(week, "host")
    assert await load_asked(key) is not None
    await hide(week.host)
    assert await load_asked(key) is None
    assert await signatures() == []


async def test_nobody_is_asked_before_there_is_something_to_sign_or_too_often() -> None:
    week = await a_week(a_monday())
    await keep_contact(week.tuula, week.placement, HOME)
    with pytest.raises(Invalid, match="terms first"):
        await ask(week.tuula, week.placement, "family")
    await an_agreement(week)
    await forget_contact(week.tuula, week.placement)
    await forget_contact(week.tuula, week.placement)
    with pytest.raises(Invalid, match="Nobody at home"):
        await ask(week.tuula, week.placement, "family")
    await keep_contact(week.siiri, week.placement, HOME)
    for _letter in range(3):
        await ask(week.tuula, week.placement, "family")

    async def many() -> None:
        for _letter in range(20):
            await ask(week.tuula, week.placement, "family")

    with pytest.raises(TooMany):
        await many()
    async with reading() as session:
        letters = (await session.execute(select(Outbox).where(col(Outbox.kind) == ASKING))).scalars().all()
    assert 1 <= len(letters) < 20


@pytest.mark.parametrize(
    ("field", "differs"),
    [
        ("family_name", {"name": ""}),
        ("family_language", {"language": "xx"}),
        ("family_way", {"way": "pigeon"}),
        ("family_mail", {"mail": ""}),
        ("family_mail", {"mail": "minna at home"}),
        ("family_phone", {"way": "phone"}),
    ],
)
async def test_what_is_wrong_about_a_contact_is_told_where_it_is(field: str, differs: dict[str, str]) -> None:
    week = await a_week(a_monday())
    with pytest.raises(Invalid) as problem:
        await keep_contact(week.siiri, week.placement, replace(HOME, **differs))
    assert problem.value.field == field


@pytest.mark.parametrize("who", ["eino", "elsewhere", "sirpa", "pupil elsewhere"])
async def test_others_are_refused(who: str) -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    other: Actor = {
        "eino": week.eino,
        "elsewhere": week.elsewhere,
        "sirpa": week.sirpa,
        "pupil elsewhere": await make_pupil(week.school),
    }[who]
    today = local_date(now()).isoformat()
    for change_it in (
        propose(other, week.placement, replace(FORM, lunch="Nothing"), 2),
        sign_for_school(other, week.placement, agreement),
        take_approval_back(other, week.placement),
        record_paper(other, week.placement, agreement, "host", "Raija", today),
        forget_paper(other, week.placement, "host"),
        keep_contact(other, week.placement, HOME),
        forget_contact(other, week.placement),
        ask(other, week.placement, "host"),
    ):
        with pytest.raises(DomainError):
            await change_it
    with pytest.raises(DomainError):
        await load_agreement(other, str(week.placement))
    assert (await signatures(), len(await agreements())) == ([], 1)


async def test_a_pupil_says_who_signs_but_signs_nothing_for_the_school() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    await keep_contact(week.siiri, week.placement, HOME)
    for change_it in (
        sign_for_school(week.siiri, week.placement, agreement),
        propose(week.siiri, week.placement, replace(FORM, lunch="Nothing"), 2),
    ):
        with pytest.raises(NotFound):
            await change_it


async def test_all_of_it_goes_when_its_day_has_come() -> None:
    week = await a_week(a_monday())
    await an_agreement(week)
    await a_link(week)
    await a_link(week, "host")
    assert await remove_old_agreements() == 0
    with at(now() + timedelta(weeks=9)):
        await remove_old_agreements()
        async with reading() as session:
            assert (await session.execute(select(FamilyContact))).all() == []
            assert [one.party for one in (await session.execute(select(SignatureAsk))).scalars()] == ["host"]
        assert len(await agreements()) == 1
    with at(now() + timedelta(days=366 + 7 * 9)):
        assert await remove_old_agreements() >= 2
        assert await remove_old_agreements() == 0
        assert await agreements() == []


async def test_who_signs_at_home_is_given_by_the_pupil_once_and_read_by_adults() -> None:
    week = await a_week(a_monday())
    before = (await load_placement(week.siiri, str(week.placement), uuid4())).family
    assert (before.known, before.said, before.languages[0].value) == (False, "", "en")
    await asyncio.gather(*(keep_contact(week.siiri, week.placement, HOME) for _time in range(4)))
    own = (await load_placement(week.siiri, str(week.placement), uuid4())).family
    assert (own.known, own.name, own.mail, "You gave this" in own.said) == (True, HOME.name, HOME.mail, True)
    read = (await load_agreement(week.tuula, str(week.placement))).family
    assert (read.name, read.said.startswith("Siiri gave this")) == (HOME.name, True)
    await keep_contact(week.tuula, week.placement, replace(HOME, way="paper", mail=""))
    own = (await load_placement(week.siiri, str(week.placement), uuid4())).family
    assert (own.way, own.mail, own.said.startswith("Tuula gave this")) == ("paper", "", True)


async def test_each_party_reads_what_has_changed_since_it_signed() -> None:
    week = await a_week(a_monday())
    agreement = await an_agreement(week)
    today = local_date(now()).isoformat()
    await sign_for_school(week.tuula, week.placement, agreement)
    await sign_by_link(await a_link(week), str(agreement), "Minna Niemi")
    other = replace(FORM, ends="13:00", lunch="", photos_allowed=True)
    await propose(week.tuula, week.placement, other, (await row_of(week.placement)).version)
    third = replace(other, tasks="You bake bread.")
    second = (await agreements())[-1].id
    await record_paper(week.tuula, week.placement, second, "host", "Raija", today)
    await propose(week.tuula, week.placement, third, (await row_of(week.placement)).version)
    lines = {one.party: one for one in (await load_agreement(week.tuula, str(week.placement))).parties}
    for party, name in (("school", "Tuula"), ("family", "Minna Niemi")):
        assert lines[party].former.startswith(f"{name} signed version 1 on")
        assert [(one.what, one.before, one.now) for one in lines[party].changes] == [
            ("Hours", "09:00–14:00", "09:00–13:00"),
            ("What the pupil does", "You shape buns.", "You bake bread."),
            ("Lunch", "You eat there", "nothing"),
            ("Photos", "No photos are taken", "The pupil may take photos for their diary"),
        ]
    assert [one.what for one in lines["host"].changes] == ["What the pupil does"]
    found = await load_asked(await a_link(week))
    assert found is not None
    assert (found.former.version if found.former else 0, found.signed) == (1, None)
    newest = (await agreements())[-1].id
    await sign_for_school(week.tuula, week.placement, newest)
    lines = {one.party: one for one in (await load_agreement(week.tuula, str(week.placement))).parties}
    assert (lines["school"].former, lines["school"].changes) == ("", ())


async def test_who_insures_is_said_by_the_host_or_said_to_be_unknown() -> None:
    week = await a_week(a_monday())
    (unknown,) = (await load_agreement(week.tuula, str(week.placement))).insured
    assert "has not said yet" in unknown
    async with writing() as session:
        session.add(
            SafetyPack(
                host_id=week.host,
                risks="The oven is hot.",
                insurance="Our liability insurance covers pupils",
                contact="Raija",
                phone="040 123 4567",
                said_by="Raija Kettunen",
                said_on=local_date(now()),
                until=local_date(now()) + timedelta(days=40),
                changed_at=now(),
            )
        )
    (said,) = (await load_agreement(week.tuula, str(week.placement))).insured
    assert said.startswith("Our liability insurance covers pupils (Raija Kettunen of the host")
    with at(now() + timedelta(days=60)):
        assert "has not said yet" in (await load_agreement(week.tuula, str(week.placement))).insured[0]


async def test_a_host_that_was_put_together_with_another_is_asked_there() -> None:
    week = await a_week(a_monday())
    await an_agreement(week)
    kept = await a_host(week.sirpa, replace(BAKERY, name="Leipomo Kettunen Oy"), contact=BAKER)
    await merge_hosts(week.sirpa, kept, week.host)
    key = await a_link(week, "host")
    found = await load_asked(key)
    assert found is not None
    assert found.ask.mail == BAKER.mail
    async with reading() as session:
        contact = await session.get_one(HostContact, found.ask.contact_id)
    assert contact.host_id == kept
    await end_host(week.sirpa, kept)
    assert await load_asked(key) is None
