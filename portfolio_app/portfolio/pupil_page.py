"""What a pupil shares with a teacher or counsellor: all of it on one page, or one thing opened, and comments on it.

A thing that is not shared and one that does not exist look the same: it is not there. So does a capability that was
shared before anything was said about it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.database import as_id, as_ids, reading
from portfolio_app.core.drafts import load_draft
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, format_list, spoken
from portfolio_app.plan.goal_view import GoalView
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.policy import check_opens_pupil
from portfolio_app.portfolio.pupil_goals import SharedGoal, goals_of, opened_goal
from portfolio_app.portfolio.queries import EntryView, SkillTag, entry_view, skills_of
from portfolio_app.portfolio.teaching import classes_with, href
from portfolio_app.schools.membership import belonging
from portfolio_app.schools.policy import helped_by
from portfolio_app.sharing.actions import PROFILE, seen, viewing
from portfolio_app.sharing.comments import comment_draft, written_by
from portfolio_app.sharing.models import Comment, Kind
from portfolio_app.sharing.policy import shared_things
from portfolio_app.sharing.queries import Remark, remarks
from portfolio_app.skills.carried import carried_words, seen_where
from portfolio_app.skills.crosswalks import Tag
from portfolio_app.skills.framework import Framework, Theme, pupils_framework
from portfolio_app.skills.models import Assessment
from portfolio_app.skills.picture_words import step_words
from portfolio_app.skills.queries import EvidenceItem, evidence_items, stage_of
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_views import VoiceLine, voices_about

ADDRESS = {Kind.CAPABILITY: "skill", Kind.EVIDENCE: "evidence", Kind.ENTRY: "entry", Kind.GOAL: "goal"}
"""How an opened thing is named in the address: `/pupil?id=…&entry=…`; a skill by its code."""

Showing = Mapping[str, Mapping[str, tuple[Tag, ...]]]
"""Per evidence, the capabilities under which it is seen, and from which ones it is carried over to these."""

Shared = Mapping[Kind, Collection[str]]
"""Names of the things a pupil shares with the reader, by kind."""


@dataclass(frozen=True)
class SharedEvidence:
    """A piece of evidence in the list; `item.href` opens it here."""

    item: EvidenceItem = field(default_factory=EvidenceItem)
    commented: bool = False
    """Whether the reader wrote something on it."""


@dataclass(frozen=True)
class SharedSkill:
    """A capability of which something is shared: how the pupil sees it (`href` is "" when that is not), evidence."""

    code: str = ""
    name: str = ""
    theme: str = ""
    href: str = ""
    step: int = 0
    step_words: str = ""
    dial: bool = False
    """Whether `step` is a place on a dial between the words `first` and `second`."""
    first: str = ""
    second: str = ""
    reason: str = ""
    day: str = ""
    meaning: str = ""
    statement: str = ""
    voices: tuple[VoiceLine, ...] = ()
    """What others said about it, when it is open, without what the pupil hid."""
    commented: bool = False
    evidence: tuple[SharedEvidence, ...] = ()


@dataclass(frozen=True)
class SharedTheme:
    """A theme of which something is shared."""

    code: str = ""
    name: str = ""
    skills: tuple[SharedSkill, ...] = ()


@dataclass(frozen=True)
class SharedEntry:
    """An entry in the list."""

    id: str = ""
    title: str = ""
    day: str = ""
    href: str = ""
    skills: tuple[SkillTag, ...] = ()
    commented: bool = False


@dataclass(frozen=True)
class OpenedThing:
    """One shared thing, as much of it as there is, and the form for a comment. `kind` is "" when none is open."""

    kind: str = ""
    thing: str = ""
    title: str = ""
    detail: str = ""
    skill: SharedSkill = field(default_factory=SharedSkill)
    evidence: EvidenceItem = field(default_factory=EvidenceItem)
    shows: tuple[SkillTag, ...] = ()
    """The skills an evidence shows."""
    entry: EntryView = field(default_factory=EntryView)
    goal: GoalView = field(default_factory=GoalView)
    remarks: tuple[Remark, ...] = ()
    request: str = ""
    draft: str = ""
    draft_version: int = 0
    words: str = ""


@dataclass(frozen=True)
class PupilView:
    """A pupil, as a teacher or counsellor meets them."""

    loaded: bool = False
    id: str = ""
    name: str = ""
    title: str = ""
    lead: str = ""
    """The pupil's classes, or of whom and when the opened thing is."""
    empty: bool = False
    themes: tuple[SharedTheme, ...] = ()
    other_evidence: tuple[SharedEvidence, ...] = ()
    listed: tuple[SharedEntry, ...] = ()
    goals: tuple[SharedGoal, ...] = ()
    opened: OpenedThing = field(default_factory=OpenedThing)
    all_href: str = ""
    """The page with everything."""
    class_href: str = ""
    """Back to the class, "" when the reader has none with this pupil."""
    helps: bool = False
    """Whether the reader may give the pupil a one-time code."""
    card_href: str = ""
    """Where a new sign-in card is printed, "" when the reader may not."""


async def load_pupil(actor: Actor, pupil_id: str, kind: Kind | None = None, name: str = "") -> PupilView:
    """What the pupil shares with the actor: everything, or the one thing of `kind` called `name`, with a trace left.

    Raises `NotFound` for a pupil whose page is not the actor's to open, and for a thing not shared with them.
    """
    async with reading() as session:
        pupil = await check_opens_pupil(session, actor, as_id(pupil_id))
        here = await belonging(session, pupil.id)
        used = pupils_framework(here.framework)
        shared = _by_kind(await shared_things(session, actor, [pupil.id]))
        view = PupilView(
            loaded=True,
            id=str(pupil.id),
            name=pupil.name,
            title=pupil.name,
            all_href=href("/pupil", id=str(pupil.id)),
        )
        if kind is None:
            view = await _everything(session, actor, view, pupil, used, shared)
        else:
            opened = await _open(session, actor, pupil, used, here.stage, shared, kind, name)
            view = replace(view, opened=opened, title=opened.title, lead=f"{pupil.name} · {opened.detail}")
        view = await _with_help(session, actor, view, pupil)
    await viewing(actor, pupil.id, PROFILE if kind is None else seen(kind, view.opened.thing))
    return view


def _by_kind(things: Collection[tuple[UUID, Kind, str]]) -> Shared:
    return {kind: frozenset(name for _owner, its, name in things if its is kind) for kind in Kind}


async def _with_help(session: AsyncSession, actor: Actor, view: PupilView, pupil: Person) -> PupilView:
    """The classes in which the actor meets the pupil, and how they may help the pupil in."""
    classes = await classes_with(session, actor, pupil.id)
    helps = (await session.execute(select(col(Person.id)).where(col(Person.id) == pupil.id, helped_by(actor)))).first()
    prints = next((one for one in classes if one.prints_cards), None) if helps else None
    return replace(
        view,
        lead=view.lead or format_list([one.name for one in classes]),
        class_href=href("/class", id=str(classes[0].id)) if classes else "",
        helps=helps is not None,
        card_href=href("/cards", **{"class": str(prints.id), "ticked": str(pupil.id)}) if prints else "",
    )


async def _everything(
    session: AsyncSession, actor: Actor, view: PupilView, pupil: Person, used: Framework, shared: Shared
) -> PupilView:
    commented = await _commented(session, actor, pupil.id)
    said = await _said(session, pupil.id, used, shared[Kind.CAPABILITY])
    evidence = await _evidence(session, pupil.id, shared[Kind.EVIDENCE], commented)
    showing = await _capabilities_of(session, used, [UUID(one.item.id) for one in evidence])
    themes = tuple(
        theme
        for theme in (_theme(pupil.id, used, one, said, evidence, showing, commented) for one in used.themes)
        if theme.skills
    )
    listed = await _entries(session, pupil.id, shared[Kind.ENTRY], commented)
    goals = await goals_of(session, pupil.id, shared[Kind.GOAL], commented)
    others = tuple(one for one in evidence if not showing.get(one.item.id))
    empty = not (themes or others or listed or goals)
    return replace(view, themes=themes, other_evidence=others, listed=listed, goals=goals, empty=empty)


async def _commented(session: AsyncSession, actor: Actor, pupil_id: UUID) -> Collection[tuple[str, str]]:
    """The pupil's things on which the actor wrote, as (kind, thing)."""
    rows = await session.execute(
        select(col(Comment.kind), col(Comment.thing)).where(
            written_by(actor.person_id), col(Comment.owner_id) == pupil_id
        )
    )
    return {(kind, thing) for kind, thing in rows}


async def _said(
    session: AsyncSession, pupil_id: UUID, used: Framework, things: Collection[str]
) -> Mapping[str, Assessment]:
    """What the pupil said last about each capability of the framework among `things`, by its code."""
    codes = [one.code for one in used.capabilities if capability_thing(used.code, one.code) in things]
    if not codes:
        return {}
    rows = await session.execute(
        select(Assessment)
        .where(
            col(Assessment.person_id) == pupil_id,
            col(Assessment.framework) == used.code,
            col(Assessment.capability).in_(codes),
        )
        .order_by(col(Assessment.made_at), col(Assessment.id).desc())
    )
    return {one.capability: one for one in rows.scalars()}


async def _evidence(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> tuple[SharedEvidence, ...]:
    items = await evidence_items(session, pupil_id, as_ids(names), for_others=True)
    return tuple(
        SharedEvidence(
            replace(one, href=_thing_href(pupil_id, Kind.EVIDENCE, one.id)), (Kind.EVIDENCE.value, one.id) in commented
        )
        for one in items
    )


async def _capabilities_of(session: AsyncSession, used: Framework, evidence_ids: Collection[UUID]) -> Showing:
    """Per evidence (its id as text), the capabilities of the framework under which it is seen."""
    seen = await seen_where(session, evidence_ids, used)
    return {str(evidence_id): found for evidence_id, found in seen.items()}


def _theme(
    pupil_id: UUID,
    used: Framework,
    theme: Theme,
    said: Mapping[str, Assessment],
    evidence: Collection[SharedEvidence],
    showing: Showing,
    commented: Collection[tuple[str, str]],
) -> SharedTheme:
    skills: list[SharedSkill] = []
    for one in theme.capabilities:
        shows = tuple(
            replace(item, item=replace(item.item, carried=carried_words(showing[item.item.id][one.code])))
            for item in evidence
            if one.code in showing.get(item.item.id, ())
        )
        answer = said.get(one.code)
        if shows or answer:
            skill = _skill(pupil_id, used, one.code, answer)
            thing = capability_thing(used.code, one.code)
            skills.append(replace(skill, evidence=shows, commented=(Kind.CAPABILITY.value, thing) in commented))
    return SharedTheme(theme.look, used.text(theme.name, spoken()), tuple(skills))


def _skill(pupil_id: UUID, used: Framework, code: str, answer: Assessment | None) -> SharedSkill:
    capability = used.capability(code)
    skill = SharedSkill(
        code=code,
        name=used.text(capability.name, spoken()),
        theme=used.theme_of(code).look,
        meaning=used.text(capability.meaning, spoken()),
        dial=capability.poles is not None,
        first=used.text(capability.poles.first, spoken()) if capability.poles else "",
        second=used.text(capability.poles.second, spoken()) if capability.poles else "",
    )
    if answer is None:
        return skill
    return replace(
        skill,
        href=_thing_href(pupil_id, Kind.CAPABILITY, code),
        step=answer.step,
        step_words=step_words(used, code, answer.step),
        reason=answer.reason,
        day=format_date(answer.made_at),
    )


async def _entries(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> tuple[SharedEntry, ...]:
    rows = (
        await session.execute(
            select(Entry)
            .where(col(Entry.person_id) == pupil_id, col(Entry.id).in_(as_ids(names)), col(Entry.deleted_at).is_(None))
            .order_by(col(Entry.position), col(Entry.made_at).desc(), col(Entry.id))
        )
    ).scalars()
    found = list(rows)
    skills = await skills_of(session, [one.id for one in found])
    return tuple(
        SharedEntry(
            id=str(one.id),
            title=one.title,
            day=format_date(one.made_at),
            href=_thing_href(pupil_id, Kind.ENTRY, str(one.id)),
            skills=skills.get(one.id, ()),
            commented=(Kind.ENTRY.value, str(one.id)) in commented,
        )
        for one in found
    )


async def _open(
    session: AsyncSession,
    actor: Actor,
    pupil: Person,
    used: Framework,
    stage: str,
    shared: Shared,
    kind: Kind,
    name: str,
) -> OpenedThing:
    """One thing in full. Raises `NotFound` unless it is shared with the actor and there."""
    thing = capability_thing(used.code, name) if kind is Kind.CAPABILITY else str(as_id(name))
    if thing not in shared[kind]:
        raise NotFound()
    if kind is Kind.ENTRY:
        opened = await _opened_entry(session, pupil.id, thing)
    elif kind is Kind.EVIDENCE:
        opened = await _opened_evidence(session, pupil.id, used, thing)
    elif kind is Kind.GOAL:
        goal = await opened_goal(session, pupil.id, thing, shared[Kind.EVIDENCE])
        opened = OpenedThing(title=goal.title, detail=goal.lead, goal=goal)
    else:
        opened = await _opened_skill(session, pupil.id, used, stage, name)
    draft_name = comment_draft(pupil.id, kind, thing)
    draft = await load_draft(session, actor.person_id, draft_name)
    typed = draft.fields.get("words") if draft else ""
    return replace(
        opened,
        kind=kind.value,
        thing=thing,
        remarks=(await remarks(session, actor, pupil.id, kind, [thing]))[thing],
        request=str(uuid4()),
        draft=draft_name,
        draft_version=draft.version if draft else 0,
        words=typed if isinstance(typed, str) else "",
    )


async def _opened_entry(session: AsyncSession, pupil_id: UUID, name: str) -> OpenedThing:
    entry = (
        await session.execute(
            select(Entry).where(
                col(Entry.id) == as_id(name), col(Entry.person_id) == pupil_id, col(Entry.deleted_at).is_(None)
            )
        )
    ).scalar_one_or_none()
    if entry is None:
        raise NotFound()
    view = await entry_view(session, entry, for_others=True)
    return OpenedThing(title=view.title, detail=view.day, entry=view)


async def _opened_evidence(session: AsyncSession, pupil_id: UUID, used: Framework, name: str) -> OpenedThing:
    items = await evidence_items(session, pupil_id, [as_id(name)], for_others=True)
    if not items:
        raise NotFound()
    codes = (await _capabilities_of(session, used, [as_id(name)])).get(name, {})
    shows = tuple(
        SkillTag(one.code, used.text(one.name, spoken()), used.theme_of(one.code).look)
        for one in used.capabilities
        if one.code in codes
    )
    item = replace(items[0], carried=carried_words(tag for tags in codes.values() for tag in tags))
    detail = _("{kind}, {day}").format(kind=item.kind_words, day=item.day)
    return OpenedThing(title=item.title, detail=detail, evidence=item, shows=shows)


async def _opened_skill(session: AsyncSession, pupil_id: UUID, used: Framework, stage: str, code: str) -> OpenedThing:
    if code not in used.codes:
        raise NotFound()
    answer = (await _said(session, pupil_id, used, [capability_thing(used.code, code)])).get(code)
    skill = _skill(pupil_id, used, code, answer)
    statement = used.text(used.capability(code).statements[stage_of(used, stage)], spoken())
    lines, _views, _change = await voices_about(session, pupil_id, used, code)
    voices = tuple(one for one in lines if not one.hidden and not one.carried)
    if answer is None and not voices:
        raise NotFound()
    return OpenedThing(title=skill.name, detail=skill.day, skill=replace(skill, statement=statement, voices=voices))


def _thing_href(pupil_id: UUID, kind: Kind, name: str) -> str:
    return href("/pupil", **{"id": str(pupil_id), ADDRESS[kind]: name})
