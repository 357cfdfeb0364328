"""What the page about one capability shows; the other views of skills are brought in beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import Flaw
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.drafts import KeptDraft, load_drafts
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.unusable_files import SENTENCES
from portfolio_app.schools.membership import belonging
from portfolio_app.settings import settings
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import Nameable, Remark, WhoCanSee, nameable, remarks, who_can_see
from portfolio_app.skills import policy
from portfolio_app.skills.actions import NEWEST, Answer, Answers, assessment_draft, new_evidence_draft
from portfolio_app.skills.carried import carried_evidence, carried_words, framework_name, framework_with, said_words
from portfolio_app.skills.crosswalks import Tag
from portfolio_app.skills.evidence_views import (
    DeletedThing,
    EvidenceItem,
    EvidenceView,
    evidence_items,
    load_deleted_evidence,
    load_evidence,
    typed_in,
)
from portfolio_app.skills.files import RoomView, room_of, room_view
from portfolio_app.skills.framework import Capability, Framework, UnknownCode, crosswalks, pupils_framework
from portfolio_app.skills.models import Evidence, EvidenceCapability, EvidenceKind
from portfolio_app.skills.next_step import NextStep, next_step
from portfolio_app.skills.picture import SkillsView, capability_href, load_skills
from portfolio_app.skills.picture_words import position_words
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_views import Change, VoiceLine, voices_about
from portfolio_app.skills.voice_words import sentence

__all__ = [
    "CapabilityView",
    "DeletedThing",
    "EvidenceItem",
    "EvidenceView",
    "NextStep",
    "SkillsView",
    "after_saying",
    "evidence_items",
    "load_capability",
    "load_deleted_evidence",
    "load_evidence",
    "load_skills",
    "next_step",
    "with_voices",
]


@dataclass(frozen=True)
class StepCard:
    """One of the four steps, or of the five places on a dial, as a card to choose."""

    value: str = ""
    label: str = ""
    help: str = ""


@dataclass(frozen=True)
class HistoryLine:
    """What was said on a day."""

    day: str = ""
    step: int = 0
    step_words: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SkillLink:
    """A capability by name, and its page."""

    name: str = ""
    href: str = ""


@dataclass(frozen=True)
class NewEvidence:
    """The form for new evidence as it begins: from the draft that was not sent, if there is one."""

    request: str = ""
    draft: str = ""
    draft_version: int = 0
    kind: str = EvidenceKind.WORDS.value
    title: str = ""
    words: str = ""
    url: str = ""
    people_in_it: str = ""
    origin: str = ""


@dataclass(frozen=True)
class CapabilityView:
    """A capability of one's own."""

    loaded: bool = False
    code: str = ""
    thing: str = ""
    name: str = ""
    meaning: str = ""
    theme: str = ""
    theme_name: str = ""
    stage_name: str = ""
    statement: str = ""
    ideas: tuple[str, ...] = ()
    dial: bool = False
    """Whether it is a dial between the words `first` and `second`; `steps` are the places on it then."""
    first: str = ""
    second: str = ""
    steps: tuple[StepCard, ...] = ()
    said: bool = False
    request: str = ""
    draft: str = ""
    draft_version: int = 0
    step: str = ""
    reason: str = ""
    history: tuple[HistoryLine, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    """A page of what shows it, newest first."""
    evidence_pages: Paging = field(default_factory=Paging)
    adding: NewEvidence = NewEvidence()
    room: RoomView = field(default_factory=RoomView)
    upload_bytes: int = 0
    too_large: str = ""
    """What is said of a file with more than `upload_bytes`, before it is sent."""
    who: WhoCanSee = field(default_factory=WhoCanSee)
    nameable: tuple[Nameable, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: bool = False
    voices: tuple[VoiceLine, ...] = ()
    """What others said, the newest first."""
    together: str = ""
    """What those who can be seen say together with the pupil's own view, in one sentence."""
    change: Change = field(default_factory=Change)
    next_name: str = ""
    next_href: str = ""
    former: str = ""
    """Says of which framework it is, or was; "" for one that is in use."""
    seen_under: tuple[SkillLink, ...] = ()
    """Where what was said to show a former capability is seen now."""


# Written once, and on the tables themselves: putting them together would take longer than running them.
_EVIDENCE, _SHOWS = table_of(Evidence), table_of(EvidenceCapability)
_SAID_TO_SHOW = select(_SHOWS.c.evidence_id).where(
    _SHOWS.c.framework == bindparam("framework"), _SHOWS.c.capability == bindparam("capability")
)
_SHOWS_IT = (
    policy.owned_by(bindparam("person", type_=Uuid())),
    _EVIDENCE.c.id.in_(_SAID_TO_SHOW) | _EVIDENCE.c.id.in_(bindparam("carried", expanding=True)),
)
_SHOWING = (
    select(_EVIDENCE.c.id)
    .where(*_SHOWS_IT)
    .order_by(_EVIDENCE.c.made_at.desc(), _EVIDENCE.c.id)
    .offset(bindparam("skipped"))
    .limit(A_PAGE)
)
_COUNT = select(func.count()).select_from(_EVIDENCE).where(*_SHOWS_IT)


async def load_capability(actor: Actor, code: str, page: int = 1) -> CapabilityView:
    """One capability of the actor's framework, by its code: what it means, how it is, a page of what shows it.

    One that is not in use (of a former framework, or retired) shows what stands in it still. Raises `NotFound` for one
    in which nothing does.
    """
    policy.may_keep_skills(actor)
    async with reading() as session:
        here = await belonging(session, actor.person_id)
        used = pupils_framework(here.framework)
        if code not in used.codes:
            return await _former(session, actor, used, code)
        _used, capability = policy.known_capability(used.code, code)
        history = await _history(session, actor.person_id, used, code)
        evidence, evidence_pages = await _evidence_of(session, actor, used, code, page)
        thing = capability_thing(used.code, code)
        who = await who_can_see(session, actor.person_id, Kind.CAPABILITY, [thing])
        said = await remarks(session, actor.person_id, actor.person_id, Kind.CAPABILITY, [thing])
        persons = await nameable(session, actor.person_id)
        voices, views, change = await voices_about(session, actor.person_id, used, code)
        room = room_view(await room_of(session, actor.person_id))
        drafts = await load_drafts(session, actor.person_id, assessment_draft(code), new_evidence_draft(code))
    draft, adding = drafts.get(assessment_draft(code)), drafts.get(new_evidence_draft(code))
    language, most = spoken(), settings().upload_bytes
    theme = used.theme_of(code)
    stage = stage_of(used, here.stage)
    following = _following(used, code)
    latest = {"step": str(history[0].step), "reason": history[0].reason} if history else {"step": "", "reason": ""}
    typed = latest | typed_in(draft, latest)
    return CapabilityView(
        loaded=True,
        code=code,
        thing=thing,
        name=used.text(capability.name, language),
        meaning=used.text(capability.meaning, language),
        theme=theme.look,
        theme_name=used.text(theme.name, language),
        stage_name=used.text(used.stage(stage).name, language),
        statement=used.text(capability.statements[stage], language),
        ideas=tuple(used.text(idea, language) for idea in capability.shows[stage]),
        dial=capability.poles is not None,
        first=used.text(capability.poles.first, language) if capability.poles else "",
        second=used.text(capability.poles.second, language) if capability.poles else "",
        steps=_answers(used, capability),
        said=bool(history),
        request=str(uuid4()),
        draft=assessment_draft(code),
        draft_version=draft.version if draft else 0,
        step=typed["step"],
        reason=typed["reason"],
        history=history,
        evidence=evidence,
        evidence_pages=evidence_pages,
        adding=_new_evidence(code, adding),
        room=room,
        upload_bytes=most,
        too_large=_(SENTENCES[Flaw.TOO_LARGE]).format(megabytes=most // 1_000_000),
        who=who[thing],
        nameable=persons,
        remarks=said[thing],
        unread=any(remark.unread for remark in said[thing]),
        voices=voices,
        together=sentence(views),
        change=change,
        next_name=used.text(following.name, language),
        next_href=capability_href(following.code),
    )


async def _former(session: AsyncSession, actor: Actor, used: Framework, code: str) -> CapabilityView:
    """What stands in a capability that is not in use, for its owner to read, to answer and to hide."""
    of = framework_with(used, code)
    thing = capability_thing(of.code, code)
    history = await _history(session, actor.person_id, of, code)
    voices, views, change = await voices_about(session, actor.person_id, of, code)
    said = await remarks(session, actor.person_id, actor.person_id, Kind.CAPABILITY, [thing])
    who = await who_can_see(session, actor.person_id, Kind.CAPABILITY, [thing])
    persons = await nameable(session, actor.person_id)
    evidence, evidence_pages = await _showing(session, actor, of, code, {}, 1)
    if not (history or voices or said[thing] or evidence):
        raise NotFound()
    name = of.text(of.name_of(code), spoken())
    living = of.capability(code) if code in of.codes else None
    poles = living.poles if living else None
    where = crosswalks().carried_to(used.code).get((of.code, code), ())
    skills = [used.capability(one) for one in where]
    return CapabilityView(
        loaded=True,
        code=code,
        thing=thing,
        name=name,
        meaning=of.text(living.meaning, spoken()) if living else "",
        theme=of.theme_of(of.now(code)[0]).look,
        dial=poles is not None,
        first=of.text(poles.first, spoken()) if poles else "",
        second=of.text(poles.second, spoken()) if poles else "",
        said=bool(history),
        history=history,
        evidence=evidence,
        evidence_pages=evidence_pages,
        who=who[thing],
        nameable=persons,
        remarks=said[thing],
        unread=any(remark.unread for remark in said[thing]),
        voices=voices,
        together=sentence(views),
        change=change,
        former=framework_name(of.code),
        seen_under=tuple(SkillLink(used.text(one.name, spoken()), capability_href(one.code)) for one in skills),
    )


def after_saying(view: CapabilityView, answers: Answers) -> CapabilityView:
    """`view`, which shows that capability, once its owner has said how it is: nothing else has changed by that."""
    history = _lines(answers.framework, view.code, answers.newest)
    return replace(
        view,
        said=True,
        request=str(uuid4()),
        draft_version=0,
        step=str(history[0].step),
        reason=history[0].reason,
        history=history,
    )


async def with_voices(actor: Actor, view: CapabilityView) -> CapabilityView:
    """`view` with what its voices say together, and its line over the years, as they are now."""
    async with reading() as session:
        used = pupils_framework((await belonging(session, actor.person_id)).framework)
        voices, views, change = await voices_about(session, actor.person_id, used, view.code)
    return replace(view, voices=voices, together=sentence(views), change=change)


def _answers(used: Framework, one: Capability) -> tuple[StepCard, ...]:
    if one.poles:
        return tuple(StepCard(str(at), position_words(used, one.poles, at)) for at in range(1, one.most + 1))
    return tuple(
        StepCard(str(step.value), used.text(step.name, spoken()), used.text(step.help, spoken())) for step in used.scale
    )


def stage_of(used: Framework, code: str) -> str:
    """The stage with that code, or the framework's first when it has no such stage."""
    try:
        return used.stage(code).code
    except UnknownCode:
        return used.stages[0].code


async def _history(session: AsyncSession, person_id: UUID, used: Framework, code: str) -> tuple[HistoryLine, ...]:
    rows = await session.execute(NEWEST, {"person": person_id, "framework": used.code, "capability": code})
    return _lines(used, code, (Answer(*row) for row in rows))


def _lines(used: Framework, code: str, answers: Iterable[Answer]) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(
            format_date(one.made_at),
            one.step,
            said_words(used.code, code, one.step, on_dial=one.on_dial),
            one.reason,
        )
        for one in answers
    )


async def _evidence_of(
    session: AsyncSession, actor: Actor, used: Framework, capability: str, page: int
) -> tuple[tuple[EvidenceItem, ...], Paging]:
    carried = (await carried_evidence(session, actor.person_id, used)).get(capability, {})
    return await _showing(session, actor, used, capability, carried, page)


async def _showing(
    session: AsyncSession,
    actor: Actor,
    used: Framework,
    capability: str,
    carried: Mapping[UUID, tuple[Tag, ...]],
    page: int,
) -> tuple[tuple[EvidenceItem, ...], Paging]:
    """A page of what was said to show that capability, and of what is carried over to it."""
    which: dict[str, Any] = {"person": actor.person_id, "framework": used.code, "capability": capability}
    which["carried"] = list(carried)
    count = (await session.execute(_COUNT, which)).scalar_one()
    pages = paging(count, page, "/capability", fragment="evidence", code=capability)
    rows = await session.execute(_SHOWING, which | {"skipped": pages.skipped})
    items = await evidence_items(session, actor.person_id, list(rows.scalars()))
    return tuple(replace(one, carried=carried_words(carried.get(UUID(one.id), ()))) for one in items), pages


def _new_evidence(code: str, draft: KeptDraft | None) -> NewEvidence:
    empty = {"kind": EvidenceKind.WORDS.value, "title": "", "words": "", "url": "", "people_in_it": "", "origin": ""}
    typed = empty | typed_in(draft, empty)
    if typed["kind"] not in tuple(EvidenceKind):
        typed["kind"] = EvidenceKind.WORDS.value
    return NewEvidence(
        request=str(uuid4()),
        draft=new_evidence_draft(code),
        draft_version=draft.version if draft else 0,
        **typed,
    )


def _following(used: Framework, code: str) -> Capability:
    codes = [one.code for one in used.capabilities]
    return used.capabilities[(codes.index(code) + 1) % len(codes)]
