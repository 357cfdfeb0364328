"""Who helps with what gets in the way, at a school and in its region: a few lines that a coordinator, or for a whole
region an admin, keeps up to date. Where neither says anything, pupils are told whom they can turn to at their school.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.database import as_id, reading, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, NAMES, _, spoken
from portfolio_app.core.wording import one_line, web_address
from portfolio_app.schools import policy
from portfolio_app.schools.founding import in_language
from portfolio_app.schools.models import Barrier, LocalHelp, Region, School
from portfolio_app.schools.queries import said_here

LONGEST_WORDS = 400
BARRIERS = {
    Barrier.MONEY: N_("Money"),
    Barrier.TRANSPORT: N_("Getting there"),
    Barrier.LANGUAGE: N_("Language"),
    Barrier.HEALTH: N_("Health"),
    Barrier.CARE: N_("Caring for somebody at home"),
    Barrier.OTHER: N_("Something else"),
}


@dataclass(frozen=True)
class HelpWords:
    """Who helps with one barrier, and a web address: as typed, and as shown, in the language being spoken."""

    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class HelpPlace:
    """What the help belongs to: a school, or all schools of a region."""

    school_id: UUID | None = None
    region_id: UUID | None = None

    def rows(self) -> ColumnElement[bool]:
        """Filter: the rows of this place."""
        if self.school_id:
            return col(LocalHelp.school_id) == self.school_id
        return col(LocalHelp.region_id) == self.region_id


@dataclass(frozen=True)
class HelpLineToWrite:
    """One barrier in the form; `region` is what its region says, where a school says nothing itself."""

    kind: str = ""
    name: str = ""
    words: str = ""
    url: str = ""
    region: str = ""


@dataclass(frozen=True)
class LocalHelpView:
    """The local help of a school, or of a region, to change."""

    id: str = ""
    name: str = ""
    lines: tuple[HelpLineToWrite, ...] = ()
    in_language: str = ""
    loaded: bool = False


async def change_local_help(
    actor: Actor, place: str | UUID, lines: Mapping[Barrier, HelpWords], *, of_region: bool = False
) -> None:
    """Keep who helps with each barrier, in the language being spoken; words in other languages stay.

    A coordinator may for their school, an admin for a region. Raises `Invalid` with the field, `NotFound`.
    """
    checked = {kind: _checked(kind, line) for kind, line in lines.items()}
    async with writing() as session:
        here, _name = await _place(session, actor, as_id(place), of_region=of_region)
        rows = (await session.execute(select(LocalHelp).where(here.rows()).with_for_update())).scalars()
        former = {Barrier(row.kind): row for row in rows}
        for kind, line in checked.items():
            row = former.get(kind) or LocalHelp(school_id=here.school_id, region_id=here.region_id, kind=kind)
            row.words, row.url = in_language(line.words, row.words), line.url
            if row.words or row.url:
                session.add(row)
            elif kind in former:
                await session.delete(row)
        thing = f"region:{here.region_id}" if of_region else f"school:{here.school_id}"
        audit(
            session,
            "schools.change_local_help",
            actor_id=actor.person_id,
            school_id=here.school_id,
            thing=thing,
            kinds=sorted(checked),
        )


def _checked(kind: Barrier, line: HelpWords) -> HelpWords:
    words = one_line(line.words, field=f"words-{kind}", most=LONGEST_WORDS)
    url = web_address(line.url, field=f"url-{kind}")
    if url and not words:
        raise Invalid(N_("Say in words who that is."), field=f"words-{kind}")
    return HelpWords(words, url)


async def _place(session: AsyncSession, actor: Actor, place: UUID, *, of_region: bool) -> tuple[HelpPlace, str]:
    """The place and its name, when the actor may change its help. Raises `NotFound` otherwise."""
    if not of_region:
        school = await policy.check_leads(session, actor, place)
        return HelpPlace(school_id=school.id), school.name
    policy.check_admin(actor)
    region = await session.get(Region, place)
    if region is None:
        raise NotFound()
    return HelpPlace(region_id=region.id), region.name


# Written once, and on the tables themselves. What the school says comes last, and so stands.
_HELP, _SCHOOL = table_of(LocalHelp), table_of(School)
_HERE: BindParameter[UUID] = bindparam("school", type_=Uuid())
_AROUND = (
    select(_HELP.c.kind, _HELP.c.words, _HELP.c.url)
    .where(
        (_HELP.c.school_id == _HERE)
        | (_HELP.c.region_id == select(_SCHOOL.c.region_id).where(_SCHOOL.c.id == _HERE).scalar_subquery())
    )
    .order_by(_HELP.c.school_id.is_not(None))
)


async def local_help(session: AsyncSession, school_id: UUID | None) -> dict[Barrier, HelpWords]:
    """Who helps with which barrier at a school, in the language being spoken: what it says itself, else its region."""
    if school_id is None:
        return {}
    rows = await session.execute(_AROUND, {"school": school_id})
    return {Barrier(kind): HelpWords(said_here(words), url) for kind, words, url in rows}


async def load_local_help(actor: Actor, place: str, *, of_region: bool = False) -> LocalHelpView:
    """The local help of a school or a region to change. Raises `NotFound`."""
    async with reading() as session:
        here, name = await _place(session, actor, as_id(place), of_region=of_region)
        rows = {
            Barrier(row.kind): row for row in (await session.execute(select(LocalHelp).where(here.rows()))).scalars()
        }
        around = {} if of_region else await local_help(session, here.school_id)
    lines: list[HelpLineToWrite] = []
    for kind, called in BARRIERS.items():
        row = rows.get(kind)
        lines.append(
            HelpLineToWrite(
                kind=kind,
                name=_(called),
                words=row.words.get(spoken(), "") if row else "",
                url=row.url if row else "",
                region="" if row else around.get(kind, HelpWords()).words,
            )
        )
    return LocalHelpView(
        id=str(here.school_id or here.region_id),
        name=name,
        lines=tuple(lines),
        in_language=_("What you write is saved in {language}. Switch the language to write it in another.").format(
            language=NAMES[spoken()]
        ),
        loaded=True,
    )
