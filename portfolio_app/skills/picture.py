"""The picture of a pupil's skills: how each capability is now, how it was at an earlier moment, what shows it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.languages import N_, _, format_date, ngettext, spoken
from portfolio_app.esco.tagged import has_tags
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import commented_things, who_can_see
from portfolio_app.skills import policy
from portfolio_app.skills.carried import carried_evidence, framework_name, is_known, named, said_words
from portfolio_app.skills.crosswalks import Tag
from portfolio_app.skills.framework import Capability, Framework, pupils_framework
from portfolio_app.skills.models import Assessment, Evidence, EvidenceCapability, Voice
from portfolio_app.skills.picture_words import step_words
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_views import latest_voices, newest_step, seen_words, views_of
from portfolio_app.skills.voice_words import sentence, whole_sentence

NOW, SPRING = "now", "spring"
TERM_ENDS = ((5, 31, N_("Spring {year}")), (12, 15, N_("Autumn {year}")))
"""Month and day by which a term's work is done in every country we serve, before the long holidays: an earlier moment
is the picture as it was on one of these days."""
MOST_MOMENTS = 6


class Said(NamedTuple):
    """One answer of a pupil: which step, from when. A tuple, because ten years have hundreds of them."""

    capability: str
    step: int
    made_at: datetime


@dataclass(frozen=True)
class FormerSaid:
    """The last answer in a capability that the framework in use does not have: of another one, or retired."""

    framework: str
    said: Said
    on_dial: bool = False


@dataclass(frozen=True)
class Standing:
    """How a pupil's skills stand: every answer in their framework from the oldest to the newest, without its reason,
    and how many pieces of evidence are seen under each capability that has any; of these, how many are carried over.
    `former` is what was said last in each capability that is not in this framework."""

    framework: Framework
    answers: tuple[Said, ...]
    counts: Mapping[str, int]
    carried: Mapping[str, int] = field(default_factory=dict[str, int])
    former: tuple[FormerSaid, ...] = ()


@dataclass(frozen=True)
class Moment:
    """A moment at which the picture can be looked at; `then` is what stands in the address."""

    then: str = ""
    label: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class SkillLine:
    """A capability in the picture and in the table beneath it. A step of 0 is "nothing said yet"."""

    code: str = ""
    name: str = ""
    href: str = ""
    step: int = 0
    step_words: str = ""
    dial: bool = False
    """Whether it is a dial between the words `first` and `second`; `step` is a place on it then, or 0."""
    first: str = ""
    second: str = ""
    earlier: int = 0
    earlier_words: str = ""
    evidence: int = 0
    evidence_words: str = ""
    carried_words: str = ""
    """How many of these are carried over from another framework, "" for none."""
    voices_carried: str = ""
    """How many voices are carried over to it, "" for none."""
    teacher: int = 0
    """What a teacher said last, 0 for nothing; `host` likewise."""
    teacher_words: str = ""
    host: int = 0
    host_words: str = ""
    together: str = ""
    """What the voices say together, "" for none but the pupil's own."""
    who: str = ""
    private: bool = True


@dataclass(frozen=True)
class ThemeLines:
    """A theme with its capabilities."""

    code: str = ""
    name: str = ""
    description: str = ""
    skills: tuple[SkillLine, ...] = ()


@dataclass(frozen=True)
class FormerLine:
    """What was said last in a capability of another framework, or in one that is retired."""

    name: str = ""
    href: str = ""
    said: str = ""
    """What was said last and on which `day`; both "" where only others said something."""
    day: str = ""


@dataclass(frozen=True)
class FormerFramework:
    """A framework in which something was said before."""

    code: str = ""
    name: str = ""
    lines: tuple[FormerLine, ...] = ()


@dataclass(frozen=True)
class SkillsView:
    """My skills. `then_label` names the earlier moment that is drawn in, "" for none; `empty`: nothing said yet."""

    loaded: bool = False
    empty: bool = False
    themes: tuple[ThemeLines, ...] = ()
    said: str = ""
    together: str = ""
    """What all voices say together, in one sentence; "" while nobody else has spoken."""
    voiced: bool = False
    """Whether anybody else has spoken of any capability here."""
    first_name: str = ""
    first_href: str = ""
    moments: tuple[Moment, ...] = ()
    then: str = NOW
    then_label: str = ""
    former: tuple[FormerFramework, ...] = ()
    """What was said before under another framework: kept, and kept apart."""
    tagged: bool = False
    """Whether there are tags on what they have done, or could be."""


def capability_href(code: str) -> str:
    """Where a capability's page is, in the language being spoken."""
    return f"/{spoken()}/capability?code={code}"


def steps_at(answers: Iterable[Said], moment: datetime) -> dict[str, int]:
    """The step each capability stood at by `moment`; `answers` from the oldest to the newest."""
    return {said.capability: said.step for said in answers if said.made_at <= moment}


def earlier_moments(first: date, this_day: date) -> tuple[tuple[str, date, str], ...]:
    """The ends of term since `first` and before `this_day`, newest first, as (in the address, day, English msgid).

    The newest spring is `spring` in the address, every other one its day.
    """
    found: list[tuple[str, date, str]] = []
    springs = 0
    for year in range(this_day.year, first.year - 1, -1):
        for month, day, label in reversed(TERM_ENDS):
            end = date(year, month, day)
            if first <= end < this_day:
                is_spring = month == TERM_ENDS[0][0]
                springs += is_spring
                found.append((SPRING if is_spring and springs == 1 else end.isoformat(), end, label))
    return tuple(found)


# Written once, and on the tables themselves: they are asked at each visit to Home and to My skills.
_ANSWER, _EVIDENCE, _SHOWS = (table_of(kind) for kind in (Assessment, Evidence, EvidenceCapability))
_ANSWERS = (
    select(_ANSWER.c.framework, _ANSWER.c.on_dial, _ANSWER.c.capability, _ANSWER.c.step, _ANSWER.c.made_at)
    .where(_ANSWER.c.person_id == bindparam("person"))
    .order_by(_ANSWER.c.made_at, _ANSWER.c.id)
)
_COUNTS = (
    select(_SHOWS.c.capability, func.count())
    .join_from(_SHOWS, _EVIDENCE, _EVIDENCE.c.id == _SHOWS.c.evidence_id)
    .where(
        policy.owned_by(bindparam("person", type_=Uuid())),
        _SHOWS.c.framework == bindparam("framework"),
    )
    .group_by(_SHOWS.c.capability)
)


async def standing_of(session: AsyncSession, person_id: UUID) -> Standing:
    """How a pupil's skills stand in the framework of the school where they belong."""
    used = pupils_framework(await framework_of(session, person_id))
    rows = (await session.execute(_ANSWERS, {"person": person_id})).all()
    shown = (await session.execute(_COUNTS, {"person": person_id, "framework": used.code})).all()
    counts: dict[str, int] = {row[0]: row[1] for row in shown if row[0] in used.codes}
    carried = {code: len(found) for code, found in (await carried_evidence(session, person_id, used)).items()}
    every = {code: counts.get(code, 0) + carried.get(code, 0) for code in counts.keys() | carried.keys()}
    here: list[Said] = []
    former: dict[Tag, FormerSaid] = {}
    for framework_code, on_dial, *answer in rows:
        said = Said(*answer)
        if framework_code == used.code and said.capability in used.codes:
            here.append(said)
        else:
            former[framework_code, said.capability] = FormerSaid(framework_code, said, on_dial)
    return Standing(used, tuple(here), every, carried, tuple(former.values()))


async def commented_capabilities(session: AsyncSession, person_id: UUID) -> Collection[Tag]:
    """The capabilities on which somebody left a comment that their owner sees."""
    names = [name.partition(":") for name in await commented_things(session, person_id, Kind.CAPABILITY)]
    return {(framework_code, code) for framework_code, _colon, code in names}


async def load_skills(actor: Actor, then: str = NOW) -> SkillsView:
    """The actor's own picture. `then` is `now`, `spring` (the last one that is over) or a day on which a term ended;
    whatever is none of the moments there are shows now alone."""
    policy.may_keep_skills(actor)
    async with reading() as session:
        standing = await standing_of(session, actor.person_id)
        used, answers, counts = standing.framework, standing.answers, standing.counts
        names = [capability_thing(used.code, one.code) for one in used.capabilities]
        who = await who_can_see(session, actor.person_id, Kind.CAPABILITY, names)
        heard = await latest_voices(session, actor.person_id, used)
        commented = await commented_capabilities(session, actor.person_id)
        tagged = await has_tags(session, actor.person_id)
    voices = heard.here
    offered = earlier_moments(answers[0].made_at.date(), today())[:MOST_MOMENTS] if answers else ()
    chosen = next((moment for moment in offered if moment[0] == then), None)
    steps = steps_at(answers, now())
    earlier = steps_at(answers, _end_of(chosen[1])) if chosen else {}

    views = {
        one.code: views_of(used, one.code, steps.get(one.code, 0), voices.get(one.code, ()))
        for one in used.capabilities
    }

    def line(one: Capability) -> SkillLine:
        step, before, count = steps.get(one.code, 0), earlier.get(one.code, 0), counts.get(one.code, 0)
        over = standing.carried.get(one.code, 0)
        seen = who[capability_thing(used.code, one.code)]
        teacher, host = (newest_step(voices.get(one.code, ()), kind) for kind in (Voice.TEACHER, Voice.HOST))
        return SkillLine(
            code=one.code,
            name=used.text(one.name, spoken()),
            href=capability_href(one.code),
            step=step,
            step_words=step_words(used, one.code, step),
            dial=one.poles is not None,
            first=used.text(one.poles.first, spoken()) if one.poles else "",
            second=used.text(one.poles.second, spoken()) if one.poles else "",
            earlier=before,
            earlier_words=step_words(used, one.code, before) if chosen else "",
            evidence=count,
            evidence_words=ngettext("{n} piece of evidence", "{n} pieces of evidence", count) if count else "",
            carried_words=ngettext("{n} carried over", "{n} carried over", over) if over else "",
            voices_carried=_voices_carried(heard.carried.get(one.code, 0)),
            teacher=teacher,
            teacher_words=seen_words(used, one.code, teacher) if teacher else "",
            host=host,
            host_words=seen_words(used, one.code, host) if host else "",
            together=sentence(views[one.code]),
            who=seen.words,
            private=seen.private,
        )

    first = used.capabilities[0]
    label = _(chosen[2]).format(year=chosen[1].year) if chosen else ""
    return SkillsView(
        loaded=True,
        empty=not (steps or counts or any(voices.values()) or heard.carried),
        themes=tuple(
            ThemeLines(
                code=theme.look,
                name=used.text(theme.name, spoken()),
                description=used.text(theme.description, spoken()),
                skills=tuple(line(one) for one in theme.capabilities),
            )
            for theme in used.themes
        ),
        said=_so_far(used, len(steps)),
        together=whole_sentence(views.values()),
        voiced=any(voices.values()),
        first_name=used.text(first.name, spoken()),
        first_href=capability_href(first.code),
        moments=_moments(offered, chosen[0] if chosen else NOW),
        then=chosen[0] if chosen else NOW,
        then_label=label,
        former=_former(used, standing.former, {*heard.former, *commented}),
        tagged=tagged,
    )


def _voices_carried(count: int) -> str:
    return ngettext("{n} voice carried over", "{n} voices carried over", count) if count else ""


def _former(used: Framework, said: Iterable[FormerSaid], others: Collection[Tag]) -> tuple[FormerFramework, ...]:
    """What stands in capabilities that are not in use: what the pupil `said`, and of what `others` said something."""
    lines: dict[str, list[FormerLine]] = {}
    told: set[Tag] = set()
    for one in said:
        code = one.said.capability
        told.add((one.framework, code))
        words = said_words(one.framework, code, one.said.step, on_dial=one.on_dial)
        line = FormerLine(named(one.framework, code), _former_href(one.framework, code), words)
        lines.setdefault(one.framework, []).append(replace(line, day=format_date(one.said.made_at)))
    for framework_code, code in sorted(others):
        in_use = framework_code == used.code and code in used.codes
        if not in_use and (framework_code, code) not in told:
            line = FormerLine(named(framework_code, code), _former_href(framework_code, code))
            lines.setdefault(framework_code, []).append(line)
    return tuple(FormerFramework(code, framework_name(code), tuple(found)) for code, found in lines.items())


def _former_href(framework_code: str, code: str) -> str:
    """Where a capability that is not in use can be looked at, "" where nobody knows it any more."""
    return capability_href(code) if is_known(framework_code, code) else ""


def _so_far(used: Framework, begun: int) -> str:
    every = len(used.capabilities)
    if used.all_dials:
        return _("You have found your place on {begun} of {every} dials so far.").format(begun=begun, every=every)
    return _("You have chosen a step for {begun} of {every} skills so far.").format(begun=begun, every=every)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _moments(offered: Iterable[tuple[str, date, str]], chosen: str) -> tuple[Moment, ...]:
    address = f"/{spoken()}/skills"
    found = [Moment(NOW, _("Now"), address, chosen == NOW)]
    for then, day, label in offered:
        found.append(Moment(then, _(label).format(year=day.year), f"{address}?then={then}", chosen == then))
    return tuple(found) if len(found) > 1 else ()
