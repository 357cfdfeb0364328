"""What would make somebody's profile better: what the rules of a CV find, for its own page and, in short, for Home."""

from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.clock import now
from portfolio_app.core.languages import local_date, spoken
from portfolio_app.portfolio.cv.gathering import chosen_in, content_of, kept_cv, pieces_of, proposed
from portfolio_app.portfolio.cv.models import Cv
from portfolio_app.portfolio.cv.pieces import CvContent, Piece
from portfolio_app.portfolio.cv.rules import OF_THE_PAPER, Finding, findings, findings_in_turn

MOST = 3
"""Points on Home: what can be done at one sitting. The CV's page has all of them."""


@dataclass(frozen=True)
class CvNow:
    """A CV as it is saved, or as it is proposed, and all entries that could be in it."""

    cv: Cv
    saved: bool
    pieces: tuple[Piece, ...]
    content: CvContent

    def looks(self) -> tuple[Finding, ...]:
        """What the rules say of it."""
        return findings(self.content, local_date(now()))


async def cv_now(session: AsyncSession, person_id: UUID, name: str) -> CvNow:
    """Somebody's CV in the language being spoken."""
    kept = await kept_cv(session, person_id)
    # Each is given that would be made: SQLModel looks up who makes it every time, which takes a millisecond.
    cv = kept or Cv(id=uuid4(), person_id=person_id, left_out=[], made_at=now(), changed_at=now(), version=0)
    pieces = await pieces_of(session, person_id)
    held = {str(one) for one in await chosen_in(session, kept)} if kept else proposed(pieces)
    content = await content_of(session, cv, name, tuple(piece for piece in pieces if piece.id in held))
    return CvNow(cv, kept is not None, pieces, content)


async def checklist(session: AsyncSession, person_id: UUID, name: str) -> tuple[Finding, ...]:
    """The first points that the rules of a CV find, for Home; none for whoever has written nothing yet. What concerns
    the paper alone is left out until there is one."""
    found = await cv_now(session, person_id, name)
    if not found.content.pieces:
        return ()
    looks = findings_in_turn(found.content, local_date(now()))
    points = (one for one in looks if found.saved or one.code not in OF_THE_PAPER)
    return tuple(
        replace(one, href=f"/{spoken()}/cv{one.href}" if one.href.startswith("#") else one.href)
        for one in islice(points, MOST)
    )
