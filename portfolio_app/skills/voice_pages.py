"""The pages on which voices are asked for and given: a pupil's questions and links, and what waits for a teacher."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, format_date, format_list, ngettext, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, folded
from portfolio_app.schools.membership import belonging
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.sharing.policy import GUIDES, guides
from portfolio_app.sharing.queries import Nameable, nameable
from portfolio_app.skills import policy
from portfolio_app.skills.carried import named
from portfolio_app.skills.framework import pupils_framework
from portfolio_app.skills.models import GivenVoice, VoiceAsk, VoiceLink
from portfolio_app.skills.picture_words import position_words
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_views import seen_words


@dataclass(frozen=True)
class Askable:
    """A capability to tick; `theme` is how its theme looks."""

    code: str = ""
    name: str = ""
    theme: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class AskedLine:
    """An adult the pupil asks, or a link: about what, since or until when, and what became of it, in words."""

    id: str = ""
    who: str = ""
    about: str = ""
    detail: str = ""
    open: bool = True


@dataclass(frozen=True)
class AskView:
    """Whom the pupil asks how they see them, and the forms to ask more."""

    loaded: bool = False
    skills: tuple[Askable, ...] = ()
    adults: tuple[Nameable, ...] = ()
    asked: tuple[AskedLine, ...] = ()
    links: tuple[AskedLine, ...] = ()
    request: str = ""
    link_request: str = ""


@dataclass(frozen=True)
class VoiceChoice:
    """A step, or a place on a dial, as a teacher chooses it."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class WaitingSkill:
    """A capability a pupil asks about, with what the reader said last."""

    thing: str = ""
    field: str = ""
    """Begins the names of its fields."""
    name: str = ""
    meaning: str = ""
    choices: tuple[VoiceChoice, ...] = ()
    former: str = ""
    """What the reader said last and when, and what the pupil answered; "" for the first time."""


@dataclass(frozen=True)
class WaitingPupil:
    """A pupil who asks the reader: one form."""

    id: str = ""
    name: str = ""
    detail: str = ""
    request: str = ""
    key: str = ""
    """Changes with what was said, so that a form that was kept begins anew."""
    skills: tuple[WaitingSkill, ...] = ()


@dataclass(frozen=True)
class Chip:
    """A class to see alone."""

    label: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class VoicesView:
    """Who asks the reader, those first who have no answer yet; a page of them."""

    loaded: bool = False
    pupils: tuple[WaitingPupil, ...] = ()
    said: str = ""
    classes: tuple[Chip, ...] = ()
    class_id: str = ""
    search: str = ""
    findable: bool = False
    any: bool = False
    paging: Paging = field(default_factory=Paging)


_ASK, _VOICE, _PERSON = (table_of(kind) for kind in (VoiceAsk, GivenVoice, Person))
_CLASS, _MEMBER = table_of(SchoolClass), table_of(ClassMember)


async def load_asking(actor: Actor, chosen: str = "") -> AskView:
    """Whom the actor asks, and about what; `chosen` is the capability ticked at first."""
    policy.may_keep_skills(actor)
    async with reading() as session:
        here = await belonging(session, actor.person_id)
        used = pupils_framework(here.framework)
        adults = await nameable(session, actor.person_id)
        asked = await _asked(session, actor)
        links = await _links(session, actor)
    return AskView(
        loaded=True,
        skills=tuple(
            Askable(one.code, used.text(one.name, spoken()), theme.look, one.code == chosen)
            for theme in used.themes
            for one in theme.capabilities
        ),
        adults=adults,
        asked=asked,
        links=links,
        request=str(uuid4()),
        link_request=str(uuid4()),
    )


async def _asked(session: AsyncSession, actor: Actor) -> tuple[AskedLine, ...]:
    rows = await session.execute(
        select(col(VoiceAsk.adult_id), col(Person.name), col(VoiceAsk.framework), col(VoiceAsk.capability))
        .join(Person, col(Person.id) == col(VoiceAsk.adult_id))
        .where(
            col(VoiceAsk.person_id) == actor.person_id,
            col(VoiceAsk.ended_at).is_(None),
            guides(col(VoiceAsk.adult_id), actor.person_id),
        )
        .order_by(col(Person.sort_name), col(VoiceAsk.asked_at))
    )
    found: defaultdict[tuple[UUID | None, str], list[str]] = defaultdict(list)
    for adult_id, name, code, capability in rows:
        found[adult_id, name].append(named(code, capability))
    said = select(col(GivenVoice.giver_id), func.max(col(GivenVoice.made_at))).where(
        col(GivenVoice.person_id) == actor.person_id, col(GivenVoice.giver_id).is_not(None)
    )
    last = {row[0]: row[1] for row in await session.execute(said.group_by(col(GivenVoice.giver_id)))}
    return tuple(
        AskedLine(
            str(adult_id),
            name,
            format_list(about),
            _("Last answered on {day}").format(day=format_date(last[adult_id]))
            if adult_id in last
            else _("Has not answered yet"),
        )
        for (adult_id, name), about in found.items()
    )


async def _links(session: AsyncSession, actor: Actor) -> tuple[AskedLine, ...]:
    links = (
        await session.execute(
            select(VoiceLink)
            .where(col(VoiceLink.person_id) == actor.person_id)
            .order_by(col(VoiceLink.made_at).desc(), col(VoiceLink.id))
            .limit(A_PAGE)
        )
    ).scalars()
    found = list(links)
    rows = await session.execute(
        select(col(VoiceAsk.link_id), col(VoiceAsk.framework), col(VoiceAsk.capability)).where(
            col(VoiceAsk.link_id).in_([one.id for one in found])
        )
    )
    about: defaultdict[UUID | None, list[str]] = defaultdict(list)
    for link_id, code, capability in rows:
        about[link_id].append(named(code, capability))
    return tuple(
        AskedLine(str(one.id), one.for_whom, format_list(about[one.id]), _state(one), open=_works(one)) for one in found
    )


def _works(link: VoiceLink) -> bool:
    return link.answered_at is None and link.ended_at is None and link.until_at > now()


def _state(link: VoiceLink) -> str:
    if link.answered_at:
        return _("Answered on {day}").format(day=format_date(link.answered_at))
    if link.ended_at:
        return _("You ended it on {day}").format(day=format_date(link.ended_at))
    if link.until_at <= now():
        return _("Not answered by {day}; it does not work any more").format(day=format_date(link.until_at))
    return _("Works until {day}").format(day=format_date(link.until_at))


async def load_voices(actor: Actor, *, class_id: str = "", search: str = "", page: int = 1) -> VoicesView:
    """Pupils of the actor's school who ask how the actor sees them; of one class, with `search` in their name.

    Raises `Refused` unless the actor is a teacher or counsellor.
    """
    if not actor.has(*GUIDES):
        raise Refused()
    search = search[:LONGEST_SEARCH]
    async with reading() as session:
        everybody = (await session.execute(_waiting(actor))).all()
        classes = await _classes(session, [row.person_id for row in everybody])
        inside = [row for row in everybody if not class_id or class_id in {one for one, _n in classes[row.person_id]}]
        wanted = folded(search)
        found = [row for row in inside if wanted in folded(row.name)]
        pages = paging(len(found), page, "/voices", search=search, **{"class": class_id})
        shown = found[pages.skipped : pages.skipped + A_PAGE]
        skills = await _skills(session, actor, [row.person_id for row in shown])
    return VoicesView(
        loaded=True,
        pupils=tuple(_pupil(row, classes[row.person_id], skills[row.person_id]) for row in shown),
        said=ngettext("{n} pupil asks you", "{n} pupils ask you", len(found)),
        classes=_chips(classes, class_id),
        class_id=class_id,
        search=search,
        findable=len(everybody) > A_PAGE,
        any=bool(everybody),
        paging=pages,
    )


def _waiting(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Each pupil who asks once, those first whose newest question has no answer yet."""
    said = (
        select(func.max(_VOICE.c.made_at))
        .where(_VOICE.c.giver_id == actor.person_id, _VOICE.c.person_id == _ASK.c.person_id)
        .scalar_subquery()
    )
    newest = func.max(_ASK.c.asked_at)
    return (
        select(_ASK.c.person_id, _PERSON.c.name, newest.label("asked_at"), said.label("said_at"))
        .join_from(_ASK, _PERSON, _PERSON.c.id == _ASK.c.person_id)
        .where(
            _ASK.c.adult_id == actor.person_id,
            _ASK.c.ended_at.is_(None),
            (_ASK.c.framework + ":" + _ASK.c.capability).in_(policy.all_in_use()),
            guides(actor.person_id, _ASK.c.person_id),
        )
        .group_by(_ASK.c.person_id, _PERSON.c.name, _PERSON.c.sort_name)
        .order_by((func.coalesce(said, newest) > newest), _PERSON.c.sort_name, _ASK.c.person_id)
    )


async def _classes(session: AsyncSession, pupils: Sequence[UUID]) -> defaultdict[UUID, list[tuple[str, str]]]:
    rows = await session.execute(
        select(_MEMBER.c.person_id, _CLASS.c.id, _CLASS.c.name)
        .join_from(_MEMBER, _CLASS, _CLASS.c.id == _MEMBER.c.class_id)
        .where(
            _MEMBER.c.person_id.in_(pupils),
            _MEMBER.c.role == "pupil",
            _MEMBER.c.ended_at.is_(None),
            _CLASS.c.ended_at.is_(None),
        )
        .order_by(_CLASS.c.name)
    )
    found: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for person_id, one, name in rows:
        found[person_id].append((str(one), name))
    return found


def _chips(classes: Mapping[UUID, Sequence[tuple[str, str]]], class_id: str) -> tuple[Chip, ...]:
    named = {one: name for some in classes.values() for one, name in some}
    if len(named) < 2 and not class_id:
        return ()
    address = f"/{spoken()}/voices"
    others = [Chip(name, f"{address}?class={one}", one == class_id) for one, name in named.items()]
    return (Chip(_("All classes"), address, not class_id), *sorted(others, key=lambda one: one.label))


async def _skills(session: AsyncSession, actor: Actor, pupils: Sequence[UUID]) -> Mapping[UUID, Sequence[WaitingSkill]]:
    asks = await session.execute(
        select(_ASK.c.person_id, _ASK.c.framework, _ASK.c.capability)
        .where(_ASK.c.adult_id == actor.person_id, _ASK.c.ended_at.is_(None), _ASK.c.person_id.in_(pupils))
        .order_by(_ASK.c.asked_at, _ASK.c.capability)
    )
    voices = await session.execute(
        select(
            _VOICE.c.person_id,
            _VOICE.c.framework,
            _VOICE.c.capability,
            _VOICE.c.step,
            _VOICE.c.reason,
            _VOICE.c.made_at,
            _VOICE.c.answer,
        )
        .where(_VOICE.c.giver_id == actor.person_id, _VOICE.c.person_id.in_(pupils), _VOICE.c.replaced_at.is_(None))
        .order_by(_VOICE.c.made_at, _VOICE.c.id)
    )
    last = {(row.person_id, capability_thing(row.framework, row.capability)): row for row in voices}
    found: defaultdict[UUID, list[WaitingSkill]] = defaultdict(list)
    for person_id, code, capability in asks:
        if not policy.is_in_use(code, capability):
            continue
        thing = capability_thing(code, capability)
        found[person_id].append(_skill(thing, code, capability, last.get((person_id, thing)), len(found[person_id])))
    return found


def _skill(thing: str, framework_code: str, code: str, last: Row[*tuple[Any, ...]] | None, number: int) -> WaitingSkill:
    used, known = policy.known_capability(framework_code, code)
    if known.poles:
        steps = [VoiceChoice(str(at), position_words(used, known.poles, at)) for at in range(1, known.most + 1)]
    else:
        steps = [VoiceChoice(str(step.value), used.text(step.name, spoken())) for step in used.scale]
    former = ""
    if last:
        former = _("You said on {day}: {words}").format(
            day=format_date(last.made_at), words=seen_words(used, code, last.step)
        )
        if last.answer:
            former = _("{said}. The pupil answered: “{answer}”").format(said=former, answer=last.answer)
    return WaitingSkill(
        thing=thing,
        field=str(number),
        name=used.text(known.name, spoken()),
        meaning=used.text(known.meaning, spoken()),
        choices=(*steps, VoiceChoice("0", _("I have not seen this"))),
        former=former,
    )


def _pupil(
    row: Row[*tuple[Any, ...]], classes: Sequence[tuple[str, str]], skills: Sequence[WaitingSkill]
) -> WaitingPupil:
    return WaitingPupil(
        id=str(row.person_id),
        name=row.name,
        detail=format_list([name for _id, name in classes]),
        request=str(uuid4()),
        key=f"{row.person_id} {row.said_at}",
        skills=tuple(skills),
    )
