"""Skills a pupil shares: of the framework in use, and from before, of one that is not in use any more or retired.

Those from before keep their name and what was said in them. The reader sees what the pupil shared then, and still does.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import format_date, spoken
from portfolio_app.portfolio.pupil_views import OpenedThing, SharedSkill
from portfolio_app.portfolio.teaching import href
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.carried import framework_name, is_known, named, said_words
from portfolio_app.skills.crosswalks import Tag
from portfolio_app.skills.framework import Framework, frameworks
from portfolio_app.skills.models import Assessment
from portfolio_app.skills.queries import stage_of
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_views import voices_about

LastSaid = Mapping[Tag, Assessment]
"""What the pupil said last in each capability of any framework; what was said last of all comes first."""


async def last_said(session: AsyncSession, pupil_id: UUID, things: Collection[str]) -> LastSaid:
    """What the pupil said last in each of the capabilities `things`."""
    if not things:
        return {}
    codes = {thing.partition(":")[2] for thing in things}
    rows = await session.execute(
        select(Assessment)
        .where(col(Assessment.person_id) == pupil_id, col(Assessment.capability).in_(codes))
        .order_by(col(Assessment.made_at).desc(), col(Assessment.id))
    )
    found: dict[Tag, Assessment] = {}
    for one in rows.scalars():
        if capability_thing(one.framework, one.capability) in things:
            found.setdefault((one.framework, one.capability), one)
    return found


def former_skills(
    pupil_id: UUID, used: Framework, said: LastSaid, commented: Collection[tuple[str, str]]
) -> tuple[SharedSkill, ...]:
    """Of what was said, the skills from before; `commented` are things on which the reader wrote."""
    return tuple(
        replace(
            shared_skill(pupil_id, frameworks()[framework_code], code, answer, former=True),
            commented=(Kind.CAPABILITY.value, capability_thing(framework_code, code)) in commented,
        )
        for (framework_code, code), answer in said.items()
        if not (framework_code == used.code and code in used.codes) and is_known(framework_code, code)
    )


def shared_skill(
    pupil_id: UUID, of: Framework, code: str, answer: Assessment | None, *, former: bool = False
) -> SharedSkill:
    """A capability with what was said in it last."""
    living = of.capability(code) if code in of.codes else None
    poles = living.poles if living else None
    skill = SharedSkill(
        code=code,
        name=named(of.code, code),
        theme=of.theme_of(of.now(code)[0]).look,
        meaning=of.text(living.meaning, spoken()) if living else "",
        dial=poles is not None,
        first=of.text(poles.first, spoken()) if poles else "",
        second=of.text(poles.second, spoken()) if poles else "",
        former=framework_name(of.code) if former else "",
    )
    if answer is None:
        return skill
    return replace(
        skill,
        href=href("/pupil", id=str(pupil_id), skill=code),
        step=answer.step,
        step_words=said_words(of.code, code, answer.step, on_dial=answer.on_dial),
        reason=answer.reason,
        day=format_date(answer.made_at),
    )


async def opened_skill(
    session: AsyncSession, pupil_id: UUID, used: Framework, stage: str, of: Framework, code: str
) -> OpenedThing:
    """A capability of the framework `of`, to read. Raises `NotFound` where nothing was said in it."""
    answer = (await last_said(session, pupil_id, [capability_thing(of.code, code)])).get((of.code, code))
    lines, _views, _change = await voices_about(session, pupil_id, of, code)
    voices = tuple(one for one in lines if not one.hidden and not one.carried)
    if answer is None and not voices:
        raise NotFound()
    former = code not in used.codes
    statement = "" if former else used.text(used.capability(code).statements[stage_of(used, stage)], spoken())
    skill = replace(shared_skill(pupil_id, of, code, answer, former=former), statement=statement, voices=voices)
    return OpenedThing(title=skill.name, detail=skill.day or skill.former, skill=skill)
