"""Going through everything one has made before leaving school: keep (as it is), hide from everybody, delete.

What is decided is what is done: hiding ends whoever could see a thing (an entry goes into the private corner), deleting
lays it among what was deleted. Both are undone as everywhere. What others had a part in says by which rule it goes.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _, format_date, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.plan import policy as plan_policy
from portfolio_app.plan.actions import delete_goal
from portfolio_app.plan.models import Goal
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.actions import delete_entry
from portfolio_app.portfolio.collections.actions import delete_collection
from portfolio_app.portfolio.collections.models import Collection
from portfolio_app.portfolio.corner import move_into_corner, undo_move
from portfolio_app.portfolio.credentials.accepting import delete_credential
from portfolio_app.portfolio.credentials.models import Credential
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.resting import restore_resting
from portfolio_app.schools.listing import address
from portfolio_app.sharing.actions import end_grants, must_be_shareable, one_at_a_time, reopen_grants
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import commented_things, who_can_see
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills import voices
from portfolio_app.skills.actions import delete_evidence
from portfolio_app.skills.framework import UnknownCode, framework
from portfolio_app.skills.models import Evidence, GivenVoice, PeopleInIt, QuestionnaireRound
from portfolio_app.skills.rounds import delete_round, title_of

VOICE = "voice"
SHARED = "shared"
"""The filter for what somebody else can see."""
KINDS: Mapping[str, str] = {
    "entry": N_("Entries"),
    "evidence": N_("Evidence"),
    "collection": N_("Collections"),
    "goal": N_("Goals"),
    "credential": N_("Credentials"),
    "result": N_("Results"),
    VOICE: N_("What others said"),
}
"""What is gone through; a msgid each."""
_ONE = {
    "entry": N_("Entry"),
    "evidence": N_("Evidence"),
    "collection": N_("Collection"),
    "goal": N_("Goal"),
    "credential": N_("Credential"),
    "result": N_("Result"),
    VOICE: N_("What somebody said"),
}
_DELETE: Mapping[str, Callable[[Actor, UUID], Awaitable[Any]]] = {
    "entry": delete_entry,
    "evidence": delete_evidence,
    "collection": delete_collection,
    "goal": delete_goal,
    "credential": delete_credential,
    "result": delete_round,
}
_SHELF = {"result": "round"}
"""How the shelf of what was deleted is called, where that is not the kind's name."""
COMMENTS = N_("Others wrote a comment on it. It stays with it, and goes when you delete this.")
AGREED = N_("Others are in this photo and agreed to it at school. Ask them again before you show it elsewhere.")
NOT_ASKED = N_("Someone in this photo was not asked. You alone see it, and it goes into no document for others.")
SIGNED = N_("Your school signed it. It can be checked after school too. If you delete it, your copy is gone.")
SAID = N_("Somebody else said this about you. You can hide it and not change it. It goes along in your takeout.")
HIDDEN = N_("Only you: hidden")


@dataclass(frozen=True)
class OwnThing:
    """One thing: its kind and when it was made, who can see it, the rule for what others had a part in, and whether it
    can be hidden or deleted."""

    kind: str = ""
    id: str = ""
    title: str = ""
    detail: str = ""
    seen: str = ""
    rule: str = ""
    hides: bool = False
    deletes: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the list that can be shown, by its address."""

    label: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class OwnThingsView:
    """A page of what is the actor's, newest first."""

    loaded: bool = False
    things: tuple[OwnThing, ...] = ()
    findable: bool = False
    search: str = ""
    show: str = ""
    parts: tuple[Part, ...] = ()
    paging: Paging = field(default_factory=Paging)
    gone_through: bool = False


@dataclass(frozen=True)
class _Found:
    kind: str
    id: UUID
    title: str
    at: datetime
    rule: str = ""
    hidden: bool = False


async def list_things(actor: Actor, page: int, search: str, show: str) -> OwnThingsView:
    """A page of everything the actor has made or was given, of a kind or of what others can see with `show`."""
    policy.may_keep_a_portfolio(actor)
    search = " ".join(search.split())[:LONGEST_SEARCH]
    show = show if show in KINDS or show == SHARED else ""
    async with reading() as session:
        everything = [one for load in _LOADED for one in await load(session, actor)]
        wanted = [one for one in everything if (show in ("", SHARED) or one.kind == show) and says(search, one.title)]
        if show == SHARED:
            seen = await _seen(session, actor, wanted)
            wanted = [one for one in wanted if not seen[one.id][1]]
        wanted.sort(key=lambda one: (one.at, str(one.id)), reverse=True)
        pages = paging(len(wanted), page, "/leaving/things", search=search, show=show)
        shown = wanted[pages.skipped : pages.skipped + A_PAGE]
        seen = await _seen(session, actor, shown)
    return OwnThingsView(
        loaded=True,
        things=tuple(_line(one, *seen[one.id]) for one in shown),
        findable=len(everything) > A_PAGE or bool(search),
        search=search,
        show=show,
        parts=tuple(
            Part(_(label), address("/leaving/things", show=value), value == show)
            for value, label in {"": N_("Everything"), SHARED: N_("Seen by others"), **KINDS}.items()
        ),
        paging=pages,
    )


def _line(one: _Found, seen: str, private: bool) -> OwnThing:
    return OwnThing(
        kind=one.kind,
        id=str(one.id),
        title=one.title,
        detail=f"{_(_ONE[one.kind])} · {format_date(one.at)}",
        seen=seen,
        rule=_(one.rule) if one.rule else "",
        hides=not one.hidden and (one.kind in ("entry", VOICE) or not private),
        deletes=one.kind in _DELETE,
    )


async def _seen(session: AsyncSession, actor: Actor, some: Sequence[_Found]) -> dict[UUID, tuple[str, bool]]:
    """Who can see each, in words, and whether that is only the actor."""
    found: dict[UUID, tuple[str, bool]] = {}
    for kind in {one.kind for one in some}:
        of_kind = [one for one in some if one.kind == kind]
        if kind == VOICE:
            for one in of_kind:
                found[one.id] = (_(HIDDEN), True) if one.hidden else (_("Whoever may see that skill"), False)
            continue
        who = await who_can_see(session, actor.person_id, Kind(kind), [str(one.id) for one in of_kind])
        for one in of_kind:
            corner = one.hidden and kind == Kind.ENTRY
            found[one.id] = (
                (_("Only you: in your private corner"), True)
                if corner
                else (who[str(one.id)].words, who[str(one.id)].private)
            )
    return found


async def _entries(session: AsyncSession, actor: Actor) -> list[_Found]:
    remarked = await commented_things(session, actor.person_id, Kind.ENTRY)
    rows = await session.execute(
        select(col(Entry.id), col(Entry.title), col(Entry.made_at), col(Entry.corner_at)).where(policy.own(actor))
    )
    return [
        _Found("entry", one, title, at, COMMENTS if str(one) in remarked else "", corner is not None)
        for one, title, at, corner in rows
    ]


async def _evidence(session: AsyncSession, actor: Actor) -> list[_Found]:
    remarked = await commented_things(session, actor.person_id, Kind.EVIDENCE)
    rules = {PeopleInIt.AGREED.value: AGREED, PeopleInIt.NOT_ASKED.value: NOT_ASKED}
    rows = await session.execute(
        select(col(Evidence.id), col(Evidence.title), col(Evidence.made_at), col(Evidence.people_in_it)).where(
            skills_policy.own(actor)
        )
    )
    return [
        _Found("evidence", one, title, at, rules.get(people, COMMENTS if str(one) in remarked else ""))
        for one, title, at, people in rows
    ]


async def _collections(session: AsyncSession, actor: Actor) -> list[_Found]:
    rows = await session.execute(
        select(col(Collection.id), col(Collection.title), col(Collection.made_at)).where(
            col(Collection.person_id) == actor.person_id, col(Collection.deleted_at).is_(None)
        )
    )
    return [_Found("collection", one, title, at) for one, title, at in rows]


async def _goals(session: AsyncSession, actor: Actor) -> list[_Found]:
    remarked = await commented_things(session, actor.person_id, Kind.GOAL)
    rows = await session.execute(select(col(Goal.id), col(Goal.title), col(Goal.made_at)).where(plan_policy.own(actor)))
    return [_Found("goal", one, title, at, COMMENTS if str(one) in remarked else "") for one, title, at in rows]


async def _credentials(session: AsyncSession, actor: Actor) -> list[_Found]:
    rows = await session.execute(
        select(col(Credential.id), col(Credential.title), col(Credential.accepted_at)).where(
            col(Credential.person_id) == actor.person_id,
            col(Credential.accepted_at).is_not(None),
            col(Credential.deleted_at).is_(None),
        )
    )
    return [_Found("credential", one, title, at or now(), SIGNED) for one, title, at in rows]


async def _results(session: AsyncSession, actor: Actor) -> list[_Found]:
    rows = await session.execute(
        select(
            col(QuestionnaireRound.id), col(QuestionnaireRound.questionnaire), col(QuestionnaireRound.began_at)
        ).where(col(QuestionnaireRound.person_id) == actor.person_id, col(QuestionnaireRound.deleted_at).is_(None))
    )
    return [_Found("result", one, title_of(code, at), at) for one, code, at in rows]


async def _voices(session: AsyncSession, actor: Actor) -> list[_Found]:
    rows = await session.execute(
        select(
            col(GivenVoice.id),
            col(GivenVoice.framework),
            col(GivenVoice.capability),
            col(GivenVoice.made_at),
            col(GivenVoice.hidden_at),
        ).where(col(GivenVoice.person_id) == actor.person_id)
    )
    return [
        _Found(VOICE, one, _skill(used, code), at, SAID, hidden is not None) for one, used, code, at, hidden in rows
    ]


def _skill(code: str, capability: str) -> str:
    try:
        used = framework(code)
        return used.text(used.name_of(capability), spoken())
    except UnknownCode:
        return capability


_LOADED = (_entries, _evidence, _collections, _goals, _credentials, _results, _voices)


async def hide_thing(actor: Actor, kind: str, thing: str) -> str:
    """Nobody but the actor sees the thing from now on; returns what undoes that. Raises `NotFound`."""
    _known(kind)
    thing_id = as_id(thing)
    if kind == VOICE:
        await voices.hide(actor, thing_id)
        return f"{kind} {thing_id} shown"
    if kind == Kind.ENTRY:
        await move_into_corner(actor, thing_id)
        return f"{kind} {thing_id} shown"
    policy.may_keep_a_portfolio(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await must_be_shareable(session, actor, Kind(kind), str(thing_id))
        moment = now()
        await end_grants(session, actor, Kind(kind), str(thing_id), at=moment)
    return f"{kind} {thing_id} {moment.isoformat()}"


async def delete_thing(actor: Actor, kind: str, thing: str) -> str:
    """Lay the thing among what was deleted; returns what undoes that. Raises `NotFound`."""
    if kind not in _DELETE:
        raise NotFound()
    thing_id = as_id(thing)
    await _DELETE[kind](actor, thing_id)
    return f"{kind} {thing_id} back"


async def undo_decision(actor: Actor, what: str) -> None:
    """Take back `hide_thing` or `delete_thing`. Raises `NotFound`."""
    kind, thing, how = (*what.split(" "), "", "", "")[:3]
    _known(kind)
    thing_id = as_id(thing)
    if how == "back":
        await restore_resting(actor, _SHELF.get(kind, kind), thing_id)
    elif kind == VOICE:
        await voices.hide(actor, thing_id, hidden=False)
    elif kind == Kind.ENTRY:
        await undo_move(actor, thing_id)
    else:
        await _show_again(actor, Kind(kind), str(thing_id), how)


async def _show_again(actor: Actor, kind: Kind, thing: str, moment: str) -> None:
    policy.may_keep_a_portfolio(actor)
    try:
        ended_at = datetime.fromisoformat(moment)
    except ValueError as problem:
        raise NotFound() from problem
    if ended_at.tzinfo is None:
        raise NotFound()
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await reopen_grants(session, actor, kind, thing, ended_at=ended_at)


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise NotFound()
