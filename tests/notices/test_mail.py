"""Notices by mail, through a real mail server: to addresses that were confirmed alone, none lost, none seen twice."""

import asyncio
import re
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from unicodedata import normalize
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core import mail, outbox
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, TooMany
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Outbox
from portfolio_app.notices import addresses, mailing
from portfolio_app.notices.actions import notify, read_all
from portfolio_app.notices.kinds import COMMENTED, KINDS, NEW_DEVICE, Way
from portfolio_app.notices.mail_view import load_mail
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio_app import app
from portfolio_app.schools.places import zone_of_person
from tests.conftest import Configure
from tests.notices.smtp import Mailbox, mail_server
from tests.people import make_class, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")
assert app  # registers what the outbox does

ADDRESS = "siiri@example.org"


@pytest.fixture
def box(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that works, and an instance that uses it."""
    monkeypatch.setattr(outbox, "_away", {})
    monkeypatch.setattr(addresses._limiter, "hit", lambda *_given: True)
    with mail_server() as made:
        configure(mail_url=made.url, mail_from="Polku <polku@school.example>", public_url="https://polku.example")
        yield made


async def everybody() -> tuple[Actor, Actor]:
    school = await make_school()
    class_8b = await make_class(school)
    return await make_pupil(school, class_8b, name="Siiri Virtanen"), await make_teacher(school, class_8b, name="Tuula")


async def run(moment: datetime | None = None) -> int:
    """Run all that is due then; returns how much was."""
    done = 0
    with at(moment or now()):
        while await outbox.run_next():
            done += 1
    return done


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body
    return body.get_content()


def html(letter: EmailMessage) -> str:
    body = letter.get_body(("html",))
    assert body
    return body.get_content()


def key_in(letter: EmailMessage) -> str:
    found = re.search(r"key=(\S+)", text(letter))
    assert found
    return found.group(1)


async def with_address(person: Actor, box: Mailbox, address: str = ADDRESS) -> None:
    await addresses.give_address(person, address)
    await run()
    await addresses.confirm_address(key_in(box.letters[-1]))
    box.raw.clear()
    box.recipients.clear()


async def tell(siiri: Actor, tuula: Actor | None = None, kind=NEW_DEVICE, count: int = 1) -> None:
    async with writing() as session:
        for _ in range(count):
            by = tuula.person_id if tuula else None
            await notify(session, siiri.person_id, kind, by=by, once=str(uuid4()))


async def states() -> list[Outbox]:
    async with reading() as session:
        return list((await session.execute(select(Outbox).order_by(col(Outbox.not_before)))).scalars())


async def test_an_address_is_used_only_after_its_link_was_pressed(box: Mailbox) -> None:
    siiri, _tuula = await everybody()
    with speaking("fi"):
        await addresses.give_address(siiri, f" {ADDRESS} ")
    await tell(siiri)
    await run()
    (letter,) = box.letters
    assert (letter["to"], letter["from"]) == (ADDRESS, "Polku <polku@school.example>")
    assert letter["content-language"] == "fi"
    assert "Siiri" not in letter.as_string()  # whoever reads it may be anybody
    view = await load_mail(siiri)
    assert (view.address, view.pending) == ("", ADDRESS)
    key = key_in(letter)
    with pytest.raises(addresses.UsedUp):
        await addresses.confirm_address(key[:-1] + ("0" if key[-1] != "0" else "1"))
    await addresses.confirm_address(key)
    with pytest.raises(addresses.UsedUp):
        await addresses.confirm_address(key)
    view = await load_mail(siiri)
    assert (view.address, view.pending) == (ADDRESS, "")
    await tell(siiri)
    await run()
    assert len(box.letters) == 2  # what was told before is no news


async def test_a_link_is_good_for_a_day_and_only_the_last_one_asked_for(box: Mailbox) -> None:
    siiri, _tuula = await everybody()
    await addresses.give_address(siiri, "first@example.org")
    await addresses.give_address(siiri, "second@example.org")
    await run()
    assert box.recipients == ["second@example.org"]  # nobody needs a link that does not work
    key = key_in(box.letters[0])
    with at(now() + timedelta(hours=25)), pytest.raises(addresses.UsedUp):
        await addresses.confirm_address(key)
    for wrong in ("", ".", "x.y", f"{uuid4()}.{'0' * 64}", f"{key[:-1]}é", f"{key}\ud800"):
        with pytest.raises(addresses.UsedUp):
            await addresses.confirm_address(wrong)


async def test_the_former_address_stays_in_use_until_the_next_is_confirmed_and_can_be_removed(box: Mailbox) -> None:
    siiri, _tuula = await everybody()
    await with_address(siiri, box)
    await addresses.give_address(siiri, "new@example.org")
    await tell(siiri)
    await run()
    assert sorted(box.recipients) == ["new@example.org", ADDRESS]
    await tell(siiri)
    await addresses.remove_address(siiri)
    await addresses.remove_address(siiri)
    await run()
    assert len(box.recipients) == 2
    assert (await load_mail(siiri)).address == ""


async def test_nobody_fills_a_mailbox_with_links(configure: Configure) -> None:
    configure(mail_url="smtp://127.0.0.1:1", mail_from="polku@school.example")
    siiri, tuula = await everybody()
    victim = f"{uuid4().hex}@example.org"
    for _ in range(4):
        await addresses.give_address(siiri, victim)
    await addresses.give_address(tuula, victim.upper())
    with pytest.raises(TooMany):
        await addresses.give_address(tuula, victim)
    await addresses.give_address(siiri, f"{uuid4().hex}@example.org")
    with pytest.raises(TooMany):
        await addresses.give_address(siiri, f"{uuid4().hex}@example.org")


@pytest.mark.parametrize(
    ("typed", "sent_to"),
    [
        ("siiri+polku@example.org", "siiri+polku@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("siiri@bücher.example", "siiri@xn--bcher-kva.example"),
        ("siiri@ÄÄKKÖSET.fi", "siiri@xn--kkset-fraa0m.fi"),
        ("a" * 64 + "@" + ".".join(["b" * 61] * 3) + ".org", None),
        ("säde@example.org", None),
        ("säde@bücher.example", "säde@xn--bcher-kva.example"),
        ("sa\u0308de@example.org", "säde@example.org"),
        ("أمينة@example.org", None),
        ("हिन्दी@example.org", None),
    ],
)
async def test_odd_addresses_are_written_to(box: Mailbox, typed: str, sent_to: str | None) -> None:
    siiri, _tuula = await everybody()
    await with_address(siiri, box, typed)
    await tell(siiri)
    await run()
    assert box.recipients == [sent_to or typed]
    assert (await load_mail(siiri)).address == normalize("NFC", typed)


async def test_an_address_in_other_letters_is_refused_where_the_mail_server_takes_none(
    configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses._limiter, "hit", lambda *_given: True)
    siiri, _tuula = await everybody()
    with mail_server(all_letters=False) as old:
        configure(mail_url=old.url, mail_from="polku@school.example", public_url="https://polku.example")
        with pytest.raises(Invalid) as refused:
            await addresses.give_address(siiri, "säde@example.org")
        assert (refused.value.field, refused.value.message) == ("address", addresses.NOT_SUCH_LETTERS)
    with pytest.raises(Invalid) as refused:  # the server is not there any more
        await addresses.give_address(siiri, "säde@example.org")
    assert refused.value.message == addresses.NOT_NOW
    assert await states() == []


async def test_a_server_that_no_longer_takes_other_letters_holds_nobody_elses_mail_up(
    box: Mailbox, configure: Configure
) -> None:
    siiri, tuula = await everybody()
    await with_address(siiri, box, "säde@example.org")
    await with_address(tuula, box, "tuula@example.org")
    await tell(siiri)
    await tell(tuula)
    with mail_server(all_letters=False) as old:
        configure(mail_url=old.url, mail_from="polku@school.example", public_url="https://polku.example")
        await run()
        assert old.recipients == ["tuula@example.org"]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "siiri",
        "@example.org",
        "siiri@",
        "siiri@localhost",
        "si iri@example.org",
        "siiri..v@example.org",
        "siiri@example..org",
        "siiri@-.org",
        "siiri@example.org\r\nBcc: eve@example.org",
        "Siiri <siiri@example.org>",
        "siiri@example.org, eve@example.org",
        "a" * 65 + "@example.org",
        "a" * 64 + "@" + ".".join(["b" * 61] * 3) + ".example",
        "x" * 10_000 + "@example.org",
        "sä de@example.org",
        "säde\u200b@example.org",
        "säde\u202e@example.org",
        "ä" * 33 + "@example.org",
        "☃@example.org",
    ],
)
async def test_what_is_no_address_is_refused(box: Mailbox, typed: str) -> None:
    siiri, _tuula = await everybody()
    with pytest.raises(Invalid) as refused:
        await addresses.give_address(siiri, typed)
    assert refused.value.field == "address"


async def test_a_letter_is_text_and_html_in_its_readers_language_and_its_subject_names_nobody(box: Mailbox) -> None:
    siiri, tuula = await everybody()
    await with_address(siiri, box)
    async with writing() as session:
        await session.execute(update(Person).where(col(Person.id) == siiri.person_id).values(language="nb"))
    await mailing.choose_ways(siiri, {COMMENTED.code: "at_once"})
    await tell(siiri, tuula, COMMENTED)
    await run()
    (letter,) = box.letters
    with speaking("nb"):
        (told,) = (await load_notices(siiri)).lines
    assert told.sentence in text(letter)
    assert told.sentence in html(letter)
    assert 'lang="nb"' in html(letter)
    assert "https://polku.example/nb/mail" in text(letter)
    assert letter["content-language"] == "nb"
    assert not any(name in letter["subject"] for name in ("Tuula", "Siiri", "Virtanen"))
    assert "list-unsubscribe" not in letter
    assert await run(now() + timedelta(days=2)) == 0


async def test_names_put_nothing_into_headers_or_html(box: Mailbox) -> None:
    siiri, tuula = await everybody()
    evil = 'Eve\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>"'
    async with writing() as session:
        await session.execute(update(Person).values(name=evil))
    await with_address(siiri, box)
    await mailing.choose_ways(siiri, {COMMENTED.code: "at_once"})
    await tell(siiri, tuula, COMMENTED)
    await run()
    (letter,) = box.letters
    assert "bcc" not in letter
    assert box.recipients == [ADDRESS]
    assert "<script" not in html(letter)
    assert "&lt;script" in html(letter)


async def test_a_day_comes_in_one_mail_in_the_afternoon_of_the_school(box: Mailbox) -> None:
    siiri, tuula = await everybody()
    morning = datetime(2027, 3, 3, 8, tzinfo=ZoneInfo("Europe/Helsinki"))
    with at(morning - timedelta(days=1)):
        await with_address(siiri, box)
    async with reading() as session:
        assert await zone_of_person(session, siiri.person_id) == "Europe/Helsinki"
    for hour in range(3):
        with at(morning + timedelta(hours=hour)):
            await tell(siiri, tuula, COMMENTED)
    due = morning.replace(hour=16, minute=2)
    assert await run(morning.replace(hour=15, minute=59)) == 0
    with at(due - timedelta(minutes=1)):
        await tell(siiri, tuula, COMMENTED)  # of tomorrow's
    assert await run(due) == 1
    (letter,) = box.letters
    assert text(letter).count("Tuula") == 3
    assert await run(due + timedelta(days=1)) == 1
    assert text(box.letters[1]).count("Tuula") == 1
    assert box.letters[0]["message-id"] != box.letters[1]["message-id"]


async def test_a_long_day_is_counted_and_what_was_read_in_the_app_is_not_mailed(box: Mailbox) -> None:
    siiri, tuula = await everybody()
    await with_address(siiri, box)
    await tell(siiri, tuula, COMMENTED, count=30)
    await run(now() + timedelta(days=1))
    assert "and 10 more" in text(box.letters[0])
    await tell(siiri, tuula, COMMENTED)
    await read_all(siiri)
    await run(now() + timedelta(days=2))
    assert len(box.letters) == 1


async def test_one_click_stops_the_daily_mails_and_nothing_else(box: Mailbox) -> None:
    siiri, tuula = await everybody()
    await with_address(siiri, box)
    await tell(siiri, tuula, COMMENTED)
    await run(now() + timedelta(days=1))
    (letter,) = box.letters
    assert letter["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    key = letter["list-unsubscribe"].partition("key=")[2].rstrip(">")
    for _ in range(2):
        await mailing.unsubscribe(key)
    async with reading() as session:
        ways = await mailing.ways_of(session, siiri.person_id)
    assert Way.DIGEST not in ways.values()
    assert ways[NEW_DEVICE.code] is Way.AT_ONCE
    await tell(siiri, tuula, COMMENTED)
    assert await run(now() + timedelta(days=3)) == 0
    for wrong in (key[:-1] + ("0" if key[-1] != "0" else "1"), f"{key[:-1]}é", "é.é", ""):
        with pytest.raises(addresses.UsedUp):
            await mailing.unsubscribe(wrong)


async def test_every_kind_can_be_switched(box: Mailbox) -> None:
    siiri, tuula = await everybody()
    await with_address(siiri, box)
    for way in Way:
        await mailing.choose_ways(siiri, dict.fromkeys(KINDS, way.value))
        box.raw.clear()
        for kind in KINDS.values():
            await tell(siiri, tuula, kind)
        await run()
        assert len(box.letters) == (len(KINDS) if way is Way.AT_ONCE else 0), way
    for wrong in ({"unknown": "off"}, {COMMENTED.code: "sometimes"}):
        with pytest.raises(Invalid):
            await mailing.choose_ways(siiri, wrong)


async def test_whoever_has_no_address_misses_nothing(box: Mailbox) -> None:
    siiri, tuula = await everybody()
    await tell(siiri, tuula, COMMENTED)
    assert await states() == []
    assert len((await load_notices(siiri)).lines) == 1


async def test_an_instance_without_a_mail_server_says_so_and_queues_nothing(configure: Configure) -> None:
    configure()
    siiri, tuula = await everybody()
    with pytest.raises(NotFound):
        await addresses.give_address(siiri, ADDRESS)
    await tell(siiri, tuula)
    assert await states() == []
    assert not (await load_mail(siiri)).sends


async def ten_waiting(box: Mailbox) -> Actor:
    siiri, _tuula = await everybody()
    await with_address(siiri, box)
    await tell(siiri, count=10)
    return siiri


async def until_done(box: Mailbox) -> None:
    """The server is well again, and time passes."""
    box.answer, box.recipient_answer, box.hangs, box.dies_before, box.dies_after = "", "", 0, False, False
    for hour in range(1, 8):
        outbox._away.clear()
        await run(now() + timedelta(hours=hour))


def ids(box: Mailbox) -> list[str]:
    return [letter["message-id"] for letter in box.letters]


async def test_a_server_that_refuses_for_now_loses_nothing(box: Mailbox) -> None:
    await ten_waiting(box)
    box.answer = "451 try again later"
    await run()
    assert box.letters == []
    await until_done(box)
    assert (len(ids(box)), len(set(ids(box)))) == (10, 10)


async def test_a_server_that_is_not_there_is_asked_once_and_loses_nothing(box: Mailbox, configure: Configure) -> None:
    await ten_waiting(box)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        configure(mail_url=f"smtp://127.0.0.1:{taken.getsockname()[1]}", mail_from="polku@school.example")
        await run()
    assert sum(row.attempts for row in await states() if not row.done_at) == 1
    configure(mail_url=box.url, mail_from="polku@school.example")
    await until_done(box)
    assert (len(ids(box)), len(set(ids(box)))) == (10, 10)


async def test_a_server_that_hangs_is_left_and_loses_nothing(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    await ten_waiting(box)
    monkeypatch.setattr(mail, "SECONDS", 0.3)
    box.hangs = 0.8
    await asyncio.wait_for(run(), 20)
    await asyncio.sleep(1)
    assert all("Timeout" in row.problem for row in await states() if row.problem)
    await until_done(box)
    assert len(set(ids(box))) == 10
    assert len(ids(box)) <= 11  # the one that hung was taken after all


async def test_a_server_that_dies_between_two_messages_repeats_at_most_the_one_in_flight(box: Mailbox) -> None:
    siiri = await ten_waiting(box)
    for _ in range(3):
        await outbox.run_next()
    box.dies_after = True  # it took the fourth, and nobody heard
    await run()
    assert len(ids(box)) == 4
    await until_done(box)
    assert len(set(ids(box))) == 10
    assert len(ids(box)) == 11
    assert ids(box).count(ids(box)[3]) == 2
    assert len((await load_notices(siiri)).lines) == 10


async def test_a_mailbox_that_does_not_exist_is_given_up_and_the_others_go_on(box: Mailbox) -> None:
    siiri, _tuula = await everybody()
    await with_address(siiri, box)
    await tell(siiri)
    box.recipient_answer = "550 no such user"
    await run()
    async with reading() as session:
        found = await outbox.load_waiting(session)
    assert (found.waiting, found.given_up, "550" in found.problem) == (0, 1, True)
    box.recipient_answer = ""
    await tell(siiri)
    await run()
    assert len(box.letters) == 1
