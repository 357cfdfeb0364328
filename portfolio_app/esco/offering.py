"""Skills offered to a pupil who looks for one: as they type, and on the page of what was found."""

from dataclasses import dataclass, field
from uuid import UUID

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, format_number, ngettext, spoken
from portfolio_app.core.wording import one_line
from portfolio_app.esco import policy
from portfolio_app.esco.searching import SHOWN, FoundSkill, find_skills
from portfolio_app.esco.tagged import ADDRESS, TagsView, tags_to_change
from portfolio_app.esco.words import MOST_TYPED
from portfolio_app.sharing.models import Kind

ON_A_PAGE = 20


@dataclass(frozen=True)
class OfferedSkill:
    """A skill to put on as a tag; `language` is that of its words where it is not the reader's, `tag` the id of the tag
    where it is put on already."""

    id: str = ""
    name: str = ""
    detail: str = ""
    """The other name by which it was found, in a phrase."""
    description: str = ""
    language: str = ""
    tag: str = ""


@dataclass(frozen=True)
class TaggingView:
    """A thing of one's own, its tags, and what was found for `search`."""

    title: str = ""
    href: str = ""
    kind: str = ""
    thing: str = ""
    search: str = ""
    said: str = ""
    found: tuple[OfferedSkill, ...] = ()
    tagging: TagsView = field(default_factory=TagsView)
    loaded: bool = False


async def offer(actor: Actor, typed: str) -> tuple[OfferedSkill, ...]:
    """The skills that fit what the actor has typed so far, best first. Nothing for anything that is too short."""
    policy.may_tag(actor)
    return tuple(_offered(one) for one in await find_skills(_typed(typed), spoken()))


async def load_tagging(actor: Actor, kind: Kind, thing: UUID, search: str) -> TaggingView:
    """The page on which a pupil looks for tags for one thing. Raises `NotFound` for anybody else's."""
    async with reading() as session:
        found = await policy.own_thing(session, actor, kind, thing)
        tagging = await tags_to_change(session, kind, thing)
    typed = _typed(search)
    offered = await find_skills(typed, spoken(), ON_A_PAGE) if typed else []
    there = {tag.uri: tag.id for tag in tagging.tags}
    return TaggingView(
        title=found.title,
        href=f"/{spoken()}{ADDRESS[kind]}?id={thing}",
        kind=kind.value,
        thing=str(thing),
        search=typed,
        said=said(len(offered), ON_A_PAGE) if typed else "",
        found=tuple(_offered(one, there.get(one.uri, "")) for one in offered),
        tagging=tagging,
        loaded=True,
    )


def said(count: int, most: int = SHOWN) -> str:
    """How many were found, in a sentence; of as many as are shown at most, there may be more."""
    if count >= most:
        return _("The {n} that fit best.").format(n=format_number(count))
    if not count:
        return _("Nothing found. Try another word, or a part of it.")
    return ngettext("{n} skill found.", "{n} skills found.", count)


def _typed(text: str) -> str:
    """As much of what was typed as is searched."""
    return one_line(text[: 4 * MOST_TYPED], field="search", most=4 * MOST_TYPED)[:MOST_TYPED].strip()


def _offered(one: FoundSkill, tag: str = "") -> OfferedSkill:
    return OfferedSkill(
        id=one.id,
        name=one.name,
        detail=_("also called {name}").format(name=one.also) if one.also else "",
        description=one.description,
        language="" if one.language == spoken() else one.language,
        tag=tag,
    )
