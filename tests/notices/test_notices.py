"""What people are told of in the app: once, in their language, and nothing they may not see when they read it."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actions import choose_passphrase, sign_in
from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import speaking
from portfolio_app.core.paging import A_PAGE
from portfolio_app.notices.actions import notify, read_all, set_read
from portfolio_app.notices.kinds import COMMENTED, KINDS
from portfolio_app.notices.models import Notice
from portfolio_app.notices.queries import Told, load_notices
from portfolio_app.notices.retention import KEPT, remove_old_notices
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.portfolio_app import app
from portfolio_app.schools.codes import give_code
from portfolio_app.schools.queries import load_frame
from portfolio_app.sharing import comments
from portfolio_app.sharing.actions import Choice, set_audience
from portfolio_app.sharing.models import Kind
from tests.people import (
    PASSPHRASE,
    end_roles,
    make_admin,
    make_class,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("database")
assert app  # puts together who is told of what


class People:
    """Siiri, her teacher, her counsellor, and an entry of hers that her class's teachers may see."""

    siiri: Actor
    tuula: Actor
    kaisa: Actor
    entry: str


@pytest.fixture
async def people() -> People:
    made, school = People(), await make_school()
    class_8b = await make_class(school)
    made.siiri = await make_pupil(school, class_8b, name="Siiri Virtanen", username="siiri", passphrase=PASSPHRASE)
    made.tuula = await make_teacher(school, class_8b, name="Tuula Salo")
    made.kaisa = await make_counsellor(school, name="Kaisa Koski")
    made.entry = str(await make_entry(made.siiri, EntryForm("A day at the café"), uuid4()))
    await set_audience(made.siiri, Kind.ENTRY, made.entry, Choice(class_teachers=True))
    return made


async def told(actor: Actor) -> tuple[Told, ...]:
    return (await load_notices(actor)).lines


async def sentences(actor: Actor) -> list[str]:
    return [one.sentence for one in await told(actor)]


async def comment(people: People, words: str = "Well done") -> None:
    await comments.comment(people.tuula, people.siiri.person_id, Kind.ENTRY, people.entry, words, uuid4())


async def comment_of() -> comments.Comment:
    async with reading() as session:
        return (await session.execute(select(comments.Comment))).scalar_one()


async def test_a_comment_is_told_to_the_owner_and_leads_to_the_entry(people: People) -> None:
    await comment(people)
    (one,) = await told(people.siiri)
    assert one.sentence == "Tuula Salo wrote a comment on “A day at the café”."
    assert (one.href, one.new) == (f"/en/entry?id={people.entry}", True)
    assert await told(people.tuula) == ()
    with speaking("fi"):
        (one,) = await told(people.siiri)
    assert one.href.startswith("/fi/entry")
    assert "Tuula Salo" in one.sentence
    assert "wrote" not in one.sentence


async def test_a_comment_sent_twice_is_told_once_and_a_second_comment_again(people: People) -> None:
    request = uuid4()
    for _ in range(2):
        await comments.comment(people.tuula, people.siiri.person_id, Kind.ENTRY, people.entry, "Well done", request)
    assert len(await told(people.siiri)) == 1
    await comment(people, "And one more thing")
    assert len(await told(people.siiri)) == 2


async def test_reading_the_comments_reads_the_notice_too(people: People) -> None:
    await comment(people)
    await comments.mark_read(people.siiri, Kind.ENTRY, people.entry)
    assert [one.new for one in await told(people.siiri)] == [False]


async def test_a_comment_taken_back_is_no_news_until_it_comes_back(people: People) -> None:
    await comment(people)
    made = await comment_of()
    await comments.delete_comment(people.tuula, made.id)
    assert await told(people.siiri) == ()
    await comments.restore_comment(people.tuula, made.id)
    assert len(await told(people.siiri)) == 1


async def test_hiding_a_comment_tells_nobody(people: People) -> None:
    await comment(people)
    await comments.hide_comment(people.siiri, (await comment_of()).id)
    assert await told(people.tuula) == ()


async def test_whoever_is_let_in_by_name_is_told_and_loses_that_with_the_sight_of_it(people: People) -> None:
    kaisa = Choice(persons=(people.kaisa.person_id,))
    await set_audience(people.siiri, Kind.ENTRY, people.entry, kaisa)
    await set_audience(people.siiri, Kind.ENTRY, people.entry, kaisa)  # nothing new
    (one,) = await told(people.kaisa)
    assert one.sentence == "Siiri Virtanen lets you see “A day at the café”."
    assert one.href == f"/en/pupil?id={people.siiri.person_id}"
    await set_audience(people.siiri, Kind.ENTRY, people.entry, Choice())
    assert await told(people.kaisa) == ()


async def test_a_title_is_said_only_to_whoever_may_see_the_thing_when_they_read(people: People) -> None:
    await set_audience(people.siiri, Kind.ENTRY, people.entry, Choice(persons=(people.kaisa.person_id,)))
    await end_roles(people.kaisa)
    (one,) = await told(people.kaisa)
    assert one.sentence == "Siiri Virtanen let you see something that you can no longer open."
    assert one.href == ""


async def test_a_thing_that_is_gone_is_not_named(people: People) -> None:
    await comment(people)
    await delete_entry(people.siiri, UUID(people.entry))
    (one,) = await told(people.siiri)
    assert one.sentence == "Tuula Salo wrote a comment on something that is no longer here."
    assert one.href == ""


async def test_the_owner_is_told_of_a_code_that_was_used_and_of_a_browser_they_do_not_know(people: People) -> None:
    async def come_in(device: str, passphrase: str = PASSPHRASE) -> None:
        await sign_in("siiri", passphrase, own_device=False, device=device, address="192.0.2.1")

    await come_in("Firefox, Linux")
    await come_in("Firefox, Linux")
    assert await told(people.siiri) == ()  # the first browser is no news, nor is one that is known
    await come_in("Chrome, Android")
    await come_in("Chrome, Android")
    assert await sentences(people.siiri) == [
        "Your account was signed in to with a browser you have not used before: Chrome, Android."
    ]
    code = await give_code(people.tuula, people.siiri.person_id)
    await come_in("Edge, Windows", code.code)
    latest, *_rest = await told(people.siiri)
    assert latest.sentence == ("A one-time code or card that Tuula Salo made was used to sign in to your account.")
    assert latest.href == "/en/account"


async def test_a_newcomer_is_not_told_of_their_own_first_card() -> None:
    school = await make_school()
    class_8b = await make_class(school)
    eino = await make_pupil(school, class_8b, username="eino")
    tuula = await make_teacher(school, class_8b)
    code = await give_code(tuula, eino.person_id)
    await sign_in("eino", code.code, own_device=False, device="Firefox, Linux", address="192.0.2.1")
    assert await told(eino) == ()
    here, _key = await signed_in(eino, must_choose=True)
    await choose_passphrase(here, "three blue kettles", "three blue kettles")


async def test_notices_are_read_one_by_one_or_all_at_once_by_their_reader_alone(people: People) -> None:
    await comment(people)
    await comment(people, "And again")
    first, second = await told(people.siiri)
    await set_read(people.siiri, first_id := notice_id(first))
    assert [one.new for one in await told(people.siiri)] == [False, True]
    await set_read(people.siiri, first_id, read=False)
    with pytest.raises(NotFound):
        await set_read(people.tuula, first_id)
    assert await read_all(people.tuula) == 0
    assert await read_all(people.siiri) == 2
    assert await read_all(people.siiri) == 0
    assert not any(one.new for one in await told(people.siiri))
    assert second.new


def notice_id(one: Told) -> UUID:
    return UUID(one.id)


async def test_the_frame_counts_what_is_new_for_everybody(people: People) -> None:
    assert (await load_frame(people.siiri)).new_notices == ""
    await comment(people)
    frame = await load_frame(people.siiri)
    assert (frame.new_notices, frame.contact_name) == ("1", "Liisa Laine")
    admin = await make_admin()
    assert (await load_frame(admin)).person_id == str(admin.person_id)
    async with writing() as session:
        for n in range(120):
            await notify(session, admin.person_id, COMMENTED, once=str(n))
    assert (await load_frame(admin)).new_notices == "99+"


async def test_a_long_list_has_pages_and_a_search_by_name(people: People) -> None:
    async with writing() as session:
        for n in range(A_PAGE + 5):
            await notify(session, people.siiri.person_id, COMMENTED, by=people.tuula.person_id, once=str(n))
        await notify(session, people.siiri.person_id, COMMENTED, by=people.kaisa.person_id, once="x")
    first, last = await load_notices(people.siiri), await load_notices(people.siiri, 9)
    assert (len(first.lines), len(last.lines), last.paging.page) == (A_PAGE, 6, 2)
    assert first.findable
    assert first.said == "26 new"
    found = await load_notices(people.siiri, search="KOSKI")
    assert (len(found.lines), found.paging.said) == (1, "")
    assert (await load_notices(people.siiri, search="%")).lines == ()
    await set_read(people.siiri, notice_id(found.lines[0]))
    assert (await load_notices(people.siiri, only_new=True, search="koski")).lines == ()


async def test_nobody_is_told_of_what_they_did_themselves(people: People) -> None:
    async with writing() as session:
        await notify(session, people.siiri.person_id, COMMENTED, by=people.siiri.person_id)
    assert await told(people.siiri) == ()


async def test_half_a_year_later_a_notice_is_forgotten(people: People) -> None:
    await comment(people)
    assert await remove_old_notices() == 0
    with at(now() + KEPT + KEPT / 100):
        assert await remove_old_notices() == 1


async def test_a_kind_that_a_newer_version_wrote_breaks_no_page(people: People) -> None:
    await comment(people)
    async with writing() as session:
        await session.execute(update(Notice).where(col(Notice.kind) == COMMENTED.code).values(kind="newer"))
    assert len(await told(people.siiri)) <= 1


def test_every_kind_has_a_name_a_sentence_and_a_way() -> None:
    for code, kind in KINDS.items():
        assert code == kind.code
        assert kind.label
        assert kind.sentence[-1] in ".?"
        assert "{title}" not in kind.gone
