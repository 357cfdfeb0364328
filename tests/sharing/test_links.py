"""Links: whoever has one sees one thing until its owner, the day or the school ends that."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused, TooMany
from portfolio_app.core.languages import local_date
from portfolio_app.portfolio import shareable  # noqa: F401 - lets entries be shared
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry, restore_entry
from portfolio_app.portfolio.collections import shareable as shareable_collections  # noqa: F401 - and collections
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection
from portfolio_app.portfolio.queries import load_entry
from portfolio_app.schools.links import NOBODY, choose_links
from portfolio_app.sharing.actions import (
    CLASS_TEACHERS,
    ONLY_ME,
    PROFILE,
    set_audience,
    share,
    stop_sharing,
    viewing,
)
from portfolio_app.sharing.link_views import OwnLink
from portfolio_app.sharing.links import (
    LinkForm,
    OpenLink,
    change_link,
    code_fits,
    count_look,
    end_link,
    link_key,
    make_link,
    open_link,
    pass_for,
)
from portfolio_app.sharing.models import Access, Audience, Kind, ShareLink, ShownName
from portfolio_app.sharing.queries import who_can_see
from portfolio_app.sharing.seen import LINKS, load_seen
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import Evidence, EvidenceKind, PeopleInIt
from tests.conftest import Configure
from tests.people import (
    end_roles,
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")


async def a_pupil(stage: str = "13-15") -> tuple[UUID, Actor]:
    school = await make_school()
    return school, await make_pupil(school, await make_class(school, stage=stage), name="Siiri Niemi")


async def an_entry(owner: Actor) -> str:
    return str(await make_entry(owner, EntryForm("Play", learned="Calm"), uuid4()))


async def a_link(owner: Actor, entry: str, form: LinkForm | None = None) -> str:
    """The secret of a new link to an entry."""
    await make_link(owner, Kind.ENTRY, entry, form or LinkForm(), uuid4())
    return link_key(UUID((await link_of(owner, entry)).id))


async def link_of(owner: Actor, entry: str) -> OwnLink:
    return (await load_entry(owner, entry)).link


async def opened(key: str) -> OpenLink | None:
    async with reading() as session:
        return await open_link(session, key)


async def must_open(key: str) -> OpenLink:
    found = await opened(key)
    assert found
    return found


async def seen_by(owner: Actor, entry: str) -> str:
    async with reading() as session:
        return (await who_can_see(session, owner.person_id, Kind.ENTRY, [entry]))[entry].words


async def test_a_link_works_for_thirty_days_and_says_so_among_who_can_see() -> None:
    _school, siiri = await a_pupil()
    entry = await an_entry(siiri)
    with at(now().replace(year=2030, month=4, day=3)):
        key = await a_link(siiri, entry)
        assert len(key) >= 43  # 256 bits
        assert await seen_by(siiri, entry) == "Anyone with the link until 3 May 2030"
        await set_audience(siiri, Kind.ENTRY, entry, CLASS_TEACHERS)
        words = "You, your class’s teachers and anyone with the link (until 3 May 2030)"
        assert await seen_by(siiri, entry) == words
        await set_audience(siiri, Kind.ENTRY, entry, ONLY_ME)  # is about people with an account
        assert await seen_by(siiri, entry) == "Anyone with the link until 3 May 2030"
        link = await must_open(key)
        assert (link.kind, link.thing, link.name, link.files) == (Kind.ENTRY, entry, ShownName.NONE, False)
    with at(now().replace(year=2030, month=5, day=4, hour=1)):
        assert await opened(key) is None
        assert await seen_by(siiri, entry) == "Only you"
        assert (await link_of(siiri, entry)).id == ""
        assert await opened(await a_link(siiri, entry))  # a new one after the old one ran out


async def test_its_end_is_chosen_within_a_year() -> None:
    _school, siiri = await a_pupil()
    entry, here = await an_entry(siiri), local_date(now())
    for day in (here - timedelta(days=1), here + timedelta(days=366), date.max):
        with pytest.raises(Invalid) as problem:
            await a_link(siiri, entry, LinkForm(until=day))
        assert problem.value.field == "link_until"
    key = await a_link(siiri, entry, LinkForm(until=here + timedelta(days=365)))
    link = UUID((await link_of(siiri, entry)).id)
    await change_link(siiri, link, LinkForm(until=here, name=ShownName.FULL, files=True, language="fi"))
    shown = await must_open(key)  # at the same address
    assert (shown.name, shown.files, shown.language) == (ShownName.FULL, True, "fi")
    with pytest.raises(Invalid):
        await change_link(siiri, link, LinkForm(until=here - timedelta(days=1)))


async def test_it_ends_with_one_click_and_an_ended_one_never_works_again() -> None:
    _school, siiri = await a_pupil()
    entry = await an_entry(siiri)
    request = uuid4()
    await make_link(siiri, Kind.ENTRY, entry, LinkForm(), request)
    link = UUID((await link_of(siiri, entry)).id)
    for _twice in range(2):
        await end_link(siiri, link)
    assert await opened(link_key(link)) is None
    await make_link(siiri, Kind.ENTRY, entry, LinkForm(), request)  # the form that comes late
    assert (await link_of(siiri, entry)).id == ""
    with pytest.raises(NotFound):
        await change_link(siiri, link, LinkForm())
    other = await a_link(siiri, entry)
    assert other != link_key(link)
    await stop_sharing(siiri, Kind.ENTRY, entry)
    assert await opened(other) is None


async def test_sent_twice_it_is_one_link_at_the_same_time_too() -> None:
    _school, siiri = await a_pupil()
    entry, request = await an_entry(siiri), uuid4()
    await asyncio.gather(*(make_link(siiri, Kind.ENTRY, entry, LinkForm(), request) for _ in range(4)))
    with pytest.raises(Invalid, match="There is a link already"):
        await make_link(siiri, Kind.ENTRY, entry, LinkForm(), uuid4())
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(ShareLink))).scalar_one() == 1


async def test_nobody_but_its_pupil_makes_changes_or_ends_one() -> None:
    school, siiri = await a_pupil()
    one = await make_class(school)
    entry = await an_entry(siiri)
    key = await a_link(siiri, entry)
    link, request = UUID((await link_of(siiri, entry)).id), uuid4()
    otso = await make_pupil(school, one)
    makers = [make_teacher(school, one), make_counsellor(school), make_coordinator(school), make_admin()]
    for other, refusal in ((otso, NotFound), *[(await one_more, Refused) for one_more in makers]):
        for attempt in (
            make_link(other, Kind.ENTRY, entry, LinkForm(), request),
            change_link(other, link, LinkForm()),
            end_link(other, link),
        ):
            with pytest.raises(refusal):
                await attempt
    assert await opened(key)
    with pytest.raises(NotFound):  # a kind that has no links, and one made behind the link's back
        await make_link(siiri, Kind.GOAL, str(uuid4()), LinkForm(), uuid4())
    with pytest.raises(NotFound):
        await share(siiri, Kind.ENTRY, entry, Audience.LINK)


async def test_guessed_or_damaged_secrets_open_nothing() -> None:
    _school, siiri = await a_pupil()
    key = await a_link(siiri, await an_entry(siiri))
    for guess in ("", "x" * 43, key[:-1], key + "=", key.swapcase(), "x" * 100_000, "' or 1=1 --"):
        assert await opened(guess) is None


async def test_a_school_switches_links_off_below_a_stage_and_links_that_are_there_stop() -> None:
    school, siiri = await a_pupil("13-15")
    kaisa = await make_coordinator(school)
    entry = await an_entry(siiri)
    key = await a_link(siiri, entry)
    await choose_links(kaisa, school, "13-15")
    assert await opened(key)
    for choice in ("15-18", NOBODY):
        await choose_links(kaisa, school, choice)
        assert await opened(key) is None
        assert await seen_by(siiri, entry) == "Only you"
        assert (await link_of(siiri, entry)).obstacle == "Your school has switched links off for your class."
        with pytest.raises(Invalid, match="switched links off"):
            await a_link(siiri, await an_entry(siiri))
    await choose_links(kaisa, school, "")
    assert await opened(key)
    await choose_links(kaisa, school, "13-15")
    in_no_class = await make_pupil(school)
    with pytest.raises(Invalid):
        await a_link(in_no_class, await an_entry(in_no_class))
    with pytest.raises(Invalid):
        await choose_links(kaisa, school, "5-7")
    for other in (siiri, await make_teacher(school), await make_coordinator(await make_school())):
        with pytest.raises((Refused, NotFound)):
            await choose_links(other, school, NOBODY)


async def test_it_shows_nothing_while_its_thing_is_gone_or_its_owner_is() -> None:
    _school, siiri = await a_pupil()
    entry = await an_entry(siiri)
    key = await a_link(siiri, entry)
    await delete_entry(siiri, UUID(entry))
    assert await opened(key) is None
    await restore_entry(siiri, UUID(entry))
    assert await opened(key)
    await end_roles(siiri)
    assert await opened(key) is None


async def test_a_photo_with_somebody_who_was_not_asked_has_no_link() -> None:
    _school, siiri = await a_pupil()
    form = EvidenceForm("Café", words="I served", capabilities=("S1",))
    evidence = str(await add_evidence(siiri, EvidenceKind.WORDS, form, uuid4()))
    await make_link(siiri, Kind.EVIDENCE, evidence, LinkForm(), uuid4())
    async with reading() as session:
        key = link_key((await session.execute(select(col(ShareLink.id)))).scalar_one())
    assert await opened(key)
    async with writing() as session:
        await session.execute(update(Evidence).values(people_in_it=PeopleInIt.NOT_ASKED))
    assert await opened(key) is None
    with pytest.raises(Invalid):
        await make_link(siiri, Kind.EVIDENCE, evidence, LinkForm(), uuid4())


async def test_a_code_word_is_asked_for_and_guessing_it_is_slowed_down() -> None:
    _school, siiri = await a_pupil()
    entry = await an_entry(siiri)
    with pytest.raises(Invalid) as short:
        await a_link(siiri, entry, LinkForm(code="abc"))
    assert short.value.field == "code"
    key = await a_link(siiri, entry, LinkForm(code="  Blue  Kettle "))
    link = await must_open(key)
    assert "kettle" not in link.code_hash.lower()
    assert await code_fits(link, "blue kettle")  # as somebody types it on a phone
    before = pass_for(link)
    for _try in range(5):
        assert not await code_fits(link, "green kettle")
    with pytest.raises(TooMany):
        await code_fits(link, "Blue Kettle")
    own = UUID((await link_of(siiri, entry)).id)
    await change_link(siiri, own, LinkForm())  # an empty field leaves it
    assert (await must_open(key)).code_hash == link.code_hash
    await change_link(siiri, own, LinkForm(code="Red Kettle"))
    assert pass_for(await must_open(key)) != before
    await change_link(siiri, own, LinkForm(no_code=True))
    assert (await must_open(key)).code_hash == ""


async def test_looks_are_counted_by_day_and_nothing_says_whose_they_were() -> None:
    _school, siiri = await a_pupil()
    entry = await an_entry(siiri)
    link = await must_open(await a_link(siiri, entry))
    assert (await link_of(siiri, entry)).opened == "Nobody has opened it yet."
    with at(now() + timedelta(days=1)):
        await asyncio.gather(*(count_look(link) for _ in range(5)))
    await count_look(link)
    own = await link_of(siiri, entry)
    assert own.opened == "It was opened 6 times."
    assert [line.rpartition(": ")[2] for line in own.days] == ["5 times", "1 time"]
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Access))).scalar_one() == 0


async def test_a_collection_has_links_too_and_another_secret_file_makes_its_address_unknown(
    configure: Configure, tmp_path: Path
) -> None:
    _school, siiri = await a_pupil()
    collection = str(await make_collection(siiri, CollectionForm("Work"), uuid4()))
    await make_link(siiri, Kind.COLLECTION, collection, LinkForm(), uuid4())
    entry = await an_entry(siiri)
    key = await a_link(siiri, entry)
    assert (await link_of(siiri, entry)).path == f"/shared/{key}"
    configure(secret_file=tmp_path / "another")
    assert (await link_of(siiri, entry)).path == ""
    assert await opened(key)  # it works on for whoever has it


async def test_its_owner_reads_how_often_it_was_opened_among_who_has_looked() -> None:
    school, siiri = await a_pupil()
    one = await make_class(school)
    tuula = await make_teacher(school, one, name="Tuula")
    entry = await an_entry(siiri)
    link = await must_open(await a_link(siiri, entry))
    with at(now().replace(year=2030, month=5, day=3, hour=8)):
        for _twice in range(2):
            await count_look(link)
    with at(now().replace(year=2030, month=5, day=4, hour=8)):
        await count_look(link)
        await viewing(tuula, siiri.person_id, PROFILE)
    lines = [
        "Tuula looked at your page on 4 May 2030",
        "The link to “Play” was opened on 4 May 2030: 1 time",
        "The link to “Play” was opened on 3 May 2030: 2 times",
    ]
    assert [line.sentence for line in (await load_seen(siiri)).lines] == lines
    assert (await load_seen(siiri)).lines[1].thing == entry
    assert [line.sentence for line in (await load_seen(siiri, viewer=LINKS)).lines] == lines[1:]
    await delete_entry(siiri, UUID(entry))
    gone = "A link to something that is no longer here was opened on 4 May 2030: 1 time"
    assert (await load_seen(siiri)).lines[1].sentence == gone
    assert (await load_seen(tuula)).lines == ()
