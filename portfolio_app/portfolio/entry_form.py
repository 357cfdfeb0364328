"""What the form of an entry shows: the kept one or its draft, and what can be ticked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import Flaw
from portfolio_app.core.database import as_id, as_ids, reading
from portfolio_app.core.drafts import KeptDraft, load_draft, ticked
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, spoken
from portfolio_app.core.unusable_files import SENTENCES
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.actions import TEXTS, draft_of
from portfolio_app.portfolio.entry_dials import DialSaid, DialView, dials, dials_of, shown
from portfolio_app.portfolio.kinds import KINDS
from portfolio_app.portfolio.models import Entry, EntryKind, Scaffold
from portfolio_app.portfolio.queries import attachments_of, media_address, skills_of
from portfolio_app.portfolio.when import parts_of
from portfolio_app.schools.membership import belonging
from portfolio_app.settings import settings
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import Nameable, WhoCanSee, nameable, typed_audience, who_can_see
from portfolio_app.skills import policy as evidence_policy
from portfolio_app.skills.carried import seen_where
from portfolio_app.skills.evidence_views import offered_evidence
from portfolio_app.skills.framework import Framework, crosswalks, pupils_framework
from portfolio_app.skills.models import Evidence

_LINES = ("title", "place", *TEXTS)
NO_DAY = ("", "", "")


@dataclass(frozen=True)
class Choice:
    """Something that can be ticked in the form."""

    value: str = ""
    label: str = ""
    theme: str = ""
    thumbnail: str = ""
    kind: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class DayParts:
    """A day as its three fields show it, "" for each that is not said."""

    year: str = ""
    month: str = ""
    day: str = ""


@dataclass(frozen=True)
class ChoiceGroup:
    """The capabilities of one theme."""

    theme: str = ""
    name: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class EntryFormView:
    """An entry to write: the kept one, or the draft of it that was not kept yet."""

    id: str = ""
    request: str = ""
    version: int = 0
    begun_from: str = ""
    """The evidence that a new entry was begun from, "" without one."""
    shown: str = ""
    """Ids of those of the entry's evidence that can be unticked; what rests deleted stays with it unseen."""
    draft: str = ""
    draft_version: int = 0
    from_draft: bool = False
    in_corner: bool = False
    """Whether the entry is in the private corner; a new one, whether it is to come there."""
    kind: str = EntryKind.EXPERIENCE
    title: str = ""
    began: DayParts = field(default_factory=DayParts)
    ended: DayParts = field(default_factory=DayParts)
    ongoing: bool = False
    place: str = ""
    scaffold: str = Scaffold.QUESTIONS
    happened: str = ""
    noticed: str = ""
    learned: str = ""
    try_next: str = ""
    dials: tuple[DialView, ...] = ()
    skills: tuple[ChoiceGroup, ...] = ()
    evidence: tuple[Choice, ...] = ()
    who: WhoCanSee = field(default_factory=WhoCanSee)
    audience: str = ""
    """Who can see it now, `Choice.written`: an entry whose form changes nothing there leaves it as it is by then."""
    nameable: tuple[Nameable, ...] = ()
    photo_request: str = ""
    """The id of the form that adds a photo; a new one after each."""
    shows: tuple[Choice, ...] = ()
    """What a photo can show: no skill chosen yet, and each of them."""
    upload_bytes: int = 0
    too_large: str = ""
    """What is said of a file with more than `upload_bytes`, before it is sent."""
    loaded: bool = False


async def load_entry_form(actor: Actor, entry_id: str = "", evidence_id: str = "") -> EntryFormView:
    """An entry to write: the actor's own `entry_id`, or a new one, begun from an evidence when one is named.

    A draft that was not kept wins over the kept entry: it is what the person typed last. An entry begun from an
    evidence has a draft of its own.
    """
    policy.may_keep_a_portfolio(actor)
    begun_from = as_id(evidence_id) if evidence_id and not entry_id else None
    async with reading() as session:
        entry = await _own_entry(session, actor, as_id(entry_id)) if entry_id else None
        framework = pupils_framework((await belonging(session, actor.person_id)).framework)
        if entry is not None:
            kept = await _kept(session, entry, framework)
        else:
            kept = await _begun(session, actor, begun_from, framework)
        name = draft_of(entry.id if entry else None, begun_from)
        draft = await load_draft(session, actor.person_id, name)
        fields = _typed(kept, draft)
        chosen = fields["evidence"]
        offered = await offered_evidence(session, actor, as_ids([*kept["evidence"], *chosen]))
        who = await _audience(session, actor, entry)
        persons = await nameable(session, actor.person_id)
    groups, most = _groups(framework, set(fields["capabilities"])), settings().upload_bytes
    return EntryFormView(
        id=str(entry.id) if entry else "",
        request=str(uuid4()),
        version=entry.version if entry else 0,
        begun_from=str(begun_from or ""),
        shown=" ".join(kept["evidence"]) if entry else "",
        draft=name,
        draft_version=draft.version if draft else 0,
        from_draft=draft is not None,
        skills=groups,
        evidence=tuple(
            _tickable(one, chosen=str(one.id) in chosen)
            for one in sorted(offered, key=lambda one: str(one.id) not in chosen)
        ),
        who=typed_audience(who, draft),
        audience=who.choice().written(),
        nameable=persons,
        photo_request=str(uuid4()),
        shows=(Choice(label=_("Choose a skill")), *(one for group in groups for one in group.choices)),
        upload_bytes=most,
        too_large=_(SENTENCES[Flaw.TOO_LARGE]).format(megabytes=most // 1_000_000),
        in_corner=entry.corner_at is not None if entry else bool(fields["corner"]),
        kind=fields["kind"] if fields["kind"] in KINDS else EntryKind.EXPERIENCE,
        began=DayParts(*fields["began"]),
        ended=DayParts(*fields["ended"]),
        ongoing=bool(fields["ongoing"]),
        scaffold=fields["scaffold"] if fields["scaffold"] in tuple(Scaffold) else Scaffold.QUESTIONS,
        dials=shown(fields["dials"], all_dials=True),
        loaded=True,
        **{name: str(fields[name]) for name in _LINES},
    )


async def with_photo(actor: Actor, view: EntryFormView) -> EntryFormView:
    """`view` with the photo ticked that was just added from its form. Nothing else changes, for somebody is writing."""
    async with reading() as session:
        rows = await session.execute(
            select(Evidence).where(evidence_policy.own(actor), col(Evidence.request) == as_id(view.photo_request))
        )
    photo = rows.scalar_one_or_none()
    if photo is None:
        raise NotFound()
    return replace(view, photo_request=str(uuid4()), evidence=(_tickable(photo, chosen=True), *view.evidence))


def _tickable(evidence: Evidence, *, chosen: bool) -> Choice:
    return Choice(
        value=str(evidence.id),
        label=evidence.title,
        kind=evidence.kind,
        thumbnail=media_address(evidence.media_id, thumbnail=True) if evidence.kind == "photo" else "",
        chosen=chosen,
    )


async def _audience(session: AsyncSession, actor: Actor, entry: Entry | None) -> WhoCanSee:
    if entry is None:
        return WhoCanSee()
    name = str(entry.id)
    return (await who_can_see(session, actor.person_id, Kind.ENTRY, [name]))[name]


async def _own_entry(session: AsyncSession, actor: Actor, entry_id: UUID) -> Entry:
    found = await session.execute(select(Entry).where(col(Entry.id) == entry_id, policy.own(actor)))
    entry = found.scalar_one_or_none()
    if entry is None:
        raise NotFound()
    return entry


async def _kept(session: AsyncSession, entry: Entry, used: Framework) -> dict[str, Any]:
    """What the entry says now; skills of another framework are ticked where they are met again in this one."""
    skills = (await skills_of(session, [entry.id])).get(entry.id, ())
    parts = (await attachments_of(session, [entry.id])).get(entry.id, ())
    return {name: getattr(entry, name) for name in (*_LINES, "kind", "scaffold", "ongoing")} | {
        "corner": entry.corner_at is not None,
        "began": parts_of(entry.began),
        "ended": parts_of(entry.ended),
        "dials": (await dials_of(session, [entry.id])).get(entry.id, {}),
        "capabilities": list(crosswalks().seen_under(used.code, [(skill.framework, skill.code) for skill in skills])),
        "evidence": [str(evidence.id) for evidence, _media in parts],
    }


async def _begun(session: AsyncSession, actor: Actor, start: UUID | None, framework: Framework) -> dict[str, Any]:
    """What a new entry says before anything is typed: nothing, or what its evidence says. Raises `NotFound`."""
    empty: dict[str, Any] = dict.fromkeys(_LINES, "") | {
        "kind": EntryKind.EXPERIENCE,
        "scaffold": Scaffold.QUESTIONS,
        "began": NO_DAY,
        "ended": NO_DAY,
        "dials": {},
        "ongoing": False,
        "corner": False,
        "capabilities": [],
        "evidence": [],
    }
    if start is None:
        return empty
    evidence = (
        await session.execute(select(Evidence).where(col(Evidence.id) == start, evidence_policy.own(actor)))
    ).scalar_one_or_none()
    if evidence is None:
        raise NotFound()
    codes = (await seen_where(session, [start], framework)).get(start, {})
    return empty | {
        "title": evidence.title,
        "happened": evidence.words,
        "capabilities": list(codes),
        "evidence": [str(start)],
    }


def _typed(kept: dict[str, Any], draft: KeptDraft | None) -> dict[str, Any]:
    """What the form begins with: the draft where there is one."""
    if draft is None:
        return kept
    fields = draft.fields
    lines = {name: fields[name] for name in (*_LINES, "kind", "scaffold") if isinstance(fields.get(name), str)}
    return (
        kept
        | lines
        | {
            "began": day_in(fields, "from"),
            "ended": day_in(fields, "to"),
            "ongoing": bool(fields.get("ongoing")),
            "corner": bool(fields.get("corner")),
            "dials": dials_in(fields),
            "capabilities": ticked(fields, "skill:"),
            "evidence": ticked(fields, "evidence:"),
        }
    )


def day_in(fields: Mapping[str, Any], name: str) -> tuple[str, str, str]:
    """Year, month and day as they are typed into the fields that begin with `name`."""
    year, month, day = (str(fields.get(f"{name}_{part}") or "") for part in ("year", "month", "day"))
    return year, month, day


def dials_in(fields: Mapping[str, Any]) -> dict[str, DialSaid]:
    """What is said on each dial of the form; a position that is none counts as not said."""
    found: dict[str, DialSaid] = {}
    for code in dials().codes:
        place = str(fields.get(f"dial:{code}") or "0")
        position = int(place) if place in "12345" else 0
        found[code] = DialSaid(position, str(fields.get(f"dial-words:{code}") or ""))
    return found


def _groups(framework: Framework, chosen: set[str]) -> tuple[ChoiceGroup, ...]:
    return tuple(
        ChoiceGroup(
            theme=theme.look,
            name=framework.text(theme.name, spoken()),
            choices=tuple(
                Choice(one.code, framework.text(one.name, spoken()), theme.look, chosen=one.code in chosen)
                for one in theme.capabilities
            ),
        )
        for theme in framework.themes
    )
