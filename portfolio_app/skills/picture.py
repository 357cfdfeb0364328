"""The picture of a pupil's skills: how each capability is now, how it was at an earlier moment, what shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.languages import N_, _, ngettext, spoken
from portfolio_app.schools.membership import belonging
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import who_can_see
from portfolio_app.skills import policy
from portfolio_app.skills.framework import Capability, Framework, Poles, pupils_framework
from portfolio_app.skills.models import Assessment, Evidence, EvidenceCapability
from portfolio_app.skills.things import capability_thing

NOW, SPRING = "now", "spring"
TERM_ENDS = ((5, 31, N_("Spring {year}")), (12, 15, N_("Autumn {year}")))
"""Month and day by which a term's work is done in every country we serve, before the long holidays: an earlier moment
is the picture as it was on one of these days."""
MOST_MOMENTS = 6


@dataclass(frozen=True)
class Said:
    """One answer of a pupil: which step, from when."""

    capability: str
    step: int
    made_at: datetime


@dataclass(frozen=True)
class Standing:
    """How a pupil's skills stand: every answer in their framework from the oldest to the newest, without its reason,
    and how many pieces of evidence there are for each capability that has any."""

    framework: Framework
    answers: tuple[Said, ...]
    counts: Mapping[str, int]


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
class SkillsView:
    """My skills. `then_label` names the earlier moment that is drawn in, "" for none; `empty`: nothing said yet."""

    loaded: bool = False
    empty: bool = False
    themes: tuple[ThemeLines, ...] = ()
    said: str = ""
    first_name: str = ""
    first_href: str = ""
    moments: tuple[Moment, ...] = ()
    then: str = NOW
    then_label: str = ""


def capability_href(code: str) -> str:
    """Where a capability's page is, in the language being spoken."""
    return f"/{spoken()}/capability?code={code}"


def steps_at(answers: Iterable[Said], moment: datetime) -> dict[str, int]:
    """The step each capability stood at by `moment`; `answers` from the oldest to the newest."""
    return {said.capability: said.step for said in answers if said.made_at <= moment}


def answers_now(used: Framework, answers: Iterable[Said]) -> tuple[Said, ...]:
    """Those answers that are about capabilities the framework has now."""
    return tuple(said for said in answers if said.capability in used.codes)


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
    select(_ANSWER.c.capability, _ANSWER.c.step, _ANSWER.c.made_at)
    .where(_ANSWER.c.person_id == bindparam("person"), _ANSWER.c.framework == bindparam("framework"))
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
    here = await belonging(session, person_id)
    used = pupils_framework(here.framework)
    which = {"person": person_id, "framework": used.code}
    answers = (await session.execute(_ANSWERS, which)).all()
    counts = (await session.execute(_COUNTS, which)).all()
    return Standing(used, answers_now(used, (Said(*row) for row in answers)), {row[0]: row[1] for row in counts})


def step_words(one: Framework, code: str, step: int) -> str:
    """The name of a step of a capability, or of a place on its dial; for 0 that nothing was said yet."""
    if not step:
        return _("Nothing yet")
    poles = one.capability(code).poles
    return position_words(one, poles, step) if poles else one.text(one.step(step).name, spoken())


def position_words(one: Framework, poles: Poles, position: int) -> str:
    """A place on a dial from 1, its first word, to 5, its second; neither is more than the other."""
    first, second = (one.text(word, spoken()) for word in (poles.first, poles.second))
    said = (
        _("Clearly “{word}”").format(word=first),
        _("More “{word}”").format(word=first),
        _("Between the two"),
        _("More “{word}”").format(word=second),
        _("Clearly “{word}”").format(word=second),
    )
    return said[position - 1]


async def load_skills(actor: Actor, then: str = NOW) -> SkillsView:
    """The actor's own picture. `then` is `now`, `spring` (the last one that is over) or a day on which a term ended;
    whatever is none of the moments there are shows now alone."""
    policy.may_keep_skills(actor)
    async with reading() as session:
        standing = await standing_of(session, actor.person_id)
        used, answers, counts = standing.framework, standing.answers, standing.counts
        names = [capability_thing(used.code, one.code) for one in used.capabilities]
        who = await who_can_see(session, actor.person_id, Kind.CAPABILITY, names)
    offered = earlier_moments(answers[0].made_at.date(), today())[:MOST_MOMENTS] if answers else ()
    chosen = next((moment for moment in offered if moment[0] == then), None)
    steps = steps_at(answers, now())
    earlier = steps_at(answers, _end_of(chosen[1])) if chosen else {}

    def line(one: Capability) -> SkillLine:
        step, before, count = steps.get(one.code, 0), earlier.get(one.code, 0), counts.get(one.code, 0)
        seen = who[capability_thing(used.code, one.code)]
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
            who=seen.words,
            private=seen.private,
        )

    first = used.capabilities[0]
    label = _(chosen[2]).format(year=chosen[1].year) if chosen else ""
    return SkillsView(
        loaded=True,
        empty=not steps and not counts,
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
        first_name=used.text(first.name, spoken()),
        first_href=capability_href(first.code),
        moments=_moments(offered, chosen[0] if chosen else NOW),
        then=chosen[0] if chosen else NOW,
        then_label=label,
    )


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
