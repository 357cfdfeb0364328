"""When the days are over: how it was, a note of thanks that an adult reads first, and what is kept, piece by piece."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core import outbox
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.erasure import erase
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.marketplace.diary.days import write_day
from portfolio_app.marketplace.diary.evaluation import EvaluationForm, evaluate
from portfolio_app.marketplace.diary.keeping import keep_day, keep_entry, let_go_again
from portfolio_app.marketplace.diary.models import DiaryDay, OwnEvaluation, ThanksNote
from portfolio_app.marketplace.diary.queries import AfterwardsView, load_afterwards
from portfolio_app.marketplace.diary.thanks import give_back, hand_in, send_on, take_back
from portfolio_app.marketplace.diary.thanks_view import load_thanks
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.home import load_home
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.portfolio.takeout.contents import gather
from portfolio_app.portfolio_app import app
from portfolio_app.sharing.seen import load_seen
from portfolio_app.skills.actions import delete_evidence
from portfolio_app.skills.models import Evidence
from portfolio_app.web import uploads
from tests.conftest import Configure
from tests.marketplace.diary.test_days import send
from tests.marketplace.placements.pupils import Week, a_week, change
from tests.marketplace.seats import hide
from tests.notices.smtp import Mailbox, mail_server
from tests.notices.test_mail import run, text
from tests.people import make_teacher

pytestmark = pytest.mark.usefixtures("database")
assert app  # notices find what they are about

MONDAY = date(2027, 3, 8)
FRIDAY = datetime(2027, 3, 12, 10, tzinfo=UTC)
AFTER = datetime(2027, 3, 14, 10, tzinfo=UTC)
ANSWERS = EvaluationForm(proud="The buns", surprised="The hours", would="maybe", why="It is early", to_next="Sleep")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The Sunday after the week."""
    with at(AFTER):
        yield


@pytest.fixture(autouse=True)
async def _workers_end() -> AsyncIterator[None]:
    yield
    await uploads.close_cleaning()


@pytest.fixture
def box(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that works, and an instance that uses it."""
    monkeypatch.setattr(outbox, "_away", {})
    with mail_server() as made:
        configure(mail_url=made.url, mail_from="Polku <polku@school.example>", public_url="https://polku.example")
        yield made


async def a_past_week() -> Week:
    return await a_week(MONDAY, approved_at=FRIDAY - timedelta(days=20))


async def a_quiet_week(box: Mailbox) -> Week:
    """The same, once what was mailed to the host's contact before has arrived."""
    week = await a_past_week()
    await run()
    box.raw.clear()
    return week


async def page(week: Week) -> AfterwardsView:
    return await load_afterwards(week.siiri, str(week.placement))


async def the_note() -> ThanksNote:
    async with reading() as session:
        return (await session.execute(select(ThanksNote))).scalar_one()


async def handed_in(week: Week, words: str = "Thank you for the buns") -> ThanksNote:
    await hand_in(week.siiri, week.placement, words, 0)
    return await the_note()


async def told(who: object) -> list[str]:
    return [line.sentence for line in (await load_notices(who)).lines]  # type: ignore[arg-type]


async def test_how_it_was_is_kept_once_and_changed() -> None:
    week = await a_past_week()
    await asyncio.gather(*(evaluate(week.siiri, week.placement, ANSWERS, 0) for _press in range(3)))
    view = (await page(week)).evaluation
    assert (view.proud, view.would, view.version) == ("The buns", "maybe", 1)
    assert view.saved.startswith("You saved this: ")
    await evaluate(week.siiri, week.placement, replace(ANSWERS, would="yes"), 1)
    with pytest.raises(Conflict):
        await evaluate(week.siiri, week.placement, replace(ANSWERS, would="no"), 1)
    assert (await page(week)).evaluation.would == "yes"


async def test_it_is_asked_when_the_days_are_over_and_not_before() -> None:
    week = await a_past_week()
    with at(FRIDAY):
        assert not (await page(week)).over
        with pytest.raises(Invalid):
            await evaluate(week.siiri, week.placement, ANSWERS, 0)
    wrong = (
        ("proud", EvaluationForm()),
        ("would", EvaluationForm(would="5 stars")),
        ("why", EvaluationForm(why="x" * 1501)),
    )
    for field, form in wrong:
        with pytest.raises(Invalid) as problem:
            await evaluate(week.siiri, week.placement, form, 0)
        assert problem.value.field == field
    for other in (week.eino, week.tuula, week.petri, week.sirpa, week.elsewhere):
        with pytest.raises(NotFound):
            await evaluate(other, week.placement, ANSWERS, 0)
        with pytest.raises(NotFound):
            await load_afterwards(other, str(week.placement))
    lines = [line.title for part in (await load_home(week.siiri)).sections for line in part.lines]
    assert "How was it at Leipomo Kettunen?" in lines
    await evaluate(week.siiri, week.placement, ANSWERS, 0)
    lines = [line.title for part in (await load_home(week.siiri)).sections for line in part.lines]
    assert "How was it at Leipomo Kettunen?" not in lines
    await change(week.placement, cancelled_at=now(), cancel_reason="seat")
    assert not (await page(week)).over


async def test_a_note_is_read_by_an_adult_and_then_mailed_in_the_contacts_language(box: Mailbox) -> None:
    week = await a_quiet_week(box)
    await asyncio.gather(*(hand_in(week.siiri, week.placement, "Thank you\nfor the buns", 0) for _press in range(3)))
    note = await the_note()
    assert (note.state, note.version) == ("waiting", 1)
    assert await told(week.tuula) == [
        "Siiri has written a thank-you note to “Leipomo Kettunen”. Read it, and send it on or give it back."
    ]
    home = [line.title for part in (await load_home(week.tuula)).sections for line in part.lines]
    assert "Thank-you notes to workplaces" in home
    await run()
    assert box.letters == []
    (line,) = (await load_thanks(week.tuula)).lines
    assert (line.name, line.words, line.reader) == (
        "Siiri",
        "Thank you\nfor the buns",
        "Raija Kettunen, Leipomo Kettunen",
    )
    assert "Tuula read on" in (await load_seen(week.siiri)).lines[0].sentence
    await asyncio.gather(*(send_on(week.tuula, note.id, 1) for _press in range(3)))
    await run()
    (letter,) = box.letters
    assert (letter["to"], letter["content-language"] or "fi") == ("raija@example.org", "fi")
    said = text(letter)
    assert "Thank you\n\nfor the buns" in said.replace("\r", "")
    assert "Siiri" not in said
    assert "Tuula" in said
    assert await told(week.siiri) == ["Tuula read your thank-you note and sent it to “Leipomo Kettunen”."]
    assert (await load_notices(week.siiri)).lines[0].href == f"/en/afterwards?id={week.placement}"
    assert await told(week.tuula) == []
    view = (await page(week)).thanks
    assert (view.state, view.sent[:5]) == ("sent", "Sent:")
    (line,) = (await load_thanks(week.tuula)).lines
    assert (line.words, line.became[:5]) == ("", "Sent:")
    with pytest.raises(Conflict):
        await hand_in(week.siiri, week.placement, "Something else", 1)
    with pytest.raises(Conflict):
        await take_back(week.siiri, week.placement)


async def test_a_note_is_given_back_and_handed_in_again(box: Mailbox) -> None:
    week = await a_quiet_week(box)
    note = await handed_in(week, "Your buns are dry")
    with pytest.raises(Invalid, match="sentence"):
        await give_back(week.timo, note.id, 1, " ")
    for _press in range(2):
        await give_back(week.timo, note.id, 1, "What was good?")
    assert await told(week.siiri) == [
        "Timo read your thank-you note to “Leipomo Kettunen” and gave it back: see what to change."
    ]
    view = (await page(week)).thanks
    assert (view.state, view.why, view.typed) == ("returned", "What was good?", "Your buns are dry")
    assert (await load_thanks(week.tuula)).lines[0].words == ""
    with pytest.raises(Conflict):
        await send_on(week.tuula, note.id, 1)
    await hand_in(week.siiri, week.placement, "Your buns are good", 1)
    assert len(await told(week.tuula)) == 1
    with pytest.raises(Conflict):  # as it was read before
        await send_on(week.tuula, note.id, 1)
    await send_on(week.tuula, note.id, 2)
    await run()
    assert ["Your buns are good" in text(one) for one in box.letters] == [True]


async def test_a_note_taken_back_is_nobody_elses(box: Mailbox) -> None:
    week = await a_quiet_week(box)
    note = await handed_in(week)
    for _press in range(2):
        await take_back(week.siiri, week.placement)
    assert (await told(week.tuula), (await load_thanks(week.tuula)).lines) == ([], ())
    with pytest.raises(Conflict):
        await send_on(week.tuula, note.id, 1)
    await hand_in(week.siiri, week.placement, "Thank you for the buns", 2)
    assert (await the_note()).state == "waiting"
    assert len(await told(week.tuula)) == 1


async def test_nobody_else_sends_it_and_no_pupil_writes_to_a_host_alone(box: Mailbox) -> None:
    week = await a_quiet_week(box)
    note = await handed_in(week)
    stranger = await make_teacher(week.school)
    for wrong in (week.siiri, week.eino, week.sirpa, week.elsewhere, stranger):
        with pytest.raises(NotFound):
            await send_on(wrong, note.id, 1)
        with pytest.raises(NotFound):
            await give_back(wrong, note.id, 1, "No")
    for wrong in (week.eino, week.tuula, week.sirpa):
        with pytest.raises(NotFound):
            await hand_in(wrong, week.placement, "Hello", 0)
        with pytest.raises(NotFound):
            await take_back(wrong, week.placement)
    for wrong in (week.siiri, week.sirpa):
        with pytest.raises(Refused):
            await load_thanks(wrong)
    for blind in (week.elsewhere, stranger):
        assert (await load_thanks(blind)).lines == ()
    await run()
    assert box.letters == []


async def test_where_nobody_can_be_written_to_nothing_is_sent(configure: Configure) -> None:
    week = await a_past_week()
    note = await handed_in(week)
    with pytest.raises(Invalid, match="sends no mail"):
        await send_on(week.tuula, note.id, 1)
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    await hide(week.host)
    assert (await load_thanks(week.tuula)).lines[0].reader == ""
    with pytest.raises(Invalid, match="on paper"):
        await send_on(week.tuula, note.id, 1)
    assert (await the_note()).state == "waiting"


async def test_no_note_before_the_end_without_words_or_from_days_nobody_approved() -> None:
    week = await a_past_week()
    with at(FRIDAY), pytest.raises(Invalid):
        await hand_in(week.siiri, week.placement, "Thank you", 0)
    for words in (" ", "x" * 1501):
        with pytest.raises(Invalid) as wrong:
            await hand_in(week.siiri, week.placement, words, 0)
        assert wrong.value.field == "thanks"
    await change(week.placement, approved_at=None)
    with pytest.raises(Invalid, match="not approved"):
        await hand_in(week.siiri, week.placement, "Thank you", 0)


async def a_day(week: Week) -> UUID:
    await write_day(week.siiri, week.placement, "2027-03-08", "I shaped buns")
    async with reading() as session:
        return (await session.execute(select(col(DiaryDay.id)))).scalar_one()


async def test_each_piece_is_kept_once_and_let_go_again() -> None:
    week = await a_past_week()
    day = await a_day(week)
    first = await asyncio.gather(*(keep_day(week.siiri, day, "S1") for _press in range(2)))
    assert len(set(first)) == 1
    entry = await keep_entry(week.siiri, week.placement)
    assert entry == await keep_entry(week.siiri, week.placement)
    async with reading() as session:
        made = (await session.execute(select(Entry))).scalar_one()
        evidence = (await session.execute(select(Evidence))).scalar_one()
        part = (await session.execute(select(col(EntryEvidence.evidence_id)))).scalars().all()
    assert (made.kind, made.title, made.place, made.began, made.ended, made.happened) == (
        "work",
        "Buns and bread",
        "Leipomo Kettunen",
        "2027-03-08",
        "2027-03-12",
        "You shape buns.",
    )
    assert (evidence.title, evidence.words) == ("Leipomo Kettunen, 8 March 2027", "I shaped buns")
    assert part == [evidence.id]
    view = await page(week)
    assert view.entry.kept_href == f"/en/entry?id={entry}"
    assert [one.kept_href for one in view.pieces] == [f"/en/evidence?id={evidence.id}"]
    for _press in range(2):
        await let_go_again(week.siiri, "day", day)
        await let_go_again(week.siiri, "entry", week.placement)
    view = await page(week)
    assert (view.entry.kept_href, view.pieces[0].kept_href) == ("", "")
    assert (await keep_entry(week.siiri, week.placement), await keep_day(week.siiri, day, "")) == (entry, evidence.id)
    view = await page(week)
    assert "" not in (view.entry.kept_href, view.pieces[0].kept_href)


async def test_a_day_that_is_kept_later_joins_the_entry() -> None:
    week = await a_past_week()
    day = await a_day(week)
    await keep_entry(week.siiri, week.placement)
    evidence = await keep_day(week.siiri, day, "S1")
    async with reading() as session:
        assert (await session.execute(select(col(EntryEvidence.evidence_id)))).scalars().all() == [evidence]


async def test_the_words_of_a_day_join_its_photo_and_leave_it_again() -> None:
    week = await a_past_week()
    await change(week.placement, photos_allowed=True)
    assert (await send(week.siiri, week)).status_code == 201
    (piece,) = (await page(week)).pieces
    assert piece.kept_href  # the photo is all there is, and it is evidence
    day = await a_day(week)
    await keep_entry(week.siiri, week.placement)
    (piece,) = (await page(week)).pieces
    assert (piece.kept_href, [one.title for one in piece.photos]) == ("", ["My first bun"])
    kept = await asyncio.gather(*(keep_day(week.siiri, day, "") for _press in range(3)))
    async with reading() as session:
        evidence = (await session.execute(select(Evidence))).scalar_one()
        assert (await session.execute(select(col(EntryEvidence.evidence_id)))).scalars().all() == [evidence.id]
    assert set(kept) == {evidence.id}
    assert (evidence.kind, evidence.words, evidence.people_in_it) == ("photo", "I shaped buns", "nobody")
    assert (await page(week)).pieces[0].kept_href == f"/en/evidence?id={evidence.id}"
    for _press in range(2):
        await let_go_again(week.siiri, "day", day)
    (piece,) = (await page(week)).pieces
    assert (piece.kept_href, piece.photos[0].words) == ("", "")
    await delete_evidence(week.siiri, evidence.id)  # then it is the words alone
    with pytest.raises(Invalid):
        await keep_day(week.siiri, day, "")
    assert await keep_day(week.siiri, day, "S1") != evidence.id


async def test_nothing_is_kept_of_others_before_the_end_or_without_a_skill() -> None:
    week = await a_past_week()
    day = await a_day(week)
    for other in (week.eino, week.tuula, week.petri, week.elsewhere):
        with pytest.raises(NotFound):
            await keep_day(other, day, "S1")
        with pytest.raises(NotFound):
            await keep_entry(other, week.placement)
        for piece, thing in (("day", day), ("entry", week.placement)):
            with pytest.raises(NotFound):
                await let_go_again(other, piece, thing)
    with at(FRIDAY):
        with pytest.raises(Invalid):
            await keep_entry(week.siiri, week.placement)
        with pytest.raises(Invalid):
            await keep_day(week.siiri, day, "S1")
    with pytest.raises(Invalid) as wrong:
        await keep_day(week.siiri, day, "")
    assert wrong.value.field == f"skill-{day}"
    with pytest.raises(NotFound):
        await keep_day(week.siiri, day, "no such skill")
    with pytest.raises(NotFound):
        await keep_day(week.siiri, uuid4(), "S1")


async def test_it_is_taken_along_and_goes_with_its_pupil() -> None:
    week = await a_past_week()
    await a_day(week)
    await evaluate(week.siiri, week.placement, ANSWERS, 0)
    await handed_in(week)
    async with reading() as session:
        holds = (await gather(session, week.siiri.person_id, "en")).portfolio["holds"]
    assert [one["words"] for one in holds["diary_days"]] == ["I shaped buns"]
    assert [one["proud"] for one in holds["own_evaluations"]] == ["The buns"]
    assert [one["words"] for one in holds["thanks_notes"]] == ["Thank you for the buns"]
    async with writing() as session:
        await erase(session, week.siiri.person_id)
    async with reading() as session:
        for table in (DiaryDay, OwnEvaluation, ThanksNote):
            assert (await session.execute(select(table))).all() == []
