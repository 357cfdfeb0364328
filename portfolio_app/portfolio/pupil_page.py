"""What a pupil shares with a teacher or counsellor: all of it on one page, or one thing opened, and comments on it.

A thing that is not shared and one that does not exist look the same: it is not there. So does a capability that was
shared before anything was said about it.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.database import as_id, as_ids, reading
from portfolio_app.core.drafts import load_draft, typed_text
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_list, spoken
from portfolio_app.portfolio.collections.queries import shared_collection, shared_collections
from portfolio_app.portfolio.credentials.queries import shared_credentials
from portfolio_app.portfolio.evidence_entries import shared_entries_with
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.policy import check_opens_pupil, fit_for_others
from portfolio_app.portfolio.pupil_goals import goals_of, opened_goal
from portfolio_app.portfolio.pupil_views import (
    AppearsInEntry,
    ListedCollection,
    ListedResult,
    OpenedThing,
    PupilView,
    SharedEntry,
    SharedEvidence,
    SharedLines,
    SharedSkill,
    SharedTheme,
)
from portfolio_app.portfolio.queries import EntryView, about_each, entry_line, entry_view, skills_of
from portfolio_app.portfolio.shared_skills import LastSaid, former_skills, last_said, opened_skill, shared_skill
from portfolio_app.portfolio.shown_evidence import shown_evidence
from portfolio_app.portfolio.shown_work import work_of
from portfolio_app.portfolio.teaching import classes_with, href
from portfolio_app.schools.membership import belonging
from portfolio_app.schools.policy import helped_by
from portfolio_app.sharing.actions import PROFILE, seen, viewing
from portfolio_app.sharing.comments import comment_draft, written_by
from portfolio_app.sharing.models import Comment, Kind
from portfolio_app.sharing.phrases import phrases_of
from portfolio_app.sharing.policy import shared_things
from portfolio_app.sharing.queries import remarks
from portfolio_app.skills.about_me import AboutLines, about_thing, lines_about
from portfolio_app.skills.carried import carried_words, framework_with, seen_where
from portfolio_app.skills.crosswalks import Tag
from portfolio_app.skills.framework import Framework, Theme, pupils_framework
from portfolio_app.skills.queries import evidence_items
from portfolio_app.skills.shared_results import shared_results
from portfolio_app.skills.things import capability_thing

ADDRESS = {
    Kind.CAPABILITY: "skill",
    Kind.EVIDENCE: "evidence",
    Kind.ENTRY: "entry",
    Kind.COLLECTION: "collection",
    Kind.GOAL: "goal",
    Kind.ABOUT_ME: "about",
    Kind.RESULT: "result",
    Kind.CREDENTIAL: "credential",
    Kind.LESSON: "work",
}
"""How an opened thing is named in the address: `/pupil?id=…&entry=…`; a skill by its code."""

Showing = Mapping[str, Mapping[str, tuple[Tag, ...]]]
"""Per evidence, the capabilities under which it is seen, and from which ones it is carried over to these."""

Shared = Mapping[Kind, Collection[str]]
"""Names of the things a pupil shares with the reader, by kind."""


async def load_pupil(actor: Actor, pupil_id: str, kind: Kind | None = None, name: str = "") -> PupilView:
    """What the pupil shares with the actor: everything, or the one thing of `kind` called `name`, with a trace left.

    Raises `NotFound` for a pupil whose page is not the actor's to open, and for a thing not shared with them.
    """
    async with reading() as session:
        pupil = await check_opens_pupil(session, actor, as_id(pupil_id))
        shared = by_kind(await shared_things(session, actor, [pupil.id]))
        view = await as_seen(session, actor.person_id, pupil, shared, kind, name)
        view = await _with_help(session, actor, await _with_form(session, actor, view), pupil)
    await viewing(actor, pupil.id, PROFILE if kind is None else seen(kind, view.opened.thing))
    return view


async def as_seen(
    session: AsyncSession, reader_id: UUID, pupil: Person, shared: Shared, kind: Kind | None = None, name: str = ""
) -> PupilView:
    """The page of a pupil as somebody reads it with whom they share these things: everything, or the one thing of
    `kind` called `name`; with what the reader wrote on it, and without what they can do. Raises `NotFound` for a thing
    that is not among these, or not there."""
    here = await belonging(session, pupil.id)
    used = pupils_framework(here.framework)
    view = PupilView(
        loaded=True,
        id=str(pupil.id),
        name=pupil.name,
        title=pupil.name,
        all_href=href("/pupil", id=str(pupil.id)),
    )
    if kind is None:
        return await _everything(session, reader_id, view, pupil, used, shared)
    opened = await _open(session, reader_id, pupil, used, here.stage, shared, kind, name)
    return replace(view, opened=opened, title=opened.title, lead=f"{pupil.name} · {opened.detail}")


def by_kind(things: Collection[tuple[UUID, Kind, str]]) -> Shared:
    """The names of things by their kind; of each kind, also where there are none."""
    return {kind: frozenset(name for _owner, its, name in things if its is kind) for kind in Kind}


async def _with_form(session: AsyncSession, actor: Actor, view: PupilView) -> PupilView:
    """The form for a comment on what is opened, with what the actor has typed into it."""
    opened = view.opened
    if not opened.kind:
        return view
    name = comment_draft(UUID(view.id), Kind(opened.kind), opened.thing)
    draft = await load_draft(session, actor.person_id, name)
    return replace(
        view,
        opened=replace(
            opened,
            request=str(uuid4()),
            draft=name,
            draft_version=draft.version if draft else 0,
            words=typed_text(draft, "words"),
            phrases=await phrases_of(session, actor, view.name),
        ),
    )


async def _with_help(session: AsyncSession, actor: Actor, view: PupilView, pupil: Person) -> PupilView:
    """The classes in which the actor meets the pupil, and how they may help the pupil in."""
    classes = await classes_with(session, actor, pupil.id)
    helps = (await session.execute(select(col(Person.id)).where(col(Person.id) == pupil.id, helped_by(actor)))).first()
    taught = next((one for one in classes if one.taught), None)
    prints = next((one for one in classes if one.prints_cards), None) if helps else None
    return replace(
        view,
        lead=view.lead or format_list([one.name for one in classes]),
        class_href=href("/class", id=str(classes[0].id)) if classes else "",
        offer_href=href("/offer-credential", **{"class": str(taught.id), "pupil": view.id}) if taught else "",
        helps=helps is not None,
        card_href=href("/cards", **{"class": str(prints.id), "ticked": str(pupil.id)}) if prints else "",
    )


async def _everything(
    session: AsyncSession, reader_id: UUID, view: PupilView, pupil: Person, used: Framework, shared: Shared
) -> PupilView:
    commented = await _commented(session, reader_id, pupil.id)
    said = await last_said(session, pupil.id, shared[Kind.CAPABILITY])
    evidence = await _evidence(session, pupil.id, shared[Kind.EVIDENCE], commented)
    showing = await _capabilities_of(session, used, [UUID(one.item.id) for one in evidence])
    themes = tuple(
        theme
        for theme in (_theme(pupil.id, used, one, said, evidence, showing, commented) for one in used.themes)
        if theme.skills
    )
    listed = await _entries(session, pupil.id, shared[Kind.ENTRY], commented)
    goals = await goals_of(session, pupil.id, shared[Kind.GOAL], commented)
    results = await _results(session, pupil.id, shared[Kind.RESULT], commented)
    collections = await _collections(session, pupil.id, shared[Kind.COLLECTION], commented)
    credentials = await _credentials(session, pupil.id, shared[Kind.CREDENTIAL], commented)
    works = await _works(session, pupil.id, shared[Kind.LESSON], commented)
    former = former_skills(pupil.id, used, said, commented)
    others = tuple(one for one in evidence if not showing.get(one.item.id))
    about = await _about(session, pupil.id, shared[Kind.ABOUT_ME], commented)
    lists = (themes, others, listed, goals, results, former, collections, credentials, works)
    empty = not (about.href or any(lists))
    return replace(
        view,
        about=about,
        themes=themes,
        other_evidence=others,
        listed=listed,
        goals=goals,
        former=former,
        results=results,
        collections=collections,
        credentials=credentials,
        works=works,
        empty=empty,
    )


async def _about(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> SharedLines:
    name = about_thing(pupil_id)
    lines = await lines_about(session, pupil_id) if name in names else AboutLines()
    if not lines.lines:
        return SharedLines()
    address = _thing_href(pupil_id, Kind.ABOUT_ME, name)
    return SharedLines(lines, address, (Kind.ABOUT_ME.value, name) in commented)


async def _commented(session: AsyncSession, reader_id: UUID, pupil_id: UUID) -> Collection[tuple[str, str]]:
    """The pupil's things on which the reader wrote, as (kind, thing)."""
    rows = await session.execute(
        select(col(Comment.kind), col(Comment.thing)).where(written_by(reader_id), col(Comment.owner_id) == pupil_id)
    )
    return {(kind, thing) for kind, thing in rows}


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
    said: LastSaid,
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
        answer = said.get((used.code, one.code))
        if shows or answer:
            skill = shared_skill(pupil_id, used, one.code, answer)
            thing = capability_thing(used.code, one.code)
            skills.append(replace(skill, evidence=shows, commented=(Kind.CAPABILITY.value, thing) in commented))
    return SharedTheme(theme.look, used.text(theme.name, spoken()), tuple(skills))


async def _entries(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> tuple[SharedEntry, ...]:
    rows = (
        await session.execute(
            select(Entry)
            .where(col(Entry.person_id) == pupil_id, col(Entry.id).in_(as_ids(names)), fit_for_others())
            .order_by(col(Entry.position), col(Entry.made_at).desc(), col(Entry.id))
        )
    ).scalars()
    found = list(rows)
    skills = await skills_of(session, [one.id for one in found])
    return tuple(
        SharedEntry(
            id=str(one.id),
            title=one.title,
            about=entry_line(one),
            href=_thing_href(pupil_id, Kind.ENTRY, str(one.id)),
            skills=skills.get(one.id, ()),
            commented=(Kind.ENTRY.value, str(one.id)) in commented,
        )
        for one in found
    )


async def _results(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> tuple[ListedResult, ...]:
    return tuple(
        ListedResult(
            id=one.id,
            title=one.title,
            detail=one.sentence or format_list([theme.name for theme in one.themes]),
            href=_thing_href(pupil_id, Kind.RESULT, one.id),
            commented=(Kind.RESULT.value, one.id) in commented,
        )
        for one in await shared_results(session, pupil_id, names)
    )


async def _collections(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> tuple[ListedCollection, ...]:
    return tuple(
        ListedCollection(
            id=one,
            title=title,
            detail=detail,
            href=_thing_href(pupil_id, Kind.COLLECTION, one),
            commented=(Kind.COLLECTION.value, one) in commented,
        )
        for one, title, detail in await shared_collections(session, pupil_id, names)
    )


async def _credentials(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> tuple[ListedResult, ...]:
    return tuple(
        ListedResult(
            id=one.id,
            title=one.title,
            detail=_("{school}, {day}").format(school=one.school, day=one.day),
            href=_thing_href(pupil_id, Kind.CREDENTIAL, one.id),
            commented=(Kind.CREDENTIAL.value, one.id) in commented,
        )
        for one in await shared_credentials(session, pupil_id, names)
    )


async def _works(
    session: AsyncSession, pupil_id: UUID, names: Collection[str], commented: Collection[tuple[str, str]]
) -> tuple[ListedResult, ...]:
    return tuple(
        ListedResult(
            id=one.id,
            title=one.title,
            detail=_("{lesson}, {day}").format(lesson=one.lesson, day=one.day),
            href=_thing_href(pupil_id, Kind.LESSON, one.id),
            commented=(Kind.LESSON.value, one.id) in commented,
        )
        for one in await work_of(session, pupil_id, names)
    )


async def _open(
    session: AsyncSession,
    reader_id: UUID,
    pupil: Person,
    used: Framework,
    stage: str,
    shared: Shared,
    kind: Kind,
    name: str,
) -> OpenedThing:
    """One thing in full. Raises `NotFound` unless it is shared with the reader and there."""
    of = framework_with(used, name) if kind is Kind.CAPABILITY else used
    thing = capability_thing(of.code, name) if kind is Kind.CAPABILITY else str(as_id(name))
    if thing not in shared[kind]:
        raise NotFound()
    if kind is Kind.ENTRY:
        opened = await _opened_entry(session, pupil.id, thing, shared[Kind.EVIDENCE])
    elif kind is Kind.EVIDENCE:
        opened = await _opened_evidence(session, pupil.id, used, thing, shared[Kind.ENTRY])
    elif kind is Kind.GOAL:
        goal = await opened_goal(session, pupil.id, thing, shared[Kind.EVIDENCE])
        opened = OpenedThing(title=goal.title, detail=goal.lead, goal=goal)
    elif kind is Kind.COLLECTION:
        opened = await _opened_collection(session, pupil.id, thing, shared[Kind.EVIDENCE])
    elif kind is Kind.ABOUT_ME:
        opened = await _opened_lines(session, pupil.id)
    elif kind is Kind.RESULT:
        found = await shared_results(session, pupil.id, [thing])
        if not found:
            raise NotFound()
        opened = OpenedThing(title=found[0].title, detail=_("Strengths and interests"), result=found[0])
    elif kind is Kind.CREDENTIAL:
        (credential,) = await shared_credentials(session, pupil.id, [thing]) or (None,)
        if credential is None:
            raise NotFound()
        opened = OpenedThing(title=credential.title, detail=credential.what, credential=credential)
    elif kind is Kind.LESSON:
        (work,) = await work_of(session, pupil.id, [thing]) or (None,)
        if work is None:
            raise NotFound()
        detail = _("{lesson}, {day}").format(lesson=work.lesson, day=work.day)
        opened = OpenedThing(title=work.title, detail=detail, work=work)
    else:
        opened = await opened_skill(session, pupil.id, used, stage, of, name)
    said = await remarks(session, reader_id, pupil.id, kind, [thing])
    return replace(opened, kind=kind.value, thing=thing, remarks=said[thing])


async def _opened_lines(session: AsyncSession, pupil_id: UUID) -> OpenedThing:
    lines = await lines_about(session, pupil_id)
    if not lines.lines:
        raise NotFound()
    return OpenedThing(title=_("About me"), detail=lines.day, about=lines)


async def _opened_entry(session: AsyncSession, pupil_id: UUID, name: str, evidence: Collection[str]) -> OpenedThing:
    """An entry; the page about each of its `evidence` that is shared by itself can be opened from it."""
    entry = (
        await session.execute(
            select(Entry).where(col(Entry.id) == as_id(name), col(Entry.person_id) == pupil_id, fit_for_others())
        )
    ).scalar_one_or_none()
    if entry is None:
        raise NotFound()
    view = _with_pages(await entry_view(session, entry, for_others=True), pupil_id, evidence)
    return OpenedThing(title=view.title, detail=view.about, entry=view)


async def _opened_collection(
    session: AsyncSession, pupil_id: UUID, name: str, evidence: Collection[str]
) -> OpenedThing:
    """A collection with all that is in it; `evidence` as in `_opened_entry`."""
    found = await shared_collection(session, pupil_id, name)
    entries = tuple(_with_pages(one, pupil_id, evidence) for one in found.listed)
    return OpenedThing(title=found.title, detail=_("Collection"), collection=replace(found, listed=entries))


def _with_pages(view: EntryView, pupil_id: UUID, evidence: Collection[str]) -> EntryView:
    return about_each(view, lambda one: _thing_href(pupil_id, Kind.EVIDENCE, one) if one in evidence else "")


async def _opened_evidence(
    session: AsyncSession, pupil_id: UUID, used: Framework, name: str, entries: Collection[str]
) -> OpenedThing:
    shown = await shown_evidence(session, pupil_id, used, name)
    item = shown.item
    appears = tuple(
        AppearsInEntry(title, _thing_href(pupil_id, Kind.ENTRY, entry_id))
        for entry_id, title in await shared_entries_with(session, pupil_id, as_id(name), as_ids(entries))
    )
    return OpenedThing(title=item.title, detail=shown.detail, evidence=item, shows=shown.shows, appears=appears)


def _thing_href(pupil_id: UUID, kind: Kind, name: str) -> str:
    return href("/pupil", **{"id": str(pupil_id), ADDRESS[kind]: name})
