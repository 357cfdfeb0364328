"""Every handler there is, called by whoever should not, with whatever should not be, about what is somebody else's.

They are found in the app itself and called through its real event processor: a handler added tomorrow is tried, too.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import close_database
from portfolio_app.core.errors import Refused
from portfolio_app.pages.account.home import HomeState
from portfolio_app.settings import Settings, settings
from portfolio_app.web import limits
from tests import databases
from tests.conftest import Configure
from tests.events import OpenTab, tab
from tests.pages.handlers import LOADS, RIGHT, Call, Handler, handlers
from tests.pages.places import Place, make_place
from tests.people import signed_in

OUR_FAULT = "on our side"
CHANGING = [one for one in handlers() if not one.need.loads]
# What no page sends, whatever a handler takes: those values are sent that do not fit its type hint.
ODD: list[Any] = [None, True, 7, -1, 2**70, 1.5, "", "x", "x" * 150_000, [], [["x"]], {}, {"a": {"b": 1}}, {"a": ["b"]}]
# What is no id; the first is what the two kinds of database differ about.
NOT_IDS = ["\0\ud800½🌱", "9" * 10_000, "no id", "' or 1=1 --"]

sqlite_is_enough = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)


async def send(opened: OpenTab, event: str, **payload: Any) -> None:
    """Send it in a fresh moment: nothing was sent to the tab before, and it may go on as fast as a test does."""
    limits._buckets.pop(opened.token, None)
    opened.forget()
    await opened.send(event, **payload)


async def load(opened: OpenTab, handler: Handler) -> None:
    """Load the page the handler belongs to; the frame around all pages is none."""
    if any(one.name == handler.load for one in handlers()):
        await send(opened, handler.load)


async def rows() -> dict[str, list[dict[str, Any]]]:
    """Everything in the database."""
    return await databases.on(settings().database, databases.everything)


def changed(before: Mapping[str, list[Any]], after: Mapping[str, list[Any]]) -> list[str]:
    """The tables in which something changed; that somebody opened a page is noted as ever."""
    return [name for name in before if before[name] != after[name] and name != "access"]


def own(place: Place) -> dict[str, str]:
    """What is at the place, for a form that was not sent before."""
    return {**place.ids, "request": str(uuid4())}


def roles_of(handler: Handler) -> list[Role]:
    """Whom a handler is for; a pupil where it is for everybody. Former pupils have nothing at a school."""
    return sorted(handler.need.roles - {Role.PERSONAL}) or [Role.PUPIL]


def test_every_handler_has_a_right_call() -> None:
    """Only from a call that works can it be said what is wrong with another one."""
    assert {one.key for one in CHANGING} == set(RIGHT)
    assert set(LOADS) <= {one.key for one in handlers() if one.need.loads}
    for handler in CHANGING:
        assert set(RIGHT[handler.key].sends) == set(handler.takes), handler.key


@sqlite_is_enough
async def test_every_right_call_works(database: Settings) -> None:
    """By each role it is for; the calls of one page one after the other."""
    wrong: list[str] = []
    by_key = {one.key: one for one in CHANGING}
    here = await make_place()
    await close_database()
    as_made = (database.data_dir / "polku.db").read_bytes()  # made once: it takes seconds, and there are many pages
    for _page, keys in groupby(RIGHT, lambda key: key.partition(".")[0]):
        of_page = list(keys)
        await close_database()
        (database.data_dir / "polku.db").write_bytes(as_made)
        for role in Role:
            for handler in (by_key[key] for key in of_page):
                call = RIGHT[handler.key]
                if role not in (call.by or roles_of(handler)):
                    continue
                if bool(problem := await problem_of(handler, call, here, role)) is call.alone:
                    wrong.append(f"{handler.key} by a {role}: {problem}")
    assert not wrong


async def problem_of(handler: Handler, call: Call, here: Place, role: Role) -> str:
    """Make the call; returns what the page complains of."""
    ids = own(here)
    sends, at = call.filled(ids)
    async with tab(here.keys[role], address=at) as opened:
        await load(opened, handler)
        await called_before(opened, handler, call, ids)
        await send(opened, handler.name, **sends)
        return opened.notice.text if opened.notice.kind == "problem" else ""


async def called_before(opened: OpenTab, handler: Handler, call: Call, ids: Mapping[str, str]) -> None:
    if call.after:
        method, payload = call.after
        await send(opened, f"{handler.name.rpartition('.')[0]}.{method}", **Call(payload).filled(ids)[0])


@sqlite_is_enough
@pytest.mark.parametrize("who", ["nobody", *Role, "somebody who must choose a passphrase first"])
async def test_whoever_a_handler_is_not_for_gets_nothing(database: Settings, configure: Configure, who: str) -> None:
    """Though what they send would be right."""
    configure(personal_accounts=True, personal_accounts_by="Town of Aura")
    here = await make_place()
    actor: Actor | None = here.actors.get(Role(who)) if who in list(Role) else None
    key = here.keys[Role(who)] if actor else ""
    if who.startswith("somebody"):
        actor, key = await signed_in(here.actors[Role.PUPIL], must_choose=True)
    before = await rows()
    tried = 0
    async with tab(key) as opened:
        for handler in handlers():
            if handler.need.admits(actor):
                continue
            tried += 1
            sends, opened.address = RIGHT.get(handler.key, Call()).filled(own(here))
            await send(opened, handler.name, **sends)
            shown = {state for delta in opened.deltas for state in delta} - {HomeState.get_full_name()}
            assert handler.name.rpartition(".")[0] not in shown, handler.key
            if actor is None:
                assert opened.leaves_for.startswith("/en/sign-in?next="), handler.key
            elif actor.must_choose:
                assert "/en/choose-passphrase" in str([event.payload for event in opened.events]), handler.key
            elif handler.need.loads:
                assert "/en/home" in str([event.payload for event in opened.events]), handler.key
            else:
                assert opened.notice.text == Refused().sentence(), handler.key
    assert tried > 30
    assert not changed(before, await rows())


@sqlite_is_enough
async def test_what_does_not_fit_is_answered_with_a_sentence(database: Settings) -> None:
    """Each parameter of each handler in turn with values of every other type, too few, too many."""
    wrong: list[str] = []
    here = await make_place()
    before = await rows()
    tried = 0
    for handler in CHANGING:
        sends, at = RIGHT[handler.key].filled(own(here))
        async with tab(here.keys[roles_of(handler)[0]], address=at) as opened:
            for payload in misfits(handler, sends):
                tried += 1
                await send(opened, handler.name, **payload)
                if opened.notice.text != "Please check what you wrote.":
                    wrong.append(f"{handler.key}: {str(payload)[:150]}: {opened.notice.text}")
    assert not wrong, "\n".join(wrong)
    assert tried > 300
    assert not changed(before, await rows())


def misfits(handler: Handler, sends: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Payloads of a handler in which one thing is wrong."""
    yield {**sends, "unknown": "x"}
    for name, hint in handler.takes.items():
        yield {other: value for other, value in sends.items() if other != name}
        for value in ODD:
            try:
                hint.validate_python(value)
            except ValidationError:
                yield {**sends, name: value}
        if isinstance(sends[name], dict):
            for value in (7, ["x"], {"a": "b"}):
                yield {**sends, name: dict.fromkeys(sends[name], value)}


async def accepted(opened: OpenTab, handler: Handler, call: Call, ids: Mapping[str, str]) -> str:
    """Make the call with these ids; returns what is wrong with the answer, if it is not a sentence that refuses."""
    sends, address = call.filled(ids)
    if address != opened.address or handler.need.loads or call.after:
        opened.address = address
        await load(opened, handler)
    if not handler.need.loads:
        await called_before(opened, handler, call, ids)
        await send(opened, handler.name, **sends)
    if OUR_FAULT in opened.notice.text:
        return "it failed"
    return "" if opened.notice.kind == "problem" or call.idle else "it was not refused"


def wrong_ids(
    call: Call, name: str, here: Place, there: Place, *, sqlite: bool, first: bool
) -> Iterable[tuple[str, str]]:
    """What stands for an id of a right call that is somebody else's, unknown, or no id at all; each with what it is.
    Who may do what is the same on PostgreSQL, so there it is only what the two kinds of database differ about; and what
    is nobody's is so for each role, so it is tried by the `first` of a handler's."""
    if not sqlite:
        if first:
            yield NOT_IDS[0], f"{NOT_IDS[0]!r} as {name}"
        return
    other = call.foreign.get(name, name)
    if other and name != "code":
        theirs = there if other == name else here
        yield theirs.ids[other], f"another's {other}"
    if not first:
        return
    if name != "request":
        yield str(uuid4()), f"an unknown {name}"
    yield from ((value, f"{value[:12]!r} as {name}") for value in NOT_IDS)


async def test_ids_that_are_unknown_or_of_somebody_else_open_nothing(database: Settings) -> None:
    """Each id of each call in turn: what is sent, and what stands in the address."""
    sqlite = database.database.startswith("sqlite")
    wrong: list[str] = []
    here, there = await make_place(), await make_place()
    before = await rows()
    for page, of_page in groupby(handlers(), lambda one: one.key.partition(".")[0]):
        for handler in of_page:
            call = (LOADS if handler.need.loads else RIGHT).get(handler.key, Call())
            for role in roles_of(handler) if call.placeholders() else ():
                first = role == roles_of(handler)[0]
                if not (sqlite or first):
                    continue
                async with tab(here.keys[role]) as opened:
                    for name in call.placeholders():
                        for value, what in wrong_ids(call, name, here, there, sqlite=sqlite, first=first):
                            if problem := await accepted(opened, handler, call, own(here) | {name: value}):
                                wrong.append(f"{handler.key} by a {role} with {what}: {problem}")
        after = await rows()  # all of the database: once a page
        wrong += [f"{page} changed {name}" for name in changed(before, after)]
        before = after
    assert not wrong, "\n".join(wrong)
    assert not [seen for seen in before["access"] if str(seen["owner_id"]) == there.ids["pupil"]]
