"""Recently deleted things of every kind, in one list, to be brought back. A kind joins by one line in SHELVES."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import NotFound
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.esco.actions import restore_tag
from portfolio_app.esco.tagged import DeletedTag, load_deleted_tags
from portfolio_app.pathways.keeping import restore_kept
from portfolio_app.pathways.queries import load_let_go
from portfolio_app.plan.actions import restore_goal
from portfolio_app.plan.queries import load_deleted_goals, load_deleted_steps
from portfolio_app.plan.steps import restore_step
from portfolio_app.portfolio.actions import restore_entry
from portfolio_app.portfolio.collections.actions import restore_collection
from portfolio_app.portfolio.collections.queries import load_deleted_collections
from portfolio_app.portfolio.credentials.accepting import load_deleted_credentials, restore_credential
from portfolio_app.portfolio.queries import load_deleted_entries
from portfolio_app.skills.about_me import load_deleted_lines, restore_lines
from portfolio_app.skills.actions import restore_evidence
from portfolio_app.skills.evidence_views import DeletedThing, load_deleted_evidence
from portfolio_app.skills.rounds import load_deleted_rounds, restore_round


@dataclass(frozen=True)
class Resting:
    """A deleted thing: `shelf` names its kind, `detail` says until when it rests, `at` sorts by when it was deleted."""

    shelf: str = ""
    id: str = ""
    at: str = ""
    title: str = ""
    detail: str = ""


@dataclass(frozen=True)
class RestingView:
    """A page of what rests, newest first."""

    things: tuple[Resting, ...] = ()
    search: str = ""
    findable: bool = False
    """Whether the list is so long that somebody may look for a word in it."""
    paging: Paging = field(default_factory=Paging)
    loaded: bool = False


@dataclass(frozen=True)
class Shelf:
    """A kind of thing: how its deleted ones are found, and brought back."""

    load: Callable[[Actor], Awaitable[Sequence[DeletedThing | DeletedTag]]]
    restore: Callable[[Actor, UUID], Awaitable[None]]


SHELVES = {
    "evidence": Shelf(load_deleted_evidence, restore_evidence),
    "entry": Shelf(load_deleted_entries, restore_entry),
    "collection": Shelf(load_deleted_collections, restore_collection),
    "goal": Shelf(load_deleted_goals, restore_goal),
    "step": Shelf(load_deleted_steps, restore_step),
    "tag": Shelf(load_deleted_tags, restore_tag),
    "lines": Shelf(load_deleted_lines, restore_lines),
    "round": Shelf(load_deleted_rounds, restore_round),
    "credential": Shelf(load_deleted_credentials, restore_credential),
    "pathway": Shelf(load_let_go, restore_kept),
}


def rest_on(name: str, shelf: Shelf) -> None:
    """Things of a higher room join here, where the app is put together."""
    SHELVES[name] = shelf


async def load_resting(actor: Actor, page: int = 1, search: str = "") -> RestingView:
    """A page of the actor's recently deleted things; with `search`, of those whose titles say all its words."""
    search = " ".join(search.split())[:LONGEST_SEARCH]
    everything = [
        Resting(name, one.id, one.at, one.title, one.detail)
        for name, shelf in SHELVES.items()
        for one in await shelf.load(actor)
    ]
    found = sorted((one for one in everything if says(search, one.title)), key=lambda one: one.at, reverse=True)
    pages = paging(len(found), page, "/deleted", search=search)
    return RestingView(
        things=tuple(found[pages.skipped : pages.skipped + A_PAGE]),
        search=search,
        findable=len(everything) > A_PAGE or bool(search),
        paging=pages,
        loaded=True,
    )


async def restore_resting(actor: Actor, shelf: str, thing: UUID) -> None:
    """Bring something back. Raises `NotFound` for what rests on no shelf of the actor's."""
    if shelf not in SHELVES:
        raise NotFound()
    await SHELVES[shelf].restore(actor, thing)
