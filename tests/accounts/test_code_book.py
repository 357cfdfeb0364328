"""A code book lets its owner in when everything else is forgotten: each line once, and only with their user name."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actions import WrongSignIn, choose_passphrase, sign_in
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.cards import code_book_pdf
from portfolio_app.accounts.code_book import LINES, CodeBook, end_book, lines_left, make_book
from portfolio_app.accounts.coming_in import SignedIn
from portfolio_app.core import clock
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.settings import Settings
from tests.pdfs import assert_accessible, in_one_line, text_of, tool
from tests.people import PASSPHRASE, make_person, signed_in

NEW = "quiet yellow boat"


async def someone(username: str = "siiri.n") -> Actor:
    return (await signed_in(await make_person(name="Siiri Niemi", username=username, passphrase=PASSPHRASE)))[0]


async def typed(code: str, username: str = "siiri.n") -> SignedIn:
    return await sign_in(username, code, own_device=True, device="", address="10.3.0.1")


async def left(actor: Actor) -> int:
    async with reading() as session:
        return await lines_left(session, actor.person_id)


async def test_each_line_opens_once_and_leads_to_a_new_passphrase(database: Settings) -> None:
    actor = await someone()
    book = await make_book(actor, PASSPHRASE)
    assert (len(book.codes), len(set(book.codes)), book.username, await left(actor)) == (LINES, LINES, "siiri.n", LINES)
    opened = await typed(book.codes[3].upper().replace("-", " "))
    assert (opened.must_choose, opened.own_device) == (True, False)
    here = await sessions.actor_of(opened.key)
    assert here is not None
    await choose_passphrase(here, NEW, NEW)
    assert await left(actor) == LINES - 1
    with pytest.raises(WrongSignIn):
        await typed(book.codes[3])
    with clock.at(clock.now() + timedelta(days=900)):
        assert (await typed(book.codes[9])).must_choose


async def test_a_changed_passphrase_leaves_the_book_as_it_is(database: Settings) -> None:
    actor = await someone()
    await make_book(actor, PASSPHRASE)
    await choose_passphrase(actor, NEW, NEW, current=PASSPHRASE)
    assert await left(actor) == LINES


async def test_a_new_book_and_a_lost_one_void_what_was_printed(database: Settings) -> None:
    actor = await someone()
    first = await make_book(actor, PASSPHRASE)
    second = await make_book(actor, PASSPHRASE)
    with pytest.raises(WrongSignIn):
        await typed(first.codes[0])
    await end_book(actor)
    with pytest.raises(WrongSignIn):
        await typed(second.codes[0])
    assert await left(actor) == 0


async def test_a_book_is_its_owners(database: Settings) -> None:
    actor, other = await someone(), await someone("eino.k")
    book = await make_book(actor, PASSPHRASE)
    with pytest.raises(WrongSignIn):
        await typed(book.codes[0], "eino.k")
    with pytest.raises(Invalid):
        await make_book(other, "not my passphrase")
    await end_book(other)
    assert await left(actor) == LINES
    for change in (make_book(replace(actor, must_choose=True), PASSPHRASE), end_book(replace(actor, must_choose=True))):
        with pytest.raises(NotFound):
            await change


async def test_the_sheet_is_read_by_people_and_by_screen_readers(tmp_path: Path) -> None:
    book = CodeBook("Ægir Ólafsson-Ŋuyễn", "aegir.o", tuple(f"k7dm-q2vx-p9n{number}" for number in range(LINES)))
    for language in ("en", "fi", "nb", "nl"):
        pdf = await code_book_pdf(book, language=language, address=f"https://polku.example.org/{language}/sign-in")
        assert_accessible(pdf)
        sheet = tmp_path / f"{language}.pdf"
        sheet.write_bytes(pdf)
        assert "No syntax or stream encoding errors" in tool(b"", "qpdf", "--check", str(sheet))
        text = in_one_line(text_of(pdf))
        assert "Ægir Ólafsson-Ŋuyễn" in text
        assert text.count("k7dm") == LINES
        assert all(code in text for code in book.codes)
