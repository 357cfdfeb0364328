"""What teachers assign and plan, in as much as they need of it: modules with the minutes of their activities, and their
places in a programme."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, spoken
from portfolio_app.learning import modules
from portfolio_app.learning.curriculum import Programme
from portfolio_app.learning.models import ModuleVersion
from portfolio_app.learning.own.known import Outline, outline_of
from portfolio_app.learning.own.reaching import module_of_school, own_modules_of
from portfolio_app.learning.reading import Module
from portfolio_app.learning.versions import module_of
from portfolio_app.portfolio.teaching import href


@dataclass(frozen=True)
class Piece:
    """An activity."""

    code: str
    minutes: int


@dataclass(frozen=True)
class Material:
    """A version of a module."""

    programme: str
    module: str
    hash: str
    minutes: int
    aims: tuple[int, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Place:
    """A module's place in a programme, whether it is written yet or not."""

    programme: str
    module: str
    year: int
    minutes: int
    aims: tuple[int, ...]


@dataclass(frozen=True)
class Title:
    """What a module is called; `language` is that of the text where it is not the one being spoken, else ""."""

    text: str = ""
    language: str = ""


@dataclass(frozen=True)
class Offered:
    """A module to choose; `own` says whether it is the school's."""

    name: str
    title: str
    minutes: int
    own: bool = False


@lru_cache(maxsize=500)
def _material(hash_: str, programme: str, name: str, aims: tuple[int, ...], pieces: tuple[Piece, ...]) -> Material:
    return Material(programme, name, hash_, sum(one.minutes for one in pieces), aims, pieces)


def material_of(module: Module) -> Material:
    """A module as teachers need it."""
    pieces = tuple(Piece(one.code, one.minutes) for one in module.about.activities)
    return _material(module.hash, module.programme, module.name, module.about.aims, pieces)


def written(name: str) -> Module | None:
    """The module of that name as it is now, of those that are shipped."""
    try:
        return modules.module(name)
    except NotFound:
        return None


async def written_for(session: AsyncSession, school_id: UUID, name: str) -> Module | None:
    """The module of that name as it is now, where the school has it: one that is shipped, or its own."""
    return await module_of_school(session, school_id, name)


async def offered(session: AsyncSession, school_id: UUID) -> tuple[Offered, ...]:
    """What a school's teachers choose from: every module that is shipped, then the school's own."""
    own = await own_modules_of(session, (school_id,))
    return (
        *(Offered(one.name, title_of(one.name).text, one.minutes) for one in modules.modules()),
        *(Offered(one.name, own_title(one.title(spoken())), one.minutes, own=True) for one in own),
    )


def own_title(title: str) -> str:
    """What an own module is called where it stands among others, maybe beside the one whose copy it is."""
    # Translators: a lesson that this school made its own, such as "Money and contracts (our own)"
    return _("{title} (our own)").format(title=title)


def current(name: str) -> Material | None:
    """A module as it is now, whosever it is: for what stands in a plan, or was done. Choosing one is `written_for`."""
    if (module := written(name)) is not None:
        return material_of(module)
    own = outline_of(name)
    return _own_material(own) if own and not own.deleted else None


def _own_material(own: Outline) -> Material:
    return _material(own.hash, "", own.name, own.aims, tuple(Piece(*one) for one in own.pieces))


async def versions(session: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, Material]:
    """These versions, as they were when they were kept."""
    found = {one: _versions[one] for one in ids if one in _versions}
    if missing := [one for one in ids if one not in found]:
        rows = (await session.execute(select(ModuleVersion).where(col(ModuleVersion.id).in_(missing)))).scalars().all()
        found |= {row.id: material_of(await module_of(session, row)) for row in rows}
        _versions.update(found)
    return found


_versions: dict[UUID, Material] = {}
"""A version never changes, and there are as many as files were changed while somebody was in them."""


def title_of(name: str) -> Title:
    """What a module is called: by its own words, or by its name while nobody has written it."""
    if (module := written(name)) is not None:
        language = module.language_for(spoken())
        return Title(module.title(spoken()), language if language != spoken() else "")
    if (own := outline_of(name)) is not None:
        language = own.language_for(spoken())
        return Title(own.titles[language], language if language != spoken() else "")
    return Title(name.replace("-", " ").capitalize())


def href_of(name: str, step: int = 0) -> str:
    """The module's page, at a step of it."""
    return href("/module", name=name, **({"step": str(step)} if step else {}))


def programme() -> Programme | None:
    """The programme that classes follow: the first there is."""
    return next(iter(modules.programmes().values()), None)


def places() -> Mapping[str, Place]:
    """Every module that has a place in a programme, in their order, by name."""
    return {
        one.module: Place(code, one.module, one.year, one.minutes, one.aims)
        for code, known in modules.programmes().items()
        for one in known.about.modules
    }


async def place_of(session: AsyncSession, school_id: UUID, name: str) -> Place | None:
    """A module's place in a programme, or that of a school's own, which stands in none."""
    if (listed := places().get(name)) is not None:
        return listed
    module = await module_of_school(session, school_id, name)
    return Place(module.programme, name, module.about.years[0], module.minutes, module.about.aims) if module else None


def aim_numbers() -> frozenset[int]:
    """The numbers of the programme's aims."""
    known = programme()
    return frozenset(one.number for one in known.about.aims) if known else frozenset()


def said_in(text: Mapping[str, str]) -> str:
    """The language of what `said` gives, where it is not the one being spoken; "" otherwise."""
    if spoken() in text:
        return ""
    return "en" if "en" in text else next(iter(text), "")


def said(text: Mapping[str, str]) -> str:
    """A text of a programme in the language being spoken, in English, or in whichever it has."""
    return text.get(spoken()) or text.get("en") or next(iter(text.values()), "")
