"""All of one's own evidence on one list, whatever it shows: to look through, and to find a piece again."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.languages import ngettext
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.skills import policy
from portfolio_app.skills.evidence_views import EvidenceItem, evidence_items
from portfolio_app.skills.models import Evidence, Origin
from portfolio_app.skills.origins import NOT_SAID, OriginChoice, origin_filters


@dataclass(frozen=True)
class EvidenceListView:
    """A page of one's evidence, newest first."""

    loaded: bool = False
    count: int = 0
    """All there is, before anything is looked for."""
    counted: str = ""
    rows: tuple[EvidenceItem, ...] = ()
    origin: str = ""
    origins: tuple[OriginChoice, ...] = ()
    search: str = ""
    paging: Paging = field(default_factory=Paging)


_EVIDENCE = table_of(Evidence)
_OWNER: BindParameter[UUID] = bindparam("owner", type_=Uuid())
_SAID = (
    select(_EVIDENCE.c.id, _EVIDENCE.c.origin, _EVIDENCE.c.title, _EVIDENCE.c.words)
    .where(policy.owned_by(_OWNER))
    .order_by(_EVIDENCE.c.made_at.desc(), _EVIDENCE.c.id)
)


async def load_evidence_list(actor: Actor, page: int = 1, search: str = "", origin: str = "") -> EvidenceListView:
    """A page of the actor's evidence: of what says all the words of `search`, and comes from `origin` (`NOT_SAID` for
    what says no origin). An origin that is not known narrows nothing."""
    policy.may_keep_skills(actor)
    search = " ".join(search.split())[:LONGEST_SEARCH]
    origin = origin if origin in (*Origin, NOT_SAID) else ""
    wanted = "" if origin == NOT_SAID else origin
    async with reading() as session:
        rows = (await session.execute(_SAID, {"owner": actor.person_id})).all()
        found = [
            row.id
            for row in rows
            if (not origin or row.origin == wanted) and (not search or says(search, row.title, row.words))
        ]
        pages = paging(len(found), page, "/evidence-list", origin=origin, search=search)
        items = await evidence_items(session, actor.person_id, found[pages.skipped : pages.skipped + A_PAGE])
    return EvidenceListView(
        loaded=True,
        count=len(rows),
        counted=ngettext("{n} piece of evidence", "{n} pieces of evidence", len(found)),
        rows=items,
        origin=origin,
        origins=origin_filters(),
        search=search,
        paging=pages,
    )
