"""Collections: the same entries in an order of their own, seen whole by whoever the collection is shared with."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.portfolio import shareable  # noqa: F401 - lets entries be shared
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry, restore_entry
from portfolio_app.portfolio.collections import shareable as shareable_collections  # noqa: F401 - and collections
from portfolio_app.portfolio.collections.actions import (
    MOST_IN_ONE,
    CollectionForm,
    change_collection,
    delete_collection,
    make_collection,
    move_in,
    put_in,
    restore_collection,
    take_out,
)
from portfolio_app.portfolio.collections.queries import load_collection, load_collections
from portfolio_app.portfolio.collections.retention import remove_rested_collections
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio.queries import load_entry, load_portfolio
from portfolio_app.portfolio.resting import load_resting, restore_resting
from portfolio_app.sharing.actions import CLASS_TEACHERS, ONLY_ME, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.seen import load_seen
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import EvidenceKind
from tests.people import make_class, make_coordinator, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

ARABIC = "مجموعة أعمالي في المسرح والموسيقى"


async def a_class() -> tuple[Actor, Actor]:
    school = await make_school()
    one = await make_class(school)
    return await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula")


async def entries_of(owner: Actor, *titles: str) -> list[UUID]:
    return [await make_entry(owner, EntryForm(title, learned=f"About {title}"), uuid4()) for title in titles]


async def a_collection(owner: Actor, *titles: str) -> tuple[UUID, list[UUID]]:
    made = await make_collection(owner, CollectionForm("For my application", "What I can do"), uuid4())
    entries = await entries_of(owner, *titles)
    if entries:
        await put_in(owner, made, entries)
    return made, entries


async def titles(owner: Actor, collection: UUID) -> list[str]:
    return [one.title for one in (await load_collection(owner, str(collection))).listed]


async def test_a_collection_orders_the_same_entries_without_changing_the_portfolio() -> None:
    siiri, _tuula = await a_class()
    made, (cake, play, shop) = await a_collection(siiri, "Cake", "Play", "Shop")
    await move_in(siiri, made, shop, -1)
    await move_in(siiri, made, shop, -1)
    await move_in(siiri, made, shop, -1)  # at the top already
    await move_in(siiri, made, cake, 1)
    view = await load_collection(siiri, str(made))
    assert [one.title for one in view.listed] == ["Shop", "Play", "Cake"]
    assert [(one.first, one.last) for one in view.listed] == [(True, False), (False, False), (False, True)]
    assert (view.title, view.about, view.lead, view.who.words) == (
        "For my application",
        "What I can do",
        "3 entries",
        "Only you",
    )
    assert [one.title for one in (await load_portfolio(siiri)).listed] == ["Shop", "Play", "Cake"]
    sports = await make_collection(siiri, CollectionForm("Sports"), uuid4())
    await put_in(siiri, sports, [play])
    (card,) = (await load_collections(siiri, search="SPORT")).listed
    assert (card.title, card.detail) == ("Sports", "1 entry")
    assert [one.label for one in (await load_entry(siiri, str(play))).collected] == ["For my application", "Sports"]
    assert [one.label.partition(",")[0] for one in (await load_collection(siiri, str(sports))).offered] == [
        "Shop",
        "Cake",
    ]


async def test_an_entry_taken_out_goes_back_to_its_place() -> None:
    siiri, _tuula = await a_class()
    made, entries = await a_collection(siiri, "Cake", "Play", "Shop")
    place = await take_out(siiri, made, entries[1])
    assert await titles(siiri, made) == ["Cake", "Shop"]
    assert await take_out(siiri, made, entries[1]) == 2  # twice is fine
    for _twice in range(2):
        await put_in(siiri, made, [entries[1]], at=place)
    assert await titles(siiri, made) == ["Cake", "Play", "Shop"]


async def test_a_deleted_entry_leaves_its_place_and_comes_back_to_it() -> None:
    siiri, _tuula = await a_class()
    made, (cake, play, shop) = await a_collection(siiri, "Cake", "Play", "Shop")
    await delete_entry(siiri, play)
    assert await titles(siiri, made) == ["Cake", "Shop"]
    await move_in(siiri, made, shop, -1)  # past the one that nobody sees
    assert await titles(siiri, made) == ["Shop", "Cake"]
    await restore_entry(siiri, play)
    assert sorted(await titles(siiri, made)) == ["Cake", "Play", "Shop"]
    assert cake


async def test_sent_twice_it_is_made_once_and_at_the_same_time_too() -> None:
    siiri, _tuula = await a_class()
    request = uuid4()
    made = await asyncio.gather(*(make_collection(siiri, CollectionForm("Sports"), request) for _ in range(4)))
    assert len(set(made)) == 1
    entries = await entries_of(siiri, "Cake", "Play")
    await asyncio.gather(*(put_in(siiri, made[0], entries) for _ in range(4)))
    assert await titles(siiri, made[0]) == ["Cake", "Play"]
    otso = await make_pupil(await make_school())
    with pytest.raises(NotFound):
        await make_collection(otso, CollectionForm("Sports"), request)


async def test_whoever_sees_a_collection_sees_the_entries_in_it_while_they_are_in_it() -> None:
    siiri, tuula = await a_class()
    words = EvidenceForm("The poster", words="I painted it", capabilities=("S1",))
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, words, uuid4())
    entry = await make_entry(siiri, EntryForm("Play", learned="Calm", evidence=(evidence,)), uuid4())
    made, _entries = await a_collection(siiri)
    await put_in(siiri, made, [entry])
    pupil = str(siiri.person_id)
    with pytest.raises(NotFound):
        await load_pupil(tuula, pupil, Kind.COLLECTION, str(made))
    await set_audience(siiri, Kind.COLLECTION, str(made), CLASS_TEACHERS)
    listed = await load_pupil(tuula, pupil)
    assert [(one.title, one.detail) for one in listed.collections] == [("For my application", "1 entry")]
    assert (listed.empty, listed.listed) == (False, ())  # the entry is not shared by itself
    with pytest.raises(NotFound):
        await load_pupil(tuula, pupil, Kind.ENTRY, str(entry))
    opened = (await load_pupil(tuula, pupil, Kind.COLLECTION, str(made))).opened
    (shown,) = opened.collection.listed
    assert (shown.title, shown.learned, [part.title for part in shown.attachments]) == ("Play", "Calm", ["The poster"])
    assert "Tuula opened your collection “For my application”" in (await load_seen(siiri)).lines[0].sentence
    words_on_entry = (await load_entry(siiri, str(entry))).who
    assert words_on_entry.words == "You, and whoever can see “For my application”"
    assert not (await load_portfolio(siiri)).listed[0].private
    await take_out(siiri, made, entry)
    assert (await load_pupil(tuula, pupil, Kind.COLLECTION, str(made))).opened.collection.listed == ()
    assert (await load_entry(siiri, str(entry))).who.words == "Only you"
    await set_audience(siiri, Kind.COLLECTION, str(made), ONLY_ME)
    with pytest.raises(NotFound):
        await load_pupil(tuula, pupil, Kind.COLLECTION, str(made))


async def test_a_deleted_collection_shows_nothing_and_comes_back_within_thirty_days() -> None:
    siiri, tuula = await a_class()
    made, _entries = await a_collection(siiri, "Cake")
    await set_audience(siiri, Kind.COLLECTION, str(made), CLASS_TEACHERS)
    for _twice in range(2):
        await delete_collection(siiri, made)
    for look in (
        load_collection(siiri, str(made)),
        load_pupil(tuula, str(siiri.person_id), Kind.COLLECTION, str(made)),
        change_collection(siiri, made, CollectionForm("x"), 1),
        put_in(siiri, made, await entries_of(siiri, "Play")),
    ):
        with pytest.raises(NotFound):
            await look
    (resting,) = (await load_resting(siiri)).things
    assert (resting.shelf, resting.title) == ("collection", "For my application")
    for _twice in range(2):
        await restore_resting(siiri, "collection", made)
    assert await titles(siiri, made) == ["Cake"]
    await delete_collection(siiri, made)
    with at(now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await restore_collection(siiri, made)
        assert (await remove_rested_collections(), await remove_rested_collections()) == (1, 0)
    assert [one.title for one in (await load_portfolio(siiri)).listed] == ["Play", "Cake"]  # the entries stay


async def test_nobody_but_its_pupil_changes_or_opens_it() -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, otso = await make_pupil(school, one), await make_pupil(school, one)
    made, (cake,) = await a_collection(siiri, "Cake")
    mine, theirs = await make_collection(otso, CollectionForm("Mine"), uuid4()), await entries_of(otso, "Theirs")
    with pytest.raises(NotFound):
        await put_in(siiri, made, theirs)
    with pytest.raises(NotFound):
        await put_in(otso, mine, [cake])
    staff = [await make_teacher(school, one), await make_counsellor(school), await make_coordinator(school)]
    for other, refusal in ((otso, NotFound), *((member, Refused) for member in staff)):
        tries: list[Callable[[Actor], Awaitable[object]]] = [
            lambda who: load_collection(who, str(made)),
            lambda who: change_collection(who, made, CollectionForm("Theirs"), 1),
            lambda who: put_in(who, made, [cake]),
            lambda who: take_out(who, made, cake),
            lambda who: move_in(who, made, cake, 1),
            lambda who: delete_collection(who, made),
            lambda who: restore_collection(who, made),
        ]
        for attempt in tries:
            with pytest.raises(refusal):
                await attempt(other)
        if refusal is Refused:
            with pytest.raises(Refused):
                await make_collection(other, CollectionForm("Theirs"), uuid4())
            with pytest.raises(Refused):
                await load_collections(other)
    assert await titles(siiri, made) == ["Cake"]


async def test_what_is_typed_is_checked_and_another_tab_loses_nothing() -> None:
    siiri, _tuula = await a_class()
    for form, field in ((CollectionForm("  "), "title"), (CollectionForm("x" * 161), "title")):
        with pytest.raises(Invalid) as problem:
            await make_collection(siiri, form, uuid4())
        assert problem.value.field == field
    with pytest.raises(Invalid):
        await make_collection(siiri, CollectionForm("x", "y" * 2001), uuid4())
    made = await make_collection(siiri, CollectionForm(ARABIC, "a\r\n<b>b</b>"), uuid4())
    view = await load_collection(siiri, str(made))
    assert (view.title, view.about) == (ARABIC, "a\n<b>b</b>")
    assert await change_collection(siiri, made, CollectionForm("Sports"), 1) == 2
    with pytest.raises(Conflict):
        await change_collection(siiri, made, CollectionForm("Other"), 1)
    with pytest.raises(Invalid) as none:
        await put_in(siiri, made, [])
    assert none.value.field == "entry"
    many = await entries_of(siiri, *(str(n) for n in range(MOST_IN_ONE + 1)))
    await put_in(siiri, made, many[:-1])
    with pytest.raises(Invalid):
        await put_in(siiri, made, many[-1:])
